#include "model/gates/network_firewall.h"

#include <algorithm>
#include <array>
#include <memory>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "model/aws/traffic_rule.h"
#include "model/gates/endpoint_state.h"
#include "model/gates/firewall_asymmetry.h"
#include "model/gates/firewall_match.h"
#include "model/gates/firewall_steps.h"
#include "model/gates/packet.h"

namespace pullproof::gates {
namespace {

using Outcome = FirewallStep::Outcome;
using Meeting = FirewallPlace::Meeting;

std::string call_for(std::string_view call, const std::string& arn) {
  return fmt::format("{}/{}", call, arn);
}

std::string short_name(const std::string& arn) {
  return arn.substr(arn.rfind('/') + 1);
}

/// A rule that may do anything.
void add_anything(FirewallSteps& steps, const Unknown& question) {
  const auto with = [&](Outcome outcome, const char* aspect) {
    Unknown mine = question;
    mine.aspect = aspect;
    steps.push_back(
        {.matches = Predicate::unknown(std::move(mine)), .outcome = outcome});
  };
  with(Outcome::Drop, "drops");
  with(Outcome::Pass, "passes");
  with(Outcome::Forward, "forwards");
}

/// What the standard action among these is; nothing if there is none.
std::optional<Outcome> outcome_of(const std::vector<std::string>& actions) {
  for (const auto& action : actions) {
    if (action == "aws:pass") return Outcome::Pass;
    if (action == "aws:drop") return Outcome::Drop;
    if (action == "aws:forward_to_sfe") return Outcome::Forward;
  }
  return std::nullopt;
}

bool has_default(const aws::FirewallPolicy& policy, std::string_view text) {
  return std::any_of(
      policy.stateful_default.begin(), policy.stateful_default.end(),
      [&](const auto& action) { return action.find(text) != std::string::npos; });
}

/// The steps of a policy's rules for one connection.
class FirewallRules {
 public:
  FirewallRules(const FirewallPlace& place, const Context& context,
                const aws::FirewallPolicy& policy, Gate& gate)
      : place_(place), context_(context), policy_(policy), gate_(gate) {
    read_stateful();
  }

  [[nodiscard]] FirewallSteps stateless(bool is_reply) const {
    FirewallSteps steps;
    for (const auto& reference : policy_.stateless) {
      const auto* group = find(reference);
      if (group == nullptr) {
        add_anything(steps, unseen(reference));
        continue;
      }
      for (const auto& rule : group->stateless) add_rule(steps, *group, rule, is_reply);
    }
    add_outcome(steps, policy_.stateless_default, Predicate::always(), policy_.id(),
                policy_.defaults, "its stateless default action");
    return steps;
  }

  /// The stateful engine lets the connection through.
  [[nodiscard]] Predicate passes_stateful() const {
    const Predicate passed = passes_connection(opening_);
    const Predicate named = first_is(hello_, Outcome::Pass);
    const auto open = [](const char* why) {
      return Predicate::unknown({.call = "", .why = why});
    };
    std::vector<Predicate> parts{
        never_dropped(opening_),
        never_dropped(
            hello_,
            Predicate::all_of(
                {Predicate::any_of({passed, Predicate::any_of(reply_passes_)}),
                 open("whether a firewall rule that passes the opening of the "
                      "connection holds against one that drops it by its name is not "
                      "certain")}))};
    const char* drops_reply =
        "whether a firewall rule for the other direction drops "
        "replies is not certain";
    if (!reply_drops_.empty()) {
      parts.push_back(
          Predicate::any_of({Predicate::negation(Predicate::any_of(reply_drops_)),
                             passed, open(drops_reply)}));
    }
    if (!late_reply_drops_.empty()) {
      parts.push_back(
          Predicate::any_of({Predicate::negation(Predicate::any_of(late_reply_drops_)),
                             passed, named, open(drops_reply)}));
    }
    if (policy_.strict_order && has_default(policy_, "drop_strict")) {
      parts.push_back(Predicate::any_of(
          {passed, Predicate::any_of(reply_passes_),
           open("whether the firewall passes replies to the opening of the connection "
                "is not certain")}));
    }
    return Predicate::all_of(std::move(parts));
  }

  [[nodiscard]] const FirewallSteps& opening() const { return opening_; }
  [[nodiscard]] const FirewallSteps& hello() const { return hello_; }

