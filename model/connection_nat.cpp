#include <algorithm>

#include <fmt/format.h>

#include "model/client_ports.h"
#include "model/connection_builder.h"

namespace pullproof::model {

using gates::Packet;
using gates::RoutePlace;

void Connection::through_nat(std::size_t from, const Position& at,
                             const aws::Route& route, const Packet& packet) {
  if (has_passed_nat(at.scope, route.target_id)) {
    go_round(from, packet, HopWords::table_of(at.scope, at.subnet), route,
             Predicate::always());
    return;
  }
  if (nat_ != nullptr && at.is_in_vpc_of(place_of(nat_->nat))) {
    undecided(from,
              {.call = "",
               .why = fmt::format("whether {} may follow {} is not documented",
                                  route.target_id, nat_->nat.id())},
              Predicate::always());
    return;
  }
  const auto* nat = context_.account.find<aws::NatGateway>(at.scope, route.target_id);
  const auto hop = enter_nat(from, at, route.target_id, packet);
  if (const auto question = nat_question(nat, route.target_id, at, packet)) {
    undecided(hop, *question, Predicate::always());
  } else {
    behind_nat(hop, at, *nat, packet);
  }
}

void Connection::behind_nat(std::size_t from, const Position& at,
                            const aws::NatGateway& nat, const Packet& packet) {
  IntervalSet domain = nat_addresses(nat, at);
  const bool exact = !domain.empty();
  const auto* its_subnet =
      context_.account.find<aws::Subnet>(nat.scope, nat.subnet_id.text);
  if (!exact && its_subnet != nullptr) domain = its_subnet->usable_addresses();
  if (!exact && nat.regional) domain = public_ipv4();
  if (domain.empty()) {
    undecided(from, no_table(nat.scope, nat.subnet_id), Predicate::always());
    return;
  }
  Packet outside = translated(packet, public_ipv4_addresses().far_service);
  outside.source = address_field("NAT address", domain, exact);
  outside.source_port = {
      .field = port_field("NAT port",
                          IntervalSet::range(kManagedPorts.first, kManagedPorts.last)),
      .fixed = 0};
  const NatWay way{.nat = nat,
                   .from = at,
                   .table = *HopWords::table_of(nat),
                   .inside = packet,
                   .outside = outside,
                   .before = nat_};
  nat_ = &way;
  const auto hop = subnet_if_any(nat.scope, from, outside, true, nat.subnet_id);
  const IntervalSet destinations = leg_.fields.at(outside.destination).domain;
  const auto branches =
      gates::look_up_route(context_, way.table, {destinations, outside.far_service});
  for (const auto& branch : branches) {
    leave_nat(hop, branch,
              takes(branches.size(), outside.destination, branch.destinations));
  }
  nat_ = way.before;
}

bool Connection::has_passed_nat(const aws::Scope& scope, Symbol id) const {
  for (const NatWay* way = nat_; way != nullptr; way = way->before) {
    if (way->nat.id() == id && way->nat.scope == scope) return true;
  }
  return false;
}

/// AWS: VPC user guide, "NAT gateway use cases": a private one may lead to a transit
/// gateway, and a public one gives packets its private address there.
void Connection::leave_nat(std::size_t from, const gates::RouteBranch& branch,
                           Predicate guard) {
  const NatWay& way = *nat_;
  const Position at = place_of(way.nat);
  const aws::Route* route = branch.route;
  const bool leads_on = route != nullptr && !route->blackhole;
  if (leads_on && route->target == aws::Route::Target::NatGateway &&
      has_passed_nat(at.scope, route->target_id)) {
    go_round(from, way.outside, &way.table, *route, std::move(guard));
    return;
  }
  // Which address a regional one gives packets to another VPC is not documented.
  const bool crosses = leads_on && !way.nat.regional &&
                       route->target == aws::Route::Target::TransitGateway;
  if (leads_on && route->target != aws::Route::Target::InternetGateway && !crosses &&
      !leads_to_firewall(*route, at)) {
    undecided(
        from,
        {.call = "",
         .why = fmt::format("route table {} sends the traffic of {} to {}, which is "
                            "not modelled yet",
                            way.table.id(), way.nat.id(), route->target_id)},
        std::move(guard));
    return;
  }
  take_route(from, at, way.table, branch, way.outside, std::move(guard));
}

/// AWS: "Regional NAT gateways": until it has added a zone, another one's addresses
/// are used, and then new ones; one that adds addresses may have more tomorrow.
void Connection::return_through_nat(std::size_t from) {
  const aws::NatGateway& nat = nat_->nat;
  const auto* origin =
      context_.account.find<aws::Subnet>(nat_->from.scope, nat_->from.subnet.text);
  const bool is_changing =
      std::any_of(nat.addresses.begin(), nat.addresses.end(),
                  [](const auto& address) { return address.is_changing; });
  const bool is_served =
      !nat.regional || (origin != nullptr && nat.adds_addresses == false &&
                        nat.serves_zone_of(*origin) == Truth::Yes);
  const bool here = is_served && !is_changing;
  IntervalSet seen;
  if (here && !nat.has_unprinted_address()) {
    seen = nat.regional ? nat.public_addresses_for(*origin) : nat.public_addresses();
  }
  PathFacts facts;
  facts.source = source_address_;
  facts.public_source = seen.empty()
                            ? address_field("public address", public_ipv4(), false)
                            : address_field("public address", seen, true);
  return_from_nat(from, *nat_, facts);
}

void Connection::return_from_nat(std::size_t from, const NatWay& passed,
                                 const PathFacts& facts) {
  const aws::NatGateway& nat = passed.nat;
  Homeward way = homeward(reply(passed.inside), facts);
  if (passed.before != nullptr) {
    way.end = place_of(passed.before->nat);
    way.name = passed.before->nat.id();
    way.land = [this, &passed, &facts](std::size_t hop) {
      const auto at_nat = mark(hop, "nat-gateway", passed.before->nat.id(),
                               Predicate::always(), gates::Direction::Back);
      return_from_nat(at_nat, *passed.before, facts);
    };
  }
  if (nat.regional) {
    // On its way to another VPC the reply stays in the zone that the packet came from.
    const Position at = way.end.vpc == nat.vpc_id
                            ? place_of(nat)
                            : Position{nat.scope, nat.vpc_id, passed.from.subnet};
    go_back_by(from, at, passed.table, way);
  } else {
    go_home(from, place_of(nat), way);
  }
}

}  // namespace pullproof::model
