// Whether the route table sends the packet anywhere.
//
// AWS: VPC user guide, "Configure route tables"; Reachability Analyzer's explanation
// codes NO_ROUTE_TO_DESTINATION and BAD_STATE_ROUTE.
// Not modelled yet: peering, transit gateways, VPN, interfaces and appliances as
// targets: what lies behind them is unknown.
#pragma once

#include <string_view>

#include "model/gates/gate.h"
#include "model/gates/place.h"

namespace pullproof::gates {

struct RouteGate {
  using Place = RoutePlace;
  static constexpr std::string_view kName = "route";
  [[nodiscard]] static Gate lets_through(const RoutePlace& place,
                                         const Context& context);
};

}  // namespace pullproof::gates
