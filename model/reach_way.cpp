#include "model/reach_way.h"

#include <algorithm>
#include <functional>
#include <set>
#include <tuple>
#include <utility>

#include <fmt/format.h>

#include "model/aws/traffic_rule.h"
#include "model/firewall_crossing.h"
#include "model/gates/block_public_access.h"
#include "model/gates/packet.h"
#include "model/gates/route_lookup.h"
#include "model/gates/vouched.h"
#include "model/group_reference.h"
#include "model/reach_ports.h"
#include "model/reach_refusal.h"

namespace pullproof::model {
namespace {

using gates::Packet;
using gates::RoutePlace;

Position position_of(const ReachEnd& end) { return {end.scope, end.vpc, end.subnet}; }

/// What the reply has to come back through.
struct Gone {
  /// Null among them: the packet may have gone through none.
  std::vector<const aws::NatGateway*> nats;
  FirewallWays firewalls;
};

/// One direction.
class Way : private FirewallCrossing {
 public:
  Way(Leg& leg, const gates::Context& context, const ReachQuestion& question,
      const ReachEnd& from, const ReachEnd& to)
      : FirewallCrossing(leg, context), from_(from), to_(to) {
    leg_.host = to.name;
    leg_.placements.emplace_back();
    leg_.placement = leg_.fields.add({.name = "placement",
                                      .kind = Field::Kind::Placement,
                                      .domain = IntervalSet::single(0),
                                      .text_domain = {}});
    ports_ = reach_ports(leg_, question, from);
  }

  Gone go() {
    const Packet packet = packet_between(from_, to_, gates::Direction::Forward);
    std::size_t hop = start(from_);
    if (from_.vpc.empty()) {
      come_in(hop, packet);
      return {{nullptr}, ways()};
    }
    if (from_.has_groups) {
      hop = group(from_.scope, hop, packet, true, from_.name, from_.groups,
                  named_on_leaving(), Predicate::always());
    }
    leave(hop, position_of(from_), from_, to_, packet,
          [&](std::size_t at) { enter(at, packet); });
    if (nats_.empty()) nats_.push_back(nullptr);
    return {nats_, ways()};
  }

  /// The reply, through a NAT gateway that the packet may have gone through.
  void come_back(const Gone& gone) {
    const auto& nats = gone.nats;
    expect(gone.firewalls);
    const Packet packet = packet_between(to_, from_, gates::Direction::Back);
    const std::size_t hop = start(to_);
    if (nats.size() == 1) {
      come_back(nats.front(), hop, packet);
      return;
    }
    const FieldId choice =
        leg_.fields.add({.name = "way of the packet",
                         .kind = Field::Kind::Class,
                         .domain = IntervalSet::range(0, nats.size() - 1),
                         .text_domain = {}});
    for (std::size_t i = 0; i < nats.size(); ++i) {
      const auto chosen =
          mark(hop, "", "", Predicate::in_set(choice, IntervalSet::single(i)));
      come_back(nats[i], chosen, packet);
    }
  }

 private:
  /// What happens where packets have got to their subnet.
  using Arrived = std::function<void(std::size_t hop)>;

  /// Of the destination, as far as a rule for what goes out may name it. Where no rule
  /// does, routes are not asked.
  [[nodiscard]] std::vector<gates::GroupMembers> named_on_leaving() const {
    const bool named =
        sends_by_name(context_, from_.scope, from_.groups, to_.groups) &&
        keeps_groups_on_leaving(context_, position_of(from_), position_of(to_),
                                to_.addresses, to_.family);
    return named ? members_of(to_) : std::vector<gates::GroupMembers>{};
  }

  /// Of the source, as far as a rule for what comes in may name it.
  [[nodiscard]] std::vector<gates::GroupMembers> named_on_entering(Truth keeps) const {
    if (keeps == Truth::Yes) return members_of(from_);
    if (nat_ != nullptr || lost_at_.empty()) return {};
    auto members = members_of(from_);
    for (auto& each : members) each.lost_at = lost_at_;
    return members;
  }

  /// The reply has to come back through it.
  void note_nat() {
    const bool known = std::find(nats_.begin(), nats_.end(), nat_) != nats_.end();
    if (!known) nats_.push_back(nat_);
  }

