// Whether a NAT gateway carries the packet to the internet.
//
// AWS: VPC user guide, "NAT gateways": state `available`, public connectivity and an
// Elastic IP address; one that is `deleting` may still carry packets: unknown. A
// private NAT gateway's traffic is dropped at an internet gateway. Its own subnet's
// route table and ACL are hops of their own. "Regional NAT gateways for automatic
// multi-AZ expansion": one that adds zones by itself takes what comes from a new zone
// in another one until then; Reachability Analyzer, REGIONAL_NGW_ROUTE_AZ_RESTRICTION:
// else it takes nothing from zones that it is not registered in.
#pragma once

#include <string_view>

#include "model/gates/gate.h"
#include "model/gates/place.h"

namespace pullproof::gates {

/// It exists and is available.
struct NatGatewayStateGate {
  using Place = NatGatewayPlace;
  static constexpr std::string_view kName = "nat-gateway-state";
  [[nodiscard]] static Gate lets_through(const NatGatewayPlace& place,
                                         const Context& context);
};

/// It has a public address to translate to.
struct NatGatewayAddressGate {
  using Place = NatGatewayPlace;
  static constexpr std::string_view kName = "nat-gateway-address";
  [[nodiscard]] static Gate lets_through(const NatGatewayPlace& place,
                                         const Context& context);
};

/// A regional one takes packets from the zone that they come from.
struct NatGatewayZoneGate {
  using Place = NatGatewayPlace;
  static constexpr std::string_view kName = "nat-gateway-zone";
  [[nodiscard]] static Gate lets_through(const NatGatewayPlace& place,
                                         const Context& context);
};

/// AWS: "NAT gateway basics": TCP, UDP and ICMP only.
struct NatGatewayProtocolGate {
  using Place = NatGatewayPlace;
  static constexpr std::string_view kName = "nat-gateway-protocol";
  [[nodiscard]] static Gate lets_through(const NatGatewayPlace& place,
                                         const Context& context);
};

/// A packet that is for the gateway itself and answers nothing that it has sent.
///
/// AWS: VPC user guide, "Troubleshoot NAT gateways": it answers no ping, be it for its
/// private or its public address, and only passes on what instances send. Reachability
/// Analyzer: NO_POSSIBLE_DESTINATION.
struct NatGatewayEndGate {
  using Place = NatGatewayPlace;
  static constexpr std::string_view kName = "nat-gateway-end";
  [[nodiscard]] static Gate lets_through(const NatGatewayPlace& place,
                                         const Context& context);
};

}  // namespace pullproof::gates
