// What a query names as an end, and that has no network for its packets.
//
// AWS: Reachability Analyzer, UNASSOCIATED_COMPONENT ("none of its network interfaces
// has an IPv4 address"; IPv6 likewise), BAD_STATE and NO_POSSIBLE_DESTINATION; EC2 user
// guide, "Instance lifecycle": only a running instance has a network.
#pragma once

#include <string_view>

#include "model/gates/gate.h"
#include "model/gates/place.h"

namespace pullproof::gates {

struct ClosedEndGate {
  using Place = ClosedEndPlace;
  static constexpr std::string_view kName = "closed-end";
  [[nodiscard]] static Gate lets_through(const ClosedEndPlace& place,
                                         const Context& context);
};

}  // namespace pullproof::gates
