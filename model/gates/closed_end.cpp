#include "model/gates/closed_end.h"

#include <fmt/format.h>

namespace pullproof::gates {
namespace {

void judge_address(Gate& gate, std::string& note, const ClosedEndPlace& place) {
  const char* family = place.family == Family::Ipv4 ? "IPv4" : "IPv6";
  note = fmt::format("it has no {} address", family);
  gate.code = "UNASSOCIATED_COMPONENT";
  gate.message =
      fmt::format("{} has no {} address, so no {} packet comes from it or gets to it",
                  place.id, family, family);
  gate.repair = fmt::format("give {} an {} address, or ask for one of the other family",
                            place.id, family);
}

void judge_state(Gate& gate, std::string& note, const ClosedEndPlace& place) {
  note = fmt::format("its state is {}", place.state);
  gate.code = "BAD_STATE";
  gate.message = fmt::format("instance {} is in state `{}`", place.id, place.state);
  gate.repair = fmt::format("start {}", place.id);
}

}  // namespace

Gate ClosedEndGate::lets_through(const ClosedEndPlace& place,
                                 const Context& /*context*/) {
  Gate gate{.name = std::string(kName), .mechanism = "route", .code = ""};
  std::string note;
  switch (place.why) {
    case ClosedEndPlace::Why::NoAddress:
      judge_address(gate, note, place);
      break;
    case ClosedEndPlace::Why::NotRunning:
      judge_state(gate, note, place);
      break;
    case ClosedEndPlace::Why::NatGateway:
      note = "it is a NAT gateway";
      gate.code = "NO_POSSIBLE_DESTINATION";
      gate.message = fmt::format("NAT gateway {} answers nothing itself", place.id);
      gate.repair =
          fmt::format("send packets through {}, to where they are to go", place.id);
      break;
  }
  gate.lets_through =
      Predicate::because(fact_about(place.id, place.source, note), Predicate::never());
  return gate;
}

}  // namespace pullproof::gates
