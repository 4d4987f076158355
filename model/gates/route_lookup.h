// Which route of a table takes a packet, for all destinations of a set at once.
//
// AWS: VPC user guide, "How route priority works": longest prefix first; of equal
// prefixes, static routes, then prefix lists, then propagated ones; prefix lists that
// overlap with different targets are picked at random; 169.254.168.0/22 is never
// forwarded. A blackhole route that wins drops: there is no second choice.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "model/gates/gate.h"
#include "model/gates/place.h"

namespace pullproof::gates {

/// Where part of the destinations goes. Branches never overlap and cover the whole set.
struct RouteBranch {
  IntervalSet destinations;
  const aws::Route* route = nullptr;  ///< Null: no route matches.
  std::optional<Unknown> undecided;   ///< Set: nobody can tell which route matches.
};

/// Addresses of one family, all of the service that `Packet::far_service` names or "".
struct Destinations {
  const IntervalSet& addresses;
  std::string far_service = {};
  Family family = Family::Ipv4;
};

/// Branches by the order of the routes; one route gives at most one branch.
[[nodiscard]] std::vector<RouteBranch> look_up_route(const Context& context,
                                                     const aws::RouteTable& table,
                                                     const Destinations& destinations);

}  // namespace pullproof::gates
