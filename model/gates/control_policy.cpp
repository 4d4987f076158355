#include "model/gates/control_policy.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "model/gates/organization_tree.h"
#include "model/gates/policy_match.h"

namespace pullproof::gates {
namespace {

std::string_view filter_of(ControlType type) {
  return type == ControlType::Service ? "SERVICE_CONTROL_POLICY"
                                      : "RESOURCE_CONTROL_POLICY";
}

std::string_view noun_of(ControlType type) {
  return type == ControlType::Service ? "service control policy"
                                      : "resource control policy";
}

PolicyReading reading_of(ControlType type) {
  return {.kind = type == ControlType::Service ? PolicyKind::ServiceControl
                                               : PolicyKind::ResourceControl};
}

std::string list_call(ControlType type, const std::string& target) {
  return fmt::format("{}-{}/{}", aws::TargetPolicies::kCall, filter_of(type), target);
}

ControlPolicy policy_named(const Context& context, const aws::Scope& scope,
                           const aws::TargetPolicies& list, const std::string& id) {
  const auto* policy = context.account.find<aws::OrganizationPolicy>(scope, id);
  if (policy != nullptr) {
    return {
        .owner = fact_about(policy->arn.empty() ? id : policy->arn,
                            policy->document.source, "attached to " + list.target_id),
        .name = policy->name,
        .allows_all = false,
        .document = &policy->document,
        .question = {}};
  }
  const bool full = id == "p-FullAWSAccess" || id == "p-RCPFullAWSAccess";
  return {.owner = fact_about(id, list.source, "attached to " + list.target_id),
          .name = id,
          .allows_all = full,
          .document = nullptr,
          .question = {.call = fmt::format("{}/{}", aws::OrganizationPolicy::kCall, id),
                       .why = fmt::format("policy {} on {} is not collected", id,
                                          list.target_id)}};
}

/// What the organization was not asked, or did not tell: assumed to refuse nothing, or
/// an open question if `context` is strict.
void leave_open(ControlPolicies& policies, const Context& context,
                const Unknown& question) {
  if (context.strict) {
    policies.open.push_back(question);
  } else {
    policies.assumptions.push_back({.name = question.call, .value = "refuses nothing"});
  }
}

void add_level(ControlPolicies& policies, const Context& context,
               const aws::Scope& scope, const std::string& target) {
  const std::string key = fmt::format("{}/{}", filter_of(policies.type), target);
  const auto* list = context.account.find<aws::TargetPolicies>(scope, key);
  ControlLevel level{
      .target = target,
      .fact =
          fact_about(target, list == nullptr ? aws::Source{} : list->source,
                     fmt::format("no {} is attached to it", noun_of(policies.type))),
      .policies = {}};
  const std::string call = list_call(policies.type, target);
  if (list == nullptr &&
      context.account.calls().status(scope, call) != aws::CallStatus::Absent) {
    leave_open(policies, context,
               {.call = call,
                .why = fmt::format("which policies are attached to {} is not collected",
                                   target)});
    return;
  }
  const std::vector<std::string> none;
  for (const auto& id : list == nullptr ? none : list->policy_ids) {
    ControlPolicy policy = policy_named(context, scope, *list, id);
    if (policy.document == nullptr && !policy.allows_all && !context.strict) {
      leave_open(policies, context, policy.question);
      policy.allows_all = true;
    }
    level.policies.push_back(std::move(policy));
  }
  policies.levels.push_back(std::move(level));
}

const aws::OrganizationRoot* root_of(const Context& context, const aws::Scope& scope) {
  const auto& roots = context.account.table<aws::OrganizationRoot>().all();
  const auto found = std::find_if(roots.begin(), roots.end(), [&](const auto& root) {
    return root.scope.account == scope.account;
  });
  return found == roots.end() ? nullptr : &*found;
}

/// A type that is switched off has no policy anywhere; one that is on has at least
/// AWS's own on every level.
bool is_enabled(const ControlPolicies& policies, const Context& context,
                const aws::Scope& scope) {
  if (const auto* root = root_of(context, scope)) {
    return std::find(root->enabled_types.begin(), root->enabled_types.end(),
                     filter_of(policies.type)) != root->enabled_types.end();
  }
  return std::any_of(policies.levels.begin(), policies.levels.end(),
                     [](const auto& level) { return !level.policies.empty(); });
}

/// The policies of an account that has a place in an organization.
void climb(ControlPolicies& policies, const Context& context, const Membership& found,
           const std::string& account) {
  const AncestorPath path = ancestors(context, found.scope, account);
  for (const auto& target : path.targets) {
    add_level(policies, context, found.scope, target);
  }
  if (path.open) leave_open(policies, context, *path.open);
  if (!is_enabled(policies, context, found.scope)) policies.levels.clear();
}

/// Requires: the policy's document is known.
Predicate allowed_by(const ControlPolicy& policy, const Request& request,
                     const PolicyReading& reading) {
  if (policy.allows_all) return Predicate::always();
  if (policy.document == nullptr) return Predicate::unknown(policy.question);
  return allows(*policy.document, request, reading, policy.owner);
}

Predicate denied_by(const ControlPolicy& policy, const Request& request,
                    const PolicyReading& reading) {
  if (policy.allows_all) return Predicate::never();
  if (policy.document == nullptr) return Predicate::unknown(policy.question);
  return denies(*policy.document, request, reading, policy.owner);
}

Predicate allowed_at(const ControlLevel& level, const Request& request,
                     const PolicyReading& reading) {
  if (level.policies.empty()) {
    return Predicate::because(level.fact, Predicate::never());
  }
  std::vector<Predicate> any;
  for (const auto& policy : level.policies) {
    any.push_back(allowed_by(policy, request, reading));
  }
  return Predicate::any_of(std::move(any));
}

}  // namespace

ControlPolicies control_policies(const Context& context, const std::string& account,
                                 ControlType type) {
  ControlPolicies policies{.type = type,
                           .levels = {},
                           .open = {},
                           .spared = std::nullopt,
                           .assumptions = {}};
  const Membership found = membership(context, account);
  const Unknown not_described{
      .call = std::string(aws::Organization::kCall),
      .why = fmt::format("whether {} is the management account, which no {} limits, is "
                         "not collected",
                         account, noun_of(type))};
  switch (found.kind) {
    case Membership::Kind::None:
    case Membership::Kind::Management:
      break;
    case Membership::Kind::NotCollected:
      leave_open(policies, context, not_described);
      break;
    case Membership::Kind::Placed:
      policies.spared = not_described;
      climb(policies, context, found, account);
      break;
    case Membership::Kind::Member:
      climb(policies, context, found, account);
      break;
  }
  return policies;
}

Predicate allows(const ControlPolicies& policies, const Request& request) {
  if (policies.type == ControlType::Resource) return Predicate::always();
  std::vector<Predicate> all;
  for (const auto& level : policies.levels) {
    all.push_back(allowed_at(level, request, reading_of(policies.type)));
  }
  for (const auto& question : policies.open)
    all.push_back(Predicate::unknown(question));
  Predicate everywhere = Predicate::all_of(std::move(all));
  if (!policies.spared) return everywhere;
  return Predicate::any_of(
      {std::move(everywhere), Predicate::unknown(*policies.spared)});
}

Predicate denies(const ControlPolicies& policies, const Request& request) {
  std::vector<Predicate> any;
  for (const auto& level : policies.levels) {
    for (const auto& policy : level.policies) {
      any.push_back(denied_by(policy, request, reading_of(policies.type)));
    }
  }
  for (const auto& question : policies.open)
    any.push_back(Predicate::unknown(question));
  Predicate somewhere = Predicate::any_of(std::move(any));
  if (!policies.spared) return somewhere;
  return Predicate::all_of(
      {std::move(somewhere), Predicate::unknown(*policies.spared)});
}

std::string denying_policy(const ControlPolicies& policies, const Request& request) {
  const PolicyReading reading = reading_of(policies.type);
  for (const auto& level : policies.levels) {
    for (const auto& policy : level.policies) {
      if (denied_by(policy, request, reading).as_constant() != Truth::Yes) continue;
      return fmt::format("{} `{}` on {}", noun_of(policies.type), policy.name,
                         level.target);
    }
  }
  return fmt::format("a {}", noun_of(policies.type));
}

std::string level_without_allow(const ControlPolicies& policies,
                                const Request& request) {
  const PolicyReading reading = reading_of(policies.type);
  for (const auto& level : policies.levels) {
    if (allowed_at(level, request, reading).as_constant() == Truth::No) {
      return level.target;
    }
  }
  return "a level of the organization";
}

}  // namespace pullproof::gates
