// One leg, unrolled: every way that a choice may take, with what guards it and which of
// its gates are still open questions once the way itself is known.
//
// Constant gates are folded here, so that most legs never need a solver.
#pragma once

#include <cstddef>
#include <vector>

#include "model/core/predicate.h"
#include "model/leg.h"

namespace pullproof::solver {

struct LaneGate {
  std::size_t hop = 0;
  std::size_t gate = 0;  ///< Index in the hop's gates.
  /// What lets through, given that the lane is taken.
  Predicate open = Predicate::always();
};

struct Lane {
  std::size_t placement = 0;
  std::vector<std::size_t> hops;
  Domains domains;                        ///< What its guards leave of each field.
  Predicate guard = Predicate::always();  ///< Which choices take it.
  std::vector<LaneGate> gates;            ///< Without those that always let through.

  /// The choices that take it and are refused (by some gate) or pass (all gates).
  [[nodiscard]] Predicate refused() const;
  [[nodiscard]] Predicate passed() const;
  /// The first gate that refuses every choice that takes it, or null.
  [[nodiscard]] const LaneGate* closed() const;
};

/// Lanes that no choice can take are left out. Requires: the leg's gates are filled in.
[[nodiscard]] std::vector<Lane> lanes_of(const model::Leg& leg);

}  // namespace pullproof::solver
