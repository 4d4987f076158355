#include "model/reach_way.h"

#include <set>
#include <utility>

#include <fmt/format.h>

#include "model/aws/traffic_rule.h"
#include "model/client_ports.h"
#include "model/gates/packet.h"
#include "model/gates/route_lookup.h"
#include "model/vpc_crossing.h"

namespace pullproof::model {
namespace {

using gates::Packet;
using gates::RoutePlace;

Position position_of(const ReachEnd& end) { return {end.scope, end.vpc, end.subnet}; }

/// One direction.
class Way : private VpcCrossing {
 public:
  Way(Leg& leg, const gates::Context& context, const ReachQuestion& question,
      const ReachEnd& from, const ReachEnd& to)
      : VpcCrossing(leg, context), question_(question), from_(from), to_(to) {
    leg_.host = to.name;
    leg_.placements.emplace_back();
    leg_.placement = leg_.fields.add({.name = "placement",
                                      .kind = Field::Kind::Placement,
                                      .domain = IntervalSet::single(0),
                                      .text_domain = {}});
    client_port_ = port_field("source port", client_ports());
    server_port_ = port_field(
        "port", IntervalSet::range(question.ports.first, question.ports.last));
  }

  /// Ensures: the answer is the NAT gateway that the packet went through, or null.
  const aws::NatGateway* go() {
    Packet packet = packet_between(from_, to_, gates::Direction::Forward);
    std::size_t hop = start(from_);
    if (from_.has_groups) {
      hop = group(from_.scope, hop, packet, true, from_.name, from_.groups,
                  members_of(to_), Predicate::always());
    }
    const auto arrived = leave(hop, position_of(from_), from_, to_, packet);
    if (!arrived) return nat_;
    hop = *arrived;
    if (to_.nat != nullptr) {
      undecided(hop, "",
                fmt::format("what {} does with packets that none of its connections "
                            "awaits is not modelled",
                            to_.nat->id()));
      return nat_;
    }
    // Behind a NAT gateway the source is the gateway, which is in no group.
    const bool is_direct = nat_ == nullptr && keeps_groups_;
    if (nat_ != nullptr) packet = outside_;
    if (to_.has_groups) {
      hop = group(to_.scope, hop, packet, false, to_.name, to_.groups,
                  is_direct ? members_of(from_) : std::vector<gates::GroupMembers>{},
                  Predicate::always(), nat_ == nullptr ? from_.name : nat_->id());
    }
    if (to_.endpoint != nullptr) {
      hop =
          leg_.graph.then(hop, {.kind = "endpoint",
                                .id = to_.endpoint->id(),
                                .place = gates::EndpointPlace{.packet = packet,
                                                              .scope = to_.scope,
                                                              .endpoint = to_.endpoint},
                                .back = false,
                                .gates = {}});
    }
    finish(hop, to_.name);
    return nat_;
  }

  /// The reply, through the NAT gateway that the packet went through.
  void come_back(const aws::NatGateway* nat) {
    const Packet packet = packet_between(to_, from_, gates::Direction::Back);
    std::size_t hop = start(to_);
    Position position = position_of(to_);
    if (nat != nullptr) {
      const auto at_nat = back_to(*nat, hop, packet);
      if (!at_nat) return;
      hop = *at_nat;
      position = {nat->scope, nat->vpc_id, nat->subnet_id};
    } else if (to_.vpc.empty()) {
      // Whoever answers from outside finds the interface.
      finish(subnet(from_.scope, hop, packet, false, from_.subnet), from_.name);
      return;
    }
    const auto arrived = leave(hop, position, to_, from_, packet);
    if (arrived) finish(*arrived, from_.name);
  }

 private:
  [[nodiscard]] IntervalSet client_ports() const {
    if (question_.source_ports) {
      return IntervalSet::range(question_.source_ports->first,
                                question_.source_ports->last);
    }
    return IntervalSet::range(from_.client_ports.first, from_.client_ports.last);
  }

  Packet packet_between(const ReachEnd& source, const ReachEnd& destination,
                        gates::Direction direction) {
    const bool forward = direction == gates::Direction::Forward;
    const gates::PortTerm client{.field = client_port_, .fixed = 0};
    const bool one_port = question_.ports.first == question_.ports.last;
    const gates::PortTerm server =
        one_port
            ? gates::PortTerm{.field = std::nullopt, .fixed = question_.ports.first}
            : gates::PortTerm{.field = server_port_, .fixed = 0};
    return {
        .source = address_field("source address", addresses_of(source),
                                !source.addresses.empty()),
        .destination = address_field("destination address", addresses_of(destination),
                                     !destination.addresses.empty()),
        .source_port = forward ? client : server,
        .destination_port = forward ? server : client,
        .protocol = question_.protocol,
        .direction = direction,
        .far_service = to_.gateway == nullptr ? "" : to_.gateway->service_name};
  }

