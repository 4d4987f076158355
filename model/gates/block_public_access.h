// Whether VPC Block Public Access lets traffic through an internet gateway.
//
// AWS: VPC user guide, "Block public access to VPCs and subnets": `block-bidirectional`
// stops internet gateways, NAT behind them included; `block-ingress` leaves only NAT
// and egress-only gateways; exclusions name a VPC or a subnet.
#pragma once

#include <optional>
#include <string_view>

#include "model/gates/gate.h"
#include "model/gates/place.h"

namespace pullproof::gates {

/// What it does to packets that have passed a network firewall; nothing where it is
/// off, or was not collected. AWS: VPC user guide, "Block public access", "Impact on
/// other services": of Network Firewall all traffic is blocked, even where the subnet
/// of its endpoint is excluded; whether that holds for excluded VPCs, and before NAT
/// gateways, it does not say.
[[nodiscard]] std::optional<Unknown> blocked_behind_firewall(const aws::Scope& owner,
                                                             const Context& context);

struct BlockPublicAccessGate {
  using Place = InternetGatewayPlace;
  static constexpr std::string_view kName = "block-public-access";
  [[nodiscard]] static Gate lets_through(const InternetGatewayPlace& place,
                                         const Context& context);
};

}  // namespace pullproof::gates
