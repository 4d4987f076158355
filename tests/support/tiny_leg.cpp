#include "tests/support/tiny_leg.h"

namespace pullproof::support {
namespace {

Field field(const std::string& name, Field::Kind kind, Number last, bool exact) {
  return {.name = name,
          .kind = kind,
          .domain = IntervalSet::range(0, last),
          .text_domain = {},
          .exact = exact};
}

}  // namespace

model::Leg tiny_leg(std::size_t placements) {
  model::Leg leg;
  leg.stage = model::Stage::Token;
  leg.name = "token";
  leg.host = "api.ecr.eu-central-1.amazonaws.com";
  leg.placement =
      leg.fields.add(field("placement", Field::Kind::Placement, placements - 1, true));
  leg.fields.add(field("source port", Field::Kind::Port, 9, true));
  leg.fields.add(field("destination address", Field::Kind::Address, 9, false));
  leg.graph.add({});
  for (std::size_t i = 0; i < placements; ++i) {
    leg.placements.push_back({.subnet = "subnet-" + std::to_string(i + 1),
                              .availability_zone = "eu-central-1a",
                              .instance = ""});
    model::Hop mark;
    mark.kind = "task";
    mark.id = leg.placements.back().subnet;
    leg.graph.then(0, mark,
                   Predicate::in_set(kTinyPlacement, IntervalSet::single(Number{i})));
  }
  return leg;
}

Predicate port_between(Number first, Number last) {
  return Predicate::in_set(kTinyPort, IntervalSet::range(first, last));
}

Predicate address_between(Number first, Number last) {
  return Predicate::in_set(kTinyAddress, IntervalSet::range(first, last));
}

Unknown tiny_question(const std::string& call) {
  return {.call = call, .why = "it is not in the snapshot"};
}

gates::Gate gate_of(const std::string& code, const Predicate& open) {
  gates::Gate gate;
  gate.name = code;
  gate.mechanism = "mechanism";
  gate.code = code;
  gate.message = code + " refuses";
  gate.lets_through =
      Predicate::because(gates::fact_about(code, {"facts.json", "/" + code}, ""), open);
  return gate;
}

std::size_t then_gates(model::Leg& leg, std::size_t from,
                       const std::vector<gates::Gate>& gates, const Predicate& guard) {
  model::Hop hop;
  hop.kind = "hop";
  hop.id = gates.empty() ? "" : gates.front().name;
  hop.gates = gates;
  return leg.graph.then(from, hop, guard);
}

}  // namespace pullproof::support