  /// From the internet gateway of its VPC to an end, by the table that the gateway may
  /// have.
  void enter_vpc(std::size_t from, const ReachEnd& source, const ReachEnd& end,
                 const Packet& packet, const Arrived& arrived) {
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
        context_, *table,
        {leg_.fields.at(packet.destination).domain, "", packet.family});
    const Position edge{end.scope, end.vpc, {}};
    const auto* route = branches.size() == 1 ? branches.front().route : nullptr;
    if (route != nullptr && leads_to_firewall(*route, edge)) {
      if (const auto question = gates::blocked_behind_firewall(end.scope, context_)) {
        undecided(from, question->call, question->why);
        return;
      }
      through_firewall(mark(from, "route-table", table->id(), Predicate::always()),
                       edge, *route, source, end, packet, arrived);
    } else if (route != nullptr && route->target == aws::Route::Target::Local) {
      land();
    } else {
      undecided(from, "",
                fmt::format("route table {} of {} sends replies to an appliance, which "
                            "is not modelled yet",
                            table->id(), gateway->id()));
    }
  }

  void through_firewall(std::size_t hop, const Position& at, const aws::Route& route,
                        const ReachEnd& source, const ReachEnd& to,
                        const Packet& packet, const Arrived& arrived) {
    Position inside = at;
    const auto passed = pass_firewall(hop, inside, route, packet);
    if (!passed) {
      undecided(hop, "",
                fmt::format("packets come to {} again on their way", route.target_id));
      return;
    }
    leave(*passed, inside, source, to, packet, arrived);
    left_firewall();
  }

  /// The reply is at the end that opened the connection.
  void come_home(std::size_t from, const Packet& packet, bool is_behind_nat) {
    if (const auto hop = settle(from, packet, is_behind_nat)) {
      finish(*hop, from_.name);
      return;
    }
    undecided(from, "",
              "whether replies pass the endpoints of firewalls that the packet has "
              "passed is not known");
  }

  /// From the internet, through the gateway of the VPC.
  void come_in(std::size_t from, const Packet& packet) {
    const auto* gateway = context_.network->internet_gateway_of(to_.scope, to_.vpc);
    const std::string id = gateway == nullptr ? "" : gateway->id();
    const std::size_t hop = leg_.graph.then(
        from, {.kind = "internet-gateway",
               .id = id.empty() ? to_.vpc.text : id,
               .place = gates::InternetGatewayPlace{.packet = packet,
                                                    .scope = to_.scope,
                                                    .vpc = to_.vpc,
                                                    .subnet = to_.subnet,
                                                    .gateway_id = id,
                                                    .gateway = gateway,
                                                    .inbound = true,
                                                    .public_address =
                                                        to_.public_address.has_value(),
                                                    .address_fact = to_.address_fact},
               .back = false,
               .gates = {}});
    enter_vpc(hop, from_, to_, packet, [&](std::size_t at) { enter(at, packet); });
  }

  /// Into the interface.
  void enter(std::size_t from, const Packet& sent) {
    note_nat();
    note_arrival();
    std::size_t hop = from;
    if (to_.nat != nullptr) {
      undecided(hop, "",
                fmt::format("what {} does with packets that none of its connections "
                            "awaits is not modelled",
                            to_.nat->id()));
      return;
    }
    // Behind a NAT gateway the source is the gateway, which is in no group.
    const Packet packet = nat_ != nullptr ? outside_ : sent;
    // AWS: "Security group rules": references do not hold through a middlebox.
    const bool is_changed = nat_ != nullptr || has_passed_firewall();
    const Truth keeps = is_changed ? Truth::No : keeps_groups_;
    if (keeps == Truth::Unknown &&
        admits_by_name(context_, to_.scope, to_.groups, from_.groups)) {
      undecided(hop, std::string(aws::TransitGateway::kCall),
                fmt::format("whether groups of {} can name groups of other VPCs is not "
                            "known",
                            to_.vpc.text));
      return;
    }
    if (to_.has_groups) {
      hop = group(to_.scope, hop, packet, false, to_.name, to_.groups,
                  named_on_entering(keeps), Predicate::always(),
                  nat_ == nullptr ? from_.name : nat_->id());
    }
    if (to_.endpoint != nullptr) hop = pass_endpoint(hop, *to_.endpoint, packet);
    finish(hop, to_.name);
  }

