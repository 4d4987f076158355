// Decides one leg: for every placement, whether no choice, every choice or some choice
// is refused, and by which gates.
//
// What AWS chooses splits in two. *Exact* fields take every value of their domain. For
// inexact fields and open questions one unknown value is the true one, so a refusal
// counts as certain only if it holds for all of them.
//
// Guarantee: `proved` comes from an unsatisfiable query over all choices and all
// answers, and only if some choice passes. Every finding's choice is replayed by the
// interpreter.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "model/core/predicate.h"
#include "model/leg.h"
#include "solver/session.h"

namespace pullproof::solver {

enum class Status {
  Proved,     ///< No choice is refused.
  Fails,      ///< Every choice is refused.
  Partly,     ///< Some choice is certainly refused, and not every one.
  Undecided,  ///< No choice is certainly refused, but not all are proved to pass.
};

/// One gate that certainly refuses a choice.
struct Refusal {
  std::size_t placement = 0;
  std::size_t hop = 0;
  std::size_t gate = 0;
  /// The way up to `hop`, `hop` included; `hop` alone where none leads there.
  std::vector<std::size_t> hops;
  std::size_t depth = 0;      ///< Hops before it, whether or not a way leads there.
  bool every_choice = false;  ///< No choice of the placement gets around it.
  Choice choice;
  std::vector<FactRef> blame;
};

struct PlacementOutcome {
  Status status = Status::Undecided;
  /// Choices that pass, questions included: for the search of a whole pull that passes.
  Predicate passes = Predicate::never();
  std::set<Unknown> missing;  ///< undecided, partly: what it hangs on.
};

struct LegOutcome {
  std::vector<PlacementOutcome> placements;  ///< By index.
  std::vector<Refusal> refusals;             ///< By placement, then by the way.
  std::set<gates::Assumption> assumptions;
  /// Where it is refused: mechanisms of gates that may refuse it too, for all that is
  /// known.
  std::set<std::string> doubtful = {};
};

/// Requires: the leg's gates are filled in and it has at least one placement.
/// Throws: BrokenInvariant if a replay disagrees with the solver (our bug).
[[nodiscard]] LegOutcome prove(const model::Leg& leg, Session& session);

}  // namespace pullproof::solver
