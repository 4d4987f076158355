#include "model/gates/transit_lookup.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <tuple>

#include "model/aws/network_index.h"

namespace pullproof::gates {
namespace {

/// By what the route leads to; the least goes first.
std::size_t rank(const aws::TransitGatewayRoute& route) {
  constexpr std::array<std::string_view, 5> kOrder = {"vpc", "direct-connect-gateway",
                                                      "connect", "vpn", "peering"};
  if (route.targets.empty()) return 0;
  const auto* at =
      std::find(kOrder.begin(), kOrder.end(), route.targets.front().resource_type);
  return static_cast<std::size_t>(at - kOrder.begin());
}

/// AWS: Transit Gateway guide, "Route evaluation order": static routes, then prefix
/// lists that are referenced, whatever type these are printed with, then propagated
/// routes.
int origin(const aws::TransitGatewayRoute& route) {
  if (route.of_prefix_list) return 1;
  return route.propagated ? 2 : 0;
}

}  // namespace

std::vector<TransitBranch> look_up_transit_route(const Context& context,
                                                 const aws::TransitGatewayRoutes& table,
                                                 const IntervalSet& destinations,
                                                 Family family) {
  auto routes = context.network->transit_routes(table, destinations, family);
  std::erase_if(routes, [](const auto* route) { return route->state == "deleted"; });
  const auto priority = [](const aws::TransitGatewayRoute* route) {
    return std::tuple(-static_cast<int>(route->destination->prefix_length),
                      origin(*route), rank(*route));
  };
  std::stable_sort(routes.begin(), routes.end(),
                   [&](const auto* one, const auto* other) {
                     return priority(one) < priority(other);
                   });
  std::vector<TransitBranch> branches;
  IntervalSet rest = destinations;
  for (std::size_t i = 0; i < routes.size(); ++i) {
    const IntervalSet mine = rest.intersected(routes[i]->destination->addresses());
    if (mine.empty()) continue;
    const bool tie = i + 1 < routes.size() &&
                     routes[i + 1]->destination == routes[i]->destination &&
                     priority(routes[i + 1]) == priority(routes[i]);
    branches.push_back({.destinations = mine, .route = routes[i], .is_tie = tie});
    rest = rest.minus(mine);
  }
  if (!rest.empty()) branches.push_back({.destinations = rest, .route = nullptr});
  return branches;
}

}  // namespace pullproof::gates
