#include <fmt/format.h>

#include "model/client_ports.h"
#include "model/connection_builder.h"

namespace pullproof::model {

using gates::Packet;
using gates::RoutePlace;

void Connection::through_nat(std::size_t from, const Position& at,
                             const aws::Route& route, const Packet& packet) {
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
                   .outside = outside};
  const auto hop = nat_subnet(nat, from, outside, true);
  const IntervalSet destinations = leg_.fields.at(outside.destination).domain;
  const auto branches =
      gates::look_up_route(context_, way.table, {destinations, outside.far_service});
  for (const auto& branch : branches) {
    leave_nat(hop, way, branch,
              takes(branches.size(), outside.destination, branch.destinations));
  }
}

void Connection::leave_nat(std::size_t from, const NatWay& way,
                           const gates::RouteBranch& branch, Predicate guard) {
  const aws::NatGateway& nat = way.nat;
  const aws::Route* route = branch.route;
  if (route == nullptr || route->blackhole) {
    take_route(from, place_of(nat), way.table, branch, way.outside, std::move(guard));
    return;
  }
  if (route->target == aws::Route::Target::InternetGateway) {
    const auto hop = mark(from, "route-table", way.table.id(), std::move(guard));
    const auto out = internet_gateway(hop, place_of(nat), *route, way.outside, true);
    if (const auto question = diverted(context_, nat.scope, route->target_id)) {
      undecided(out, *question, Predicate::always());
    } else {
      return_through_nat(out, way);
    }
    return;
  }
  if (route->target == aws::Route::Target::NatGateway && route->target_id == nat.id()) {
    stop(from,
         {.packet = way.outside,
          .outcome = RoutePlace::Outcome::Loop,
          .scope = nat.scope,
          .table = &way.table,
          .route = route,
          .towards = target_.host,
          .question = {}},
         std::move(guard));
    return;
  }
  undecided(
      from,
      {.call = "",
       .why = fmt::format("route table {} sends the traffic of {} to {}, which is "
                          "not modelled yet",
                          way.table.id(), nat.id(), route->target_id)},
      std::move(guard));
}

/// AWS: "Regional NAT gateways": until it has added a zone, another one's addresses
/// are used, and then new ones.
void Connection::return_through_nat(std::size_t from, const NatWay& way) {
  const aws::NatGateway& nat = way.nat;
  const auto* origin =
      context_.account.find<aws::Subnet>(way.from.scope, way.from.subnet.text);
  const bool here =
      !nat.regional || (origin != nullptr && nat.serves_zone_of(*origin) == Truth::Yes);
  IntervalSet seen;
  if (here) {
    seen = nat.regional ? nat.public_addresses_for(*origin) : nat.public_addresses();
  }
  const auto hop = nat_subnet(nat, from, reply(way.outside), false);
  PathFacts facts;
  facts.source = source_address_;
  facts.public_source = seen.empty()
                            ? address_field("public address", public_ipv4(), false)
                            : address_field("public address", seen, true);
  if (nat.regional) {
    return_by_table(hop, place_of(nat), way.table, reply(way.inside), facts, false);
  } else {
    return_from(hop, place_of(nat), reply(way.inside), facts, false);
  }
}

void Connection::return_from(std::size_t from, const Position& at, const Packet& back,
                             const PathFacts& facts, bool is_passing_by) {
  if (at == home()) {
    carry_(from, facts);
    return;
  }
  const std::size_t hop = HopWords::subnet(at.scope, from, back, true, at.subnet);
  const auto* table = HopWords::table_of(at.scope, at.subnet);
  if (table == nullptr) {
    undecided(hop, no_table(at.scope, at.subnet), Predicate::always());
    return;
  }
  return_by_table(hop, at, *table, back, facts, is_passing_by);
}

void Connection::return_by_table(std::size_t from, const Position& at,
                                 const aws::RouteTable& table, const Packet& back,
                                 const PathFacts& facts, bool is_passing_by) {
  if (at.is_in_vpc_of(home())) {
    const auto hop = stay_local(from, table, back.destination, own_addresses(), back);
    carry_(subnet(hop, back, false, source_.subnet), facts);
    return;
  }
  const auto branches =
      gates::look_up_route(context_, table, {own_addresses(), "", back.family});
  for (const auto& branch : branches) {
    return_by_route(from, at, table, branch, back, facts, is_passing_by,
                    takes(branches.size(), back.destination, branch.destinations));
  }
}

void Connection::return_by_route(std::size_t from, const Position& at,
                                 const aws::RouteTable& table,
                                 const gates::RouteBranch& branch, const Packet& back,
                                 const PathFacts& facts, bool is_passing_by,
                                 Predicate guard) {
  if (branch.undecided) {
    undecided(from, *branch.undecided, std::move(guard));
    return;
  }
  const aws::Route* route = branch.route;
  if (const auto outcome = refusal_of_private(route)) {
    stop(from,
         {.packet = back,
          .outcome = *outcome,
          .scope = at.scope,
          .table = &table,
          .route = route,
          .towards = source_.owner,
          .question = {},
          .is_private = true},
         std::move(guard));
    return;
  }
  if (!route->leads_to_other_vpcs()) {
    undecided(from,
              {.call = "",
               .why = fmt::format("route table {} sends the reply to {}, which is not "
                                  "modelled yet",
                                  table.id(), route->target_id)},
              std::move(guard));
    return;
  }
  const auto hop =
      mark(from, "route-table", table.id(), std::move(guard), back.direction);
  if (is_passing_by && route->target == aws::Route::Target::TransitGateway) {
    undecided(hop, passes_on(at, *route), Predicate::always());
    return;
  }
  for (const auto& next : go_over(hop, at, branch, back, source_.owner)) {
    if (!next.at.subnet.empty()) {
      return_from(next.hop, next.at, back, facts, true);
    } else if (next.at.is_in_vpc_of(home())) {
      carry_(subnet(next.hop, back, false, source_.subnet), facts);
    } else {
      undecided(next.hop,
                {.call = "",
                 .why = fmt::format("{} does not lead the reply back to {}",
                                    route->target_id, source_.owner)},
                Predicate::always());
    }
  }
}

}  // namespace pullproof::model
