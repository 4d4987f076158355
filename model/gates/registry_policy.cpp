#include "model/gates/registry_policy.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "model/aws/policy_condition.h"
#include "model/gates/caller.h"
#include "model/gates/policy_match.h"

namespace pullproof::gates {
namespace {

constexpr const char* kCall = "ecr-get-registry-policy";
constexpr const char* kScopeSetting = "REGISTRY_POLICY_SCOPE";

bool asks_ecr(const Request& request) { return is_action_of(request.action, "ecr"); }

bool asked_in_every_scope(const std::string& action) {
  constexpr std::array<std::string_view, 3> kActions{
      "ecr:replicateimage", "ecr:batchimportupstreamimage", "ecr:createrepository"};
  return std::find(kActions.begin(), kActions.end(), aws::lower(action)) !=
         kActions.end();
}

const aws::RepositoryPolicy* policy_of(const RequestPlace& place,
                                       const Context& context) {
  return context.account.find<aws::RepositoryPolicy>(
      place.resource_scope, place.resource_scope.account + "/");
}

/// The registry's policy is asked for this action.
Predicate is_asked(const RequestPlace& place, const Context& context) {
  if (asked_in_every_scope(place.request.action)) return Predicate::always();
  const auto* setting =
      context.account.find<aws::AccountSetting>(place.resource_scope, kScopeSetting);
  const bool own =
      setting != nullptr && setting->scope.account == place.resource_scope.account;
  if (own) return Predicate::constant(setting->value == "V2");
  return Predicate::unknown(
      {.call = fmt::format("{}/{}", aws::AccountSetting::kCall, kScopeSetting),
       .why =
           "whether the registry policy is asked for every request is not collected"});
}

FactRef owner_of(const RequestPlace& place, const aws::RepositoryPolicy& policy) {
  return fact_about(fmt::format("ecr-registry/{}/{}", place.resource_scope.account,
                                place.resource_scope.region),
                    policy.document.source, "the policy of the registry");
}

constexpr PolicyReading kRegistryReading{.kind = PolicyKind::Resource};

}  // namespace

FoundRegistryPolicy registry_policy(const RequestPlace& place, const Context& context) {
  FoundRegistryPolicy found{.policy = policy_of(place, context)};
  found.collected = found.policy != nullptr ||
                    context.account.calls().seen(place.resource_scope, kCall);
  found.is_asked = is_asked(place, context);
  return found;
}

Predicate registry_grants(const RequestPlace& place, const Context& context,
                          Grantee grantee) {
  // The login has no resource that a registry policy could name.
  if (!asks_ecr(place.request) || !place.request.resource) return Predicate::never();
  const auto* policy = policy_of(place, context);
  const Predicate asked = is_asked(place, context);
  if (policy == nullptr) {
    // A call that was not seen is assumed to refuse nothing; that it grants nothing
    // would be a refusal.
    const bool has_none = context.account.calls().seen(place.resource_scope, kCall);
    if (has_none || asked.as_constant() == Truth::No) return Predicate::never();
    return Predicate::unknown(
        {.call = kCall, .why = "the registry policy may allow the call"});
  }
  PolicyReading reading = kRegistryReading;
  reading.grantee = grantee;
  return Predicate::all_of({asked, allows(policy->document, place.request, reading,
                                          owner_of(place, *policy))});
}

Gate RegistryPolicyDenies::lets_through(const RequestPlace& place,
                                        const Context& context) {
  Gate gate{
      .name = std::string(kName),
      .mechanism = "registry",
      .code = "REGISTRY_POLICY_DENY",
      .message = fmt::format("the policy of registry {} denies {}",
                             place.resource_scope.account, describe(place.request)),
      .repair = fmt::format("except {} from the Deny in the policy of registry {}",
                            place.request.caller.arn, place.resource_scope.account)};
  if (!asks_ecr(place.request)) return gate;
  const auto* policy = policy_of(place, context);
  if (policy == nullptr) {
    assume(gate, peripheral(context, place.resource_scope, kCall,
                            "the registry policy may deny the call"));
    return gate;
  }
  PolicyReading reading = kRegistryReading;
  reading.caller_has_boundary =
      place.role != nullptr && !place.role->boundary_arn.empty();
  gate.lets_through = Predicate::negation(Predicate::all_of(
      {is_asked(place, context),
       denies(policy->document, place.request, reading, owner_of(place, *policy))}));
  return gate;
}

}  // namespace pullproof::gates
