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

ControlLevel level_of(const Context& context, const aws::Scope& scope,
                      const std::string& target, ControlType type) {
  ControlLevel level{.target = target, .fact = nullptr, .policies = {}, .open = {}};
  const std::string key = fmt::format("{}/{}", filter_of(type), target);
  const auto* list = context.account.find<aws::TargetPolicies>(scope, key);
  level.fact = fact_about(target, list == nullptr ? aws::Source{} : list->source,
                          fmt::format("no {} is attached to it", noun_of(type)));
  if (list != nullptr) {
    for (const auto& id : list->policy_ids) {
      level.policies.push_back(policy_named(context, scope, *list, id));
    }
    return level;
  }
  const std::string call = list_call(type, target);
  if (context.account.calls().status(scope, call) != aws::CallStatus::Absent) {
    level.open =
        Unknown{.call = call,
                .why = fmt::format("which policies are attached to {} is not collected",
                                   target)};
  }
  return level;
}

/// Nothing is known of the policies: the tool assumes that they refuse nothing.
void assume(ControlPolicies& policies, const Context& context, const aws::Scope& scope,
            const std::string& call) {
  auto assumed = peripheral(context, scope, call,
                            fmt::format("a {} of the organization may refuse the call",
                                        noun_of(policies.type)));
  if (context.strict) {
    for (const auto& question : questions(assumed.lets_through)) {
      policies.open.push_back(question);
    }
  }
  policies.assumptions = std::move(assumed.assumptions);
}

const aws::OrganizationRoot* root_of(const Context& context, const aws::Scope& scope) {
  const auto& roots = context.account.table<aws::OrganizationRoot>().all();
  const auto found = std::find_if(roots.begin(), roots.end(), [&](const auto& root) {
    return root.scope.account == scope.account;
  });
  return found == roots.end() ? nullptr : &*found;
}

bool is_enabled(const aws::OrganizationRoot& root, ControlType type) {
  return std::find(root.enabled_types.begin(), root.enabled_types.end(),
                   filter_of(type)) != root.enabled_types.end();
}

/// The policies of a member account whose organization is known.
void climb(ControlPolicies& policies, const Context& context,
           const aws::Organization& organization, const std::string& account) {
  const aws::Scope scope = organization_scope(organization);
  const AncestorPath path = ancestors(context, organization, account);
  const auto* root = root_of(context, scope);
  if (root != nullptr && !is_enabled(*root, policies.type)) return;
  for (const auto& target : path.targets) {
    policies.levels.push_back(level_of(context, scope, target, policies.type));
  }
  const bool nothing_known =
      path.open && path.targets.size() == 1 && policies.levels.front().open;
  if (nothing_known) {
    policies.levels.clear();
    assume(policies, context, scope, path.open->call);
    return;
  }
  if (path.open) policies.open.push_back(*path.open);
  if (root == nullptr) {
    policies.enabled =
        Unknown{.call = std::string(aws::OrganizationRoot::kCall),
                .why = fmt::format("whether the organization uses {} is not collected",
                                   filter_of(policies.type))};
  }
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
  if (level.open) return Predicate::unknown(*level.open);
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
                           .enabled = std::nullopt,
                           .assumptions = {}};
  const Membership found = membership(context, account);
  switch (found.kind) {
    case Membership::Kind::None:
    case Membership::Kind::Management:
      break;
    case Membership::Kind::NotCollected:
      assume(policies, context, {account, "global"},
             std::string(aws::Organization::kCall));
      break;
    case Membership::Kind::Member:
      climb(policies, context, *found.organization, account);
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
  if (!policies.enabled) return everywhere;
  return Predicate::any_of(
      {std::move(everywhere), Predicate::unknown(*policies.enabled)});
}

Predicate denies(const ControlPolicies& policies, const Request& request) {
  std::vector<Predicate> any;
  for (const auto& level : policies.levels) {
    if (level.open) any.push_back(Predicate::unknown(*level.open));
    for (const auto& policy : level.policies) {
      any.push_back(denied_by(policy, request, reading_of(policies.type)));
    }
  }
  for (const auto& question : policies.open)
    any.push_back(Predicate::unknown(question));
  Predicate somewhere = Predicate::any_of(std::move(any));
  if (!policies.enabled) return somewhere;
  return Predicate::all_of(
      {std::move(somewhere), Predicate::unknown(*policies.enabled)});
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
