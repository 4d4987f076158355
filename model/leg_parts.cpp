#include "model/leg_parts.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "model/aws/policy_condition.h"
#include "model/gates/dns_firewall.h"
#include "model/gates/partition.h"
#include "model/gates/request_context.h"
#include "model/gates/request_session.h"

namespace pullproof::model {

RegionNames region_names(const std::string& region) {
  const auto* found = gates::partition_of(region);
  if (found == nullptr) return {};
  return {found->name, found->dns_suffix, found->api_dual_stack};
}

Leg new_leg(Stage stage, std::string name, std::string host,
            const std::vector<SourceInterface>& sources) {
  Leg leg;
  leg.stage = stage;
  leg.name = std::move(name);
  leg.host = std::move(host);
  for (const auto& source : sources) leg.placements.push_back(source.placement);
  leg.placement = leg.fields.add({.name = "placement",
                                  .kind = Field::Kind::Placement,
                                  .domain = IntervalSet::range(0, sources.size() - 1),
                                  .text_domain = {},
                                  .exact = true});
  leg.graph.add({.kind = "", .id = "", .place = {}, .back = false, .gates = {}});
  return leg;
}

void add_path_context(gates::Request& request, const PathFacts& facts) {
  auto& context = request.context;
  if (facts.undecided) {
    for (const char* key :
         {"aws:sourcevpc", "aws:sourcevpce", "aws:vpcsourceip", "aws:sourceip"}) {
      context[key] = gates::UnknownKey{*facts.undecided};
    }
    return;
  }
  if (facts.endpoint != nullptr && !facts.is_hidden) {
    context["aws:sourcevpc"] = gates::FixedKey{{facts.vpc.text}, false};
    context["aws:sourcevpce"] = gates::FixedKey{
        {facts.endpoint_id.empty() ? facts.endpoint->id().str() : facts.endpoint_id},
        false};
    context["aws:vpcsourceip"] = gates::AddressKey{facts.source};
    context["aws:sourceip"] = gates::AbsentKey{};
    return;
  }
  context["aws:sourcevpc"] = gates::AbsentKey{};
  context["aws:sourcevpce"] = gates::AbsentKey{};
  context["aws:vpcsourceip"] = gates::AbsentKey{};
  if (facts.public_source) {
    context["aws:sourceip"] = gates::AddressKey{*facts.public_source};
  } else {
    context["aws:sourceip"] = gates::UnknownKey{
        {.call = "", .why = "the public address of the request is not known"}};
  }
}

std::size_t add_request(Leg& leg, std::size_t last, gates::RequestPlace place) {
  const std::string id = place.request.action;
  return leg.graph.then(last, {.kind = "request",
                               .id = id,
                               .place = std::move(place),
                               .back = false,
                               .gates = {}});
}

void add_forwarded_context(gates::Request& request, const std::string& via) {
  const auto set = [&request](const char* key, gates::ContextValue value) {
    request.context.insert_or_assign(key, std::move(value));
  };
  set("aws:viaawsservice", gates::FixedKey{.values = {"true"}});
  set("kms:viaservice", gates::FixedKey{.values = {via}});
  set("kms:calleraccount", gates::FixedKey{.values = {request.caller.account}});
  for (const char* key :
       {"aws:calledvia", "aws:calledviafirst", "aws:calledvialast", "aws:sourceip",
        "aws:sourcevpc", "aws:sourcevpce", "aws:vpcsourceip"}) {
    set(key, gates::UnknownKey{
                 {.call = "",
                  .why = "what a service says when it decrypts for its caller is not "
                         "documented for every key"}});
  }
}

void add_encryption_context(gates::Request& request, const std::string& pair,
                            const std::string& about, bool is_whole) {
  gates::ContextValue value = gates::FixedKey{.values = {about}};
  if (!is_whole) {
    value = gates::PrefixKey{
        .prefix = about,
        .question = {.call = "",
                     .why = fmt::format("the whole ARN of {}... is not known", about)}};
  }
  request.context.insert_or_assign("kms:encryptioncontext:" + aws::lower(pair),
                                   std::move(value));
}

const std::string& os_of(const Ingredients& with, std::size_t placement) {
  const std::string& own = with.sources[placement].os;
  return own.empty() ? with.os : own;
}

namespace {

bool has_dns_firewall(const gates::Context& context,
                      const gates::ResolverPlace& place) {
  const auto& all = context.account.table<aws::DnsFirewallAssociation>().all();
  return std::any_of(all.begin(), all.end(), [&](const auto& one) {
    return one.scope == place.scope && one.vpc_id == place.vpc;
  });
}

/// Rules for names are asked about no name.
void forget_names(Leg& leg) {
  for (Hop& hop : leg.graph.hops()) {
    if (auto* place = std::get_if<gates::FirewallPlace>(&hop.place)) {
      place->server_name.clear();
    }
  }
}

/// What resolvers answer for the name, they may not answer for others.
void doubt_names(Leg& leg, const gates::Context& context) {
  for (Hop& hop : leg.graph.hops()) {
    const auto* place = std::get_if<gates::ResolverPlace>(&hop.place);
    if (place == nullptr) continue;
    const Predicate doubt = Predicate::unknown(other_names_question(leg.host));
    for (gates::Gate& gate : hop.gates) {
      const bool by_name = gate.name == gates::DnsFirewallGate::kName;
      if (by_name && has_dns_firewall(context, *place)) {
        gate.lets_through = doubt;
      } else if (gate.lets_through.as_constant() != Truth::Yes) {
        gate.lets_through = Predicate::any_of({std::move(gate.lets_through), doubt});
      }
    }
  }
}

}  // namespace

Unknown other_names_question(const std::string& host) {
  return {.call = "",
          .why = fmt::format("under which names the layers of {} are found is not "
                             "documented",
                             host)};
}

void fill_gates_for_other_names(Leg& leg, const gates::Context& context) {
  forget_names(leg);
  fill_gates(leg.graph, context);
  doubt_names(leg, context);
}

void doubt_refusals(Leg& leg, const Unknown& question) {
  for (Hop& hop : leg.graph.hops()) {
    for (gates::Gate& gate : hop.gates) {
      if (gate.lets_through.as_constant() == Truth::Yes) continue;
      gate.lets_through = Predicate::any_of(
          {std::move(gate.lets_through), Predicate::unknown(question)});
    }
  }
}

Hop undecided_hop(std::string kind, const Unknown& question, const aws::Scope& scope) {
  return {.kind = std::move(kind),
          .id = "?",
          .place = gates::RoutePlace{.packet = {},
                                     .outcome = gates::RoutePlace::Outcome::Undecided,
                                     .scope = scope,
                                     .table = nullptr,
                                     .route = nullptr,
                                     .towards = "",
                                     .question = question},
          .back = false,
          .gates = {}};
}

gates::RequestPlace new_role_request(const Ingredients& with, std::size_t placement,
                                     const std::string& region) {
  const PullRole& role = with.roles[placement];
  gates::RequestPlace place;
  gates::Caller& caller = place.request.caller;
  caller.kind = gates::Caller::Kind::RoleSession;
  caller.arn = role.arn;
  caller.unique_id = role.role == nullptr ? "" : role.role->unique_id;
  caller.account = role.role == nullptr ? with.scope.account : role.role->scope.account;
  place.request.region = region;
  place.role = role.role;
  return place;
}

void add_session_context(gates::RequestPlace& place, const Ingredients& with,
                         std::size_t placement) {
  const PullRole& role = with.roles[placement];
  gates::Request& request = place.request;
  request.context =
      gates::role_session_context(*with.context, role.role, request.caller,
                                  request.region, request.resource_account);
  gates::set_moment(request, *with.context);
  gates::set_session(request, *with.context,
                     role.kind == gates::RolePlace::Kind::ExecutionRole);
}

std::size_t add_role_request(Leg& leg, std::size_t last, const Ingredients& with,
                             std::size_t placement, gates::RequestPlace place,
                             const PathFacts& facts) {
  const auto& question = with.roles[placement].undecided;
  if (question) {
    return leg.graph.then(last, undecided_hop("request", *question, with.scope));
  }
  place.endpoint = facts.endpoint;
  add_path_context(place.request, facts);
  return add_request(leg, last, std::move(place));
}

}  // namespace pullproof::model
