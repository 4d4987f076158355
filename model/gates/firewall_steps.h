// What a list of firewall rules does with a packet: the first one that matches decides.
//
// Invariant: nothing here knows AWS; matches may be undecided, and then so is what
// follows from them.
#pragma once

#include <string>
#include <vector>

#include "model/core/predicate.h"

namespace pullproof::gates {

struct FirewallStep {
  enum class Outcome { Pass, Drop, Forward };

  Predicate matches = Predicate::always();
  Outcome outcome = Outcome::Pass;
  FactRef fact = nullptr;  ///< Of a step that drops.
  std::string why = {};    ///< The same, one clause for people.
  std::string repair = {};
  /// A pass that holds for all later packets of the connection, too.
  bool of_connection = true;
};

using FirewallSteps = std::vector<FirewallStep>;

/// Some step with that outcome is the first one that matches. One that matches nothing
/// has no outcome.
[[nodiscard]] Predicate first_is(const FirewallSteps& steps,
                                 FirewallStep::Outcome outcome);

/// The first one that matches passes, for the whole connection.
[[nodiscard]] Predicate passes_connection(const FirewallSteps& steps);

/// No step that drops is the first one that matches, or `excuse` holds. Each rests on
/// its fact.
[[nodiscard]] Predicate never_dropped(const FirewallSteps& steps,
                                      const Predicate& excuse = Predicate::never());

/// The step that drops under `choice`, as far as that is certain; else null.
[[nodiscard]] const FirewallStep* dropping(const FirewallSteps& steps,
                                           const Choice& choice);

}  // namespace pullproof::gates
