// Answers of `reach`, one line of JSON each.
#pragma once

#include <string>

#include <nlohmann/json_fwd.hpp>

#include "solver/reach.h"

namespace pullproof::cli {

struct ReachQuery {
  const nlohmann::json& id;  ///< The query's own, null if it has none.
  const std::string& from;   ///< "" if the reader knows it.
};

/// `why` adds every blocker.
[[nodiscard]] std::string reach_json(const ReachQuery& query,
                                     const solver::ReachAnswer& answer, bool why);

/// "reachable", "unreachable", "unknown".
[[nodiscard]] std::string_view name_of(solver::Reachability verdict);

}  // namespace pullproof::cli
