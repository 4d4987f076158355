// Which route of a transit gateway's table takes a packet, for all destinations of a
// set at once.
//
// AWS: Transit Gateway guide, "Route evaluation order": longest prefix first; of equal
// prefixes, static routes before propagated ones, then by what they lead to: VPC,
// Direct Connect, Connect, VPN, peering. A blackhole route that wins drops. EC2 API
// reference, TransitGatewayRoute: one that is `deleted` is no route any more.
#pragma once

#include <optional>
#include <vector>

#include "model/gates/gate.h"

namespace pullproof::gates {

/// Where part of the destinations goes. Branches never overlap and cover the whole set.
struct TransitBranch {
  IntervalSet destinations;
  const aws::TransitGatewayRoute* route = nullptr;  ///< Null: no route matches.
  /// Another route has the same claim, and which wins is not documented.
  bool is_tie = false;
};

/// Branches by priority; the destinations are of the family.
/// Requires: the context has a network index.
[[nodiscard]] std::vector<TransitBranch> look_up_transit_route(
    const Context& context, const aws::TransitGatewayRoutes& table,
    const IntervalSet& destinations, Family family);

}  // namespace pullproof::gates
