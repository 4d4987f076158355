#include "model/client_ports.h"
#include "model/connection_builder.h"

namespace pullproof::model {

using gates::Forwarding;
using gates::Packet;
using gates::RoutePlace;

namespace {

gates::GroupMembers members_at(const aws::Scope& scope, const Forwarding::End& end) {
  return {.scope = scope,
          .addresses = IntervalSet::single(end.address.value),
          .groups = end.interface->groups};
}

}  // namespace

/// AWS: Route 53 developer guide, "Forwarding outbound DNS queries to your network": to
/// a target that is chosen at random, and to another one where that does not answer.
/// Whether it leaves by another address then is not documented: only if none can be
/// reached is anything certain, which is what an inexact field says.
std::size_t Connection::forward(std::size_t from, const gates::Answer& answer,
                                const gates::ResolverPlace& asked) {
  const Forwarding& way = *answer.forwarding;
  const auto& scope = way.vpc->scope;
  const auto rule = mark(from, "resolver-rule", answer.rule_id, answer.when);
  const std::size_t pairs = way.outbound.size() * way.inbound.size();
  const FieldId which = leg_.fields.add({.name = "way of the forwarded query",
                                         .kind = Field::Kind::Placement,
                                         .domain = IntervalSet::range(0, pairs - 1),
                                         .text_domain = {},
                                         .exact = pairs == 1});
  const std::size_t joined = leg_.graph.add({.kind = "resolver",
                                             .id = "forwarded query",
                                             .place = gates::WayPoint{},
                                             .back = false,
                                             .gates = {}});
  std::size_t number = 0;
  for (const auto& out : way.outbound) {
    for (const auto& in : way.inbound) {
      const auto begin = mark(rule, "resolver-endpoint", out.interface->id(),
                              takes(pairs, which, IntervalSet::single(Number{number})));
      ++number;
      leg_.graph.connect(forward_between(begin, scope, out, in), joined);
    }
  }
  return ask_resolver(joined, gates::moved_to(*way.vpc, asked));
}

std::size_t Connection::forward_between(std::size_t from, const aws::Scope& scope,
                                        const Forwarding::End& out,
                                        const Forwarding::End& in) {
  const Packet query{
      .source = address_field("resolver endpoint address",
                              IntervalSet::single(out.address.value), true),
      .destination = address_field("resolver target address",
                                   IntervalSet::single(in.address.value), true),
      .source_port = {.field = port_field(
                          "DNS source port",
                          IntervalSet::range(kManagedPorts.first, kManagedPorts.last)),
                      .fixed = 0},
      .destination_port = {.field = std::nullopt, .fixed = 53},
      .protocol = 17,
      .direction = gates::Direction::Forward,
      .far_service = ""};
  const std::string name = "the resolver endpoint's " + in.interface->id();
  std::size_t hop = HopWords::group(scope, from, query, true, out.interface->id(),
                                    out.interface->groups, {members_at(scope, in)},
                                    Predicate::always());
  hop = stay_in_vpc(hop, scope, out, in, query);
  hop = HopWords::group(scope, hop, query, false, name, in.interface->groups,
                        {members_at(scope, out)}, Predicate::always(),
                        out.interface->id());
  return stay_in_vpc(hop, scope, in, out, reply(query));
}

std::size_t Connection::stay_in_vpc(std::size_t from, const aws::Scope& scope,
                                    const Forwarding::End& at,
                                    const Forwarding::End& to, const Packet& packet) {
  const SubnetId& subnet = at.interface->subnet_id;
  if (subnet == to.interface->subnet_id) return from;
  std::size_t hop = HopWords::subnet(scope, from, packet, true, subnet);
  const auto* table = HopWords::table_of(scope, subnet);
  if (table == nullptr) {
    return dead_end(hop,
                    {.packet = packet,
                     .outcome = RoutePlace::Outcome::Undecided,
                     .scope = scope,
                     .table = nullptr,
                     .route = nullptr,
                     .towards = to.interface->id(),
                     .question = no_table(scope, subnet)},
                    Predicate::always());
  }
  hop = stay_local(hop, *table, packet.destination,
                   IntervalSet::single(to.address.value), packet);
  return HopWords::subnet(scope, hop, packet, false, to.interface->subnet_id);
}

}  // namespace pullproof::model
