#include "model/reach_way.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "model/aws/traffic_rule.h"
#include "model/group_reference.h"
#include "model/reach_builder.h"

namespace pullproof::model {

using gates::Packet;
using gates::RoutePlace;

ReachBuilder::ReachBuilder(Leg& leg, const gates::Context& context,
                           const ReachQuestion& question, const ReachEnd& from,
                           const ReachEnd& to)
    : FirewallCrossing(leg, context), from_(from), to_(to), asked_(question.ports) {
  leg_.host = to.name;
  leg_.placements.emplace_back();
  leg_.placement = leg_.fields.add({.name = "placement",
                                    .kind = Field::Kind::Placement,
                                    .domain = IntervalSet::single(0),
                                    .text_domain = {}});
  ports_ = reach_ports(leg_, question, from);
}

Gone ReachBuilder::go() {
  const Packet packet = packet_between(from_, to_, gates::Direction::Forward);
  std::size_t hop = start(from_);
  const auto* endpoint = from_.gateway != nullptr ? from_.gateway : from_.endpoint;
  if (endpoint != nullptr) {
    leg_.graph.then(hop, {.kind = "endpoint",
                          .id = endpoint->id(),
                          .place = gates::EndpointPlace{.packet = packet,
                                                        .scope = endpoint->scope,
                                                        .endpoint = endpoint,
                                                        .opens = true},
                          .back = false,
                          .gates = {}});
    return {{NatChain()}, ways(), std::nullopt, ""};
  }
  if (to_.amazon) {
    ask_amazon(hop, packet);
    return {{NatChain()}, ways(), std::nullopt, ""};
  }
  if (from_.vpc.empty()) {
    come_in(hop, packet);
    return {{NatChain()}, ways(), std::nullopt, ""};
  }
  if (from_.has_groups) {
    hop = group(from_.scope, hop, packet, true, from_.name, from_.groups,
                named_on_leaving(), Predicate::always());
  }
  leave(hop, position_of(from_), from_, to_, packet,
        [&](std::size_t at) { enter(at, packet); });
  if (chains_.empty()) chains_.emplace_back();
  return {chains_, ways(), back_from_, vouched_id_};
}

void ReachBuilder::come_back(const Gone& gone) {
  const auto& chains = gone.chains;
  back_from_ = gone.back_from;
  vouched_id_ = gone.vouched_id;
  expect(gone.firewalls);
  const Packet packet = packet_between(to_, from_, gates::Direction::Back);
  const std::size_t hop = start(to_);
  if (to_.amazon) {
    finish(hop, from_.name);
    return;
  }
  if (chains.size() == 1) {
    come_back(chains.front(), hop, packet);
    return;
  }
  const FieldId choice =
      leg_.fields.add({.name = "way of the packet",
                       .kind = Field::Kind::Class,
                       .domain = IntervalSet::range(0, chains.size() - 1),
                       .text_domain = {}});
  for (std::size_t i = 0; i < chains.size(); ++i) {
    const auto chosen =
        mark(hop, "", "", Predicate::in_set(choice, IntervalSet::single(i)));
    come_back(chains[i], chosen, packet);
  }
}

std::vector<gates::GroupMembers> ReachBuilder::named_on_leaving() const {
  const bool named =
      sends_by_name(context_, from_.scope, from_.groups, to_.groups) &&
      keeps_groups_on_leaving(context_, position_of(from_), position_of(to_),
                              to_.addresses, to_.family);
  return named ? members_of(to_) : std::vector<gates::GroupMembers>{};
}

std::vector<gates::GroupMembers> ReachBuilder::named_on_entering(Truth keeps) const {
  if (keeps == Truth::Yes) return members_of(from_);
  const std::string lost_at = last_nat() != nullptr ? last_nat()->id().str() : lost_at_;
  if (lost_at.empty()) return {};
  auto members = members_of(from_);
  for (auto& each : members) each.lost_at = lost_at;
  return members;
}

namespace {

/// Why it is not known that the end has metadata to ask for; nothing if it has. AWS:
/// EC2 user guide, "Use the Instance Metadata Service": an instance's own, unless it is
/// off.
std::optional<Unknown> metadata_question(const gates::Context& context,
                                         const ReachEnd& end) {
  const auto* interface =
      context.account.find<aws::NetworkInterface>(end.scope, end.name);
  const auto* instance =
      interface == nullptr
          ? nullptr
          : context.account.find<aws::Instance>(end.scope, interface->instance_id.text);
  if (instance == nullptr) {
    return Unknown{
        .call = std::string(aws::Instance::kCall),
        .why = fmt::format("no instance with {} is in the snapshot", end.name)};
  }
  if (instance->metadata == "enabled") return std::nullopt;
  return Unknown{.call = "",
                 .why = fmt::format("the metadata service of {} is not known to be on",
                                    instance->id())};
}

}  // namespace

/// AWS: VPC user guide, "Security groups" and "Network ACLs": neither is asked, and no
/// route leads there.
void ReachBuilder::ask_amazon(std::size_t from, const Packet& packet) {
  const AmazonService& service = *to_.amazon;
  if (from_.vpc.empty() ||
      (!to_.vpc.empty() && !position_of(to_).is_in_vpc_of(position_of(from_)))) {
    undecided(
        from, "",
        fmt::format("whether {} answers others than its own VPC is not documented",
                    service.name));
    return;
  }
  if (service.is_for_instances) {
    if (const auto question = metadata_question(context_, from_)) {
      undecided(from, question->call, question->why);
      return;
    }
  }
  const bool takes = (packet.protocol == aws::kUdp && service.takes_udp) ||
                     (packet.protocol == aws::kTcp && service.takes_tcp);
  if (!takes || !asks_for(service.port)) {
    undecided(
        from, "",
        fmt::format("what {} answers on others than its port {} is not documented",
                    service.name, service.port));
    return;
  }
  const auto hop = leg_.graph.then(
      from, {.kind = "amazon-service",
             .id = to_.name,
             .place = gates::AmazonServicePlace{.packet = packet,
                                                .scope = from_.scope,
                                                .vpc = from_.vpc,
                                                .name = service.name,
                                                .needs_dns = service.needs_dns},
             .back = false,
             .gates = {}});
  finish(hop, to_.name);
}

void ReachBuilder::come_home(std::size_t from, const Packet& packet,
                             bool is_behind_nat) {
  if (const auto hop = settle(from, packet, is_behind_nat)) {
    finish(*hop, from_.name);
    return;
  }
  undecided(from, "",
            "whether replies pass the endpoints of firewalls that the packet has "
            "passed is not known");
}

void ReachBuilder::enter(std::size_t from, const Packet& sent) {
  note_nats();
  note_arrival();
  std::size_t hop = from;
  if (to_.nat != nullptr) {
    leg_.graph.then(hop, {.kind = "nat-gateway",
                          .id = to_.nat->id(),
                          .place = gates::NatGatewayPlace{.packet = sent,
                                                          .scope = to_.nat->scope,
                                                          .gateway_id = to_.nat->id(),
                                                          .gateway = to_.nat,
                                                          .is_end = true},
                          .back = false,
                          .gates = {}});
    return;
  }
  // Behind a NAT gateway the source is the gateway, which is in no group.
  const Packet packet = last_nat() != nullptr ? outside_ : sent;
  // AWS: "Security group rules": references do not hold through a middlebox.
  const bool is_changed = last_nat() != nullptr || has_passed_firewall();
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
                last_nat() == nullptr ? from_.name : last_nat()->id().str());
  }
  // AWS: PrivateLink guide, "Considerations" of interface endpoints of AWS services.
  if (to_.endpoint != nullptr && ports_.protocol != aws::kTcp) {
    undecided(hop, "",
              fmt::format("whether {} takes others than TCP is not documented",
                          to_.endpoint->id()));
    return;
  }
  if (to_.endpoint != nullptr) hop = pass_endpoint(hop, *to_.endpoint, packet);
  finish(hop, to_.name);
}