  static IntervalSet addresses_of(const ReachEnd& end) {
    return end.addresses.empty() ? public_ipv4() : end.addresses;
  }

  static std::vector<gates::GroupMembers> members_of(const ReachEnd& end) {
    if (!end.has_groups) return {};
    return {{.addresses = end.addresses, .groups = end.groups}};
  }

  std::size_t start(const ReachEnd& end) {
    leg_.graph.add({});
    return mark(0, "start", end.name, Predicate::always());
  }

  void finish(std::size_t hop, const std::string& name) {
    mark(hop, "end", name, Predicate::always());
  }

  void undecided(std::size_t from, std::string call, std::string why) {
    dead_end(from,
             {.packet = {},
              .outcome = RoutePlace::Outcome::Undecided,
              .scope = {},
              .table = nullptr,
              .route = nullptr,
              .towards = to_.name,
              .question = {.call = std::move(call), .why = std::move(why)}},
             Predicate::always());
  }

  /// From a subnet to wherever `to` is; the hop where the packet is there. Nothing: the
  /// way ends before, for a reason that its last hop tells.
  std::optional<std::size_t> leave(std::size_t from, const Position& at,
                                   const ReachEnd& source, const ReachEnd& to,
                                   const Packet& packet) {
    // AWS: network ACLs are not asked inside of a subnet.
    if (position_of(to) == at) return from;
    const std::size_t out = subnet(at.scope, from, packet, true, at.subnet);
    const auto* table = table_of(at.scope, at.subnet);
    if (table == nullptr) {
      const Unknown question = no_table(at.subnet);
      undecided(out, question.call, question.why);
      return std::nullopt;
    }
    const auto branches = gates::look_up_route(
        context_, *table, leg_.fields.at(packet.destination).domain,
        packet.far_service);
    if (branches.size() != 1) {
      undecided(out, "",
                fmt::format("route table {} sends parts of {} to different targets",
                            table->id(), to.name));
      return std::nullopt;
    }
    return take(out, at, *table, branches.front(), source, to, packet);
  }

  /// What is wrong with the best route, if its target alone tells.
  [[nodiscard]] std::optional<RoutePlace::Outcome> refusal_of(
      const aws::Route* route, const Position& at, const Position& start,
      const ReachEnd& to) const {
    using Target = aws::Route::Target;
    if (route == nullptr) return RoutePlace::Outcome::None;
    if (route->blackhole) return RoutePlace::Outcome::Blackhole;
    if (route->target == Target::NatGateway && nat_ != nullptr) {
      return RoutePlace::Outcome::Loop;
    }
    const bool to_nat = route->target == Target::NatGateway;
    if (to.gateway != nullptr && route->target_id != to.gateway->id() && !to_nat) {
      return RoutePlace::Outcome::Elsewhere;
    }
    if (to.gateway != nullptr && !to_nat && question_.protocol != aws::kTcp) {
      return RoutePlace::Outcome::Protocol;
    }
    // Reachability Analyzer: an internet gateway drops packets to private addresses.
    if (route->target == Target::InternetGateway && !to.vpc.empty()) {
      return RoutePlace::Outcome::Private;
    }
    const bool for_own_vpc =
        route->target == Target::InternetGateway ||
        (route->target == Target::VpcEndpoint && to.gateway != nullptr);
    const bool from_elsewhere = nat_ == nullptr && !at.is_in_vpc_of(start);
    if (for_own_vpc && from_elsewhere) return RoutePlace::Outcome::Transit;
    const bool has_been = route->leads_to_other_vpcs() && been_.contains(at);
    if (has_been) return RoutePlace::Outcome::Loop;
    return std::nullopt;
  }

