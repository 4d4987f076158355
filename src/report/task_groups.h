// Puts tasks together that do not pull for the same reason, so that it is told once.
#pragma once

#include <vector>

#include "model/verdict.h"

namespace pullproof::cli {

using TaskGroup = std::vector<const model::TaskVerdict*>;

/// All tasks, the gravest verdict first, else in the report's order.
[[nodiscard]] TaskGroup by_gravity(const model::CheckReport& report);

/// The tasks that do not pull, in that order; with `alone` each by itself.
/// Ensures: tasks of one group have equal blockers, blame and messages.
[[nodiscard]] std::vector<TaskGroup> groups(const model::CheckReport& report,
                                            bool alone);

}  // namespace pullproof::cli
