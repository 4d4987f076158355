#include "model/connection.h"

#include <map>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "model/client_ports.h"
#include "model/connection_builder.h"

namespace pullproof::model {

using gates::RoutePlace;

namespace {

IntervalSet client_ports(const std::string& os, const gates::Switches& switches) {
  const Interval ports = os == "windows" ? kWindowsPorts : linux_ports(switches);
  return IntervalSet::range(ports.first, ports.last);
}

}  // namespace

void Connection::end(std::size_t from, RoutePlace place, const Unknown& question,
                     Predicate guard) {
  carry_(dead_end(from, std::move(place), std::move(guard)), nothing_known(question));
}

PathFacts Connection::nothing_known(const Unknown& question) const {
  PathFacts facts;
  facts.source = source_address_;
  facts.undecided = question;
  return facts;
}

void Connection::stop(std::size_t from, RoutePlace place, Predicate guard) {
  end(from, std::move(place),
      {.call = "", .why = "the request has no way, so what its way tells is not known"},
      std::move(guard));
}

void Connection::undecided(std::size_t from, const Unknown& question, Predicate guard) {
  end(from,
      {.packet = {},
       .outcome = RoutePlace::Outcome::Undecided,
       .scope = source_.scope,
       .table = nullptr,
       .route = nullptr,
       .towards = target_.host,
       .question = question},
      question, std::move(guard));
}

void Connection::go_round(std::size_t from, const gates::Packet& packet,
                          const aws::RouteTable* table, const aws::Route& route,
                          Predicate guard) {
  stop(from,
       {.packet = packet,
        .outcome = RoutePlace::Outcome::Loop,
        .scope = table->scope,
        .table = table,
        .route = &route,
        .towards = target_.host,
        .question = {}},
       std::move(guard));
}

void Connection::pass_by(std::size_t from, const RoutePlace& place) {
  if (place.outcome == RoutePlace::Outcome::Loop) {
    stop(from, place, Predicate::always());
  } else {
    undecided(from, place.question, Predicate::always());
  }
}

std::size_t Connection::ask_resolver(std::size_t from, gates::ResolverPlace place) {
  return leg_.graph.then(from, {.kind = "resolver",
                                .id = target_.host,
                                .place = std::move(place),
                                .back = false,
                                .gates = {}});
}

void Connection::unanswered(std::size_t from, Predicate guard) {
  const auto hop = mark(from, "resolver", "no answer", std::move(guard));
  carry_(hop, nothing_known({.call = "",
                             .why = "the name has no answer, so what the way to it "
                                    "tells is not known"}));
}

void Connection::add(std::size_t placement, const std::string& os,
                     const Predicate& when) {
  source_port_ = port_field("source port", client_ports(os, context_.switches));
  if (os != "windows" && context_.switches.linux_ports != gates::LinuxPorts::To60999) {
    leg_.assumptions.insert(gates::taken(context_, "linux-ports"));
  }
  const auto start = mark(
      0, source_.hop_kind,
      source_.hop_id.empty() ? source_.placement.subnet : source_.hop_id,
      Predicate::all_of(
          {Predicate::in_set(leg_.placement, IntervalSet::single(Number{placement})),
           when}));
  gates::ResolverPlace resolver{.scope = source_.scope,
                                .vpc = source_.vpc,
                                .host = target_.host,
                                .service = target_.service,
                                .region = target_.region,
                                .family = family_};
  resolver.is_of_vpc = target_.inside.has_value();
  if (source_.is_ipv6_only() && !target_.dual_stack && !target_.inside) {
    resolver.ipv6_only_subnet = source_.subnet;
  }
  if (source_.undecided) {
    const auto hop = source_.is_ipv6_only() ? ask_resolver(start, resolver) : start;
    undecided(hop, *source_.undecided, Predicate::always());
    return;
  }
  const gates::Resolution resolution = gates::resolve(resolver, context_);
  if (family_ == Family::Ipv6 && !resolution.own_servers.empty()) {
    undecided(start,
              {.call = "",
               .why = "how a DNS server of one's own is asked by whoever has IPv6 is "
                      "not modelled yet"},
              Predicate::always());
    return;
  }
  const auto asked = ask_own_servers(start, resolution.own_servers);
  const auto hop = ask_resolver(asked, resolver);
  if (target_.inside) return follow_inside(hop, resolution);
  for (const auto& answer : resolution.answers) {
    if (!answer.forwarding) {
      follow(hop, answer);
      continue;
    }
    gates::Answer there = answer;
    there.when = Predicate::always();
    follow(forward(hop, answer, resolver), there);
  }
}

void Connection::to_public_if_named(std::size_t from, Predicate guard) {
  if (source_.is_ipv6_only() && !target_.dual_stack && !source_.dns64) {
    unanswered(from, std::move(guard));
  } else {
    to_public(from, std::move(guard));
  }
}

/// AWS: ECS developer guide, "Amazon ECS task networking options for Fargate", and ECR
/// user guide, "Making requests to Amazon ECR registries", say that endpoints are not
/// for dual-stack names and IPv6-only tasks; ECR's page on endpoints says otherwise.
void Connection::follow(std::size_t from, const gates::Answer& answer) {
  switch (answer.kind) {
    case gates::Answer::Kind::Endpoint:
      if (family_ == Family::Ipv6 || target_.dual_stack) {
        const bool is_unused =
            context_.switches.dual_stack_endpoint == gates::DualStackEndpoint::Unused;
        if (target_.dual_stack && is_unused) {
          leg_.assumptions.insert(gates::taken(context_, "dual-stack-endpoint"));
          to_public_if_named(from, answer.when);
          return;
        }
        undecided(
            from,
            {.call = "",
             .why = fmt::format("whether endpoint {} answers for {}, and over "
                                "IPv6, is not documented{}",
                                answer.endpoint->id(), target_.host,
                                target_.dual_stack ? " (`--assume "
                                                     "dual-stack-endpoint=unused` "
                                                     "decides)"
                                                   : "")},
            answer.when);
        return;
      }
      to_endpoint(from, answer);
      return;
    case gates::Answer::Kind::PublicSet:
      to_public_if_named(from, answer.when);
      return;
    case gates::Answer::Kind::Elsewhere:
      undecided(from, answer.question, answer.when);
      return;
    case gates::Answer::Kind::Nothing:
      unanswered(from, answer.when);
      return;
  }
}

namespace {

/// A host and a family that the client may use.
struct Lane {
  Target target;
  Family family = Family::Ipv4;
  Predicate when = Predicate::always();
};

/// The same target by one host, over each family that it has an address of.
void add_families(std::vector<Lane>& lanes, const SourceInterface& source,
                  const Target& target, const Predicate& when) {
  const bool over_ipv4 = !source.addresses.empty() || source.ipv6_addresses.empty();
  const bool over_ipv6 = source.is_ipv6_only() || (!source.ipv6_addresses.empty() &&
                                                   (target.dual_stack || source.dns64));
  if (!over_ipv6 || !over_ipv4) {
    lanes.push_back({target, over_ipv6 ? Family::Ipv6 : Family::Ipv4, when});
    return;
  }
  const Predicate by_ipv6 = Predicate::unknown(
      {.call = "",
       .why = fmt::format("whether {} connects to {} over IPv4 or IPv6 is not "
                          "documented",
                          source.owner, target.host),
       .aspect = "family"});
  lanes.push_back(
      {target, Family::Ipv4, Predicate::all_of({when, Predicate::negation(by_ipv6)})});
  lanes.push_back({target, Family::Ipv6, Predicate::all_of({when, by_ipv6})});
}

std::vector<Lane> lanes_of(const SourceInterface& source, const Target& target,
                           gates::HostOverIpv6 host, std::string_view name) {
  std::vector<Lane> lanes;
  const bool has_other =
      !target.dual_stack_host.empty() && !source.ipv6_addresses.empty();
  if (!has_other || host == gates::HostOverIpv6::Ipv4Name) {
    add_families(lanes, source, target, Predicate::always());
    return lanes;
  }
  const Predicate by_other = Predicate::unknown(
      {.call = "",
       .why = fmt::format("whether {} goes to {} or to {} is not documented "
                          "(`--assume {}=...` decides)",
                          source.owner, target.host, target.dual_stack_host, name),
       .aspect = "host"});
  Target other = target;
  other.host = target.dual_stack_host;
  other.dual_stack = true;
  if (host == gates::HostOverIpv6::DualStack) {
    add_families(lanes, source, other, Predicate::always());
    return lanes;
  }
  add_families(lanes, source, target, Predicate::negation(by_other));
  add_families(lanes, source, other, by_other);
  return lanes;
}

}  // namespace

void add_connection(Leg& leg, const gates::Context& context, std::size_t placement,
                    const SourceInterface& source, const std::string& os,
                    const Target& target, const Carry& carry) {
  std::map<Family, FieldId> addresses;
  const bool is_start = leg.stage == Stage::Start;
  const std::string_view name = is_start ? "start-host-ipv6" : "layer-host-ipv6";
  const auto host =
      is_start ? context.switches.start_host_ipv6 : context.switches.layer_host_ipv6;
  if (!target.dual_stack_host.empty() && !source.ipv6_addresses.empty() &&
      host != gates::HostOverIpv6::Either) {
    leg.assumptions.insert(gates::taken(context, name));
  }
  for (const auto& lane : lanes_of(source, target, host, name)) {
    const bool ipv4 = lane.family == Family::Ipv4;
    const auto known = addresses.find(lane.family);
    const IntervalSet& own = ipv4 ? source.addresses : source.ipv6_addresses;
    const FieldId address =
        known != addresses.end()
            ? known->second
            : leg.fields.add(
                  {.name = "source address",
                   .kind = ipv4 ? Field::Kind::Address : Field::Kind::Ipv6Address,
                   .domain = own.empty() ? public_addresses(lane.family) : own,
                   .text_domain = {},
                   .exact = true});
    if (addresses.empty()) leg.sources.push_back(address);
    addresses.emplace(lane.family, address);
    Connection(leg, context, source, lane.target, carry, lane.family, address)
        .add(placement, os, lane.when);
  }
}

}  // namespace pullproof::model
