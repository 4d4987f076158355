// Whether VPC Block Public Access lets traffic through an internet gateway.
//
// AWS: VPC user guide, "Block public access to VPCs and subnets": `block-bidirectional`
// stops internet gateways, NAT behind them included; `block-ingress` leaves only NAT
// and egress-only gateways; exclusions name a VPC or a subnet.
#pragma once

#include <string_view>

#include "model/gates/gate.h"
#include "model/gates/place.h"

namespace pullproof::gates {

struct BlockPublicAccessGate {
  using Place = InternetGatewayPlace;
  static constexpr std::string_view kName = "block-public-access";
  [[nodiscard]] static Gate lets_through(const InternetGatewayPlace& place,
                                         const Context& context);
};

}  // namespace pullproof::gates
