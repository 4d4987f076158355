#include "model/gates/name_resolution.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "model/gates/name_servers.h"
#include "model/gates/name_sources.h"
#include "model/gates/zone_records.h"

namespace pullproof::gates {
namespace {

bool answers_with_ipv6_only(const aws::VpcEndpoint& endpoint) {
  return endpoint.ip_address_type == "ipv6" || endpoint.dns_record_type == "ipv6";
}

/// Splits `when` by a question: yes goes to `elsewhere`, no stays with the caller.
Predicate divert(Resolution& resolution, const Predicate& when, const Unknown& cause) {
  Unknown question = cause;
  question.aspect = "leads elsewhere";
  resolution.answers.push_back(
      {.kind = Answer::Kind::Elsewhere,
       .when = Predicate::all_of({when, Predicate::unknown(question)}),
       .question = cause});
  return Predicate::all_of({when, Predicate::negation(Predicate::unknown(question))});
}

/// The owner's endpoints were listed: a participant of a shared VPC cannot see them.
std::optional<Unknown> endpoints_unseen(const Context& context, const aws::Vpc& vpc) {
  const std::string& owner = vpc.owner_id.empty() ? vpc.scope.account : vpc.owner_id;
  const std::string call(aws::VpcEndpoint::kCall);
  if (context.account.calls().seen({owner, vpc.scope.region}, call))
    return std::nullopt;
  return Unknown{
      .call = call,
      .why = fmt::format("the endpoints of {}, which account {} owns, are not "
                         "in the snapshot",
                         vpc.id(), owner)};
}

/// AWS: "DNS attributes for your VPC": private names need enableDnsHostnames, too.
Predicate private_names_on(const aws::Vpc& vpc, const std::string& whose,
                           const Context& context) {
  const auto* hostnames =
      context.account.find<aws::VpcDnsHostnames>(vpc.scope, vpc.id());
  if (hostnames != nullptr) return Predicate::constant(hostnames->value);
  return Predicate::unknown(
      {.call = std::string(aws::VpcDnsHostnames::kCall) + "/" + vpc.id(),
       .why = "without enableDnsHostnames the private names of " + whose +
              " are not in force"});
}

Answer endpoint_answer(const aws::VpcEndpoint& endpoint,
                       std::vector<InterfaceId> interfaces, Predicate when) {
  if (answers_with_ipv6_only(endpoint)) {
    return {.kind = Answer::Kind::Elsewhere,
            .when = std::move(when),
            .question = {.call = "",
                         .why = fmt::format("endpoint {} answers with IPv6 addresses "
                                            "only, which are not modelled yet",
                                            endpoint.id())}};
  }
  return {.kind = Answer::Kind::Endpoint,
          .endpoint = &endpoint,
          .interfaces = std::move(interfaces),
          .when = std::move(when)};
}

void by_endpoint(Resolution& resolution, const Predicate& when,
                 const aws::VpcEndpoint& endpoint, const Context& context,
                 const aws::Vpc& vpc) {
  const Predicate in_force = private_names_on(vpc, endpoint.id(), context);
  if (in_force.as_constant() != Truth::No) {
    resolution.answers.push_back(
        endpoint_answer(endpoint, {}, Predicate::all_of({when, in_force})));
  }
  if (in_force.as_constant() != Truth::Yes) {
    resolution.answers.push_back(
        {.kind = Answer::Kind::PublicSet,
         .when = Predicate::all_of({when, Predicate::negation(in_force)})});
  }
}

std::string apex_and_wildcard(const std::string& domain, const std::string& host) {
  return host == domain ? domain : fmt::format("{} or *.{}", host, domain);
}

/// A zone without a record for the name, at the place where one would be.
Answer no_record(const NameSource& zone, const aws::ZoneRecords& records,
                 const ResolverPlace& place, Predicate when) {
  return {
      .kind = Answer::Kind::Nothing,
      .when = std::move(when),
      .none = NoAnswer{
          .code = "DNS_NAME_NOT_FOUND",
          .message = fmt::format(
              "{} does not resolve in {}: the private zone {} ({}) answers for it "
              "and has no record for it, and public DNS is not asked then",
              place.host, place.vpc.text, zone.domain, zone.zone_id),
          .repair =
              fmt::format("add an A record for {} to zone {}",
                          apex_and_wildcard(zone.domain, place.host), zone.zone_id),
          .fact = fact_about(
              zone.zone_id, {records.source.file, "/ResourceRecordSets"},
              fmt::format("zone {} has no record for {}", zone.domain, place.host))}};
}

/// AWS: its certificate is of the service that the endpoint is for.
Answer other_service(const NameSource& zone, const aws::ZoneRecords& records,
                     const aws::VpcEndpoint& endpoint, const ResolverPlace& place,
                     Predicate when) {
  return {.kind = Answer::Kind::Nothing,
          .when = std::move(when),
          .none = NoAnswer{
              .code = "DNS_ANSWER_OF_OTHER_SERVICE",
              .message = fmt::format(
                  "{} resolves in {} to endpoint {} of {}, which does not answer for "
                  "{}",
                  place.host, place.vpc.text, endpoint.id(), endpoint.service_name,
                  place.service),
              .repair = fmt::format("have zone {} name an endpoint of {}", zone.zone_id,
                                    place.service),
              .fact = fact_about(
                  zone.zone_id, {records.source.file, "/ResourceRecordSets"},
                  fmt::format("zone {} leads to {}", zone.domain, endpoint.id()))}};
}

/// "com.amazonaws.eu-central-1.ecr.api" for ecr.api; FIPS endpoints are of the service,
/// too, and whether they answer for its other names is not known.
Truth is_of_service(const aws::VpcEndpoint& endpoint, const ResolverPlace& place) {
  const std::string name = "com.amazonaws." + place.region + "." + place.service;
  if (endpoint.service_name.ends_with(name)) return Truth::Yes;
  const bool alike = endpoint.service_name.find(name) != std::string::npos ||
                     !endpoint.service_name.starts_with("com.amazonaws.");
  return alike ? Truth::Unknown : Truth::No;
}

Answer zone_answer(const NameSource& zone, const aws::ZoneRecords& records,
                   const ResolverPlace& place, const aws::Vpc& vpc, Predicate when,
                   const Context& context) {
  ZoneAnswer found = look_up(records, zone.domain, place.host, vpc, context);
  if (found.kind == ZoneAnswer::Kind::Nothing) {
    return no_record(zone, records, place, std::move(when));
  }
  if (found.kind == ZoneAnswer::Kind::Endpoint) {
    const Truth fits = is_of_service(*found.endpoint, place);
    if (fits == Truth::Yes) {
      Answer answer = endpoint_answer(*found.endpoint, std::move(found.interfaces),
                                      std::move(when));
      answer.zone_id = zone.zone_id;
      return answer;
    }
    if (fits == Truth::No) {
      return other_service(zone, records, *found.endpoint, place, std::move(when));
    }
    found.question = {
        .call = "",
        .why = fmt::format("whether endpoint {} of {} answers for {} is not known",
                           found.endpoint->id(), found.endpoint->service_name,
                           place.host)};
  }
  return {.kind = Answer::Kind::Elsewhere,
          .when = std::move(when),
          .question = std::move(found.question)};
}

void by_zone(Resolution& resolution, Predicate when, const NameSource& zone,
             const ResolverPlace& place, const Context& context, const aws::Vpc& vpc) {
  const Predicate in_force = private_names_on(vpc, "zone " + zone.zone_id, context);
  if (in_force.as_constant() != Truth::Yes) {
    when = divert(resolution, when,
                  {.call = std::string(aws::VpcDnsHostnames::kCall) + "/" + vpc.id(),
                   .why = fmt::format(
                       "zone {} answers for {} where enableDnsHostnames is on, and "
                       "what does without is not documented",
                       zone.zone_id, place.host)});
  }
  const auto* records =
      context.account.find<aws::ZoneRecords>(zone.zone_scope, zone.zone_id);
  if (records == nullptr) {
    resolution.answers.push_back(
        {.kind = Answer::Kind::Elsewhere,
         .when = std::move(when),
         .question = {.call = std::string(aws::ZoneRecords::kCall) + '/' + zone.zone_id,
                      .why = fmt::format("the private zone {} ({}) answers for {} in "
                                         "{}, and its records are not in the snapshot",
                                         zone.domain, zone.zone_id, place.host,
                                         place.vpc.text)}});
    return;
  }
  resolution.answers.push_back(
      zone_answer(zone, *records, place, vpc, std::move(when), context));
}

void amazon_answers(Resolution& resolution, Predicate when, const ResolverPlace& place,
                    const Context& context, const aws::Vpc& vpc);

void by_forwarding(Resolution& resolution, Predicate when,
                   const aws::ResolverRule& rule, const ResolverPlace& place,
                   const Context& context) {
  const ForwardingAnswer found = forwarding_of(rule, context);
  if (!found.forwarding) {
    resolution.answers.push_back({.kind = Answer::Kind::Elsewhere,
                                  .when = std::move(when),
                                  .question = found.question});
    return;
  }
  const aws::Vpc& vpc = *found.forwarding->vpc;
  const ResolverPlace there = moved_to(vpc, place);
  const auto source = sources_of(there, vpc, context).winner;
  if (source.kind == NameSource::Kind::Forwarded) {
    resolution.answers.push_back(
        {.kind = Answer::Kind::Elsewhere,
         .when = std::move(when),
         .question = {
             .call = "",
             .why = fmt::format("resolver rule {} forwards {} to {}, where "
                                "rule {} forwards it again",
                                rule.id(), place.host, vpc.id(), source.rule->id())}});
    return;
  }
  Resolution answered;
  amazon_answers(answered, std::move(when), there, context, vpc);
  for (auto& answer : answered.answers) {
    answer.forwarding = found.forwarding;
    answer.rule_id = rule.id();
    resolution.answers.push_back(std::move(answer));
  }
}

/// What Amazon's resolver answers, given `when`.
void amazon_answers(Resolution& resolution, Predicate when, const ResolverPlace& place,
                    const Context& context, const aws::Vpc& vpc) {
  const NameSources sources = sources_of(place, vpc, context);
  for (const auto& doubt : sources.doubts) when = divert(resolution, when, doubt);
  if (const auto question = endpoints_unseen(context, vpc)) {
    when = divert(resolution, when, *question);
  }
  const NameSource& winner = sources.winner;
  switch (winner.kind) {
    case NameSource::Kind::Public:
      resolution.answers.push_back(
          {.kind = Answer::Kind::PublicSet, .when = std::move(when)});
      return;
    case NameSource::Kind::Endpoint:
      by_endpoint(resolution, when, *winner.endpoint, context, vpc);
      return;
    case NameSource::Kind::Zone:
      by_zone(resolution, std::move(when), winner, place, context, vpc);
      return;
    case NameSource::Kind::Forwarded:
      by_forwarding(resolution, std::move(when), *winner.rule, place, context);
      return;
  }
}

/// That would tell whether the server is an inbound endpoint of the VPC; "" if none
/// would.
std::string call_about(const Address& server, const aws::Vpc& vpc,
                       const Context& context) {
  const std::string call(aws::ResolverEndpoint::kCall);
  const bool is_inside =
      std::any_of(vpc.cidrs.begin(), vpc.cidrs.end(),
                  [&server](const Cidr& block) { return block.contains(server); });
  return is_inside && !context.account.calls().seen(vpc.scope, call) ? call : "";
}

}  // namespace

ResolverPlace moved_to(const aws::Vpc& vpc, const ResolverPlace& place) {
  ResolverPlace there = place;
  there.scope = vpc.scope;
  there.vpc = vpc.vpc_id;
  there.is_forwarded = true;
  return there;
}

Resolution resolve(const ResolverPlace& place, const Context& context) {
  Resolution resolution;
  Predicate when = Predicate::always();
  const auto* vpc = context.account.find<aws::Vpc>(place.scope, place.vpc.text);
  if (vpc == nullptr) {
    resolution.answers.push_back(
        {.kind = Answer::Kind::Elsewhere,
         .when = when,
         .question = {.call = std::string(aws::Vpc::kCall),
                      .why = place.vpc.text + " is not in the snapshot"}});
    return resolution;
  }
  if (place.is_forwarded) {
    amazon_answers(resolution, when, place, context, *vpc);
    return resolution;
  }
  const NameServers servers = servers_of(*vpc, context);
  if (servers.undecided) when = divert(resolution, when, *servers.undecided);
  if (!servers.amazon) resolution.own_servers = servers.own;
  const OwnDnsAnswers own = context.switches.own_dns_answers;
  const bool is_foreign = !servers.own.empty() && !servers.own_forward;
  if (is_foreign && own == OwnDnsAnswers::Public && !servers.amazon) {
    resolution.answers.push_back({.kind = Answer::Kind::PublicSet, .when = when});
    return resolution;
  }
  if (is_foreign && own != OwnDnsAnswers::Forwarded) {
    when = divert(
        resolution, when,
        {.call = call_about(servers.own.front(), *vpc, context),
         .why = fmt::format("what the DNS server {} answers for {} is not known; "
                            "endpoint names need it to forward to the Amazon "
                            "resolver (`--assume own-dns-answers=...` decides)",
                            servers.own.front().text(), place.host)});
  }
  amazon_answers(resolution, when, place, context, *vpc);
  return resolution;
}

namespace {

Predicate resolver_is_on(const ResolverPlace& place, const Context& context) {
  const auto* vpc = context.account.find<aws::Vpc>(place.scope, place.vpc.text);
  if (vpc == nullptr) return Predicate::always();
  if (place.is_forwarded) return dns_support_is_on(vpc->scope, vpc->vpc_id, context);
  const NameServers servers = servers_of(*vpc, context);
  const bool forwards = servers.own_forward ||
                        context.switches.own_dns_answers == OwnDnsAnswers::Forwarded;
  if (!servers.amazon && !forwards) return Predicate::always();
  Predicate on = dns_support_is_on(vpc->scope, vpc->vpc_id, context);
  if (servers.own.empty() || on.as_constant() == Truth::Unknown) return on;
  return Predicate::any_of(
      {on, Predicate::unknown({.call = "", .why = "another DNS server may answer"})});
}

/// Peripheral calls may hide something that answers for the name.
Predicate nothing_hidden(const ResolverPlace& place, const Context& context,
                         std::vector<Assumption>& assumptions) {
  const aws::Scope global{place.scope.account, "global"};
  const std::vector<std::pair<aws::Scope, std::string>> calls = {
      {global, std::string(aws::HostedZone::kCall) + "/" + place.vpc.text},
      {place.scope, std::string(aws::ResolverRuleAssociation::kCall)},
      {place.scope, std::string(aws::ProfileAssociation::kCall)}};
  std::vector<Predicate> parts;
  for (const auto& [scope, call] : calls) {
    auto assumed = peripheral(context, scope, call,
                              "it may change what " + place.host + " resolves to");
    parts.push_back(assumed.lets_through);
    assumptions.insert(assumptions.end(), assumed.assumptions.begin(),
                       assumed.assumptions.end());
  }
  return Predicate::all_of(std::move(parts));
}

}  // namespace

namespace {

/// What the user has chosen of contested points that the answer hangs on.
void list_switches(const ResolverPlace& place, const aws::Vpc& vpc,
                   const Context& context, Gate& gate) {
  const Switches& switches = context.switches;
  if (switches.own_dns_answers != OwnDnsAnswers::Open &&
      !servers_of(vpc, context).own.empty()) {
    gate.assumptions.push_back(taken(context, "own-dns-answers"));
  }
  if (switches.endpoint_name_order != EndpointNameOrder::Open &&
      sources_of(place, vpc, context).is_contested) {
    gate.assumptions.push_back(taken(context, "endpoint-name-order"));
  }
  const bool is_far = place.region != place.scope.region;
  if (is_far &&
      (switches.cross_region_endpoint != CrossRegionEndpoint::Works ||
       sources_of(place, vpc, context).winner.kind == NameSource::Kind::Endpoint)) {
    gate.assumptions.push_back(taken(context, "cross-region-endpoint"));
  }
}

}  // namespace

Gate NameResolutionGate::lets_through(const ResolverPlace& place,
                                      const Context& context) {
  Gate gate{
      .name = std::string(kName),
      .mechanism = "dns",
      .code = "DNS_SUPPORT_DISABLED",
      .message = fmt::format("{} does not resolve: {} has enableDnsSupport off, so "
                             "the Amazon resolver does not answer",
                             place.host, place.vpc.text),
      .repair = fmt::format("turn on enableDnsSupport for {}", place.vpc.text)};
  Predicate plain = nothing_hidden(place, context, gate.assumptions);
  const auto* vpc = context.account.find<aws::Vpc>(place.scope, place.vpc.text);
  if (vpc != nullptr) {
    list_switches(place, *vpc, context, gate);
    for (const std::string& server : servers_of(*vpc, context).vouched) {
      gate.assumptions.push_back(
          {.name = server,
           .value = fmt::format("answers as the resolver of {} does", vpc->id())});
    }
  }
  gate.lets_through =
      Predicate::all_of({resolver_is_on(place, context), std::move(plain)});
  return gate;
}

Gate PrivateZoneGate::lets_through(const ResolverPlace& place, const Context& context) {
  Gate gate{
      .name = std::string(kName), .mechanism = "dns", .code = "DNS_NAME_NOT_FOUND"};
  for (const auto& answer : resolve(place, context).answers) {
    // Where the query is forwarded to, this gate is asked again.
    if (!answer.none || answer.forwarding) continue;
    gate.code = answer.none->code;
    gate.message = answer.none->message;
    gate.repair = answer.none->repair;
    gate.lets_through =
        Predicate::because(answer.none->fact, Predicate::negation(answer.when));
  }
  return gate;
}

Gate Ipv6NameGate::lets_through(const ResolverPlace& place, const Context& context) {
  Gate gate{.name = std::string(kName),
            .mechanism = "dns",
            .code = "DNS_NAME_WITHOUT_IPV6_ADDRESS"};
  if (place.ipv6_only_subnet.empty()) return gate;
  const auto* subnet =
      context.account.find<aws::Subnet>(place.scope, place.ipv6_only_subnet.text);
  const bool is_registry = place.host.find(".dkr.ecr.") != std::string::npos;
  const bool has_dns64 = subnet != nullptr && subnet->dns64;
  const Ipv6OnlyImageName reading = context.switches.ipv6_only_image_name;
  if (has_dns64 && !is_registry) return gate;
  if (has_dns64 && reading != Ipv6OnlyImageName::Open) {
    gate.assumptions.push_back(taken(context, "ipv6-only-image-name"));
  }
  if (has_dns64 && reading == Ipv6OnlyImageName::Nat64) return gate;
  if (has_dns64 && reading == Ipv6OnlyImageName::Open) {
    gate.lets_through = Predicate::unknown(
        {.call = "",
         .why = fmt::format("whether tasks in the IPv6-only {} can pull by {} is not "
                            "known: ECS documents only the registry's dual-stack name "
                            "for them (`--assume ipv6-only-image-name=...` decides)",
                            place.ipv6_only_subnet.text, place.host)});
    return gate;
  }
  gate.message = fmt::format("{} has no IPv6 address, and {} has no other", place.host,
                             place.ipv6_only_subnet.text);
  gate.repair =
      is_registry
          ? fmt::format("name the image ACCOUNT.dkr-ecr.{}.on.aws/...", place.region)
          : fmt::format("turn on DNS64 for {} and route {} to a NAT gateway",
                        place.ipv6_only_subnet.text, nat64_block().text());
  const auto answers = resolve(place, context).answers;
  const bool public_only =
      answers.size() == 1 && answers.front().kind == Answer::Kind::PublicSet;
  if (!public_only) return gate;
  if (has_dns64) {
    gate.message = fmt::format("tasks in the IPv6-only {} cannot pull by {}",
                               place.ipv6_only_subnet.text, place.host);
  }
  gate.lets_through =
      Predicate::because(fact_about(place.ipv6_only_subnet.text,
                                    subnet == nullptr ? aws::Source{} : subnet->source,
                                    has_dns64 ? "it has no IPv4 block, and ECS "
                                                "documents only the registry's "
                                                "dual-stack name for it"
                                              : "it has no IPv4 block, and "
                                                "EnableDns64 is off"),
                         Predicate::never());
  return gate;
}

}  // namespace pullproof::gates