  std::optional<std::size_t> take(std::size_t from, const Position& at,
                                  const aws::RouteTable& table,
                                  const gates::RouteBranch& branch,
                                  const ReachEnd& source, const ReachEnd& to,
                                  const Packet& packet) {
    if (branch.undecided) {
      undecided(from, branch.undecided->call, branch.undecided->why);
      return std::nullopt;
    }
    if (const auto outcome = refusal_of(branch.route, at, position_of(source), to)) {
      dead_end(from,
               {.packet = packet,
                .outcome = *outcome,
                .scope = at.scope,
                .table = &table,
                .route = branch.route,
                .towards = to.name,
                .question = {}},
               Predicate::always());
      return std::nullopt;
    }
    const aws::Route& route = *branch.route;
    const auto hop = mark(from, "route-table", table.id(), Predicate::always());
    switch (route.target) {
      case aws::Route::Target::Local:
        return arrive(hop, at, to, packet);
      case aws::Route::Target::InternetGateway:
        return leave_vpc(hop, at, route, source, packet);
      case aws::Route::Target::NatGateway:
        if (packet.direction == gates::Direction::Back || to.gateway != nullptr) {
          undecided(hop, "",
                    fmt::format("{} stands in the way of {}, which is not modelled yet",
                                route.target_id,
                                to.gateway != nullptr ? to.name : "the reply"));
          return std::nullopt;
        }
        return pass_nat(hop, at, route, to, packet);
      case aws::Route::Target::VpcEndpoint:
        return enter_gateway(hop, at, route, to, packet);
      case aws::Route::Target::Peering:
      case aws::Route::Target::TransitGateway:
        return go_over(hop, at, route, source, to, packet);
      case aws::Route::Target::EgressOnlyInternetGateway:
      case aws::Route::Target::Other:
        break;
    }
    undecided(hop, "",
              fmt::format("route table {} sends {} to {}, which is not modelled yet",
                          table.id(), route.destination_text(), route.target_id));
    return std::nullopt;
  }

  /// Into another VPC, and on from there.
  std::optional<std::size_t> go_over(std::size_t from, const Position& at,
                                     const aws::Route& route, const ReachEnd& source,
                                     const ReachEnd& to, const Packet& packet) {
    been_.insert(at);
    const auto crossed =
        cross(from, at, route, packet, leg_.fields.at(packet.destination).domain,
              to.name, [](std::size_t, const Unknown&) {});
    if (crossed.empty()) return std::nullopt;
    if (crossed.size() > 1) {
      for (const auto& part : crossed) {
        undecided(part.hop, "",
                  fmt::format("{} sends parts of {} to different VPCs", route.target_id,
                              to.name));
      }
      return std::nullopt;
    }
    const Crossed& next = crossed.front();
    keeps_groups_ = keeps_groups_ && next.keeps_groups;
    return next.at.subnet.empty() ? arrive(next.hop, next.at, to, packet)
                                  : leave(next.hop, next.at, source, to, packet);
  }

  std::optional<std::size_t> arrive(std::size_t from, const Position& at,
                                    const ReachEnd& to, const Packet& packet) {
    if (at.is_in_vpc_of(position_of(to))) {
      return subnet(to.scope, from, packet, false, to.subnet);
    }
    undecided(from, "",
              fmt::format("{} is not in {}, where its address is local", to.name,
                          at.vpc.text));
    return std::nullopt;
  }

  std::size_t leave_vpc(std::size_t from, const Position& at, const aws::Route& route,
                        const ReachEnd& source, const Packet& packet) {
    const auto* gateway =
        context_.account.find<aws::InternetGateway>(at.scope, route.target_id);
    const auto hop = leg_.graph.then(
        from,
        {.kind = "internet-gateway",
         .id = route.target_id,
         .place = gates::InternetGatewayPlace{.packet = packet,
                                              .scope = at.scope,
                                              .vpc = at.vpc,
                                              .subnet = at.subnet,
                                              .gateway_id = route.target_id,
                                              .gateway = gateway,
                                              .behind_nat = nat_ != nullptr,
                                              .public_address =
                                                  source.public_address.has_value(),
                                              .address_fact = source.address_fact},
         .back = false,
         .gates = {}});
    return hop;
  }

