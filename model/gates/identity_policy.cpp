#include "model/gates/identity_policy.h"

#include <utility>

#include <fmt/format.h>

#include "model/gates/policy_match.h"
#include "model/gates/resource_policy.h"
#include "model/gates/role_policies.h"

namespace pullproof::gates {
namespace {

constexpr PolicyReading kIdentityReading{.kind = PolicyKind::Identity};

Gate identity_gate(std::string_view name, const char* code) {
  return {.name = std::string(name), .mechanism = "identity-policy", .code = code};
}

/// For a role that the snapshot does not hold: if IAM was collected, the role does not
/// exist and the stage before has refused.
Predicate without_role(const RequestPlace& place, const Context& context) {
  const std::string call(aws::Role::kCall);
  const auto& caller = place.request.caller;
  if (context.account.calls().seen({caller.account, "global"}, call)) {
    return Predicate::always();
  }
  return core_call_missing(
      call, fmt::format("the policies of {} are not collected", caller.arn));
}

/// Nothing but what the role itself carries is blamed if it does not allow.
Predicate role_allows(const RequestPlace& place,
                      const std::vector<RolePolicy>& policies) {
  const aws::Role& role = *place.role;
  std::vector<Predicate> any;
  for (const auto& policy : policies) {
    if (policy.document == nullptr) {
      any.push_back(Predicate::unknown(policy.question));
      continue;
    }
    const FactRef as_role = fact_about(
        role.arn, {policy.owner->file, policy.owner->pointer},
        fmt::format("{} does not allow {}", policy.owner->id, place.request.action));
    any.push_back(allows(*policy.document, place.request, kIdentityReading, as_role));
  }
  return Predicate::because(
      fact_about(role.arn, role.source,
                 fmt::format("its policies do not allow {}", place.request.action)),
      Predicate::any_of(std::move(any)));
}

}  // namespace

Gate IdentityPolicyAllows::lets_through(const RequestPlace& place,
                                        const Context& context) {
  Gate gate = identity_gate(kName, "IDENTITY_POLICY_NO_ALLOW");
  if (place.request.caller.kind != Caller::Kind::RoleSession) return gate;
  if (place.role == nullptr) {
    gate.lets_through = without_role(place, context);
    return gate;
  }
  gate.message = fmt::format("no policy of {} allows {}", show(*place.role),
                             describe(place.request));
  gate.repair = fmt::format("allow {} in a policy of {}", describe(place.request),
                            show(*place.role));
  const auto policies = identity_policies(context, *place.role);
  gate.assumptions = assumptions_of(policies);
  gate.lets_through = role_allows(place, policies);
  if (is_cross_account(place.request)) return gate;
  Predicate granted = resource_grants(place, context, Grantee::Role);
  if (granted.as_constant() == Truth::No) return gate;
  gate.lets_through =
      Predicate::any_of({std::move(gate.lets_through), std::move(granted)});
  return gate;
}

Gate IdentityPolicyDenies::lets_through(const RequestPlace& place,
                                        const Context& context) {
  Gate gate = identity_gate(kName, "IDENTITY_POLICY_DENY");
  if (place.request.caller.kind != Caller::Kind::RoleSession) return gate;
  if (place.role == nullptr) {
    gate.lets_through = without_role(place, context);
    return gate;
  }
  std::vector<Predicate> any;
  const auto policies = identity_policies(context, *place.role);
  gate.assumptions = assumptions_of(policies);
  any.reserve(policies.size());
  for (const auto& policy : policies) {
    any.push_back(policy.document == nullptr ? Predicate::unknown(policy.question)
                                             : denies(*policy.document, place.request,
                                                      kIdentityReading, policy.owner));
  }
  gate.message = fmt::format("a policy of {} denies {}", show(*place.role),
                             describe(place.request));
  gate.repair = fmt::format("except this call from the Deny in the policies of {}",
                            show(*place.role));
  gate.lets_through = Predicate::negation(Predicate::any_of(std::move(any)));
  return gate;
}

}  // namespace pullproof::gates