 private:
  [[nodiscard]] const aws::FirewallRuleGroup* find(
      const aws::FirewallGroupReference& reference) const {
    const auto* group =
        context_.account.find<aws::FirewallRuleGroup>(policy_.scope, reference.arn);
    return group != nullptr && group->is_seen ? group : nullptr;
  }

  [[nodiscard]] static Unknown unseen(const aws::FirewallGroupReference& reference) {
    return {.call = call_for(aws::FirewallRuleGroup::kCall, reference.arn),
            .why = fmt::format("the rules of firewall rule group {} are not in the "
                               "snapshot",
                               short_name(reference.arn))};
  }

  void add_outcome(FirewallSteps& steps, const std::vector<std::string>& actions,
                   Predicate matches, const std::string& id, const aws::Source& source,
                   const std::string& what) const {
    const auto outcome = outcome_of(actions);
    if (!outcome) {
      add_anything(steps, {.call = "",
                           .why = fmt::format("what {} of {} does is not known", what,
                                              short_name(id))});
      return;
    }
    FirewallStep step{.matches = std::move(matches), .outcome = *outcome};
    if (*outcome == Outcome::Drop) {
      step.why = fmt::format("{} of {} drops it", what, short_name(id));
      step.fact = fact_about(id, source, what + " drops");
      step.repair = fmt::format(
          "let a stateless rule with a lower priority pass {} or "
          "forward it to the stateful rules",
          traffic(place_.packet));
    }
    steps.push_back(std::move(step));
  }

  void add_rule(FirewallSteps& steps, const aws::FirewallRuleGroup& group,
                const aws::StatelessRule& rule, bool is_reply) const {
    const std::string what = fmt::format("stateless rule {}", rule.priority);
    Predicate matches = matches_packet(
        rule, place_, is_reply, fmt::format("{} of {}", what, short_name(group.id())));
    if (matches.as_constant() == Truth::No) return;
    add_outcome(steps, rule.actions, std::move(matches), group.id(), rule.source, what);
  }

  void read_stateful() {
    const FirewallVariables variables = variables_of(policy_, place_, context_);
    for (const auto& reference : policy_.stateful) {
      if (reference.only_alerts) continue;
      if (reference.is_managed()) {
        gate_.assumptions.push_back(
            {.name = short_name(reference.arn),
             .value = "AWS's own rule group drops nothing that a pull sends"});
        continue;
      }
      const auto* group = find(reference);
      if (group == nullptr) {
        add_anything(opening_, unseen(reference));
        add_anything(hello_, unseen(reference));
        continue;
      }
      allow_list_ =
          group->is_allow_list && allow_list_ == nullptr ? group : allow_list_;
      const FirewallVariables own = with_sets_of(variables, *group);
      for (const auto& rule : group->stateful) add_stateful(*group, rule, own);
    }
    if (policy_.strict_order) {
      add_defaults();
    } else {
      put_passes_first(opening_);
      put_passes_first(hello_);
    }
  }

  /// AWS: with action order, rules that pass go before rules that drop.
  static void put_passes_first(FirewallSteps& steps) {
    std::stable_partition(steps.begin(), steps.end(), [](const FirewallStep& step) {
      return step.outcome != Outcome::Drop;
    });
  }

  void add_stateful(const aws::FirewallRuleGroup& group, const aws::SuricataRule& rule,
                    const FirewallVariables& variables) {
    if (!rule.is_garbled && rule.action == "alert") return;
    const std::string where =
        fmt::format("rule {} of {}", rule.name, short_name(group.id()));
    FirewallMatch match = match_of(rule, variables, place_, where);
    const bool passes = rule.action == "pass";
    const bool drops =
        rule.action.starts_with("drop") || rule.action.starts_with("reject");
    if (rule.is_garbled || (!passes && !drops)) {
      const Unknown question{.call = "", .why = where + " is not understood"};
      add_anything(opening_, question);
      add_anything(hello_, question);
      return;
    }
    if (group.is_allow_list && drops && policy_.strict_order) {
      // That AWS adds it is documented for action order.
      match.on_hello = Predicate::all_of(
          {match.on_hello,
           Predicate::unknown({.call = "",
                               .why = fmt::format("whether {} drops names that it "
                                                  "lacks in strict order is not known",
                                                  short_name(group.id()))})});
    }
    add_step(opening_, group, rule, match.on_opening, !match.of_opening_only);
    add_step(hello_, group, rule, match.on_hello, true);
    if (match.on_reply.as_constant() == Truth::No) return;
    if (passes && !match.is_late) reply_passes_.push_back(match.on_reply);
    if (drops) {
      (match.is_late ? late_reply_drops_ : reply_drops_).push_back(match.on_reply);
    }
  }

