#include "model/gates/firewall_steps.h"

#include <utility>

namespace pullproof::gates {
namespace {

using Outcome = FirewallStep::Outcome;

/// Steps in a row that are alike, as one. Flat, so that the depth of what comes of them
/// does not grow with the rules.
struct StepRun {
  bool wanted = false;
  std::vector<Predicate> matches;
};

template <class IsWanted>
Predicate first_match(const FirewallSteps& steps, const IsWanted& is_wanted) {
  std::vector<StepRun> runs;
  for (const auto& step : steps) {
    const bool wanted = is_wanted(step);
    if (runs.empty() || runs.back().wanted != wanted) {
      runs.push_back({.wanted = wanted, .matches = {}});
    }
    runs.back().matches.push_back(step.matches);
    if (step.matches.as_constant() == Truth::Yes) break;
  }
  std::vector<Predicate> ways;
  std::vector<Predicate> not_before;
  for (auto& run : runs) {
    Predicate any = Predicate::any_of(std::move(run.matches));
    if (run.wanted) {
      std::vector<Predicate> parts = not_before;
      parts.push_back(std::move(any));
      ways.push_back(Predicate::all_of(std::move(parts)));
    } else {
      not_before.push_back(Predicate::negation(std::move(any)));
    }
  }
  return Predicate::any_of(std::move(ways));
}

}  // namespace

Predicate first_is(const FirewallSteps& steps, Outcome outcome) {
  return first_match(steps,
                     [&](const FirewallStep& step) { return step.outcome == outcome; });
}

Predicate passes_connection(const FirewallSteps& steps) {
  return first_match(steps, [](const FirewallStep& step) {
    return step.outcome == Outcome::Pass && step.of_connection;
  });
}

Predicate never_dropped(const FirewallSteps& steps, const Predicate& excuse) {
  std::vector<Predicate> all;
  std::vector<Predicate> before;  // steps that take the packet and do not drop it
  Predicate taken = Predicate::never();
  bool is_stale = false;
  for (const auto& step : steps) {
    if (step.outcome != Outcome::Drop) {
      before.push_back(step.matches);
      is_stale = true;
    } else {
      if (std::exchange(is_stale, false)) taken = Predicate::any_of(before);
      Predicate spared =
          Predicate::any_of({taken, excuse, Predicate::negation(step.matches)});
      all.push_back(step.fact == nullptr
                        ? std::move(spared)
                        : Predicate::because(step.fact, std::move(spared)));
    }
    if (step.matches.as_constant() == Truth::Yes) break;
  }
  return Predicate::all_of(std::move(all));
}

const FirewallStep* dropping(const FirewallSteps& steps, const Choice& choice) {
  for (const auto& step : steps) {
    const Truth matches = evaluate(step.matches, choice);
    if (matches == Truth::No) continue;
    return matches == Truth::Yes && step.outcome == Outcome::Drop ? &step : nullptr;
  }
  return nullptr;
}

}  // namespace pullproof::gates