  void come_back(const aws::NatGateway* nat, std::size_t hop, const Packet& packet) {
    const Arrived home = [&](std::size_t at) { come_home(at, packet, nat != nullptr); };
    if (nat != nullptr && nat->regional && !to_.vpc.empty()) {
      undecided(hop, "", private_regional(*nat, to_));
    } else if (nat != nullptr) {
      back_to(*nat, hop, packet, [&](std::size_t at) {
        if (nat->regional) {
          take_routes(at, place_of(*nat), *table_of(*nat), to_, from_, packet, home);
        } else {
          leave(at, place_of(*nat), to_, from_, packet, home);
        }
      });
    } else if (to_.vpc.empty()) {
      // Whoever answers from outside finds the interface.
      enter_vpc(hop, to_, from_, packet, home);
    } else {
      leave(hop, position_of(to_), to_, from_, packet, home);
    }
  }

  Packet packet_between(const ReachEnd& source, const ReachEnd& destination,
                        gates::Direction direction) {
    const bool forward = direction == gates::Direction::Forward;
    return {.source = address_field("source address", addresses_of(source),
                                    !source.addresses.empty(), source.family),
            .destination =
                address_field("destination address", addresses_of(destination),
                              !destination.addresses.empty(), destination.family),
            .source_port = forward ? ports_.client : ports_.server,
            .destination_port = forward ? ports_.server : ports_.client,
            .protocol = ports_.protocol,
            .direction = direction,
            .family = destination.family,
            .far_service = far_service()};
  }

  [[nodiscard]] std::string far_service() const {
    if (to_.gateway != nullptr) return to_.gateway->service_name;
    const bool outside = to_.vpc.empty() || from_.vpc.empty();
    return outside ? std::string(gates::kAnyService) : std::string();
  }

