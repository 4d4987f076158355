// Whether a peering connection carries the packet.
//
// AWS: VPC peering guide, "How VPC peering connections work" and "VPC peering
// limitations": state `active`; no transit, so both ends of the packet are in the two
// VPCs (Reachability Analyzer: PCX_REQUIRES_ADDRESS_IN_VPC_CIDR).
#pragma once

#include <string_view>

#include "model/gates/gate.h"
#include "model/gates/place.h"

namespace pullproof::gates {

/// It exists, is active, and is one of this VPC.
struct PeeringStateGate {
  using Place = PeeringPlace;
  static constexpr std::string_view kName = "peering-state";
  [[nodiscard]] static Gate lets_through(const PeeringPlace& place,
                                         const Context& context);
};

/// The packet comes from the one VPC and goes to the other.
struct PeeringAddressGate {
  using Place = PeeringPlace;
  static constexpr std::string_view kName = "peering-address";
  [[nodiscard]] static Gate lets_through(const PeeringPlace& place,
                                         const Context& context);
};

}  // namespace pullproof::gates
