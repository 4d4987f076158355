#include <fmt/format.h>

#include "model/connection_builder.h"

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
  const auto* interface =
      context_.network->interface_at(source_.scope, source_.vpc, server);
  if (interface != nullptr) {
    peers.push_back({.scope = interface->scope,
                     .addresses = IntervalSet::single(server.value),
                     .groups = interface->groups});
  }
  const auto first = mark(from, "dns-server", server.text(), std::move(guard));
  const auto left = group(first, packet, true, source_.owner, source_.groups,
                          std::move(peers), Predicate::always());
  return local_server(left, server, packet);
}

std::size_t Connection::local_server(std::size_t from, const Address& server,
                                     const Packet& packet) {
  const auto* interface =
      context_.network->interface_at(source_.scope, source_.vpc, server);
  const auto* own =
      context_.account.find<aws::Subnet>(source_.scope, source_.subnet.text);
  const bool inside = own != nullptr && own->cidr && own->cidr->contains(server);
  std::size_t hop = from;
  if (!inside) {
    hop = subnet(hop, packet, true, source_.subnet);
    const auto* table = table_of(source_.subnet);
    if (table != nullptr) {
      const IntervalSet there = IntervalSet::single(server.value);
      for (const auto& branch : gates::look_up_route(context_, *table, {there})) {
        const bool leads_on = branch.route != nullptr && !branch.route->blackhole;
        const bool goes_round = interface != nullptr && leads_on &&
                                branch.route->target != aws::Route::Target::Local;
        if (branch.undecided || goes_round) {
          return dead_end(
              hop,
              {.packet = packet,
               .outcome = RoutePlace::Outcome::Undecided,
               .scope = source_.scope,
               .table = table,
               .route = branch.route,
               .towards = "the DNS server " + server.text(),
               .question = branch.undecided.value_or(Unknown{
                   .call = "",
                   .why = fmt::format("route table {} leads to the DNS server {} by "
                                      "way of {}, which is not modelled",
                                      table->id(), server.text(),
                                      leads_on ? branch.route->target_id : "")})},
              Predicate::always());
        }
        if (leads_on) continue;
        return dead_end(
            hop,
            {.packet = packet,
             .outcome = branch.route == nullptr ? RoutePlace::Outcome::None
                                                : RoutePlace::Outcome::Blackhole,
             .scope = source_.scope,
             .table = table,
             .route = branch.route,
             .towards = "the DNS server " + server.text(),
             .question = {}},
            Predicate::always());
      }
    }
    if (interface != nullptr) hop = subnet(hop, packet, false, interface->subnet_id);
  }
  if (interface != nullptr) {
    hop = group(hop, packet, false, "the DNS server " + server.text(),
                interface->groups, {own_groups()}, Predicate::always());
    if (!inside) hop = subnet(hop, reply(packet), true, interface->subnet_id);
  }
  return inside ? hop : subnet(hop, reply(packet), false, source_.subnet);
}

}  // namespace pullproof::model
