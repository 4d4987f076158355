#include "solver/lanes.h"

#include <algorithm>
#include <optional>

namespace pullproof::solver {
namespace {

/// Intersects the domains of fields that the guard speaks of alone; false if none is
/// left.
bool narrow(Domains& domains, const Predicate& guard) {
  const auto& node = guard.node();
  if (node.kind == Predicate::Kind::AllOf) {
    return std::all_of(node.parts.begin(), node.parts.end(),
                       [&](const Predicate& part) { return narrow(domains, part); });
  }
  if (node.kind != Predicate::Kind::InSet) return true;
  auto& domain = domains.numbers.at(node.field);
  domain = domain.intersected(node.set);
  return !domain.empty();
}

const model::Edge& edge_between(const model::HopGraph& graph, std::size_t from,
                                std::size_t to) {
  const auto& out = graph.out(from);
  return *std::find_if(out.begin(), out.end(),
                       [&](const model::Edge& edge) { return edge.to == to; });
}

std::optional<Lane> lane_along(const model::Leg& leg, std::vector<std::size_t> hops) {
  Lane lane;
  lane.domains = leg.fields.domains();
  std::vector<Predicate> guards;
  for (std::size_t i = 0; i + 1 < hops.size(); ++i) {
    const Predicate guard =
        fold(edge_between(leg.graph, hops[i], hops[i + 1]).guard, lane.domains);
    if (guard.as_constant() == Truth::No || !narrow(lane.domains, guard)) {
      return std::nullopt;
    }
    guards.push_back(guard);
  }
  lane.guard = Predicate::all_of(std::move(guards));
  lane.hops = std::move(hops);
  const auto& placement = lane.domains.numbers.at(leg.placement);
  lane.placement = static_cast<std::size_t>(placement.first().value_or(0));
  for (const std::size_t hop : lane.hops) {
    const auto& gates = leg.graph.hops()[hop].gates;
    for (std::size_t gate = 0; gate < gates.size(); ++gate) {
      Predicate open = fold(gates[gate].lets_through, lane.domains);
      if (open.as_constant() == Truth::Yes) continue;
      lane.gates.push_back({.hop = hop, .gate = gate, .open = std::move(open)});
    }
  }
  return lane;
}

}  // namespace

Predicate Lane::refused() const {
  std::vector<Predicate> ways;
  for (const auto& gate : gates) ways.push_back(Predicate::negation(gate.open));
  return Predicate::all_of({guard, Predicate::any_of(std::move(ways))});
}

Predicate Lane::passed() const {
  std::vector<Predicate> parts = {guard};
  for (const auto& gate : gates) parts.push_back(gate.open);
  return Predicate::all_of(std::move(parts));
}

const LaneGate* Lane::closed() const {
  const auto found = std::find_if(gates.begin(), gates.end(), [](const LaneGate& gate) {
    return gate.open.as_constant() == Truth::No;
  });
  return found == gates.end() ? nullptr : &*found;
}

std::vector<Lane> lanes_of(const model::Leg& leg) {
  std::vector<Lane> lanes;
  for (auto& hops : leg.graph.lanes()) {
    if (auto lane = lane_along(leg, std::move(hops))) lanes.push_back(std::move(*lane));
  }
  return lanes;
}

}  // namespace pullproof::solver