  static IntervalSet addresses_of(const ReachEnd& end) {
    return end.addresses.empty() ? public_addresses(end.family) : end.addresses;
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

  /// From a subnet to wherever `to` is. A way that ends before tells why in its last
  /// hop.
  void leave(std::size_t from, const Position& at, const ReachEnd& source,
             const ReachEnd& to, const Packet& packet, const Arrived& arrived) {
    // AWS: network ACLs are not asked inside of a subnet.
    if (position_of(to) == at) {
      arrived(from);
      return;
    }
    const std::size_t out = subnet(at.scope, from, packet, true, at.subnet);
    const auto* table = table_of(at.scope, at.subnet);
    if (table == nullptr) {
      const Unknown question = no_table(at.scope, at.subnet);
      undecided(out, question.call, question.why);
      return;
    }
    take_routes(out, at, *table, source, to, packet, arrived);
  }

  void take_routes(std::size_t from, const Position& at, const aws::RouteTable& table,
                   const ReachEnd& source, const ReachEnd& to, const Packet& packet,
                   const Arrived& arrived) {
    const auto branches = gates::look_up_route(
        context_, table,
        {leg_.fields.at(packet.destination).domain, packet.far_service, packet.family});
    if (branches.size() != 1) {
      undecided(from, "",
                fmt::format("route table {} sends parts of {} to different targets",
                            table.id(), to.name));
      return;
    }
    take(from, at, table, branches.front(), source, to, packet, arrived);
  }

  void take(std::size_t from, const Position& at, const aws::RouteTable& table,
            const gates::RouteBranch& branch, const ReachEnd& source,
            const ReachEnd& to, const Packet& packet, const Arrived& arrived) {
    if (branch.undecided) {
      undecided(from, branch.undecided->call, branch.undecided->why);
      return;
    }
    const Position begin = position_of(source);
    if (branch.route != nullptr && leads_to_firewall(*branch.route, at)) {
      if (to.gateway != nullptr) {
        undecided(
            from, "",
            fmt::format("how replies of {} come back through {} is not documented",
                        to.name, branch.route->target_id));
        return;
      }
      const auto hop = mark(from, "route-table", table.id(), Predicate::always());
      through_firewall(hop, at, *branch.route, source, to, packet, arrived);
      return;
    }
    const RouteUse use{.at = at,
                       .start = begin,
                       .to = to,
                       .protocol = ports_.protocol,
                       .nat = nat_,
                       .has_been_here = been_.contains(at),
                       .from_outside = from_.vpc.empty()};
    if (const auto outcome = refusal_of(branch.route, use)) {
      dead_end(from,
               {.packet = packet,
                .outcome = *outcome,
                .scope = at.scope,
                .table = &table,
                .route = branch.route,
                .towards = to.name,
                .question = {},
                .is_private = !to.vpc.empty()},
               Predicate::always());
      return;
    }
    follow(mark(from, "route-table", table.id(), Predicate::always()), at,
           *branch.route, source, to, packet, arrived);
  }

  void follow(std::size_t hop, const Position& at, const aws::Route& route,
              const ReachEnd& source, const ReachEnd& to, const Packet& packet,
              const Arrived& arrived) {
    const bool opened_inside = !from_.vpc.empty();
    if (to.vpc.empty() && opened_inside &&
        gates::is_vouched_for(context_, at.scope, route.target_id)) {
      arrived(vouched(hop, route.target_id, packet));
      return;
    }
    switch (route.target) {
      case aws::Route::Target::Local:
        arrive(hop, at, to, packet, arrived);
        return;
      case aws::Route::Target::InternetGateway:
      case aws::Route::Target::EgressOnlyInternetGateway:
        leave_vpc(hop, at, route, source, to, packet, arrived);
        return;
      case aws::Route::Target::NatGateway:
        if (const auto why = not_through_nat(route, to, packet); !why.empty()) {
          undecided(hop, "", why);
          return;
        }
        pass_nat(hop, at, route, to, packet, arrived);
        return;
      case aws::Route::Target::VpcEndpoint:
        enter_gateway(hop, at, route, to, packet, arrived);
        return;
      case aws::Route::Target::Peering:
      case aws::Route::Target::TransitGateway:
        go_over(hop, at, route, source, to, packet, arrived);
        return;
      case aws::Route::Target::Other:
        break;
    }
    undecided(hop, "",
              fmt::format("the route {} leads to {}, which is not modelled yet",
                          route.destination_text(), route.target_id));
  }

  /// Why it is not known what the NAT gateway does with the packet; "" if it is.
  [[nodiscard]] std::string not_through_nat(const aws::Route& route, const ReachEnd& to,
                                            const Packet& packet) const {
    if (packet.family != Family::Ipv4) {
      return fmt::format("{} is sent IPv6 packets, which is not modelled yet",
                         route.target_id);
    }
    if (nat_ != nullptr) {
      return fmt::format("whether {} may follow {} is not documented", route.target_id,
                         nat_->id());
    }
    const bool is_reply = packet.direction == gates::Direction::Back;
    if (!is_reply && to.gateway == nullptr) return {};
    return fmt::format("{} stands in the way of {}, which is not modelled yet",
                       route.target_id, is_reply ? "the reply" : to.name);
  }

  /// Into another VPC, and on from there.
  void go_over(std::size_t from, const Position& at, const aws::Route& route,
               const ReachEnd& source, const ReachEnd& to, const Packet& packet,
               const Arrived& arrived) {
    const bool by_transit = route.target == aws::Route::Target::TransitGateway;
    if (by_transit && is_passing_by_) {
      const Unknown question = passes_on(at, route);
      undecided(from, question.call, question.why);
      return;
    }
    const auto before = std::tuple(been_, keeps_groups_, is_passing_by_, lost_at_);
    been_.insert(at);
    is_passing_by_ = by_transit;
    const auto crossed =
        cross(from, at, route, packet, leg_.fields.at(packet.destination).domain,
              to.name, [](std::size_t, const Unknown&) {});
    for (const Crossed& next : crossed) {
      keeps_groups_ = std::get<1>(before) == Truth::Yes ? next.keeps_groups : Truth::No;
      lost_at_ = std::get<1>(before) == Truth::Yes ? next.lost_at : "";
      if (next.at.subnet.empty()) {
        arrive(next.hop, next.at, to, packet, arrived);
      } else {
        leave(next.hop, next.at, source, to, packet, arrived);
      }
    }
    std::tie(been_, keeps_groups_, is_passing_by_, lost_at_) = before;
  }

  void arrive(std::size_t from, const Position& at, const ReachEnd& to,
              const Packet& packet, const Arrived& arrived) {
    if (at.is_in_vpc_of(position_of(to))) {
      arrived(subnet(to.scope, from, packet, false, to.subnet));
      return;
    }
    undecided(from, "",
              fmt::format("{} is not in {}, where its address is local", to.name,
                          at.vpc.text));
  }

  void leave_vpc(std::size_t from, const Position& at, const aws::Route& route,
                 const ReachEnd& source, const ReachEnd& to, const Packet& packet,
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
    if (has_passed_firewall()) {
      if (const auto question = gates::blocked_behind_firewall(at.scope, context_)) {
        undecided(from, question->call, question->why);
        return;
      }
    }
    arrived(internet_gateway(from, at, route, packet,
                             {.behind_nat = nat_ != nullptr,
                              .public_address = source.public_address.has_value(),
                              .address_fact = source.address_fact}));
  }

  void pass_nat(std::size_t from, const Position& at, const aws::Route& route,
                const ReachEnd& to, const Packet& packet, const Arrived& arrived) {
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
    Packet outside = packet;
    outside.source = address_field("NAT address", own, true);
    outside.source_port = nat_port(leg_, ports_);
    nat_ = nat;
    outside_ = outside;
    note_nat();
    const bool was_passing_by = std::exchange(is_passing_by_, false);
    leave_nat(hop, *nat, to, arrived);
    is_passing_by_ = was_passing_by;
    nat_ = nullptr;
  }

  static std::string private_regional(const aws::NatGateway& nat, const ReachEnd& to) {
    return fmt::format(
        "which address regional NAT gateway {} gives packets to {} is not documented",
        nat.id(), to.name);
  }

  /// AWS: VPC user guide, "Regional NAT gateways": for the internet, through a table of
  /// its own.
  void leave_nat(std::size_t from, const aws::NatGateway& nat, const ReachEnd& to,
                 const Arrived& arrived) {
    if (nat.regional && !to.vpc.empty()) {
      undecided(from, "", private_regional(nat, to));
    } else if (nat.regional) {
      take_routes(from, place_of(nat), *table_of(nat), from_, to, outside_, arrived);
    } else {
      leave(from, place_of(nat), from_, to, outside_, arrived);
    }
  }

  void enter_gateway(std::size_t from, const Position& at, const aws::Route& route,
                     const ReachEnd& to, const Packet& packet, const Arrived& arrived) {
    const auto* endpoint = to.gateway;
    if (endpoint != nullptr && endpoint->vpc_id != at.vpc) {
      undecided(from, "",
                fmt::format("{} is in {}, and a route of {} leads to it",
                            endpoint->id(), endpoint->vpc_id.text, at.vpc.text));
      return;
    }
    const auto* passed =
        context_.account.find<aws::VpcEndpoint>(at.scope, route.target_id);
    const bool carried = ports_.protocol == aws::kTcp || ports_.protocol == aws::kIcmp;
    // The address is one of the service's, or the route would not take it.
    if (endpoint == nullptr && to.vpc.empty() && carried && passed != nullptr &&
        passed->type == aws::VpcEndpoint::Type::Gateway && passed->vpc_id == at.vpc) {
      arrived(pass_endpoint(from, *passed, packet));
      return;
    }
    if (endpoint == nullptr || endpoint->id() != route.target_id) {
      undecided(
          from, "",
          fmt::format("the route leads to {}, not to {}", route.target_id, to.name));
      return;
    }
    arrived(pass_endpoint(from, *endpoint, packet));
  }

  /// The reply's way to the NAT gateway, from outside or from another VPC.
  void back_to(const aws::NatGateway& nat, std::size_t from, const Packet& packet,
               const Arrived& arrived) {
    Packet outside = packet;
    const IntervalSet addresses = nat_addresses(nat, position_of(from_));
    outside.destination = address_field("NAT address", addresses, true);
    outside.destination_port = nat_port(leg_, ports_);
    const Arrived at_nat = [&](std::size_t hop) {
      arrived(mark(hop, "nat-gateway", nat.id(), Predicate::always()));
    };
    const ReachEnd end{.id = nat.id(),
                       .name = nat.id(),
                       .scope = nat.scope,
                       .vpc = nat.vpc_id,
                       .subnet = nat.subnet_id,
                       .addresses = addresses};
    if (to_.vpc.empty()) {
      enter_vpc(from, to_, end, outside, at_nat);
      return;
    }
    leave(from, position_of(to_), to_, end, outside, at_nat);
  }

  const ReachEnd& from_;
  const ReachEnd& to_;
  ReachPorts ports_;
  const aws::NatGateway* nat_ = nullptr;
  Packet outside_;           ///< Behind that NAT gateway.
  std::set<Position> been_;  ///< From where the packet has left for other VPCs.
  /// All that packets may have passed, or null for none; each once.
  std::vector<const aws::NatGateway*> nats_;
  Truth keeps_groups_ = Truth::Yes;
  std::string lost_at_;         ///< The transit gateway that does not keep them.
  bool is_passing_by_ = false;  ///< In a VPC that it was sent to by another one.
};

}  // namespace

ReachWay reach_way(const gates::Context& context, const ReachQuestion& question,
                   const ReachEnd& from, const ReachEnd& to) {
  ReachWay way;
  const auto gone = Way(way.forward, context, question, from, to).go();
  Way(way.back, context, question, from, to).come_back(gone);
  fill_gates(way.forward.graph, context);
  fill_gates(way.back.graph, context);
  return way;
}

}  // namespace pullproof::model
