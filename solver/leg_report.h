// What a proof says about one leg, in a form that needs neither the leg nor its proof
// any more: tasks that share the leg share it.
#pragma once

#include <memory>
#include <set>
#include <string>
#include <vector>

#include "model/leg.h"
#include "model/task.h"
#include "model/verdict.h"
#include "solver/prove.h"

namespace pullproof::solver {

/// A refusal as it will be told, but for the names of the task that meets it.
struct LegFinding {
  /// Equal for the same blocker on different legs and placements.
  std::string key;
  std::size_t placement = 0;
  std::size_t depth = 0;  ///< Hops up to the refusal.
  model::Finding finding;
  /// What the expected error message needs to know.
  std::string request_role;
  std::string printed;  ///< As the gate has it.
};

struct LegReport {
  model::Stage stage = model::Stage::Reference;
  std::string name;
  std::vector<Status> statuses;            ///< By placement.
  std::vector<std::set<Unknown>> missing;  ///< By placement.
  std::vector<LegFinding> findings;        ///< In the order of the way.
  std::set<gates::Assumption> assumptions;
  /// Kept only where some placement passes partly: to search a whole pull that passes.
  Fields fields;
  std::vector<FieldId> sources;
  std::vector<Predicate> passes;
  /// For all tasks that share the leg; null unless somebody fills it, see leg_proof.h.
  std::shared_ptr<const model::LegProof> proof;
};

[[nodiscard]] LegReport describe(const model::Leg& leg, const LegOutcome& outcome);

}  // namespace pullproof::solver
