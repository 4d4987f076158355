#include <fmt/format.h>

#include "model/client_ports.h"
#include "model/connection_builder.h"

namespace pullproof::model {

using gates::Packet;
using gates::RoutePlace;

void Connection::through_nat(std::size_t from, const Position& at,
                             const aws::Route& route, const Packet& packet) {
  const auto* nat = context_.account.find<aws::NatGateway>(at.scope, route.target_id);
  std::size_t hop = from;
  const bool placed = nat != nullptr && !nat->subnet_id.empty();
  if (placed && nat->subnet_id != at.subnet) {
    hop = HopWords::subnet(at.scope, hop, packet, false, nat->subnet_id);
  }
  hop = leg_.graph.then(
      hop,
      {.kind = "nat-gateway",
       .id = route.target_id,
       .place = gates::NatGatewayPlace{.packet = packet,
                                       .scope = at.scope,
                                       .gateway_id = route.target_id,
                                       .gateway = nat,
                                       .to_internet = leads_to_internet(nat, packet)},
       .back = false,
       .gates = {}});
  if (nat == nullptr) {
    undecided(hop,
              {.call = std::string(aws::NatGateway::kCall),
               .why = "NAT gateway " + route.target_id + " is not in the snapshot"},
              Predicate::always());
  } else if (!placed || nat->regional) {
    undecided(hop,
              {.call = "",
               .why = "regional NAT gateway " + nat->id() + " is not modelled yet"},
              Predicate::always());
  } else if (nat->vpc_id != at.vpc) {
    undecided(hop,
              {.call = std::string(aws::NatGateway::kCall),
               .why = fmt::format("NAT gateway {} is in {}, not in {}", nat->id(),
                                  nat->vpc_id.text, at.vpc.text)},
              Predicate::always());
  } else {
    behind_nat(hop, *nat, packet);
  }
}

void Connection::behind_nat(std::size_t from, const aws::NatGateway& nat,
                            const Packet& packet) {
  const auto* its_subnet =
      context_.account.find<aws::Subnet>(nat.scope, nat.subnet_id.text);
  const auto* table = HopWords::table_of(nat.scope, nat.subnet_id);
  IntervalSet domain = nat.private_addresses();
  const bool exact = !domain.empty();
  if (!exact && its_subnet != nullptr) domain = its_subnet->usable_addresses();
  if (table == nullptr || domain.empty()) {
    undecided(from, no_table(nat.scope, nat.subnet_id), Predicate::always());
    return;
  }
  Packet outside = packet;
  outside.source = address_field("NAT address", domain, exact);
  outside.source_port = {
      .field = port_field("NAT port",
                          IntervalSet::range(kManagedPorts.first, kManagedPorts.last)),
      .fixed = 0};
  const auto hop = HopWords::subnet(nat.scope, from, outside, true, nat.subnet_id);
  const IntervalSet& destinations = leg_.fields.at(packet.destination).domain;
  const auto branches =
      gates::look_up_route(context_, *table, {destinations, packet.far_service});
  for (const auto& branch : branches) {
    leave_nat(hop, nat, packet, outside, *table, branch,
              takes(branches.size(), packet.destination, branch.destinations));
  }
}

void Connection::leave_nat(std::size_t from, const aws::NatGateway& nat,
                           const Packet& inside, const Packet& outside,
                           const aws::RouteTable& table,
                           const gates::RouteBranch& branch, Predicate guard) {
  const aws::Route* route = branch.route;
  if (route != nullptr && !route->blackhole &&
      route->target == aws::Route::Target::InternetGateway) {
    const auto hop = mark(from, "route-table", table.id(), std::move(guard));
    const Position at{nat.scope, nat.vpc_id, nat.subnet_id};
    const auto out = internet_gateway(hop, at, *route, outside, true);
    if (const auto question = diverted(context_, nat.scope, route->target_id)) {
      undecided(out, *question, Predicate::always());
    } else {
      return_through_nat(out, nat, inside, outside);
    }
    return;
  }
  if (route != nullptr && !route->blackhole &&
      route->target == aws::Route::Target::NatGateway && route->target_id == nat.id()) {
    stop(from,
         {.packet = outside,
          .outcome = RoutePlace::Outcome::Loop,
          .scope = nat.scope,
          .table = &table,
          .route = route,
          .towards = target_.host,
          .question = {}},
         std::move(guard));
    return;
  }
  if (route != nullptr && !route->blackhole) {
    undecided(
        from,
        {.call = "",
         .why = fmt::format("route table {} sends the traffic of {} to {}, which is "
                            "not modelled yet",
                            table.id(), nat.id(), route->target_id)},
        std::move(guard));
    return;
  }
  take_route(from, {nat.scope, nat.vpc_id, nat.subnet_id}, table, branch, outside,
             std::move(guard));
}

void Connection::return_through_nat(std::size_t from, const aws::NatGateway& nat,
                                    const Packet& inside, const Packet& outside) {
  const IntervalSet seen = nat.public_addresses();
  const auto hop =
      HopWords::subnet(nat.scope, from, reply(outside), false, nat.subnet_id);
  PathFacts facts;
  facts.source = source_address_;
  facts.public_source = seen.empty()
                            ? address_field("public address", public_ipv4(), false)
                            : address_field("public address", seen, true);
  return_from(hop, {nat.scope, nat.vpc_id, nat.subnet_id}, reply(inside), facts, false);
}

void Connection::return_from(std::size_t from, const Position& at, const Packet& back,
                             const PathFacts& facts, bool is_passing_by) {
  if (at == home()) {
    carry_(from, facts);
    return;
  }
  std::size_t hop = HopWords::subnet(at.scope, from, back, true, at.subnet);
  if (at.is_in_vpc_of(home())) {
    hop = stay_local(hop, at.subnet, back.destination, source_.addresses, back);
    carry_(subnet(hop, back, false, source_.subnet), facts);
    return;
  }
  const auto* table = HopWords::table_of(at.scope, at.subnet);
  if (table == nullptr) {
    undecided(hop, no_table(at.scope, at.subnet), Predicate::always());
    return;
  }
  const auto branches = gates::look_up_route(context_, *table, {source_.addresses});
  for (const auto& branch : branches) {
    return_by_route(hop, at, *table, branch, back, facts, is_passing_by,
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
