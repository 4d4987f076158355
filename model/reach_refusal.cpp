#include "model/reach_refusal.h"

#include "model/aws/traffic_rule.h"
#include "model/gates/internet_gateway.h"

namespace pullproof::model {
namespace {

using Outcome = gates::RoutePlace::Outcome;
using RouteTarget = aws::Route::Target;

/// AWS: VPC user guide, "Gateway endpoints".
bool is_carried_by_endpoint(int protocol) {
  return protocol == aws::kTcp || protocol == aws::kIcmp;
}

/// To a gateway endpoint, by a route that leads to no NAT gateway.
std::optional<Outcome> refusal_at_endpoint(const aws::Route& route,
                                           const RouteUse& use) {
  if (route.target_id != use.to.gateway->id()) return Outcome::Elsewhere;
  return is_carried_by_endpoint(use.protocol) ? std::nullopt
                                              : std::optional(Outcome::Protocol);
}

/// It carries packets of its own VPC, or none of others.
bool is_for_own_vpc(const aws::Route& route, const RouteUse& use) {
  return route.target == RouteTarget::InternetGateway ||
         route.target == RouteTarget::EgressOnlyInternetGateway ||
         (route.target == RouteTarget::VpcEndpoint &&
          (use.to.gateway != nullptr || use.is_gateway_endpoint));
}

}  // namespace

std::optional<Outcome> refusal_of(const aws::Route* route, const RouteUse& use) {
  if (route == nullptr) return Outcome::None;
  if (route->blackhole) return Outcome::Blackhole;
  const bool to_nat = route->target == RouteTarget::NatGateway;
  if (to_nat && use.has_passed_nat) return Outcome::Loop;
  if (use.to.gateway != nullptr && !to_nat) {
    if (const auto outcome = refusal_at_endpoint(*route, use)) return outcome;
  }
  if (use.is_gateway_endpoint && !is_carried_by_endpoint(use.protocol)) {
    return Outcome::Protocol;
  }
  const bool to_internet =
      route->target == RouteTarget::InternetGateway ||
      (use.to.is_beyond && route->target == RouteTarget::EgressOnlyInternetGateway);
  const bool is_private =
      use.to.is_beyond || (!use.to.vpc.empty() && use.to.family == Family::Ipv4);
  if (to_internet && is_private) return gates::at_internet_gateway(use.to.addresses);
  const bool from_elsewhere = !use.at.is_in_vpc_of(use.start);
  if (is_for_own_vpc(*route, use) && from_elsewhere) return Outcome::Transit;
  // A connection from the internet has its replies go the way that it came.
  const bool egress_only = route->target == RouteTarget::EgressOnlyInternetGateway;
  const bool goes_out = use.from_outside && use.to.vpc.empty();
  if (goes_out && (to_nat || egress_only)) return Outcome::Elsewhere;
  // AWS: VPC user guide, "NAT gateways": it gives what it sends on another source.
  if (use.is_reply && to_nat) return Outcome::Elsewhere;
  if (route->leads_to_other_vpcs() && use.has_been_here) return Outcome::Loop;
  const bool is_there = use.at.is_in_vpc_of({use.to.scope, use.to.vpc, use.to.subnet});
  if (route->target == RouteTarget::Local && !is_there) return Outcome::Elsewhere;
  return std::nullopt;
}

}  // namespace pullproof::model
