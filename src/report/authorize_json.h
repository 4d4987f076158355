// Answers of `authorize`, one line of JSON each.
#pragma once

#include <set>
#include <string>

#include <nlohmann/json_fwd.hpp>

#include "model/authorization.h"
#include "model/core/result.h"

namespace pullproof::cli {

/// `id` is the question's own, null if it has none. `open` says why the decision is
/// unknown.
[[nodiscard]] std::string authorize_json(const nlohmann::json& id,
                                         const model::Authorization& answer,
                                         const std::set<Unknown>& open);

/// The answer to a line that could not be read.
[[nodiscard]] std::string malformed_json(const nlohmann::json& id,
                                         const Problems& problems);

}  // namespace pullproof::cli
