#include <fmt/format.h>

#include "model/client_ports.h"
#include "model/connection_builder.h"

namespace pullproof::model {

using gates::Packet;
using gates::RoutePlace;

void Connection::through_nat(std::size_t from, const aws::Route& route,
                             const Packet& packet) {
  const auto* nat =
      context_.account.find<aws::NatGateway>(source_.scope, route.target_id);
  std::size_t hop = from;
  const bool placed = nat != nullptr && !nat->subnet_id.empty();
  if (placed && nat->subnet_id != source_.subnet) {
    hop = subnet(hop, packet, false, nat->subnet_id);
  }
  hop = leg_.graph.then(hop,
                        {.kind = "nat-gateway",
                         .id = route.target_id,
                         .place = gates::NatGatewayPlace{.packet = packet,
                                                         .scope = source_.scope,
                                                         .gateway_id = route.target_id,
                                                         .gateway = nat},
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
  } else if (nat->vpc_id != source_.vpc) {
    undecided(hop,
              {.call = std::string(aws::NatGateway::kCall),
               .why = fmt::format("NAT gateway {} is in {}, not in {}", nat->id(),
                                  nat->vpc_id.text, source_.vpc.text)},
              Predicate::always());
  } else {
    behind_nat(hop, *nat, packet);
  }
}

void Connection::behind_nat(std::size_t from, const aws::NatGateway& nat,
                            const Packet& packet) {
  std::vector<Interval> own;
  for (const auto& address : nat.addresses) {
    if (address.usable && address.private_address) {
      own.push_back({address.private_address->value, address.private_address->value});
    }
  }
  const auto* home =
      context_.account.find<aws::Subnet>(source_.scope, nat.subnet_id.text);
  const auto* table = table_of(nat.subnet_id);
  IntervalSet domain(own);
  const bool exact = !domain.empty();
  if (!exact && home != nullptr) domain = home->usable_addresses();
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
  const auto hop = subnet(from, outside, true, nat.subnet_id);
  const IntervalSet& destinations = leg_.fields.at(packet.destination).domain;
  const auto branches =
      gates::look_up_route(context_, *table, destinations, packet.far_service);
  for (const auto& branch : branches) {
    leave_nat(hop, nat, packet, outside, *table, branch,
              branches.size() == 1
                  ? Predicate::always()
                  : Predicate::in_set(packet.destination, branch.destinations));
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
    const auto out = internet_gateway(hop, *route, outside, nat.subnet_id, true);
    if (const auto question =
            diverted_reply(context_, source_.scope, route->target_id)) {
      undecided(out, *question, Predicate::always());
    } else {
      return_through_nat(out, nat, inside, outside);
    }
    return;
  }
  if (route != nullptr && !route->blackhole &&
      route->target == aws::Route::Target::NatGateway) {
    stop(from,
         {.packet = outside,
          .outcome = RoutePlace::Outcome::Loop,
          .scope = source_.scope,
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
  take_route(from, table, branch, outside, std::move(guard));
}

void Connection::return_through_nat(std::size_t from, const aws::NatGateway& nat,
                                    const Packet& inside, const Packet& outside) {
  std::vector<Interval> seen;
  for (const auto& address : nat.addresses) {
    if (address.usable && address.public_address) {
      seen.push_back({address.public_address->value, address.public_address->value});
    }
  }
  const Packet back = reply(inside);
  std::size_t hop = subnet(from, reply(outside), false, nat.subnet_id);
  if (nat.subnet_id != source_.subnet) {
    hop = subnet(hop, back, true, nat.subnet_id);
    hop = stay_local(hop, nat.subnet_id, back.destination, source_.addresses, back);
    hop = subnet(hop, back, false, source_.subnet);
  }
  PathFacts facts;
  facts.source = source_address_;
  facts.public_source = seen.empty()
                            ? address_field("public address", public_ipv4(), false)
                            : address_field("public address", IntervalSet(seen), true);
  carry_(hop, facts);
}

}  // namespace pullproof::model
