// Transit gateways that the user vouches for: what the snapshot tells of them still
// counts.
#include <algorithm>
#include <utility>

#include "model/aws/network_index.h"
#include "model/gates/transit_lookup.h"
#include "model/gates/vouched.h"
#include "model/vpc_crossing.h"

namespace pullproof::model {

using aws::TransitGatewayRoutes;
using aws::TransitGatewayVpcAttachment;

bool VpcCrossing::is_vouched(const Position& at, const aws::Route& route,
                             const IntervalSet& destinations, Family family) const {
  return gates::is_vouched_for(context_, at.scope, route.target_id) &&
         !is_known_in_transit(at, route, destinations, family);
}

bool VpcCrossing::drops_replies(const Position& at, Symbol attachment,
                                Family family) const {
  const auto* row =
      context_.account.find<aws::TransitGatewayAttachment>(at.scope, attachment);
  const auto* vpc = context_.account.find<aws::Vpc>(at.scope, at.vpc.text);
  if (row == nullptr || vpc == nullptr) return false;
  if (!row->state.empty() && row->state != "available") return true;
  const auto* table = routes_of(at.scope, *row);
  if (row->association_state != "associated" || table == nullptr) return false;
  const auto branches = gates::look_up_transit_route(
      context_, *table, addresses_of(vpc->cidrs, family), family);
  return std::any_of(branches.begin(), branches.end(), [](const auto& branch) {
    return branch.route == nullptr || branch.route->state == "blackhole";
  });
}

bool VpcCrossing::is_known_in_transit(const Position& at, const aws::Route& route,
                                      const IntervalSet& destinations,
                                      Family family) const {
  if (route.target != aws::Route::Target::TransitGateway) return false;
  const auto* attachment =
      context_.network->attachment_of(at.scope, route.target_id, at.vpc);
  if (attachment == nullptr) return false;
  const auto* row = association_of({.vpc = *attachment,
                                    .scope = at.scope,
                                    .gateway_id = route.target_id,
                                    .attachment_id = attachment->id()});
  if (row == nullptr) return false;
  if (row->route_table.empty()) return true;
  const auto* table = routes_of(at.scope, *row);
  if (table == nullptr) return false;
  const auto branches =
      gates::look_up_transit_route(context_, *table, destinations, family);
  return std::any_of(branches.begin(), branches.end(), [&](const auto& branch) {
    if (branch.is_tie) return false;
    if (branch.route == nullptr || branch.route->state == "blackhole") return true;
    if (branch.route->targets.size() != 1) return false;
    const auto& [attachment_id, type, resource] = branch.route->targets.front();
    if (type == kPeeringAttachment) {
      return gateway_known_to(at.scope, resource) != nullptr;
    }
    const auto* exit =
        context_.account.find<TransitGatewayVpcAttachment>(at.scope, attachment_id);
    if (type != "vpc") return drops_replies(at, attachment_id, family);
    return exit != nullptr &&
           context_.account.find<aws::Vpc>(
               {.account = exit->vpc_owner, .region = at.scope.region},
               exit->vpc_id.text) != nullptr;
  });
}

HopWords::Vouched VpcCrossing::vouch(std::size_t from, const Position& at,
                                     const aws::Route& route,
                                     const gates::Packet& packet,
                                     std::vector<gates::GroupMembers> peers) {
  const Symbol id = route.target_id;
  if (route.target != aws::Route::Target::TransitGateway) {
    return vouched(from, at, id, packet, std::move(peers));
  }
  auto place = entry_of(at, id, packet);
  const std::string call(TransitGatewayVpcAttachment::kCall);
  const bool is_known =
      place.attachment != nullptr || context_.account.calls().seen(at.scope, call);
  if (!is_known) return vouched(from, at, id, packet, std::move(peers));
  const auto* entry = place.entry;
  const auto* attachment = place.attachment;
  std::size_t hop =
      pass(from, attachment == nullptr ? id : attachment->id(), std::move(place));
  const auto question =
      attachment == nullptr ? std::nullopt : lacks_ipv6(packet, *attachment);
  if (question) {
    hop = dead_end(hop,
                   {.packet = packet,
                    .outcome = gates::RoutePlace::Outcome::Undecided,
                    .scope = at.scope,
                    .table = nullptr,
                    .route = nullptr,
                    .towards = id,
                    .question = *question},
                   Predicate::always());
  }
  if (entry != nullptr) hop = subnet(at.scope, hop, packet, false, entry->subnet_id);
  Vouched beyond = vouched(hop, at, id, packet, std::move(peers));
  if (entry != nullptr) beyond.subnet = entry->subnet_id;
  return beyond;
}

}  // namespace pullproof::model