void ReachBuilder::come_back(const NatChain& chain, std::size_t hop,
                             const Packet& packet) {
  const Arrived home = [&](std::size_t at) { come_home(at, packet, !chain.empty()); };
  if (!chain.empty() && chain.back()->regional && !to_.vpc.empty()) {
    undecided(hop, "", private_regional(*chain.back(), to_));
  } else if (!chain.empty()) {
    come_back_through(chain, chain.size(), hop, to_, packet, home);
  } else if (back_from_) {
    come_back_vouched(hop, packet, home);
  } else if (to_.vpc.empty()) {
    // Whoever answers from outside finds the interface.
    enter_vpc(hop, to_, from_, packet, home);
  } else {
    leave(hop, position_of(to_), to_, from_, packet, home);
  }
}

void ReachBuilder::come_back_through(const NatChain& chain, std::size_t left,
                                     std::size_t hop, const ReachEnd& source,
                                     const Packet& packet, const Arrived& home) {
  const std::string flow = flow_;
  const aws::NatGateway& nat = *chain[left - 1];
  flow_ = nat.id();
  back_to(nat, hop, source, packet, [&](std::size_t at) {
    flow_.clear();
    // From here on it is a packet to another address.
    const bool was_passing_by = std::exchange(is_passing_by_, false);
    const auto been = std::exchange(been_, {});
    if (left > 1) {
      come_back_through(chain, left - 1, at, end_at(nat), packet, home);
    } else if (nat.regional) {
      take_routes(at, place_of(nat), *table_of(nat), to_, from_, packet, home);
    } else {
      leave(at, place_of(nat), to_, from_, packet, home);
    }
    is_passing_by_ = was_passing_by;
    been_ = been;
    flow_ = nat.id();
  });
  flow_ = flow;
}

