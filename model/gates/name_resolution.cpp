#include "model/gates/name_resolution.h"

#include <algorithm>
#include <optional>
#include <tuple>

#include <fmt/format.h>

#include "model/gates/endpoint_state.h"

namespace pullproof::gates {
namespace {

constexpr Number kAmazonResolver = 0xA9FEA9FD;  // 169.254.169.253

struct Servers {
  bool amazon = false;
  std::vector<Address> own;
  std::optional<Unknown> undecided;
};

Servers servers_of(const aws::Vpc& vpc, const Context& context) {
  Servers servers;
  const auto* options =
      context.account.find<aws::DhcpOptions>(vpc.scope, vpc.dhcp_options_id.text);
  if (options == nullptr) {
    servers.undecided =
        Unknown{.call = "ec2-describe-dhcp-options",
                .why = fmt::format("the DHCP option set `{}` of {} is not in the "
                                   "snapshot, so its DNS servers are not known",
                                   vpc.dhcp_options_id.text, vpc.id())};
    return servers;
  }
  for (const auto& text : options->domain_name_servers) {
    const auto address = Address::parse(text);
    // AWS: VPC user guide, "Amazon DNS": base plus two of the primary block only.
    const bool vpc_resolver = address && vpc.primary &&
                              address->family == Family::Ipv4 &&
                              address->value == vpc.primary->base + 2;
    if (text == "AmazonProvidedDNS" || vpc_resolver ||
        (address && address->family == Family::Ipv4 &&
         address->value == kAmazonResolver)) {
      servers.amazon = true;
    } else if (address) {
      servers.own.push_back(*address);
    }
  }
  if (!servers.amazon && servers.own.empty()) {
    servers.undecided =
        Unknown{.call = "ec2-describe-dhcp-options",
                .why = options->id() + " names no DNS server that could be read"};
  }
  return servers;
}

/// The question that `call` would settle, or one that it did not settle, because what
/// it tells is not modelled yet.
Unknown settled_by(const Context& context, const aws::Scope& scope,
                   const std::string& call, const std::string& why) {
  if (!context.account.calls().seen(scope, call)) return {.call = call, .why = why};
  return {.call = "", .why = why + ", and what it holds is not modelled yet"};
}

/// `host` is `domain` or lies below it.
bool below(const std::string& host, const std::string& domain) {
  return domain.empty() || host == domain || host.ends_with("." + domain);
}

/// Whatever besides endpoints may answer for the name in this VPC.
std::optional<Unknown> stranger(const ResolverPlace& place, const Context& context) {
  const auto& account = context.account;
  for (const auto& zone : account.table<aws::HostedZone>().all()) {
    if (zone.vpc_id == place.vpc && !zone.name.empty() &&
        below(place.host, zone.name)) {
      return settled_by(
          context, {place.scope.account, "global"},
          "route53-list-resource-record-sets/" + zone.zone_id,
          fmt::format("the private zone {} ({}) answers for {} in {}", zone.name,
                      zone.zone_id, place.host, place.vpc.text));
    }
  }
  for (const auto& association : account.table<aws::ResolverRuleAssociation>().all()) {
    if (association.vpc_id != place.vpc) continue;
    const auto* rule =
        account.find<aws::ResolverRule>(association.scope, association.rule_id);
    if (rule != nullptr &&
        (rule->type != "FORWARD" || !below(place.host, rule->domain))) {
      continue;
    }
    return Unknown{.call = rule == nullptr ? "route53resolver-list-resolver-rules" : "",
                   .why = fmt::format("resolver rule {} forwards {} to another server",
                                      association.rule_id, place.host)};
  }
  for (const auto& association : account.table<aws::ProfileAssociation>().all()) {
    if (association.vpc_id == place.vpc) {
      return Unknown{.call = "route53profiles-list-profile-resource-associations",
                     .why = fmt::format("a Route 53 profile is associated with {}",
                                        place.vpc.text)};
    }
  }
  return std::nullopt;
}

bool answers_for(const aws::VpcEndpoint& endpoint, const ResolverPlace& place) {
  // An endpoint may serve another region's service; its names are that region's then.
  const bool region =
      endpoint.service_region.empty() || endpoint.service_region == place.region;
  const bool service = endpoint.service_name.ends_with("com.amazonaws." + place.region +
                                                       "." + place.service);
  const bool gone = is_out_of_service(endpoint) && endpoint.interfaces.empty();
  return service && region && endpoint.private_dns && !gone &&
         endpoint.type == aws::VpcEndpoint::Type::Interface &&
         !endpoint.private_dns_only_for_inbound_resolver;
}

/// AWS lets one endpoint of a VPC have a private name; one that is going may still be
/// listed beside the one that took its place.
const aws::VpcEndpoint* private_endpoint(const ResolverPlace& place,
                                         const Context& context, const aws::Vpc& vpc) {
  const aws::VpcEndpoint* best = nullptr;
  const auto rank = [](const aws::VpcEndpoint& endpoint) {
    return std::make_tuple(is_out_of_service(endpoint), !endpoint.available(),
                           endpoint.id());
  };
  for (const auto* endpoint : context.network->endpoints_in(vpc.scope, vpc.vpc_id)) {
    if (!answers_for(*endpoint, place)) continue;
    if (best == nullptr || rank(*endpoint) < rank(*best)) best = endpoint;
  }
  return best;
}

bool answers_with_ipv6_only(const aws::VpcEndpoint& endpoint) {
  return endpoint.ip_address_type == "ipv6" || endpoint.dns_record_type == "ipv6";
}

/// Splits `when` by a question: yes goes to `elsewhere`, no stays with the caller.
Predicate divert(Resolution& resolution, const Predicate& when, const Unknown& cause) {
  Unknown question = cause;
  question.aspect = "leads elsewhere";
  resolution.answers.push_back(
      {.kind = Answer::Kind::Elsewhere,
       .endpoint = nullptr,
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

/// What Amazon's resolver answers, given `when`.
void amazon_answers(Resolution& resolution, Predicate when, const ResolverPlace& place,
                    const Context& context, const aws::Vpc& vpc) {
  if (const auto question = stranger(place, context)) {
    when = divert(resolution, when, *question);
  }
  if (const auto question = endpoints_unseen(context, vpc)) {
    when = divert(resolution, when, *question);
  }
  const auto* endpoint = private_endpoint(place, context, vpc);
  const auto* hostnames =
      context.account.find<aws::VpcDnsHostnames>(vpc.scope, vpc.id());
  Predicate in_force = Predicate::constant(endpoint != nullptr);
  if (endpoint != nullptr && hostnames == nullptr) {
    in_force = Predicate::unknown(
        {.call = std::string(aws::VpcDnsHostnames::kCall) + "/" + vpc.id(),
         .why = "without enableDnsHostnames the private names of " + endpoint->id() +
                " are not in force"});
  } else if (endpoint != nullptr) {
    in_force = Predicate::constant(hostnames->value);
  }
  if (endpoint != nullptr && in_force.as_constant() != Truth::No) {
    const bool reachable = !answers_with_ipv6_only(*endpoint);
    resolution.answers.push_back(
        {.kind = reachable ? Answer::Kind::Endpoint : Answer::Kind::Elsewhere,
         .endpoint = endpoint,
         .when = Predicate::all_of({when, in_force}),
         .question = {
             .call = "",
             .why = fmt::format("endpoint {} answers with IPv6 addresses only, "
                                "which are not modelled yet",
                                endpoint->id())}});
  }
  if (in_force.as_constant() != Truth::Yes) {
    resolution.answers.push_back(
        {.kind = Answer::Kind::PublicSet,
         .endpoint = nullptr,
         .when = Predicate::all_of({when, Predicate::negation(in_force)}),
         .question = {}});
  }
}

}  // namespace

Resolution resolve(const ResolverPlace& place, const Context& context) {
  Resolution resolution;
  Predicate when = Predicate::always();
  const auto* vpc = context.account.find<aws::Vpc>(place.scope, place.vpc.text);
  if (vpc == nullptr) {
    const Unknown question{.call = std::string(aws::Vpc::kCall),
                           .why = place.vpc.text + " is not in the snapshot"};
    resolution.answers.push_back({.kind = Answer::Kind::Elsewhere,
                                  .endpoint = nullptr,
                                  .when = when,
                                  .question = question});
    return resolution;
  }
  const Servers servers = servers_of(*vpc, context);
  if (servers.undecided) when = divert(resolution, when, *servers.undecided);
  if (!servers.own.empty()) {
    when = divert(
        resolution, when,
        {.call = "",
         .why = fmt::format("what the DNS server {} answers for {} is not known; "
                            "endpoint names need it to forward to the Amazon "
                            "resolver",
                            servers.own.front().text(), place.host)});
    if (!servers.amazon) resolution.own_servers = servers.own;
  }
  amazon_answers(resolution, when, place, context, *vpc);
  return resolution;
}

namespace {

Predicate resolver_is_on(const ResolverPlace& place, const Context& context) {
  const auto* vpc = context.account.find<aws::Vpc>(place.scope, place.vpc.text);
  if (vpc == nullptr || !servers_of(*vpc, context).amazon) return Predicate::always();
  const auto* support = context.account.find<aws::VpcDnsSupport>(vpc->scope, vpc->id());
  if (support == nullptr) {
    return core_call_missing(
        std::string(aws::VpcDnsSupport::kCall) + "/" + vpc->id(),
        "without enableDnsSupport the Amazon resolver does not answer");
  }
  Predicate on = Predicate::because(
      fact_about(vpc->id(), support->source,
                 fmt::format("enableDnsSupport is {}", support->value)),
      Predicate::constant(support->value));
  if (servers_of(*vpc, context).own.empty()) return on;
  return Predicate::any_of(
      {on, Predicate::unknown({.call = "", .why = "another DNS server may answer"})});
}

/// A firewall may block the name; peripheral calls may hide something that answers it.
Predicate nothing_blocks(const ResolverPlace& place, const Context& context,
                         std::vector<Assumption>& assumptions) {
  std::vector<Predicate> parts;
  for (const auto& association :
       context.account.table<aws::DnsFirewallAssociation>().all()) {
    if (association.vpc_id == place.vpc) {
      parts.push_back(Predicate::unknown(settled_by(
          context, place.scope, "route53resolver-list-firewall-rules",
          fmt::format("a DNS Firewall rule group filters {}", place.vpc.text))));
    }
  }
  const aws::Scope global{place.scope.account, "global"};
  const std::vector<std::pair<aws::Scope, std::string>> calls = {
      {global, std::string(aws::HostedZone::kCall) + "/" + place.vpc.text},
      {place.scope, std::string(aws::ResolverRuleAssociation::kCall)},
      {place.scope, std::string(aws::DnsFirewallAssociation::kCall)},
      {place.scope, std::string(aws::ProfileAssociation::kCall)}};
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
  Predicate unblocked = nothing_blocks(place, context, gate.assumptions);
  gate.lets_through =
      Predicate::all_of({resolver_is_on(place, context), std::move(unblocked)});
  return gate;
}

}  // namespace pullproof::gates
