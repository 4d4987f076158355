#include "model/walk.h"

namespace pullproof::model {
namespace {

/// The edge that `choice` takes; nothing if none or an undecided one does.
struct Step {
  std::optional<std::size_t> to;
  bool undecided = false;
};

Step next(const HopGraph& graph, std::size_t hop, const Choice& choice) {
  Step step;
  for (const Edge& edge : graph.out(hop)) {
    const Truth taken = evaluate(edge.guard, choice);
    if (taken == Truth::Yes) return {.to = edge.to, .undecided = false};
    if (taken == Truth::Unknown) step.undecided = true;
  }
  return step;
}

/// Fills in the outcome at the first gate that is not open; false if all are.
bool stopped(const Hop& hop, const Choice& choice, Walk& walk) {
  for (std::size_t i = 0; i < hop.gates.size(); ++i) {
    const Truth open = evaluate(hop.gates[i].lets_through, choice);
    if (open == Truth::Yes) continue;
    walk.gate = i;
    walk.outcome =
        open == Truth::No ? Walk::Outcome::Refused : Walk::Outcome::Undecided;
    return true;
  }
  return false;
}

Walk follow(const Leg& leg, const Choice& choice, bool gates_open) {
  Walk walk;
  std::size_t hop = 0;
  for (;;) {
    walk.hop = hop;
    walk.hops.push_back(hop);
    if (!gates_open && stopped(leg.graph.hops()[hop], choice, walk)) return walk;
    if (leg.graph.out(hop).empty()) {
      walk.outcome = Walk::Outcome::Passed;
      return walk;
    }
    const Step step = next(leg.graph, hop, choice);
    if (!step.to) {
      walk.outcome = step.undecided ? Walk::Outcome::Undecided : Walk::Outcome::Nowhere;
      return walk;
    }
    hop = *step.to;
  }
}

}  // namespace

Walk walk(const Leg& leg, const Choice& choice) { return follow(leg, choice, false); }

Walk walk_through(const Leg& leg, const Choice& choice) {
  return follow(leg, choice, true);
}

}  // namespace pullproof::model
