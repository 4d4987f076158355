#include "model/vpc_crossing.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include <fmt/format.h>

#include "model/aws/network_index.h"
#include "model/gates/transit_lookup.h"

namespace pullproof::model {

using aws::TransitGatewayAttachment;
using aws::TransitGatewayRoutes;
using aws::TransitGatewayVpcAttachment;
using gates::TransitRoutePlace;

namespace {

bool is_back(const gates::Packet& packet) {
  return packet.direction == gates::Direction::Back;
}

/// AWS: VPC user guide, "Security group referencing": on the gateway and on both
/// attachments.
Truth keeps_groups(const aws::TransitGateway* gateway,
                   const TransitGatewayVpcAttachment& entry,
                   const TransitGatewayVpcAttachment& exit) {
  Truth keeps = Truth::Yes;
  for (const auto& one :
       {gateway == nullptr ? std::nullopt : gateway->references_groups,
        entry.references_groups, exit.references_groups}) {
    if (one == false) return Truth::No;
    if (!one) keeps = Truth::Unknown;
  }
  return keeps;
}

std::string no_vpc(const VpcId& vpc) {
  return fmt::format("{}, which the packet goes to, is not in the snapshot", vpc.text);
}

/// Names of zones mean the same within one account only.
bool is_same_zone(const aws::Subnet& one, const aws::Subnet& other, bool names_agree) {
  if (!one.zone_id.empty() && !other.zone_id.empty()) {
    return one.zone_id == other.zone_id;
  }
  return names_agree && !one.availability_zone.empty() &&
         one.availability_zone == other.availability_zone;
}

/// Fills in where the packet enters: the attachment's subnet in its zone.
void find_entry(const gates::Context& context, gates::AttachmentPlace& place) {
  if (place.from == nullptr) {
    place.zone_question = Unknown{.call = std::string(aws::Subnet::kCall),
                                  .why = "the zone of the packet is not known"};
    return;
  }
  bool all_known = true;
  for (const auto& id : place.attachment->subnets) {
    const auto* own = context.account.find<aws::Subnet>(place.scope, id.text);
    all_known = all_known && own != nullptr;
    if (own == nullptr || !is_same_zone(*place.from, *own, true)) continue;
    place.entry = own;
    return;
  }
  if (all_known) return;
  place.zone_question =
      Unknown{.call = std::string(aws::Subnet::kCall),
              .why = fmt::format("the subnets of {} are not in the snapshot",
                                 place.attachment->id())};
}

}  // namespace

const aws::Vpc* VpcCrossing::vpc_of(const aws::Scope& owner, const VpcId& id) const {
  const auto* vpc = context_.account.find<aws::Vpc>(owner, id.text);
  const bool is_of_other = vpc != nullptr && !vpc->owner_id.empty() &&
                           !owner.account.empty() && vpc->owner_id != owner.account;
  return is_of_other ? nullptr : vpc;
}

std::string VpcCrossing::why_nowhere(const TransitGatewayRoutes& table,
                                     const aws::TransitGatewayRoute& route) {
  if (route.state != "active") {
    return fmt::format("route table {} has a route in state `{}`", table.id(),
                       route.state);
  }
  if (route.targets.empty()) {
    return fmt::format("where a route of {} leads is not in the snapshot", table.id());
  }
  if (route.targets.size() > 1) {
    return fmt::format("route table {} sends packets to several attachments by turns",
                       table.id());
  }
  const std::string& type = route.targets.front().resource_type;
  if (type == "vpc" || type == kPeeringAttachment) return "";
  return fmt::format(
      "route table {} leads to a {} attachment, which is not modelled yet", table.id(),
      type);
}

gates::AttachmentPlace VpcCrossing::entry_of(const Position& at, Symbol gateway,
                                             const gates::Packet& packet) const {
  gates::AttachmentPlace entered{
      .packet = packet,
      .scope = at.scope,
      .vpc = at.vpc,
      .gateway_id = gateway,
      .gateway = context_.account.find<aws::TransitGateway>(at.scope, gateway),
      .attachment = context_.network->attachment_of(at.scope, gateway, at.vpc),
      .enters = true,
      .from = context_.account.find<aws::Subnet>(at.scope, at.subnet.text)};
  if (entered.attachment != nullptr) find_entry(context_, entered);
  return entered;
}

std::vector<Crossed> VpcCrossing::cross(std::size_t from, const Position& at,
                                        const aws::Route& route,
                                        const gates::Packet& packet,
                                        const IntervalSet& destinations,
                                        const std::string& towards, const End& end) {
  const Crossing way{at, route, packet, destinations, towards, end};
  return route.target == aws::Route::Target::Peering
             ? through_peering(from, way)
             : through_transit_gateway(from, way);
}

std::vector<Crossed> VpcCrossing::through_peering(std::size_t from,
                                                  const Crossing& way) {
  const Position& at = way.at;
  const auto* peering =
      context_.account.find<aws::VpcPeering>(at.scope, way.route.target_id);
  const std::size_t hop = leg_.graph.then(
      from, {.kind = "vpc-peering-connection",
             .id = way.route.target_id,
             .place = gates::PeeringPlace{.packet = way.packet,
                                          .scope = at.scope,
                                          .vpc = at.vpc,
                                          .peering_id = way.route.target_id,
                                          .peering = peering},
             .back = is_back(way.packet),
             .gates = {}});
  const auto* far = peering == nullptr ? nullptr : peering->other_than(at.vpc);
  if (far == nullptr) {
    way.end(hop, {.call = std::string(aws::VpcPeering::kCall),
                  .why = fmt::format("where {} leads to is not known",
                                     way.route.target_id)});
    return {};
  }
  const auto* vpc = vpc_of(far->scope, far->vpc_id);
  if (vpc == nullptr) return undecided(hop, way, aws::Vpc::kCall, no_vpc(far->vpc_id));
  // AWS: groups of a peered VPC can be named within a region.
  return {
      {.hop = hop,
       .at = {vpc->scope, vpc->vpc_id, {}},
       .destinations = way.destinations,
       .keeps_groups = vpc->scope.region == at.scope.region ? Truth::Yes : Truth::No}};
}

void VpcCrossing::stop(std::size_t from, const Crossing& way, TransitRoutePlace place,
                       Predicate guard) {
  place.packet = way.packet;
  place.towards = way.towards;
  const std::string id = place.table == nullptr ? "?" : place.table->id();
  const auto hop = leg_.graph.then(from,
                                   {.kind = "transit-gateway-route-table",
                                    .id = id,
                                    .place = std::move(place),
                                    .back = is_back(way.packet),
                                    .gates = {}},
                                   std::move(guard));
  way.end(hop, {.call = "",
                .why = "the request has no way, so what its way tells is not known"});
}

std::vector<Crossed> VpcCrossing::undecided(std::size_t from, const Crossing& way,
                                            std::string_view call, std::string why) {
  const Unknown question{.call = std::string(call), .why = std::move(why)};
  way.end(dead_end(from,
                   {.packet = way.packet,
                    .outcome = gates::RoutePlace::Outcome::Undecided,
                    .scope = way.at.scope,
                    .table = nullptr,
                    .route = nullptr,
                    .towards = way.towards,
                    .question = question},
                   Predicate::always()),
          question);
  return {};
}

std::size_t VpcCrossing::pass(std::size_t from, Symbol id,
                              gates::AttachmentPlace place) {
  const bool back = is_back(place.packet);
  return leg_.graph.then(from, {.kind = "transit-gateway-attachment",
                                .id = id,
                                .place = std::move(place),
                                .back = back,
                                .gates = {}});
}

/// AWS: Transit Gateway guide, "Amazon VPC attachments": IPv6 support is an option.
std::optional<Unknown> VpcCrossing::lacks_ipv6(
    const gates::Packet& packet, const TransitGatewayVpcAttachment& attachment) {
  if (packet.family == Family::Ipv4 || attachment.carries_ipv6 == true) {
    return std::nullopt;
  }
  return Unknown{
      .call = attachment.carries_ipv6 ? ""
                                      : std::string(TransitGatewayVpcAttachment::kCall),
      .why = fmt::format("whether {}, which {} IPv6, carries it is not known",
                         attachment.id(),
                         attachment.carries_ipv6 ? "does not support" : "may support")};
}

std::vector<Crossed> VpcCrossing::through_transit_gateway(std::size_t from,
                                                          const Crossing& way) {
  const Position& at = way.at;
  const Symbol gateway = way.route.target_id;
  gates::AttachmentPlace entered = entry_of(at, gateway, way.packet);
  const auto* attachment = entered.attachment;
  const auto* entry = entered.entry;
  std::size_t hop = pass(from, attachment == nullptr ? gateway : attachment->id(),
                         std::move(entered));
  if (attachment == nullptr) {
    return undecided(hop, way, TransitGatewayVpcAttachment::kCall,
                     fmt::format("the attachment of {} to {} is not in the snapshot",
                                 at.vpc.text, gateway));
  }
  if (const auto question = lacks_ipv6(way.packet, *attachment)) {
    return undecided(hop, way, question->call, question->why);
  }
  if (entry != nullptr) {
    hop = subnet(at.scope, hop, way.packet, false, entry->subnet_id);
  }
  return by_association(hop, way,
                        {.vpc = *attachment,
                         .scope = at.scope,
                         .gateway_id = gateway,
                         .attachment_id = attachment->id(),
                         .is_peered = false});
}

std::vector<Crossed> VpcCrossing::by_association(std::size_t hop, const Crossing& way,
                                                 const Entry& entry) {
  const auto* row = association_of(entry);
  if (row == nullptr) {
    return undecided(hop, way, TransitGatewayAttachment::kCall,
                     fmt::format("which route table {} is associated with is not known",
                                 entry.attachment_id));
  }
  if (row->route_table.empty()) {
    stop(hop, way, {.outcome = TransitRoutePlace::Outcome::NoTable, .attachment = row},
         Predicate::always());
    return {};
  }
  const auto* table = routes_of(entry.scope, *row);
  if (table == nullptr) {
    const Unknown question = no_routes(entry.scope, *row);
    return undecided(hop, way, question.call, question.why);
  }
  return by_table(hop, way, entry, *row, *table);
}

const TransitGatewayRoutes* VpcCrossing::routes_of(
    const aws::Scope& scope, const TransitGatewayAttachment& entered) const {
  const auto* table =
      context_.account.find<TransitGatewayRoutes>(scope, entered.route_table);
  const bool is_known =
      table != nullptr && table->complete && !gates::disputed(context_.account, *table);
  return is_known ? table : nullptr;
}

Unknown VpcCrossing::no_routes(const aws::Scope& scope,
                               const TransitGatewayAttachment& entered) const {
  const auto* table =
      context_.account.find<TransitGatewayRoutes>(scope, entered.route_table);
  if (table != nullptr && table->complete) {
    if (auto question = gates::disputed(context_.account, *table)) return *question;
  }
  return {
      .call = fmt::format("{}/{}", TransitGatewayRoutes::kCall, entered.route_table),
      .why = fmt::format("{} routes of transit gateway route table {} are in the "
                         "snapshot",
                         table == nullptr ? "no" : "not all", entered.route_table)};
}

const TransitGatewayAttachment* VpcCrossing::association_of(const Entry& entry) const {
  const aws::Scope& scope = entry.scope;
  const Symbol attachment = entry.attachment_id;
  const auto* row = context_.account.find<TransitGatewayAttachment>(scope, attachment);
  // Only the gateway's owner sees all associations.
  if (row != nullptr && !row->gateway_owner.empty()) {
    row = context_.account.find<TransitGatewayAttachment>(
        {.account = row->gateway_owner, .region = scope.region}, attachment);
  }
  // Both sides of a peering attachment have its id.
  if (row == nullptr || row->gateway_id != entry.gateway_id) return nullptr;
  const bool of_owner =
      row->gateway_owner.empty() || row->gateway_owner == row->scope.account;
  const bool is_known =
      row->route_table.empty() ? of_owner : row->association_state == "associated";
  return is_known ? row : nullptr;
}

std::vector<Crossed> VpcCrossing::by_table(std::size_t hop, const Crossing& way,
                                           const Entry& entry,
                                           const TransitGatewayAttachment& entered,
                                           const TransitGatewayRoutes& table) {
  using TransitOutcome = TransitRoutePlace::Outcome;
  std::vector<Crossed> crossed;
  const auto branches = gates::look_up_transit_route(context_, table, way.destinations,
                                                     way.packet.family);
  for (const auto& branch : branches) {
    Predicate guard =
        takes(branches.size(), way.packet.destination, branch.destinations);
    if (branch.is_tie) {
      undecided(mark(hop, "", "", std::move(guard), way.packet.direction), way, "",
                fmt::format("two routes of {} take the packet, and which of them wins "
                            "is not documented",
                            table.id()));
      continue;
    }
    if (branch.route == nullptr || branch.route->state == "blackhole") {
      stop(hop, way,
           {.outcome = branch.route == nullptr ? TransitOutcome::None
                                               : TransitOutcome::Blackhole,
            .attachment = &entered,
            .table = &table,
            .route = branch.route},
           std::move(guard));
      continue;
    }
    const auto at_table = mark(hop, "transit-gateway-route-table", table.id(),
                               std::move(guard), way.packet.direction);
    const Crossing part{way.at,      way.route, way.packet, branch.destinations,
                        way.towards, way.end};
    for (auto& next : to_attachment(at_table, part, entry, table, *branch.route)) {
      crossed.push_back(std::move(next));
    }
  }
  return crossed;
}

std::vector<Crossed> VpcCrossing::to_attachment(std::size_t from, const Crossing& way,
                                                const Entry& entry,
                                                const TransitGatewayRoutes& table,
                                                const aws::TransitGatewayRoute& route) {
  if (std::string why = why_nowhere(table, route); !why.empty()) {
    return undecided(from, way, "", std::move(why));
  }
  const auto& target = route.targets.front();
  const bool is_peering = target.resource_type == kPeeringAttachment;
  if (is_peering ? entry.is_peered : target.attachment_id == entry.vpc.id()) {
    auto rounds = rounds_of(way.at, way.route, way.packet, way.destinations);
    if (!rounds.empty()) {
      stop(from, way,
           {.outcome = TransitRoutePlace::Outcome::Loop,
            .attachment = association_of(entry),
            .table = &table,
            .route = &route,
            .rounds = std::move(rounds)},
           Predicate::always());
      return {};
    }
  }
  if (is_peering) {
    return through_gateway_peering(from, way, entry, table, target);
  }
  const auto* exit = context_.account.find<TransitGatewayVpcAttachment>(
      entry.scope, target.attachment_id);
  if (exit == nullptr) {
    return undecided(from, way, TransitGatewayVpcAttachment::kCall,
                     fmt::format("{} is not in the snapshot", target.attachment_id));
  }
  const auto* vpc =
      vpc_of({.account = exit->vpc_owner, .region = entry.scope.region}, exit->vpc_id);
  if (vpc == nullptr)
    return undecided(from, way, aws::Vpc::kCall, no_vpc(exit->vpc_id));
  // Two accounts may print one attachment.
  if (exit->id() == entry.vpc.id()) {
    return undecided(from, way, "",
                     fmt::format("whether {} sends packets back to {}, which they come "
                                 "from, is not known",
                                 entry.gateway_id, vpc->id()));
  }
  return out_of(from, way, entry, table, *exit, *vpc);
}

std::vector<Crossed> VpcCrossing::out_of(std::size_t from, const Crossing& way,
                                         const Entry& entry,
                                         const TransitGatewayRoutes& table,
                                         const TransitGatewayVpcAttachment& exit,
                                         const aws::Vpc& vpc) {
  const auto* gateway =
      context_.account.find<aws::TransitGateway>(entry.scope, entry.gateway_id);
  const auto hop = pass(from, exit.id(),
                        {.packet = way.packet,
                         .scope = vpc.scope,
                         .vpc = vpc.vpc_id,
                         .gateway_id = entry.gateway_id,
                         .gateway = gateway,
                         .attachment = &exit});
  if (const auto question = lacks_ipv6(way.packet, exit)) {
    return undecided(hop, way, question->call, question->why);
  }
  const auto exits = exit_subnets(way.at, vpc.scope, exit);
  if (exits.empty()) {
    return undecided(
        hop, way, aws::Subnet::kCall,
        fmt::format("the subnets of {} are not in the snapshot", exit.id()));
  }
  const FieldId choice = choice_at(exit, way.packet, exits.size());
  const Truth keeps =
      entry.is_peered ? Truth::No : keeps_groups(gateway, entry.vpc, exit);
  const bool is_off = keeps == Truth::No && !entry.is_peered;
  std::vector<Crossed> crossed;
  for (std::size_t i = 0; i < exits.size(); ++i) {
    const auto at = exits.size() == 1
                        ? hop
                        : mark(hop, "subnet", exits[i].text,
                               Predicate::in_set(choice, IntervalSet::single(i)),
                               way.packet.direction);
    crossed.push_back({.hop = at,
                       .at = {vpc.scope, vpc.vpc_id, exits[i]},
                       .destinations = way.destinations,
                       .keeps_groups = keeps,
                       .lost_at = is_off ? entry.gateway_id : "",
                       .exit = &exit,
                       .table = &table});
  }
  return crossed;
}

/// AWS chooses. Transit Gateway guide, "Appliance in a shared services VPC": with
/// appliance mode once for the life of a flow, replies included.
FieldId VpcCrossing::choice_at(const TransitGatewayVpcAttachment& exit,
                               const gates::Packet& packet, std::size_t count) {
  // A NAT gateway makes it another flow; a reply has the same two addresses.
  const auto& [one, other] = std::minmax(packet.source, packet.destination);
  const auto key = std::tuple(exit.id(), one, other);
  const auto known = choices_.find(key);
  if (known != choices_.end()) return known->second;
  const FieldId choice = leg_.fields.add({.name = "subnet of " + exit.id(),
                                          .kind = Field::Kind::Class,
                                          .domain = IntervalSet::range(0, count - 1),
                                          .text_domain = {}});
  if (exit.appliance_mode) choices_.emplace(key, choice);
  return choice;
}

/// AWS: Transit Gateway guide, "Appliance in a shared services VPC": without appliance
/// mode packets stay in the zone that they come from.
std::vector<SubnetId> VpcCrossing::exit_subnets(
    const Position& from, const aws::Scope& scope,
    const TransitGatewayVpcAttachment& attachment) const {
  std::vector<SubnetId> may_be;
  const auto* own = context_.account.find<aws::Subnet>(from.scope, from.subnet.text);
  for (const auto& id : attachment.subnets) {
    const auto* one = context_.account.find<aws::Subnet>(scope, id.text);
    if (one == nullptr || own == nullptr) return {};
    const bool same_zone =
        is_same_zone(*own, *one, scope.account == from.scope.account);
    if (same_zone && !attachment.appliance_mode) return {one->subnet_id};
    may_be.push_back(one->subnet_id);
  }
  return may_be;
}

}  // namespace pullproof::model
