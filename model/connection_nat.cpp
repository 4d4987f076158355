#include <fmt/format.h>

#include "model/client_ports.h"
#include "model/connection_builder.h"

namespace pullproof::model {

using gates::Packet;
using gates::RoutePlace;

void Connection::through_nat(std::size_t from, const Position& at,
                             const aws::Route& route, const Packet& packet) {
  if (nat_ != nullptr) {
    undecided(from,
              {.call = "",
               .why = fmt::format("whether {} may follow {} is not documented",
                                  route.target_id, nat_->nat.id())},
              Predicate::always());
    return;
  }
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
    undecided(from, no_table(nat.subnet_id), Predicate::always());
    return;
  }
  Packet outside = packet;
  outside.source = address_field("NAT address", domain, exact);
  outside.source_port = {
      .field = port_field("NAT port",
                          IntervalSet::range(kManagedPorts.first, kManagedPorts.last)),
      .fixed = 0};
  const BehindNat here{nat, packet, outside};
  nat_ = &here;
  const auto hop = HopWords::subnet(nat.scope, from, outside, true, nat.subnet_id);
  const IntervalSet& destinations = leg_.fields.at(packet.destination).domain;
  const auto branches =
      gates::look_up_route(context_, *table, {destinations, packet.far_service});
  for (const auto& branch : branches) {
    leave_nat(hop, nat, outside, *table, branch,
              takes(branches.size(), packet.destination, branch.destinations));
  }
  nat_ = nullptr;
}

void Connection::leave_nat(std::size_t from, const aws::NatGateway& nat,
                           const Packet& outside, const aws::RouteTable& table,
                           const gates::RouteBranch& branch, Predicate guard) {
  const aws::Route* route = branch.route;
  const Position at{nat.scope, nat.vpc_id, nat.subnet_id};
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
  const bool leads_on = route != nullptr && !route->blackhole &&
                        route->target != aws::Route::Target::InternetGateway &&
                        !leads_to_firewall(*route, at);
  if (leads_on) {
    undecided(
        from,
        {.call = "",
         .why = fmt::format("route table {} sends the traffic of {} to {}, which is "
                            "not modelled yet",
                            table.id(), nat.id(), route->target_id)},
        std::move(guard));
    return;
  }
  take_route(from, at, table, branch, outside, std::move(guard));
}

void Connection::return_through_nat(std::size_t from) {
  const aws::NatGateway& nat = nat_->nat;
  const IntervalSet seen = nat.public_addresses();
  PathFacts facts;
  facts.source = source_address_;
  facts.public_source = seen.empty()
                            ? address_field("public address", public_ipv4(), false)
                            : address_field("public address", seen, true);
  return_from(from, {nat.scope, nat.vpc_id, nat.subnet_id}, reply(nat_->inside), facts);
}

}  // namespace pullproof::model