  void add_step(FirewallSteps& steps, const aws::FirewallRuleGroup& group,
                const aws::SuricataRule& rule, const Predicate& matches,
                bool of_connection) const {
    if (matches.as_constant() == Truth::No) return;
    FirewallStep step{.matches = matches, .of_connection = of_connection};
    if (rule.action != "pass") {
      step.outcome = Outcome::Drop;
      const bool lacks_name = group.is_allow_list;
      step.why = lacks_name ? fmt::format("the allow list {} does not name it",
                                          short_name(group.id()))
                            : fmt::format("{} of {} drops it", rule.name,
                                          short_name(group.id()));
      step.fact = fact_about(
          group.id(), group.rules,
          lacks_name ? fmt::format("its allow list does not name {}", who())
                     : fmt::format("{} {} {}", rule.name,
                                   rule.action == "drop" ? "drops" : "rejects", who()));
      step.repair = lacks_name ? add_to_list(group)
                               : fmt::format("let {} of {} spare {}", rule.name,
                                             short_name(group.id()), who());
    }
    steps.push_back(std::move(step));
  }

  void add_defaults() {
    const auto default_drop = [&](const char* what, std::string repair) {
      return FirewallStep{.outcome = Outcome::Drop,
                          .fact = fact_about(policy_.id(), policy_.defaults,
                                             fmt::format("no rule passes {}", who())),
                          .why = fmt::format("no rule passes it, so {} of {} drops it",
                                             what, short_name(policy_.id())),
                          .repair = std::move(repair)};
    };
    if (has_default(policy_, "drop_strict")) {
      opening_.push_back(default_drop(
          "aws:drop_strict",
          fmt::format("let a rule of {} pass `tcp $HOME_NET any <> $EXTERNAL_NET 443 "
                      "(flow:not_established)`, or choose aws:drop_established",
                      short_name(policy_.id()))));
    }
    if (!has_default(policy_, ":drop")) return;
    hello_.push_back(default_drop("the default action",
                                  allow_list_ != nullptr
                                      ? add_to_list(*allow_list_)
                                      : fmt::format("add a rule to {} that passes {}",
                                                    short_name(policy_.id()), who())));
    if (!place_.server_name.empty() && has_default(policy_, "drop_established") &&
        !has_default(policy_, "app_layer")) {
      gate_.assumptions.push_back({.name = "TLS hello", .value = "fits in one packet"});
    }
  }

  [[nodiscard]] std::string add_to_list(const aws::FirewallRuleGroup& group) const {
    return fmt::format("add `{}` to the domain list of {}", place_.server_name,
                       short_name(group.id()));
  }

  [[nodiscard]] std::string who() const {
    return place_.server_name.empty() ? traffic(place_.packet)
                                      : "TLS to " + place_.server_name;
  }

