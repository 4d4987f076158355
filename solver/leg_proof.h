// What is proved of one leg by itself, for whoever compares it with what ECS printed.
#pragma once

#include <memory>
#include <vector>

#include "model/leg.h"
#include "solver/leg_report.h"
#include "solver/prove.h"

namespace pullproof::solver {

/// `findings`: what was told of the outcome's refusals.
[[nodiscard]] std::shared_ptr<const model::LegProof> proof_of(
    const model::Leg& leg, const LegOutcome& outcome,
    const std::vector<LegFinding>& findings);

}  // namespace pullproof::solver
