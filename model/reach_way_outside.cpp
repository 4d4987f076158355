#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "model/aws/traffic_rule.h"
#include "model/gates/block_public_access.h"
#include "model/reach_builder.h"

namespace pullproof::model {

using gates::Packet;

void ReachBuilder::enter_vpc(std::size_t from, const ReachEnd& source,
                             const ReachEnd& end, const Packet& packet,
                             const Arrived& arrived) {
  const auto* gateway = context_.network->internet_gateway_of(end.scope, end.vpc);
  const auto* table = gateway == nullptr || to_.gateway != nullptr
                          ? nullptr
                          : context_.network->edge_table_of(end.scope, gateway->id());
  const auto land = [&] {
    arrived(subnet_if_any(end.scope, from, packet, false, end.subnet));
  };
  if (table == nullptr) {
    land();
    return;
  }
  const auto branches = gates::look_up_route(
      context_, *table, {leg_.fields.at(packet.destination).domain, "", packet.family});
  const Position edge{end.scope, end.vpc, {}};
  const auto* route = branches.size() == 1 ? branches.front().route : nullptr;
  if (route != nullptr && leads_to_firewall(*route, edge)) {
    if (const auto question = gates::blocked_behind_firewall(end.scope, context_)) {
      undecided(from, question->call, question->why);
      return;
    }
    through_firewall(mark(from, "route-table", table->id(), Predicate::always()), edge,
                     *route, source, end, packet, arrived);
  } else if (route != nullptr && route->target == aws::Route::Target::Local) {
    land();
  } else {
    undecided(from, "",
              fmt::format("route table {} of {} sends replies to an appliance, which "
                          "is not modelled yet",
                          table->id(), gateway->id()));
  }
}

void ReachBuilder::come_in(std::size_t from, const Packet& packet) {
  const auto* gateway = context_.network->internet_gateway_of(to_.scope, to_.vpc);
  const std::string id = gateway == nullptr ? "" : gateway->id();
  // Reachability Analyzer: IGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS.
  const bool is_private = to_.by_private_address && to_.family == Family::Ipv4;
  const std::size_t hop = leg_.graph.then(
      from, {.kind = "internet-gateway",
             .id = id.empty() ? to_.vpc.text.str() : id,
             .place =
                 gates::InternetGatewayPlace{
                     .packet = packet,
                     .scope = to_.scope,
                     .vpc = to_.vpc,
                     .subnet = to_.subnet,
                     .gateway_id = id,
                     .gateway = gateway,
                     .inbound = true,
                     .public_address = to_.public_address.has_value() && !is_private,
                     .address_fact = to_.address_fact},
             .back = false,
             .gates = {}});
  enter_vpc(hop, from_, to_, packet, [&](std::size_t at) { enter(at, packet); });
}

std::string ReachBuilder::not_through_nat(const Position& at, const aws::Route& route,
                                          const ReachEnd& to,
                                          const Packet& packet) const {
  const auto* before = last_nat();
  const auto* nat = context_.account.find<aws::NatGateway>(at.scope, route.target_id);
  const bool may_follow = before == nullptr || (!at.is_in_vpc_of(place_of(*before)) &&
                                                nat != nullptr && !nat->regional);
  if (!may_follow) {
    return fmt::format("whether {} may follow {} is not documented", route.target_id,
                       before->id());
  }
  if (packet.family == Family::Ipv6 && !aws::has_ports(packet.protocol)) {
    return fmt::format(
        "what {} makes of IPv6 packets that are neither TCP nor UDP is "
        "not documented",
        route.target_id);
  }
  if (to.gateway == nullptr) return {};
  return fmt::format("{} stands in the way of {}, which is not modelled yet",
                     route.target_id, to.name);
}

void ReachBuilder::leave_vpc(std::size_t from, const Position& at,
                             const aws::Route& route, const ReachEnd& source,
                             const ReachEnd& to, const Packet& packet,
                             const Arrived& arrived) {
  if (!to.vpc.empty()) {
    undecided(from, "",
              fmt::format("how packets from the internet come to {} is not modelled "
                          "yet",
                          to.name));
    return;
  }
  const bool egress_only =
      route.target == aws::Route::Target::EgressOnlyInternetGateway;
  if (egress_only && packet.family == Family::Ipv4) {
    undecided(from, "",
              fmt::format("{} is for IPv6 only, and a route leads IPv4 packets to it",
                          route.target_id));
    return;
  }
  if (is_for_nat64(packet)) {
    undecided(from, "",
              fmt::format("a route leads NAT64's packets to {}, and what it does with "
                          "them is not documented",
                          route.target_id));
    return;
  }
  if (has_passed_firewall()) {
    if (const auto question = gates::blocked_behind_firewall(at.scope, context_)) {
      undecided(from, question->call, question->why);
      return;
    }
  }
  arrived(internet_gateway(from, at, route, packet,
                           {.behind_nat = last_nat() != nullptr,
                            .public_address = source.public_address.has_value(),
                            .address_fact = source.address_fact}));
}

void ReachBuilder::pass_nat(std::size_t from, const Position& at,
                            const aws::Route& route, const ReachEnd& to,
                            const Packet& packet, const Arrived& arrived) {
  const auto* nat = context_.account.find<aws::NatGateway>(at.scope, route.target_id);
  const auto hop =
      enter_nat(from, at, route.target_id, packet, to.vpc.empty() && !to.is_beyond);
  if (const auto question = nat_question(nat, route.target_id, at, packet)) {
    undecided(hop, question->call, question->why);
    return;
  }
  const IntervalSet own = nat_addresses(*nat, at);
  if (own.empty()) {
    undecided(hop, std::string(aws::NatGateway::kCall),
              fmt::format("{} has no private address", nat->id()));
    return;
  }
  Packet outside = translated(packet, packet.far_service);
  outside.source = address_field("NAT address", own, true);
  outside.source_port = nat_port(leg_, ports_);
  passed_nats_.push_back(nat);
  const Packet inside = std::exchange(outside_, outside);
  const bool was_passing_by = std::exchange(is_passing_by_, false);
  const std::string flow = std::exchange(flow_, nat->id());
  leave_nat(hop, *nat, to, arrived);
  note_nats_unless_longer();
  flow_ = flow;
  is_passing_by_ = was_passing_by;
  outside_ = inside;
  passed_nats_.pop_back();
}

std::string ReachBuilder::private_regional(const aws::NatGateway& nat,
                                           const ReachEnd& to) {
  return fmt::format(
      "which address regional NAT gateway {} gives packets to {} is not documented",
      nat.id(), to.name);
}

/// AWS: VPC user guide, "Regional NAT gateways": for the internet, through a table of
/// its own.
void ReachBuilder::leave_nat(std::size_t from, const aws::NatGateway& nat,
                             const ReachEnd& to, const Arrived& arrived) {
  if (nat.regional && !to.vpc.empty()) {
    undecided(from, "", private_regional(nat, to));
  } else if (nat.regional) {
    take_routes(from, place_of(nat), *table_of(nat), from_, to, outside_, arrived);
  } else {
    leave(from, place_of(nat), from_, to, outside_, arrived);
  }
}

ReachEnd ReachBuilder::end_at(const aws::NatGateway& nat) const {
  return {.id = nat.id(),
          .name = nat.id(),
          .scope = nat.scope,
          .vpc = nat.vpc_id,
          .subnet = nat.subnet_id,
          .addresses = nat_addresses(nat, position_of(from_))};
}

void ReachBuilder::back_to(const aws::NatGateway& nat, std::size_t from,
                           const ReachEnd& source, const Packet& packet,
                           const Arrived& arrived) {
  Packet outside = packet;
  if (packet.family == Family::Ipv6) {
    const Field field = leg_.fields.at(packet.source);
    outside.family = Family::Ipv4;
    outside.source =
        address_field("IPv4 source", from_nat64(field.domain), field.exact);
  }
  const ReachEnd end = end_at(nat);
  outside.destination = address_field("NAT address", end.addresses, true);
  outside.destination_port = nat_port(leg_, ports_);
  const Arrived at_nat = [&](std::size_t hop) {
    arrived(mark(hop, "nat-gateway", nat.id(), Predicate::always()));
  };
  if (source.vpc.empty()) {
    enter_vpc(from, source, end, outside, at_nat);
    return;
  }
  leave(from, position_of(source), source, end, outside, at_nat);
}

bool ReachBuilder::has_passed(const aws::Scope& scope, const aws::Route* route) const {
  return route != nullptr &&
         std::any_of(passed_nats_.begin(), passed_nats_.end(), [&](const auto* nat) {
           return nat->id() == route->target_id && nat->scope == scope;
         });
}

void ReachBuilder::note_nats() {
  const bool known =
      std::find(chains_.begin(), chains_.end(), passed_nats_) != chains_.end();
  if (!known) chains_.push_back(passed_nats_);
}

void ReachBuilder::note_nats_unless_longer() {
  const bool goes_on =
      std::any_of(chains_.begin(), chains_.end(), [this](const NatChain& chain) {
        return chain.size() >= passed_nats_.size() &&
               std::equal(passed_nats_.begin(), passed_nats_.end(), chain.begin());
      });
  if (!goes_on) chains_.push_back(passed_nats_);
}

}  // namespace pullproof::model
