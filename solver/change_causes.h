// Which part of a change is to blame for what becomes of a task: the smallest set of
// origins under which, all others left out, it has the same outcome.
//
// First each origin alone is tried; for tasks that no single one explains, what can be
// left out is, one after the other; where more than two origins remain, smaller sets
// are tried as far as the number of trials allows. What is found is always a set under
// which the outcome was seen.
#pragma once

#include <cstddef>
#include <vector>

#include "model/changes/change.h"
#include "solver/changed_account.h"
#include "solver/verdict_changes.h"

namespace pullproof::solver {

struct CauseSearch {
  ChangedAccount* account = nullptr;  ///< Is left with some part of the change made.
  const changes::Change* change = nullptr;
  std::size_t max_trials = 300;  ///< Checks of a part of the change.
};

/// Fills `causes` of what is broken, newly unknown, repaired or changed.
void find_causes(const CauseSearch& search, std::vector<VerdictChange>& changes);

}  // namespace pullproof::solver
