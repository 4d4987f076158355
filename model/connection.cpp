#include "model/connection.h"

#include "model/client_ports.h"
#include "model/connection_builder.h"

namespace pullproof::model {

using gates::RoutePlace;

namespace {

IntervalSet client_ports(const std::string& os) {
  const Interval& ports = os == "windows" ? kWindowsPorts : kLinuxPorts;
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

void Connection::add(std::size_t placement, const std::string& os) {
  source_address_ = address_field(
      "source address", source_.addresses.empty() ? public_ipv4() : source_.addresses,
      true);
  leg_.sources.push_back(source_address_);
  source_port_ = port_field("source port", client_ports(os));
  const auto start =
      mark(0, source_.hop_kind,
           source_.hop_id.empty() ? source_.placement.subnet : source_.hop_id,
           Predicate::in_set(leg_.placement, IntervalSet::single(Number{placement})));
  gates::ResolverPlace resolver{.scope = source_.scope,
                                .vpc = source_.vpc,
                                .host = target_.host,
                                .service = target_.service,
                                .region = target_.region};
  if (source_.undecided) {
    std::size_t hop = start;
    if (source_.needs_ipv6_names) {
      resolver.ipv6_only_subnet = source_.subnet;
      hop = ask_resolver(start, resolver);
    }
    undecided(hop, *source_.undecided, Predicate::always());
    return;
  }
  const gates::Resolution resolution = gates::resolve(resolver, context_);
  const auto asked = ask_own_servers(start, resolution.own_servers);
  const auto hop = ask_resolver(asked, resolver);
  for (const auto& answer : resolution.answers) {
    switch (answer.kind) {
      case gates::Answer::Kind::Endpoint:
        to_endpoint(hop, answer);
        break;
      case gates::Answer::Kind::PublicSet:
        to_public(hop, answer.when);
        break;
      case gates::Answer::Kind::Elsewhere:
        undecided(hop, answer.question, answer.when);
        break;
      case gates::Answer::Kind::Nothing:
        unanswered(hop, answer.when);
        break;
    }
  }
}

void add_connection(Leg& leg, const gates::Context& context, std::size_t placement,
                    const SourceInterface& source, const std::string& os,
                    const Target& target, const Carry& carry) {
  Connection(leg, context, source, target, carry).add(placement, os);
}

}  // namespace pullproof::model
