// What `reach` says of a question, in short.
#pragma once

#include <set>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "solver/reach.h"

namespace pullproof::support {

struct Told {
  solver::Reachability verdict = solver::Reachability::Unknown;
  std::string forward = {};  ///< Code of the first blocker, or "".
  std::string back = {};
  std::string message = {};            ///< Of the first blocker there.
  std::vector<std::string> path = {};  ///< Ids of the way there.
  std::vector<std::string> nats_on_return = {};
  std::string why = {};  ///< The first open question.
  std::set<gates::Assumption> assumptions = {};
};

/// `vouched` is what the user vouches for.
[[nodiscard]] Told ask(const nlohmann::json& bundle,
                       const model::ReachQuestion& question,
                       const std::set<std::string>& vouched = {});

}  // namespace pullproof::support
