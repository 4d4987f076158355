// Puts the legs of one task together into its verdict.
//
// pulls: every leg is proved in every placement. fails: in every placement some leg, or
// the legs jointly, refuse every choice. intermittent: some choice or placement is
// certainly refused, others are not. Else unknown, with what it hangs on.
#pragma once

#include <vector>

#include "model/legs.h"
#include "model/task.h"
#include "model/verdict.h"
#include "solver/leg_report.h"
#include "solver/session.h"

namespace pullproof::solver {

/// A leg of the task and what its proof said.
struct JudgedLeg {
  const model::LegPlan* plan = nullptr;
  const LegReport* report = nullptr;
};

[[nodiscard]] model::TaskVerdict judge(const model::Task& task,
                                       const std::vector<JudgedLeg>& legs,
                                       Session& session);

}  // namespace pullproof::solver
