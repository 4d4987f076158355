// Decides whether packets come from one place to another, and their replies back.
//
// Guarantee: `reachable` is proved for every port and every interface; every refusal
// has been replayed by the interpreter.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "model/core/result.h"
#include "model/reach.h"
#include "model/verdict.h"
#include "solver/session.h"

namespace pullproof::solver {

enum class Reachability { Reachable, Unreachable, Unknown };

/// One direction.
struct ReachDirection {
  Reachability verdict = Reachability::Unknown;
  /// Unreachable only: all packets are refused, whatever their ports, not only some.
  bool refuses_all = false;
  /// Every independent blocker, in the order of the way.
  std::vector<model::Finding> blockers = {};
  std::vector<model::PathHop> path = {};  ///< Up to the first blocker.
  std::set<Unknown> missing = {};         ///< Unknown only.
};

struct ReachAnswer {
  Reachability verdict = Reachability::Unknown;
  ReachDirection forward;
  ReachDirection back;
  std::set<gates::Assumption> assumptions = {};
};

/// Of several interfaces the first that is not reached stands for all. Where the system
/// of the source is not known, what is refused to one of them only is unknown.
[[nodiscard]] Result<ReachAnswer> reach(const gates::Context& context,
                                        const model::ReachQuestion& question,
                                        Session& session);

}  // namespace pullproof::solver