  std::optional<std::size_t> pass_nat(std::size_t from, const Position& at,
                                      const aws::Route& route, const ReachEnd& to,
                                      const Packet& packet) {
    const auto* nat = context_.account.find<aws::NatGateway>(at.scope, route.target_id);
    std::size_t hop = from;
    if (nat != nullptr && !nat->subnet_id.empty() && nat->subnet_id != at.subnet) {
      hop = subnet(at.scope, hop, packet, false, nat->subnet_id);
    }
    hop = leg_.graph.then(
        hop, {.kind = "nat-gateway",
              .id = route.target_id,
              .place = gates::NatGatewayPlace{.packet = packet,
                                              .scope = at.scope,
                                              .gateway_id = route.target_id,
                                              .gateway = nat,
                                              .to_internet = to.vpc.empty()},
              .back = false,
              .gates = {}});
    if (nat == nullptr || nat->subnet_id.empty()) {
      const char* what = nat == nullptr ? "is not in the snapshot"
                                        : "is regional, which is not modelled yet";
      undecided(hop, nat == nullptr ? std::string(aws::NatGateway::kCall) : "",
                fmt::format("NAT gateway {} {}", route.target_id, what));
      return std::nullopt;
    }
    const IntervalSet own = addresses_of(*nat);
    if (own.empty()) {
      undecided(hop, std::string(aws::NatGateway::kCall),
                fmt::format("{} has no private address", nat->id()));
      return std::nullopt;
    }
    nat_ = nat;
    Packet outside = packet;
    outside.source = address_field("NAT address", own, true);
    outside.source_port = {
        .field = port_field(
            "NAT port", IntervalSet::range(kManagedPorts.first, kManagedPorts.last)),
        .fixed = 0};
    outside_ = outside;
    return leave(hop, {nat->scope, nat->vpc_id, nat->subnet_id}, from_, to, outside);
  }

  static IntervalSet addresses_of(const aws::NatGateway& nat) {
    IntervalSet own;
    for (const auto& address : nat.addresses) {
      if (!address.usable || !address.private_address) continue;
      own = own.united(IntervalSet::single(address.private_address->value));
    }
    return own;
  }

  std::optional<std::size_t> enter_gateway(std::size_t from, const Position& at,
                                           const aws::Route& route, const ReachEnd& to,
                                           const Packet& packet) {
    const auto* endpoint = to.gateway;
    if (endpoint != nullptr && endpoint->vpc_id != at.vpc) {
      undecided(from, "",
                fmt::format("{} is in {}, and a route of {} leads to it",
                            endpoint->id(), endpoint->vpc_id.text, at.vpc.text));
      return std::nullopt;
    }
    if (endpoint == nullptr || endpoint->id() != route.target_id) {
      undecided(
          from, "",
          fmt::format("the route leads to {}, not to {}", route.target_id, to.name));
      return std::nullopt;
    }
    return leg_.graph.then(from,
                           {.kind = "endpoint",
                            .id = endpoint->id(),
                            .place = gates::EndpointPlace{.packet = packet,
                                                          .scope = endpoint->scope,
                                                          .endpoint = endpoint},
                            .back = false,
                            .gates = {}});
  }

  /// The reply's way to the NAT gateway, from outside or from another VPC.
  std::optional<std::size_t> back_to(const aws::NatGateway& nat, std::size_t from,
                                     const Packet& packet) {
    Packet outside = packet;
    outside.destination = address_field("NAT address", addresses_of(nat), true);
    outside.destination_port = {
        .field = port_field(
            "NAT port", IntervalSet::range(kManagedPorts.first, kManagedPorts.last)),
        .fixed = 0};
    std::optional<std::size_t> hop;
    if (to_.vpc.empty()) {
      hop = subnet(nat.scope, from, outside, false, nat.subnet_id);
    } else {
      const ReachEnd end{.id = nat.id(),
                         .name = nat.id(),
                         .scope = nat.scope,
                         .vpc = nat.vpc_id,
                         .subnet = nat.subnet_id,
                         .addresses = addresses_of(nat)};
      hop = leave(from, position_of(to_), to_, end, outside);
    }
    if (!hop) return std::nullopt;
    return mark(*hop, "nat-gateway", nat.id(), Predicate::always());
  }

  const ReachQuestion& question_;
  const ReachEnd& from_;
  const ReachEnd& to_;
  FieldId client_port_{};
  FieldId server_port_{};
  const aws::NatGateway* nat_ = nullptr;
  Packet outside_;           ///< Behind that NAT gateway.
  std::set<Position> been_;  ///< From where the packet has left for other VPCs.
  bool keeps_groups_ = true;
};

}  // namespace

ReachWay reach_way(const gates::Context& context, const ReachQuestion& question,
                   const ReachEnd& from, const ReachEnd& to) {
  ReachWay way;
  const auto* nat = Way(way.forward, context, question, from, to).go();
  Way(way.back, context, question, from, to).come_back(nat);
  fill_gates(way.forward.graph, context);
  fill_gates(way.back.graph, context);
  return way;
}

}  // namespace pullproof::model
