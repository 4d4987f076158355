// The plain interpreter: follows one choice through a leg, hop by hop.
//
// It shares nothing with the solver but the predicates, so a counterexample that both
// agree on is believed.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "model/core/predicate.h"
#include "model/leg.h"

namespace pullproof::model {

struct Walk {
  enum class Outcome {
    Passed,
    Refused,    ///< `hop` and `gate` say where.
    Undecided,  ///< A question without an answer, or a field without a value, decides.
    Nowhere,    ///< The choice is outside of what can happen: no edge takes it.
  };
  Outcome outcome = Outcome::Nowhere;
  std::vector<std::size_t> hops;  ///< Passed, the last one included.
  std::size_t hop = 0;            ///< Where it ended.
  std::size_t gate = 0;           ///< Index in that hop's gates; refused only.
};

/// Stops at the first gate that does not let `choice` through.
[[nodiscard]] Walk walk(const Leg& leg, const Choice& choice);

/// Goes on as if every gate were open, to the end of the way.
[[nodiscard]] Walk walk_through(const Leg& leg, const Choice& choice);

}  // namespace pullproof::model
