#include "model/hop_words.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "model/aws/network_index.h"
#include "model/foreign_group.h"
#include "model/gates/route_lookup.h"

namespace pullproof::model {

using gates::GroupMembers;
using gates::GroupPlace;
using gates::Packet;
using gates::RoutePlace;
using gates::SubnetPlace;

FieldId HopWords::address_field(std::string name, IntervalSet domain, bool exact,
                                Family family) {
  return leg_.fields.add(
      {.name = std::move(name),
       .kind = family == Family::Ipv4 ? Field::Kind::Address : Field::Kind::Ipv6Address,
       .domain = std::move(domain),
       .text_domain = {},
       .exact = exact});
}

FieldId HopWords::port_field(std::string name, IntervalSet domain) {
  return leg_.fields.add({.name = std::move(name),
                          .kind = Field::Kind::Port,
                          .domain = std::move(domain),
                          .text_domain = {},
                          .exact = true});
}

std::size_t HopWords::group(const aws::Scope& scope, std::size_t from,
                            const Packet& packet, bool egress, const std::string& owner,
                            const std::vector<SecurityGroupId>& groups,
                            std::vector<GroupMembers> peers, Predicate guard,
                            const std::string& far_end) {
  Symbol id = groups.empty() ? Symbol() : groups.front().text;
  for (std::size_t i = 1; i < groups.size(); ++i) id = id + ", " + groups[i].text;
  return leg_.graph.then(from,
                         {.kind = "security-group",
                          .id = id,
                          .place = GroupPlace{.packet = packet,
                                              .egress = egress,
                                              .scope = scope,
                                              .owner = owner,
                                              .groups = groups,
                                              .peers = std::move(peers),
                                              .far_end = far_end},
                          .back = packet.direction == gates::Direction::Back,
                          .gates = {}},
                         std::move(guard));
}

std::size_t HopWords::subnet(const aws::Scope& scope, std::size_t from,
                             const Packet& packet, bool egress,
                             const SubnetId& subnet) {
  const auto* acl = context_.network->acl_of(scope, subnet);
  return leg_.graph.then(from, {.kind = "network-acl",
                                .id = acl == nullptr ? subnet.text : acl->id(),
                                .place = SubnetPlace{.packet = packet,
                                                     .egress = egress,
                                                     .scope = scope,
                                                     .subnet = subnet},
                                .back = packet.direction == gates::Direction::Back,
                                .gates = {}});
}

std::size_t HopWords::mark(std::size_t from, std::string kind, Symbol id,
                           Predicate guard, gates::Direction direction) {
  return leg_.graph.then(from,
                         {.kind = std::move(kind),
                          .id = id,
                          .place = gates::WayPoint{},
                          .back = direction == gates::Direction::Back,
                          .gates = {}},
                         std::move(guard));
}

Predicate HopWords::takes(std::size_t branches, FieldId destination,
                          const IntervalSet& part) {
  return branches == 1 ? Predicate::always() : Predicate::in_set(destination, part);
}

std::size_t HopWords::dead_end(std::size_t from, RoutePlace place, Predicate guard) {
  const Symbol id = place.table == nullptr ? Symbol("?") : place.table->id();
  const bool back = place.packet.direction == gates::Direction::Back;
  return leg_.graph.then(from,
                         {.kind = "route-table",
                          .id = id,
                          .place = std::move(place),
                          .back = back,
                          .gates = {}},
                         std::move(guard));
}

const aws::RouteTable* HopWords::table_of(const aws::Scope& scope,
                                          const SubnetId& subnet) const {
  const auto* found = context_.account.find<aws::Subnet>(scope, subnet.text);
  if (found == nullptr || gates::disputed(context_.account, *found)) return nullptr;
  if (!found->is_available()) return nullptr;
  const auto* table = context_.network->table_of(scope, found->vpc_id, subnet);
  return table == nullptr || gates::disputed(context_.account, *table) ? nullptr
                                                                       : table;
}

Unknown HopWords::no_table(const aws::Scope& scope, const SubnetId& subnet) const {
  const auto* found = context_.account.find<aws::Subnet>(scope, subnet.text);
  if (found != nullptr) {
    if (const auto question = gates::disputed(context_.account, *found))
      return *question;
    if (!found->is_available()) {
      return {.call = "",
              .why = fmt::format("{} is in state `{}`", found->id(), found->state)};
    }
    const auto* table = context_.network->table_of(scope, found->vpc_id, subnet);
    if (table != nullptr) {
      if (const auto question = gates::disputed(context_.account, *table))
        return *question;
    }
  }
  return {.call = std::string(aws::RouteTable::kCall),
          .why = "the route table of " + subnet.text + " is not in the snapshot"};
}

std::size_t HopWords::pass_endpoint(std::size_t from, const aws::VpcEndpoint& endpoint,
                                    const Packet& packet, bool for_layers) {
  return leg_.graph.then(from, {.kind = "endpoint",
                                .id = endpoint.id(),
                                .place = gates::EndpointPlace{.packet = packet,
                                                              .scope = endpoint.scope,
                                                              .endpoint = &endpoint,
                                                              .for_layers = for_layers},
                                .back = false,
                                .gates = {}});
}

Unknown HopWords::nothing_beyond(const aws::RouteTable& table, const aws::Route& route,
                                 bool may_vouch) {
  std::string why = fmt::format(
      "route table {} sends {} to {}, and nothing tells what lies beyond it",
      table.id(), route.destination_text(), route.target_id);
  if (may_vouch && route.target == aws::Route::Target::Other) {
    why += fmt::format(" (--assume {} vouches for it)", route.target_id);
  }
  return {.call = "", .why = std::move(why)};
}

HopWords::Vouched HopWords::vouched(std::size_t from, const Position& at, Symbol id,
                                    const Packet& packet,
                                    std::vector<GroupMembers> peers) {
  return appliance(from, at, id, packet, std::move(peers), true);
}

std::size_t HopWords::not_vouched(std::size_t from, const Position& at,
                                  const aws::Route& route, const Packet& packet,
                                  std::vector<GroupMembers> peers) {
  return appliance(from, at, route.target_id, packet, std::move(peers), false).hop;
}

std::optional<Unknown> HopWords::appliance_question(
    const aws::NetworkInterface* interface, const Packet& packet) const {
  if (interface == nullptr) return std::nullopt;
  const auto own = interface->primary_ipv4();
  if (own && leg_.fields.at(packet.source).domain == IntervalSet::single(own->value)) {
    return Unknown{.call = "",
                   .why = fmt::format("a route leads packets of {} to {} itself",
                                      interface->id(), interface->id())};
  }
  return foreign_group(context_.account, interface->groups, interface->scope,
                       interface->vpc_id);
}

HopWords::Vouched HopWords::appliance(std::size_t from, const Position& at, Symbol id,
                                      const Packet& packet,
                                      std::vector<GroupMembers> peers,
                                      bool is_vouched) {
  const auto* interface =
      id.starts_with("i-")
          ? context_.network->primary_interface(at.scope, InstanceId(id))
          : context_.account.find<aws::NetworkInterface>(at.scope, id);
  // AWS: a Gateway Load Balancer endpoint is in one subnet.
  const auto* endpoint = context_.account.find<aws::VpcEndpoint>(at.scope, id);
  SubnetId inside;
  if (interface != nullptr) inside = interface->subnet_id;
  if (endpoint != nullptr && endpoint->subnets.size() == 1) {
    inside = endpoint->subnets.front();
  }
  std::size_t hop = from;
  if (!inside.empty() && inside != at.subnet) {
    hop = subnet(at.scope, hop, packet, false, inside);
  }
  const auto open = appliance_question(interface, packet);
  if (open) {
    hop = dead_end(hop,
                   {.packet = packet,
                    .outcome = RoutePlace::Outcome::Undecided,
                    .scope = at.scope,
                    .table = nullptr,
                    .route = nullptr,
                    .towards = id,
                    .question = *open},
                   Predicate::always());
  }
  const bool is_forward = packet.direction == gates::Direction::Forward;
  if (interface != nullptr && !interface->groups.empty() && is_forward) {
    hop = group(interface->scope, hop, packet, false, id, interface->groups,
                std::move(peers), Predicate::always(), "packets sent there");
  }
  hop = leg_.graph.then(
      hop, {.kind = is_vouched ? "vouched-for" : "beyond",
            .id = id,
            .place = gates::VouchedPlace{.packet = packet,
                                         .scope = at.scope,
                                         .vpc = at.vpc,
                                         .id = id,
                                         .is_vouched = is_vouched,
                                         .interface = interface,
                                         .endpoint = endpoint,
                                         .vpn_gateway =
                                             context_.account.find<aws::VpnGateway>(
                                                 at.scope, id)},
            .back = packet.direction == gates::Direction::Back,
            .gates = {}});
  return {hop, inside};
}

std::size_t HopWords::enter_nat(std::size_t from, const Position& at, Symbol id,
                                const Packet& packet, bool may_lead_outside) {
  const auto* nat = context_.account.find<aws::NatGateway>(at.scope, id);
  std::size_t hop = from;
  if (nat != nullptr && nat->subnet_id != at.subnet) {
    hop = subnet_if_any(nat->scope, hop, packet, false, nat->subnet_id);
  }
  return leg_.graph.then(
      hop,
      {.kind = "nat-gateway",
       .id = id,
       .place =
           gates::NatGatewayPlace{
               .packet = packet,
               .scope = at.scope,
               .gateway_id = id,
               .gateway = nat,
               .to_internet = may_lead_outside && leads_to_internet(nat, packet),
               .from = context_.account.find<aws::Subnet>(at.scope, at.subnet.text)},
       .back = false,
       .gates = {}});
}

/// AWS: VPC user guide, "Regional NAT gateways": a standalone resource. ACLs are of
/// subnets.
std::size_t HopWords::subnet_if_any(const aws::Scope& scope, std::size_t from,
                                    const Packet& packet, bool egress,
                                    const SubnetId& subnet_id) {
  return subnet_id.empty() ? from : subnet(scope, from, packet, egress, subnet_id);
}

HopWords::SourceAtGateway HopWords::at_gateway(const aws::NatGateway& nat,
                                               const Packet& inside) const {
  // One whose packets all go there has refused them already.
  if (nat.is_public || leads_to_internet(&nat, inside)) return {.behind_nat = true};
  return {.address_fact =
              gates::fact_about(nat.id(), nat.source, "its connectivity is private")};
}

std::size_t HopWords::internet_gateway(std::size_t from, const Position& at,
                                       const aws::Route& route, const Packet& packet,
                                       const SourceAtGateway& source) {
  const bool egress_only =
      route.target == aws::Route::Target::EgressOnlyInternetGateway;
  const aws::InternetGateway* gateway =
      context_.account.find<aws::InternetGateway>(at.scope, route.target_id);
  if (egress_only) {
    gateway = context_.account.find<aws::EgressOnlyInternetGateway>(at.scope,
                                                                    route.target_id);
  }
  return leg_.graph.then(
      from,
      {.kind = egress_only ? "egress-only-internet-gateway" : "internet-gateway",
       .id = route.target_id,
       .place = gates::InternetGatewayPlace{.packet = packet,
                                            .scope = at.scope,
                                            .vpc = at.vpc,
                                            .subnet = at.subnet,
                                            .gateway_id = route.target_id,
                                            .gateway = gateway,
                                            .behind_nat = source.behind_nat,
                                            .public_address = source.public_address,
                                            .address_fact = source.address_fact},
       .back = false,
       .gates = {}});
}

bool HopWords::leads_to_firewall(const aws::Route& route, const Position& at) const {
  return !route.blackhole && route.target == aws::Route::Target::VpcEndpoint &&
         gates::firewall_at(context_, at.scope, route.target_id).firewall != nullptr;
}

const aws::RouteTable* HopWords::table_of(const aws::NatGateway& nat) const {
  if (!nat.regional) return table_of(nat.scope, nat.subnet_id);
  const auto* named =
      context_.account.find<aws::RouteTable>(nat.scope, nat.route_table.text);
  return named != nullptr ? named
                          : context_.network->edge_table_of(nat.scope, nat.id());
}

std::optional<Unknown> HopWords::nat_question(const aws::NatGateway* nat, Symbol id,
                                              const Position& at,
                                              const Packet& packet) const {
  const std::string call(aws::NatGateway::kCall);
  if (nat == nullptr) {
    return Unknown{.call = call,
                   .why = "NAT gateway " + id + " is not in the snapshot"};
  }
  if (!nat->regional && nat->subnet_id.empty()) {
    return Unknown{.call = call, .why = "the subnet of " + id + " was not printed"};
  }
  if (nat->vpc_id != at.vpc) {
    return Unknown{.call = call,
                   .why = fmt::format("NAT gateway {} is in {}, not in {}", id,
                                      nat->vpc_id.text, at.vpc.text)};
  }
  if (auto question = gates::disputed(context_.account, *nat)) return question;
  if (packet.family == Family::Ipv6 && !is_for_nat64(packet)) {
    return Unknown{.call = "",
                   .why = fmt::format("{} translates IPv6 packets to {} only, and a "
                                      "route leads others to it",
                                      id, nat64_block().text())};
  }
  if (table_of(*nat) == nullptr) {
    return Unknown{.call = std::string(aws::RouteTable::kCall),
                   .why = "the route table of " + id + " is not in the snapshot"};
  }
  return std::nullopt;
}

IntervalSet HopWords::nat_addresses(const aws::NatGateway& nat,
                                    const Position& from) const {
  IntervalSet own = nat.private_addresses();
  if (!own.empty() || !nat.regional) return own;
  const auto* subnet = context_.account.find<aws::Subnet>(from.scope, from.subnet.text);
  return subnet == nullptr ? nat.public_addresses() : nat.public_addresses_for(*subnet);
}

Packet HopWords::translated(const Packet& packet, const std::string& far_service) {
  if (packet.family == Family::Ipv4) return packet;
  const Field field = leg_.fields.at(packet.destination);
  Packet outside = packet;
  outside.family = Family::Ipv4;
  outside.destination =
      address_field("IPv4 destination", from_nat64(field.domain), field.exact);
  outside.far_service = far_service;
  return outside;
}

std::size_t HopWords::firewall(std::size_t from, const gates::FirewallAt& at,
                               const Packet& packet, const std::string& server_name,
                               gates::FirewallPlace::Meeting meeting,
                               const gates::LedAstray& astray) {
  const auto ports_of = [&](const gates::PortTerm& port) {
    return port.field ? leg_.fields.at(*port.field).domain
                      : IntervalSet::single(port.fixed);
  };
  return leg_.graph.then(
      from, {.kind = "network-firewall",
             .id = at.endpoint->endpoint_id,
             .place =
                 gates::FirewallPlace{
                     .packet = packet,
                     .sources = leg_.fields.at(packet.source).domain,
                     .destinations = leg_.fields.at(packet.destination).domain,
                     .source_ports = ports_of(packet.source_port),
                     .destination_ports = ports_of(packet.destination_port),
                     .firewall = at.firewall,
                     .endpoint = at.endpoint,
                     .server_name = server_name,
                     .meeting = meeting,
                     .astray = astray},
             .back = meeting != gates::FirewallPlace::Meeting::There,
             .gates = {}});
}

bool HopWords::leads_to_internet(const aws::NatGateway* nat,
                                 const Packet& packet) const {
  if (nat == nullptr || nat->is_public) return true;
  const auto* table = table_of(*nat);
  if (table == nullptr) return false;
  const IntervalSet& domain = leg_.fields.at(packet.destination).domain;
  const bool nat64 = packet.family == Family::Ipv6;
  const IntervalSet destinations = nat64 ? from_nat64(domain) : domain;
  const auto branches =
      gates::look_up_route(context_, *table,
                           {destinations, nat64 ? std::string(gates::kAnyService)
                                                : std::string(packet.far_service)});
  // Where only some do, the internet gateway refuses those.
  return !branches.empty() &&
         std::all_of(branches.begin(), branches.end(), [](const auto& branch) {
           return branch.route != nullptr &&
                  branch.route->target == aws::Route::Target::InternetGateway;
         });
}

}  // namespace pullproof::model
