// Answers of `authorize`, one line of JSON each.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "model/authorization.h"
#include "model/core/result.h"
#include "model/gates/gate.h"

namespace pullproof::cli {

/// What is told of one request.
struct Authorized {
  model::Authorization answer;
  std::set<Unknown> open;  ///< Why the decision is unknown.
  /// What it rests on beside the snapshot; nothing without a snapshot.
  std::optional<std::vector<gates::Assumption>> assumptions = std::nullopt;
};

/// Why something is unknown, and the calls that would settle it.
[[nodiscard]] nlohmann::ordered_json questions_json(const std::set<Unknown>& open);

/// `id` is the question's own, null if it has none.
[[nodiscard]] std::string authorize_json(const nlohmann::json& id,
                                         const Authorized& told);

/// The answer to a line that could not be read.
[[nodiscard]] std::string malformed_json(const nlohmann::json& id,
                                         const Problems& problems);

}  // namespace pullproof::cli
