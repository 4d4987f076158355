#include <fmt/format.h>

#include "model/connection_builder.h"
#include "model/foreign_group.h"
#include "model/gates/internet_gateway.h"
#include "model/gates/vouched.h"

namespace pullproof::model {

using gates::GroupMembers;
using gates::Packet;
using gates::RoutePlace;

std::size_t Connection::ask_own_servers(std::size_t from,
                                        const std::vector<Address>& servers) {
  std::vector<Address> ipv4;
  for (const auto& server : servers) {
    if (server.family == Family::Ipv4) ipv4.push_back(server);
  }
  // Whoever has IPv6 may ask one over that, which is not modelled.
  if (ipv4.size() != servers.size() && !source_.ipv6_addresses.empty()) return from;
  if (ipv4.size() == 1) return ask_own_server(from, ipv4.front(), Predicate::always());
  if (ipv4.empty()) return from;
  // A client asks the next server where one does not answer: only if none can be
  // reached is anything certain, which is what an inexact field says.
  const FieldId which =
      leg_.fields.add({.name = "DNS server",
                       .kind = Field::Kind::Placement,
                       .domain = IntervalSet::range(0, ipv4.size() - 1),
                       .text_domain = {},
                       .exact = false});
  const std::size_t joined = leg_.graph.add({.kind = "resolver",
                                             .id = "answer",
                                             .place = gates::WayPoint{},
                                             .back = true,
                                             .gates = {}});
  for (std::size_t i = 0; i < ipv4.size(); ++i) {
    leg_.graph.connect(
        ask_own_server(from, ipv4[i],
                       Predicate::in_set(which, IntervalSet::single(Number{i}))),
        joined);
  }
  return joined;
}

std::size_t Connection::ask_own_server(std::size_t from, const Address& server,
                                       Predicate guard) {
  Packet packet{
      .source = source_address_,
      .destination =
          address_field("DNS server address", IntervalSet::single(server.value), true),
      .source_port = {.field = port_field("DNS source port",
                                          leg_.fields.at(source_port_).domain),
                      .fixed = 0},
      .destination_port = {.field = std::nullopt, .fixed = 53},
      .protocol = 17,
      .direction = gates::Direction::Forward,
      .far_service = ""};
  std::vector<GroupMembers> peers;
  const auto* interface = server_interface(server);
  if (interface != nullptr) {
    peers.push_back({.scope = interface->scope,
                     .addresses = IntervalSet::single(server.value),
                     .groups = interface->groups});
  }
  const auto first = mark(from, "dns-server", server.text(), std::move(guard));
  leg_.assumptions.insert(gates::taken(context_, "own-dns-filter"));
  if (context_.switches.own_dns_filter == gates::OwnDnsFilter::Off) return first;
  const auto left = group(first, packet, true, source_.owner, source_.groups,
                          std::move(peers), Predicate::always());
  return local_server(left, server, packet);
}

const aws::NetworkInterface* Connection::server_interface(const Address& server) const {
  const auto having =
      context_.network->interfaces_at(source_.scope, source_.vpc, server);
  return having.size() == 1 ? having.front() : nullptr;
}

std::optional<Unknown> Connection::server_question(
    const Address& server, const aws::NetworkInterface* interface) const {
  const std::string call(aws::NetworkInterface::kCall);
  if (interface == nullptr) {
    return Unknown{
        .call = context_.account.calls().seen(source_.scope, call) ? "" : call,
        .why = fmt::format("no interface of {}, or several, has the address "
                           "of the DNS server {}",
                           source_.vpc.text, server.text())};
  }
  if (interface->is_detached) {
    return Unknown{.call = "",
                   .why = fmt::format("{}, which has the address of the DNS server {}, "
                                      "is attached to nothing",
                                      interface->id(), server.text())};
  }
  const auto* instance = context_.account.find<aws::Instance>(
      interface->scope, interface->instance_id.text);
  if (instance != nullptr && !instance->state.empty() && instance->state != "running") {
    return Unknown{
        .call = "",
        .why = fmt::format("the DNS server {} is on instance {}, in state `{}`",
                           server.text(), instance->id(), instance->state)};
  }
  return foreign_group(context_.account, interface->groups, interface->scope,
                       interface->vpc_id);
}

/// By the only route of a subnet, to the DNS server or back from it.
Connection::DnsRoute Connection::dns_route(std::size_t from, const SubnetId& subnet_id,
                                           const IntervalSet& there,
                                           const Packet& packet,
                                           const std::string& towards) {
  const auto* table = table_of(subnet_id);
  RoutePlace place{.packet = packet,
                   .outcome = RoutePlace::Outcome::Undecided,
                   .scope = source_.scope,
                   .table = table,
                   .route = nullptr,
                   .towards = towards,
                   .question = {}};
  const auto ends = [&] {
    return DnsRoute{.hop = dead_end(from, place, Predicate::always()), .ends = true};
  };
  if (table == nullptr) {
    place.question = no_table(source_.scope, subnet_id);
    return ends();
  }
  const auto branches = gates::look_up_route(context_, *table, {there});
  const auto& branch = branches.front();
  place.route = branch.route;
  if (branch.undecided || branches.size() != 1) {
    place.question = branch.undecided.value_or(Unknown{
        .call = "", .why = table->id() + " sends parts of it to several targets"});
    return ends();
  }
  if (branch.route == nullptr || branch.route->blackhole) {
    place.outcome = branch.route == nullptr ? RoutePlace::Outcome::None
                                            : RoutePlace::Outcome::Blackhole;
    return ends();
  }
  if (branch.route->target == aws::Route::Target::Local) return {.hop = from};
  const bool is_forward = packet.direction == gates::Direction::Forward;
  if (is_forward &&
      gates::is_vouched_for(context_, source_.scope, branch.route->target_id)) {
    return {
        .hop =
            vouched(from, home(), branch.route->target_id, packet, {own_groups()}).hop,
        .is_beyond = true};
  }
  if (is_forward && !there.overlaps(public_ipv4()) &&
      branch.route->target == aws::Route::Target::InternetGateway) {
    place.outcome = gates::at_internet_gateway(there);
    place.is_private = true;
    return ends();
  }
  place.question = {
      .call = "",
      .why = fmt::format("route table {} leads to {} by way of {}, which is "
                         "not modelled for queries",
                         table->id(), towards, branch.route->target_id)};
  return ends();
}

std::size_t Connection::local_server(std::size_t from, const Address& server,
                                     const Packet& packet) {
  const auto* interface = server_interface(server);
  const auto* own =
      context_.account.find<aws::Subnet>(source_.scope, source_.subnet.text);
  const bool inside = own != nullptr && own->cidr && own->cidr->contains(server);
  const std::string name = "the DNS server " + server.text();
  const Packet back = reply(packet);
  DnsRoute way{.hop = from};
  if (!inside) {
    way = dns_route(subnet(from, packet, true, source_.subnet), source_.subnet,
                    IntervalSet::single(server.value), packet, name);
    if (way.ends) return way.hop;
    if (interface != nullptr) {
      way.hop = subnet(way.hop, packet, false, interface->subnet_id);
    }
  }
  if (interface != nullptr) {
    way.hop = group(way.hop, packet, false, name, interface->groups, {own_groups()},
                    Predicate::always());
  }
  const auto question =
      way.is_beyond ? std::nullopt : server_question(server, interface);
  if (question) {
    way.hop = dead_end(way.hop,
                       {.packet = packet,
                        .outcome = RoutePlace::Outcome::Undecided,
                        .scope = source_.scope,
                        .table = nullptr,
                        .route = nullptr,
                        .towards = name,
                        .question = *question},
                       Predicate::always());
  }
  if (inside) return way.hop;
  if (interface != nullptr && !way.is_beyond) {
    way = dns_route(subnet(way.hop, back, true, interface->subnet_id),
                    interface->subnet_id, source_.addresses, back, source_.owner);
    if (way.ends) return way.hop;
  }
  return subnet(way.hop, back, false, source_.subnet);
}

}  // namespace pullproof::model
