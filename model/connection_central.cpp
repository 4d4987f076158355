#include <fmt/format.h>

#include "model/connection_builder.h"
#include "model/gates/internet_gateway.h"
#include "model/group_reference.h"

namespace pullproof::model {

using gates::Packet;
using gates::RoutePlace;

namespace {

Position position_of(const aws::VpcEndpoint& endpoint, const EndpointAddress& address) {
  return {endpoint.scope, endpoint.vpc_id, address.subnet};
}

}  // namespace

bool Connection::is_elsewhere(const aws::VpcEndpoint& endpoint) const {
  if (endpoint.vpc_id != source_.vpc) return true;
  if (endpoint.scope == source_.scope) return false;
  // Two accounts may list one shared VPC, or two that happen to have one id.
  const auto owner_of = [this](const aws::Scope& scope) {
    const auto* vpc = context_.account.find<aws::Vpc>(scope, source_.vpc.text);
    return vpc == nullptr || vpc->owner_id.empty() ? scope.account : vpc->owner_id;
  };
  return endpoint.scope.region != source_.scope.region ||
         owner_of(endpoint.scope) != owner_of(source_.scope);
}

void Connection::to_central_address(std::size_t from, const aws::VpcEndpoint& endpoint,
                                    const EndpointAddress& address,
                                    const Packet& packet) {
  const auto hop = subnet(from, packet, true, source_.subnet);
  route_to_central(hop, home(), {endpoint, address, packet, false, Truth::Yes, ""});
}

void Connection::route_to_central(std::size_t from, const Position& at,
                                  const CentralWay& way) {
  const auto* table = HopWords::table_of(at.scope, at.subnet);
  if (table == nullptr) {
    undecided(from, no_table(at.scope, at.subnet), Predicate::always());
    return;
  }
  const auto branches = gates::look_up_route(context_, *table, {way.address.addresses});
  for (const auto& branch : branches) {
    take_central_route(
        from, at, *table, branch, way,
        takes(branches.size(), way.packet.destination, branch.destinations));
  }
}

std::optional<RoutePlace::Outcome> Connection::refusal_of_private(
    const gates::RouteBranch& branch) {
  const aws::Route* route = branch.route;
  if (route == nullptr) return RoutePlace::Outcome::None;
  if (route->blackhole) return RoutePlace::Outcome::Blackhole;
  if (route->target == aws::Route::Target::InternetGateway) {
    return gates::at_internet_gateway(branch.destinations);
  }
  return std::nullopt;
}

void Connection::take_central_route(std::size_t from, const Position& at,
                                    const aws::RouteTable& table,
                                    const gates::RouteBranch& branch,
                                    const CentralWay& way, Predicate guard) {
  if (branch.undecided) {
    undecided(from, *branch.undecided, std::move(guard));
    return;
  }
  const Position end = position_of(way.endpoint, way.address);
  auto outcome = refusal_of_private(branch);
  const bool is_local = !outcome && branch.route->target == aws::Route::Target::Local;
  if (is_local && !at.is_in_vpc_of(end)) outcome = RoutePlace::Outcome::Elsewhere;
  if (outcome) {
    stop(from,
         {.packet = way.packet,
          .outcome = *outcome,
          .scope = at.scope,
          .table = &table,
          .route = branch.route,
          .towards = "endpoint " + way.endpoint.id(),
          .question = {},
          .is_private = true},
         std::move(guard));
    return;
  }
  const auto hop = mark(from, "route-table", table.id(), std::move(guard));
  if (is_local) {
    enter_central(hop, way);
  } else if (leads_to_firewall(*branch.route, at)) {
    // AWS: "Security group rules": references do not hold through a middlebox.
    CentralWay on = way;
    on.is_passing_by = false;
    on.keeps_groups = Truth::No;
    on.lost_at = branch.route->target_id;
    through_firewall(hop, at, *branch.route, way.packet,
                     [&](std::size_t behind, const Position& inside) {
                       route_to_central(behind, inside, on);
                     });
  } else if (branch.route->leads_to_other_vpcs()) {
    cross_to_central(hop, at, branch, way);
  } else if (const auto lost = lost_behind_nat(*branch.route, at, way)) {
    stop(hop, *lost, Predicate::always());
  } else {
    undecided(
        hop,
        {.call = "",
         .why = fmt::format("route table {} sends packets for endpoint {} to {}, "
                            "which is not modelled yet",
                            table.id(), way.endpoint.id(), branch.route->target_id)},
        Predicate::always());
  }
}

/// A NAT gateway whose own routes lead no private packet on.
std::optional<RoutePlace> Connection::lost_behind_nat(const aws::Route& route,
                                                      const Position& at,
                                                      const CentralWay& way) const {
  if (route.target != aws::Route::Target::NatGateway) return std::nullopt;
  const auto* nat = context_.account.find<aws::NatGateway>(at.scope, route.target_id);
  if (nat == nullptr || nat->subnet_id.empty()) return std::nullopt;
  const auto* table = HopWords::table_of(nat->scope, nat->subnet_id);
  if (table == nullptr) return std::nullopt;
  const auto branches = gates::look_up_route(context_, *table, {way.address.addresses});
  if (branches.size() != 1 || branches.front().undecided) return std::nullopt;
  const auto outcome = refusal_of_private(branches.front());
  if (!outcome) return std::nullopt;
  return RoutePlace{.packet = way.packet,
                    .outcome = *outcome,
                    .scope = nat->scope,
                    .table = table,
                    .route = branches.front().route,
                    .towards = "endpoint " + way.endpoint.id(),
                    .question = {},
                    .is_private = true};
}

void Connection::cross_to_central(std::size_t from, const Position& at,
                                  const gates::RouteBranch& branch,
                                  const CentralWay& way) {
  const std::string name = "endpoint " + way.endpoint.id();
  const bool by_transit = branch.route->target == aws::Route::Target::TransitGateway;
  if (by_transit && way.is_passing_by) {
    pass_by(from, passing_by(at, *branch.route, way.packet, branch.destinations, name));
    return;
  }
  const Position end = position_of(way.endpoint, way.address);
  for (const auto& next : go_over(from, at, branch, way.packet, name)) {
    CentralWay on = way;
    on.is_passing_by = true;
    on.lost_at = way.keeps_groups == Truth::Yes ? next.lost_at : way.lost_at;
    on.keeps_groups = way.keeps_groups == Truth::Yes ? next.keeps_groups : Truth::No;
    if (!next.at.subnet.empty() && next.at == end) {
      meet_central(next.hop, on);
    } else if (!next.at.subnet.empty()) {
      route_to_central(
          HopWords::subnet(next.at.scope, next.hop, way.packet, true, next.at.subnet),
          next.at, on);
    } else if (next.at.is_in_vpc_of(end)) {
      enter_central(next.hop, on);
    } else {
      undecided(next.hop,
                {.call = "",
                 .why = fmt::format("{} does not lead to endpoint {}",
                                    branch.route->target_id, way.endpoint.id())},
                Predicate::always());
    }
  }
}

void Connection::enter_central(std::size_t from, const CentralWay& way) {
  meet_central(
      HopWords::subnet(way.endpoint.scope, from, way.packet, false, way.address.subnet),
      way);
}

void Connection::meet_central(std::size_t from, const CentralWay& way) {
  const auto& endpoint = way.endpoint;
  const bool is_open =
      way.keeps_groups == Truth::Unknown &&
      admits_by_name(context_, endpoint.scope, way.address.groups, source_.groups);
  if (is_open) {
    undecided(from,
              {.call = std::string(aws::TransitGateway::kCall),
               .why = fmt::format("whether groups of {} can name groups of other VPCs "
                                  "is not known",
                                  endpoint.vpc_id.text)},
              Predicate::always());
    return;
  }
  std::vector<gates::GroupMembers> peers;
  if (way.keeps_groups == Truth::Yes || !way.lost_at.empty()) {
    peers.push_back(own_groups());
    peers.back().lost_at = way.lost_at;
  }
  std::size_t hop = HopWords::group(endpoint.scope, from, way.packet, false,
                                    "endpoint " + endpoint.id(), way.address.groups,
                                    std::move(peers), Predicate::always());
  hop = pass_endpoint(hop, endpoint, way.packet, target_.is_layer);
  return_from(hop, position_of(endpoint, way.address), gates::reply(way.packet),
              facts_of(endpoint));
}

}  // namespace pullproof::model
