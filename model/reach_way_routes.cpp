#include <tuple>
#include <utility>

#include <fmt/format.h>

#include "model/aws/traffic_rule.h"
#include "model/reach_builder.h"
#include "model/reach_refusal.h"

namespace pullproof::model {

using gates::Packet;
using gates::RoutePlace;

void ReachBuilder::go_round(std::size_t from, const Position& at,
                            const aws::Route& route, const ReachEnd& to,
                            const Packet& packet) {
  dead_end(from,
           {.packet = packet,
            .outcome = RoutePlace::Outcome::Loop,
            .scope = at.scope,
            .table = table_of(at.scope, at.subnet),
            .route = &route,
            .towards = to.name,
            .question = {}},
           Predicate::always());
}

void ReachBuilder::through_firewall(std::size_t hop, const Position& at,
                                    const aws::Route& route, const ReachEnd& source,
                                    const ReachEnd& to, const Packet& packet,
                                    const Arrived& arrived) {
  Position inside = at;
  const auto found = gates::firewall_at(context_, at.scope, route.target_id);
  if (!at.subnet.empty() && found.endpoint->subnet == at.subnet) {
    go_round(hop, at, route, to, packet);
    return;
  }
  const auto passed = pass_firewall(hop, inside, route, packet);
  // The reply's destination changes at NAT gateways; NAT64 changes that of the packet.
  const bool is_same_packet =
      packet.direction == gates::Direction::Forward && packet.family == to_.family;
  if (!passed && is_same_packet && !at.subnet.empty()) {
    go_round(hop, at, route, to, packet);
    return;
  }
  if (!passed) {
    undecided(hop, "",
              fmt::format("packets come to {} again on their way", route.target_id));
    return;
  }
  // What a firewall lets through goes on to other VPCs, too.
  const bool was_passing_by = std::exchange(is_passing_by_, false);
  const std::string lost_before = std::exchange(lost_at_, route.target_id);
  leave(*passed, inside, source, to, packet, arrived);
  is_passing_by_ = was_passing_by;
  lost_at_ = lost_before;
  left_firewall();
}

void ReachBuilder::leave(std::size_t from, const Position& at, const ReachEnd& source,
                         const ReachEnd& to, const Packet& packet,
                         const Arrived& arrived) {
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

void ReachBuilder::take_routes(std::size_t from, const Position& at,
                               const aws::RouteTable& table, const ReachEnd& source,
                               const ReachEnd& to, const Packet& packet,
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

void ReachBuilder::take(std::size_t from, const Position& at,
                        const aws::RouteTable& table, const gates::RouteBranch& branch,
                        const ReachEnd& source, const ReachEnd& to,
                        const Packet& packet, const Arrived& arrived) {
  if (branch.undecided) {
    undecided(from, branch.undecided->call, branch.undecided->why);
    return;
  }
  const Position begin =
      last_nat() != nullptr ? place_of(*last_nat()) : position_of(source);
  if (branch.route != nullptr && leads_to_firewall(*branch.route, at)) {
    if (to.gateway != nullptr) {
      undecided(from, "",
                fmt::format("how replies of {} come back through {} is not documented",
                            to.name, branch.route->target_id));
      return;
    }
    const auto hop = mark(from, "route-table", table.id(), Predicate::always());
    through_firewall(hop, at, *branch.route, source, to, packet, arrived);
    return;
  }
  const bool to_endpoint = branch.route != nullptr &&
                           branch.route->target == aws::Route::Target::VpcEndpoint;
  const auto* endpoint = to_endpoint ? context_.account.find<aws::VpcEndpoint>(
                                           at.scope, branch.route->target_id)
                                     : nullptr;
  const RouteUse use{
      .at = at,
      .start = begin,
      .to = to,
      .protocol = ports_.protocol,
      .has_passed_nat = has_passed(at.scope, branch.route),
      .has_been_here = been_.contains(at),
      .from_outside = from_.vpc.empty(),
      .is_reply = packet.direction == gates::Direction::Back,
      .is_gateway_endpoint =
          endpoint != nullptr && endpoint->type == aws::VpcEndpoint::Type::Gateway};
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
  follow(mark(from, "route-table", table.id(), Predicate::always()), at, *branch.route,
         source, to, packet, arrived);
}

void ReachBuilder::follow(std::size_t hop, const Position& at, const aws::Route& route,
                          const ReachEnd& source, const ReachEnd& to,
                          const Packet& packet, const Arrived& arrived) {
  const bool opened_inside = !from_.vpc.empty();
  const IntervalSet& destinations = leg_.fields.at(packet.destination).domain;
  if (to.vpc.empty() && opened_inside &&
      is_vouched(at, route, destinations, packet.family)) {
    const bool names_source =
        last_nat() == nullptr && at.is_in_vpc_of(position_of(from_));
    const Vouched beyond =
        vouch(hop, at, route, packet,
              names_source ? members_of(from_) : std::vector<gates::GroupMembers>{});
    back_from_ = {at.scope, at.vpc, beyond.subnet};
    vouched_id_ = route.target_id;
    arrived(beyond.hop);
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
      if (const auto why = not_through_nat(at, route, to, packet); !why.empty()) {
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
      stop_beyond(hop, at, route, source, to, packet);
      return;
  }
}

void ReachBuilder::stop_beyond(std::size_t hop, const Position& at,
                               const aws::Route& route, const ReachEnd& source,
                               const ReachEnd& to, const Packet& packet) {
  const bool opened_inside = !from_.vpc.empty();
  const bool names_source = last_nat() == nullptr &&
                            at.is_in_vpc_of(position_of(source)) &&
                            packet.direction == gates::Direction::Forward;
  if (names_source && opened_inside) {
    hop = not_vouched(hop, at, route, packet, members_of(source));
  }
  const auto* table = at.subnet.empty() ? nullptr : table_of(at.scope, at.subnet);
  undecided(hop, "",
            table == nullptr
                ? fmt::format("the route {} leads to {}, and nothing tells what lies "
                              "beyond it",
                              route.destination_text(), route.target_id)
                : nothing_beyond(*table, route, to.vpc.empty() && opened_inside).why);
}

void ReachBuilder::go_over(std::size_t from, const Position& at,
                           const aws::Route& route, const ReachEnd& source,
                           const ReachEnd& to, const Packet& packet,
                           const Arrived& arrived) {
  const bool by_transit = route.target == aws::Route::Target::TransitGateway;
  std::size_t here = from;
  const bool was_doubtful = is_doubtful_;
  if (by_transit && is_passing_by_) {
    const RoutePlace place = passing_by(
        at, route, packet, leg_.fields.at(packet.destination).domain, to.name);
    here = dead_end(from, place, Predicate::always());
    // If it gets on, it may still get lost, which is certain then.
    if (is_doubtful_ || place.outcome == RoutePlace::Outcome::Loop) return;
    is_doubtful_ = true;
  }
  const auto before = std::tuple(been_, keeps_groups_, is_passing_by_, lost_at_);
  been_.insert(at);
  is_passing_by_ = by_transit;
  const auto crossed =
      cross(here, at, route, packet, leg_.fields.at(packet.destination).domain, to.name,
            [](std::size_t, const Unknown&) {});
  for (const Crossed& next : crossed) {
    keeps_groups_ = std::get<1>(before) == Truth::Yes ? next.keeps_groups : Truth::No;
    if (!has_passed_firewall()) {
      lost_at_ = std::get<1>(before) == Truth::Yes ? next.lost_at : "";
    }
    ApplianceChoices chosen = choose(next, flow_);
    if (next.at.subnet.empty()) {
      arrive(next.hop, next.at, to, packet, arrived);
    } else {
      leave(next.hop, next.at, source, to, packet, arrived);
    }
    choose_again(std::move(chosen));
  }
  std::tie(been_, keeps_groups_, is_passing_by_, lost_at_) = before;
  is_doubtful_ = was_doubtful;
}

void ReachBuilder::arrive(std::size_t from, const Position& at, const ReachEnd& to,
                          const Packet& packet, const Arrived& arrived) {
  if (at.is_in_vpc_of(position_of(to))) {
    arrived(subnet(to.scope, from, packet, false, to.subnet));
    return;
  }
  undecided(
      from, "",
      fmt::format("{} is not in {}, where its address is local", to.name, at.vpc.text));
}

void ReachBuilder::enter_gateway(std::size_t from, const Position& at,
                                 const aws::Route& route, const ReachEnd& to,
                                 const Packet& packet, const Arrived& arrived) {
  const auto* endpoint = to.gateway;
  if (endpoint != nullptr && endpoint->vpc_id != at.vpc) {
    undecided(from, "",
              fmt::format("{} is in {}, and a route of {} leads to it", endpoint->id(),
                          endpoint->vpc_id.text, at.vpc.text));
    return;
  }
  const auto* passed =
      context_.account.find<aws::VpcEndpoint>(at.scope, route.target_id);
  const bool carried = ports_.protocol == aws::kTcp || ports_.protocol == aws::kIcmp;
  // The address is one of the service's, or the route would not take it.
  if (endpoint == nullptr && to.vpc.empty() && carried && passed != nullptr &&
      passed->type == aws::VpcEndpoint::Type::Gateway && passed->vpc_id == at.vpc) {
    if (has_passed_firewall()) {
      undecided(from, "",
                fmt::format("how replies of {} come back through a firewall is not "
                            "documented",
                            route.target_id));
      return;
    }
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

}  // namespace pullproof::model