  const FirewallPlace& place_;
  const Context& context_;
  const aws::FirewallPolicy& policy_;
  Gate& gate_;
  FirewallSteps opening_;  ///< About the packet that opens the connection.
  FirewallSteps hello_;    ///< About the packet that names the server.
  std::vector<Predicate> reply_passes_;
  std::vector<Predicate> reply_drops_;
  std::vector<Predicate> late_reply_drops_;  ///< Of rules about standing connections.
  const aws::FirewallRuleGroup* allow_list_ = nullptr;
};

/// AWS: API reference, FirewallPolicy, StatefulDefaultActions.
constexpr std::array<std::string_view, 6> kStatefulDefaults = {
    "aws:drop_strict",  "aws:drop_established",  "aws:drop_established_app_layer",
    "aws:alert_strict", "aws:alert_established", "aws:alert_established_app_layer"};

/// A default action that AWS may have added.
std::optional<Unknown> doubt_about_defaults(const aws::FirewallPolicy& policy,
                                            const aws::NetworkFirewall& firewall) {
  for (const auto& action : policy.stateful_default) {
    const bool is_known = std::find(kStatefulDefaults.begin(), kStatefulDefaults.end(),
                                    action) != kStatefulDefaults.end();
    if (is_known) continue;
    return Unknown{
        .call = "",
        .why = fmt::format("default action `{}` of the policy of firewall {} "
                           "is not known",
                           action, firewall.name)};
  }
  return std::nullopt;
}

/// Another firewall of the snapshot has the endpoint, too.
std::optional<Unknown> doubt_about_owner(const FirewallPlace& place,
                                         const Context& context) {
  const auto& firewall = *place.firewall;
  for (const auto& other : context.account.table<aws::NetworkFirewall>().all()) {
    const bool is_it =
        other.id() == firewall.id() ||
        context.account.keeps_apart(firewall.scope.account, other.scope.account);
    const auto has_it = [&place](const aws::FirewallEndpoint& each) {
      return each.endpoint_id == place.endpoint->endpoint_id;
    };
    if (is_it || std::none_of(other.endpoints.begin(), other.endpoints.end(), has_it)) {
      continue;
    }
    return Unknown{
        .call = "",
        .why = fmt::format("firewalls {} and {} both have the endpoint {}",
                           firewall.name, other.name, place.endpoint->endpoint_id)};
  }
  return std::nullopt;
}

/// What contradicts what the firewall prints of its endpoint.
std::optional<Unknown> doubt_about_endpoint(const FirewallPlace& place,
                                            const Context& context) {
  if (auto doubt = doubt_about_owner(place, context)) return doubt;
  const auto& firewall = *place.firewall;
  const auto* printed = context.account.find<aws::VpcEndpoint>(
      firewall.scope, place.endpoint->endpoint_id);
  if (printed == nullptr) return std::nullopt;
  if (is_out_of_service(*printed)) {
    return Unknown{.call = "",
                   .why = fmt::format("firewall {} is ready, and its endpoint {} is in "
                                      "state {}",
                                      firewall.name, printed->id(), printed->state)};
  }
  if (!printed->state.empty() && !printed->available()) {
    return Unknown{.call = "",
                   .why = fmt::format("endpoint {} of firewall {} is in state `{}`",
                                      printed->id(), firewall.name, printed->state)};
  }
  const auto& subnets = printed->subnets;
  const bool is_elsewhere =
      ((!firewall.vpc_id.empty() && printed->vpc_id != firewall.vpc_id) ||
       (!subnets.empty() && std::find(subnets.begin(), subnets.end(),
                                      place.endpoint->subnet) == subnets.end()));
  if (is_elsewhere) {
    return Unknown{.call = "",
                   .why = fmt::format("firewall {} and its endpoint {} do not agree on "
                                      "where that is",
                                      firewall.name, printed->id())};
  }
  return std::nullopt;
}

/// Why it is not known what the firewall does at all; nothing if it is.
std::optional<Unknown> doubt_about(const FirewallPlace& place, const Context& context,
                                   const aws::FirewallPolicy* policy) {
  const auto& firewall = *place.firewall;
  const std::string& status = place.endpoint->status;
  const bool is_ready = status.empty() || status == "READY" || status == "SCALING";
  const bool is_up = firewall.status.empty() || firewall.status == "READY";
  if (!is_ready || !is_up) {
    return Unknown{.call = "",
                   .why = fmt::format("endpoint {} of firewall {} is in state {}",
                                      place.endpoint->endpoint_id, firewall.name,
                                      is_ready ? firewall.status : status)};
  }
  // AWS: Network Firewall API reference, FirewallStatus.
  if (!firewall.sync.empty() && firewall.sync != "IN_SYNC") {
    return Unknown{.call = "",
                   .why = fmt::format("firewall {} does not have its newest rules: the "
                                      "state of their synchronisation is {}",
                                      firewall.name, firewall.sync)};
  }
  if (policy == nullptr || policy->defaults.pointer.empty()) {
    return Unknown{
        .call = call_for(aws::FirewallPolicy::kCall, firewall.policy_arn),
        .why = fmt::format("the policy of firewall {} is not in the snapshot",
                           firewall.name)};
  }
  if (auto doubt = doubt_about_defaults(*policy, firewall)) return doubt;
  if (auto doubt = doubt_about_endpoint(place, context)) return doubt;
  if (policy->inspects_tls) {
    return Unknown{.call = "",
                   .why = fmt::format("firewall {} may open TLS connections, which is "
                                      "not modelled yet",
                                      firewall.name)};
  }
  return std::nullopt;
}

/// The text and the repair of the step that drops.
void describe(Gate& gate, const FirewallPlace& place, const FirewallSteps& stateless,
              const FirewallRules& rules, bool asks_stateful) {
  auto lists = std::make_shared<std::vector<FirewallSteps>>();
  lists->push_back(stateless);
  if (asks_stateful) {
    lists->push_back(rules.opening());
    lists->push_back(rules.hello());
  }
  gate.message = fmt::format(
      "network firewall {} does not let {} {} through", place.firewall->name,
      place.meeting == Meeting::Back ? "replies from" : "packets to",
      place.server_name.empty() ? "the other end" : place.server_name);
  // What drops whatever AWS chooses goes before what may drop.
  const FirewallStep* first = dropping(lists->front(), {});
  for (const auto& steps : *lists) {
    if (first == nullptr) first = dropping(steps, {});
  }
  for (const auto& steps : *lists) {
    for (const auto& step : steps) {
      if (first == nullptr && step.fact != nullptr) first = &step;
    }
  }
  if (first != nullptr) gate.repair = first->repair;
  gate.detail = [lists, message = gate.message](const Choice& choice) {
    for (const auto& steps : *lists) {
      const auto* step = dropping(steps, choice);
      if (step != nullptr) return message + ": " + step->why;
    }
    return message;
  };
}

}  // namespace

FirewallAt firewall_at(const Context& context, const aws::Scope& scope,
                       const std::string& endpoint_id) {
  FirewallAt found;
  for (const auto& firewall : context.account.table<aws::NetworkFirewall>().all()) {
    const std::string& account = firewall.scope.account;
    const bool is_own = account == scope.account;
    if (firewall.scope.region != scope.region || (found.firewall && !is_own)) continue;
    if (context.account.keeps_apart(scope.account, account)) continue;
    for (const auto& endpoint : firewall.endpoints) {
      if (endpoint.endpoint_id == endpoint_id && !endpoint.subnet.empty()) {
        found = {.firewall = &firewall, .endpoint = &endpoint};
        if (is_own) return found;
      }
    }
  }
  return found;
}

Unknown no_firewall_at(const Context& context, const aws::Scope& scope,
                       const std::string& endpoint_id) {
  const auto& all = context.account.table<aws::NetworkFirewall>().all();
  const bool some = std::any_of(all.begin(), all.end(), [&](const auto& firewall) {
    return firewall.scope == scope;
  });
  return {.call = some ? "" : std::string(aws::NetworkFirewall::kCall),
          .why = fmt::format("{} belongs to no network firewall of the snapshot, so "
                             "what lies behind it is not known",
                             endpoint_id)};
}

Gate NetworkFirewallGate::lets_through(const FirewallPlace& place,
                                       const Context& context) {
  Gate gate{.name = std::string(kName),
            .mechanism = "network-firewall",
            .code = "FIREWALL_RULES_RESTRICTION"};
  const auto& firewall = *place.firewall;
  const auto* policy =
      context.account.find<aws::FirewallPolicy>(firewall.scope, firewall.policy_arn);
  if (const auto doubt = doubt_about(place, context, policy)) {
    gate.lets_through = Predicate::unknown(*doubt);
    gate.message = doubt->why;
    return gate;
  }
  const FirewallRules rules(place, context, *policy, gate);
  if (place.meeting == Meeting::Bypassed || place.meeting == Meeting::Unannounced) {
    const bool replies_pass = place.meeting == Meeting::Unannounced;
    judge_half(gate, place, *policy, rules.stateless(replies_pass));
    return gate;
  }
  const bool there = place.meeting == Meeting::There;
  const FirewallSteps steps = rules.stateless(false);
  const FirewallSteps back = rules.stateless(true);
  const Predicate forwarded = first_is(steps, Outcome::Forward);
  const bool asks_stateful = there && forwarded.as_constant() != Truth::No;
  std::vector<Predicate> parts{never_dropped(there ? steps : back)};
  if (asks_stateful) {
    parts.push_back(
        Predicate::any_of({Predicate::negation(forwarded), rules.passes_stateful()}));
  }
  if (!there) parts.push_back(agree(steps, back));
  gate.lets_through = Predicate::all_of(std::move(parts));
  describe(gate, place, there ? steps : back, rules, asks_stateful);
  return gate;
}

}  // namespace pullproof::gates