void ReachBuilder::come_back_vouched(std::size_t hop, const Packet& packet,
                                     const Arrived& home) {
  if (!back_from_->subnet.empty()) {
    leave(hop, *back_from_, to_, from_, packet, home);
    return;
  }
  const auto* table = context_.network->edge_table_of(back_from_->scope, vouched_id_);
  if (table != nullptr) {
    take_routes(hop, *back_from_, *table, to_, from_, packet, home);
  } else {
    home(subnet(from_.scope, hop, packet, false, from_.subnet));
  }
}

Packet ReachBuilder::packet_between(const ReachEnd& source, const ReachEnd& destination,
                                    gates::Direction direction) {
  const bool forward = direction == gates::Direction::Forward;
  return {
      .source = address_field("source address", addresses_of(source),
                              !source.addresses.empty(), source.family),
      .destination = address_field("destination address", addresses_of(destination),
                                   !destination.addresses.empty(), destination.family),
      .source_port = forward ? ports_.client : ports_.server,
      .destination_port = forward ? ports_.server : ports_.client,
      .protocol = ports_.protocol,
      .direction = direction,
      .family = destination.family,
      .far_service = far_service()};
}

std::string ReachBuilder::far_service() const {
  if (to_.gateway != nullptr) return to_.gateway->service_name;
  const bool outside = to_.vpc.empty() || from_.vpc.empty();
  return outside ? std::string(gates::kAnyService) : std::string();
}

IntervalSet ReachBuilder::addresses_of(const ReachEnd& end) {
  return end.addresses.empty() ? public_addresses(end.family) : end.addresses;
}

std::vector<gates::GroupMembers> ReachBuilder::members_of(const ReachEnd& end) {
  if (!end.has_groups) return {};
  return {{.scope = end.scope, .addresses = end.addresses, .groups = end.groups}};
}

std::size_t ReachBuilder::start(const ReachEnd& end) {
  leg_.graph.add({});
  return mark(0, "start", end.name, Predicate::always());
}

void ReachBuilder::finish(std::size_t hop, const std::string& name) {
  mark(hop, "end", name, Predicate::always());
}

void ReachBuilder::undecided(std::size_t from, std::string call, std::string why) {
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

namespace {

Leg leg_of(const ReachQuestion& question, const gates::ClosedEndPlace& closed,
           bool back) {
  Leg leg;
  leg.host = question.to;
  leg.placements.emplace_back();
  leg.placement = leg.fields.add({.name = "placement",
                                  .kind = Field::Kind::Placement,
                                  .domain = IntervalSet::single(0),
                                  .text_domain = {}});
  leg.graph.add({});
  leg.graph.then(
      0, {.kind = "end", .id = closed.id, .place = closed, .back = back, .gates = {}});
  return leg;
}

}  // namespace

ReachWay no_way(const gates::Context& context, const ReachQuestion& question,
                const gates::ClosedEndPlace& closed) {
  ReachWay way{.forward = leg_of(question, closed, false),
               .back = leg_of(question, closed, true)};
  fill_gates(way.forward.graph, context);
  fill_gates(way.back.graph, context);
  return way;
}

ReachWay reach_way(const gates::Context& context, const ReachQuestion& question,
                   const ReachEnd& from, const ReachEnd& to) {
  ReachWay way;
  const auto gone = ReachBuilder(way.forward, context, question, from, to).go();
  ReachBuilder(way.back, context, question, from, to).come_back(gone);
  fill_gates(way.forward.graph, context);
  fill_gates(way.back.graph, context);
  return way;
}

}  // namespace pullproof::model
