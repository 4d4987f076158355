// Packets that transit gateways and VPCs send round for ever.
//
// Whether a VPC passes packets of others on, and whether a gateway sends them back to
// where they come from, is not documented. Where every place that they could get to
// sends them to another one of these places, they arrive nowhere, whatever AWS does.
#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "model/aws/network_index.h"
#include "model/gates/route_lookup.h"
#include "model/gates/transit_lookup.h"
#include "model/vpc_crossing.h"

namespace pullproof::model {

using aws::TransitGatewayVpcAttachment;
using gates::RoutePlace;

gates::RoutePlace VpcCrossing::passing_by(const Position& at, const aws::Route& route,
                                          const gates::Packet& packet,
                                          const IntervalSet& destinations,
                                          const std::string& towards) const {
  RoutePlace place{.packet = packet,
                   .outcome = RoutePlace::Outcome::Loop,
                   .scope = at.scope,
                   .table = table_of(at.scope, at.subnet),
                   .route = &route,
                   .towards = towards,
                   .question = {},
                   .rounds = rounds_of(at, route, packet, destinations)};
  if (place.rounds.empty()) {
    place.outcome = RoutePlace::Outcome::Undecided;
    place.question = {.call = "",
                      .why = fmt::format("whether {} passes packets of other VPCs on "
                                         "to {} is not known",
                                         at.vpc.text, route.target_id)};
  }
  return place;
}

std::vector<std::string> VpcCrossing::rounds_of(const Position& at,
                                                const aws::Route& route,
                                                const gates::Packet& packet,
                                                const IntervalSet& destinations) const {
  Round round{.packet = packet, .destinations = destinations};
  if (!go_on(round, at, &route)) return {};
  std::set<Position> seen;
  for (bool grows = true; std::exchange(grows, false);) {
    for (const Position& next : std::set<Position>(round.places)) {
      if (!seen.insert(next).second) continue;
      if (!go_on(round, next, only_route(round, next))) return {};
      grows = true;
    }
  }
  return round.ids;
}

bool VpcCrossing::go_on(Round& round, const Position& at,
                        const aws::Route* route) const {
  if (route == nullptr ||
      is_vouched(at, *route, round.destinations, round.packet.family)) {
    return false;
  }
  if (leads_to_firewall(*route, at)) {
    const auto found = gates::firewall_at(context_, at.scope, route->target_id);
    round.places.insert({at.scope, at.vpc, found.endpoint->subnet});
    return true;
  }
  // A NAT gateway sends packets on to where they were going.
  if (route->target == aws::Route::Target::NatGateway) {
    const auto* nat =
        context_.account.find<aws::NatGateway>(at.scope, route->target_id);
    const bool is_plain = nat != nullptr && !nat->regional && !nat->subnet_id.empty() &&
                          round.packet.family == Family::Ipv4;
    if (is_plain) round.places.insert(place_of(*nat));
    return is_plain;
  }
  if (route->target != aws::Route::Target::TransitGateway) return false;
  const auto* attachment =
      context_.network->attachment_of(at.scope, route->target_id, at.vpc);
  return attachment != nullptr && !gates::disputed(context_.account, *attachment) &&
         add_exits(round, at,
                   {.vpc = *attachment,
                    .scope = at.scope,
                    .gateway_id = route->target_id,
                    .attachment_id = attachment->id()});
}

const aws::Route* VpcCrossing::only_route(const Round& round,
                                          const Position& at) const {
  const auto* table = table_of(at.scope, at.subnet);
  if (table == nullptr) return nullptr;
  const auto branches = gates::look_up_route(
      context_, *table,
      {round.destinations, round.packet.far_service, round.packet.family});
  const bool is_plain = branches.size() == 1 && !branches.front().undecided &&
                        branches.front().route != nullptr &&
                        !branches.front().route->blackhole;
  return is_plain ? branches.front().route : nullptr;
}

bool VpcCrossing::add_exits(Round& round, const Position& at,
                            const Entry& entry) const {
  const std::string here = entry.gateway_id + '/' + entry.attachment_id;
  if (!round.entered.insert(here + '/' + at.subnet.text).second) return true;
  const auto* row = association_of(entry);
  if (row == nullptr || row->route_table.empty()) return false;
  const auto* table = routes_of(entry.scope, *row);
  if (table == nullptr) return false;
  const auto branches = gates::look_up_transit_route(
      context_, *table, round.destinations, round.packet.family);
  for (const auto& branch : branches) {
    const bool leads_on = !branch.is_tie && branch.route != nullptr &&
                          why_nowhere(*table, *branch.route).empty();
    if (!leads_on || !add_exits_by(round, at, entry, branch.route->targets.front())) {
      return false;
    }
  }
  return true;
}

bool VpcCrossing::add_exits_by(Round& round, const Position& at, const Entry& entry,
                               const TransitTarget& target) const {
  const auto note = [&round](const std::string& id) {
    if (std::find(round.ids.begin(), round.ids.end(), id) == round.ids.end()) {
      round.ids.push_back(id);
    }
  };
  if (target.resource_type == kPeeringAttachment) {
    const auto next = beyond_peering(entry, target);
    if (!next) return false;
    note(next->gateway_id);
    return add_exits(round, at, *next);
  }
  const auto* exit = context_.account.find<TransitGatewayVpcAttachment>(
      entry.scope, target.attachment_id);
  if (exit == nullptr || gates::disputed(context_.account, *exit)) return false;
  const auto* vpc =
      vpc_of({.account = exit->vpc_owner, .region = entry.scope.region}, exit->vpc_id);
  if (vpc == nullptr) return false;
  const auto exits = exit_subnets(at, vpc->scope, *exit);
  for (const auto& subnet : exits) {
    round.places.insert({vpc->scope, vpc->vpc_id, subnet});
  }
  note(vpc->id());
  return !exits.empty();
}

}  // namespace pullproof::model
