#include "model/gates/resource_policy.h"

#include <utility>

#include <fmt/format.h>

#include "model/gates/caller.h"
#include "model/gates/guarded_resource.h"
#include "model/gates/partition.h"
#include "model/gates/policy_match.h"
#include "model/gates/registry_policy.h"

namespace pullproof::gates {
namespace {

bool asks_repository(const RequestPlace& place) {
  return is_action_of(place.request.action, "ecr") && place.request.resource &&
         !place.repository.empty();
}

std::string arn_of_repository(const RequestPlace& place) {
  if (place.repository_found != nullptr) return place.repository_found->arn;
  const auto& [account, region] = place.resource_scope;
  const Partition* partition = partition_of(region);
  return fmt::format("arn:{}:ecr:{}:{}:repository/{}",
                     partition == nullptr ? "aws" : partition->name, region, account,
                     place.repository);
}

FactRef fact_of(const RequestPlace& place, const aws::Source& source,
                const std::string& note) {
  return fact_about(arn_of_repository(place), source, note);
}

Predicate repository_grants(const RequestPlace& place, const FoundPolicy& found,
                            Grantee grantee) {
  if (const auto* open = std::get_if<Unknown>(&found)) return Predicate::unknown(*open);
  if (std::holds_alternative<std::monostate>(found)) return Predicate::never();
  const auto* policy = std::get<const aws::RepositoryPolicy*>(found);
  return allows(
      policy->document, place.request,
      {.kind = PolicyKind::Resource, .grantee = grantee},
      fact_of(place, policy->document.source,
              fmt::format("its policy does not allow {}", place.request.action)));
}

/// For a repository without a policy: that it has none.
Predicate without_policy(const RequestPlace& place, Predicate part) {
  const aws::Source source = place.repository_found == nullptr
                                 ? aws::Source{}
                                 : place.repository_found->source;
  return Predicate::because(fact_of(place, source, "it has no policy"),
                            std::move(part));
}

Gate repository_gate(const RequestPlace& place, std::string_view name,
                     const char* code) {
  return {.name = std::string(name),
          .mechanism = "resource-policy",
          .code = code,
          .message = fmt::format(
              "the policy of repository {} {} {} by {}", place.repository,
              std::string_view(code).ends_with("_DENY") ? "denies" : "does not allow",
              place.request.action, place.request.caller.arn)};
}

}  // namespace

FoundPolicy repository_policy(const RequestPlace& place, const Context& context) {
  const auto& scope = place.resource_scope;
  const auto* policy = context.account.find<aws::RepositoryPolicy>(
      scope, scope.account + "/" + place.repository);
  if (policy != nullptr) return policy;
  const std::string call =
      fmt::format("{}/{}", aws::RepositoryPolicy::kCall, place.repository);
  const auto& calls = context.account.calls();
  const bool no_repository = place.repository_found == nullptr &&
                             calls.seen(scope, std::string(aws::Repository::kCall));
  if (no_repository || calls.status(scope, call) == aws::CallStatus::Absent) {
    return std::monostate{};
  }
  return Unknown{.call = call,
                 .why = fmt::format("the policy of repository {} is not collected",
                                    place.repository)};
}

bool is_cross_account(const Request& request) {
  return !request.resource_account.empty() &&
         request.resource_account != request.caller.account;
}

Predicate resource_grants(const RequestPlace& place, const Context& context,
                          Grantee grantee) {
  if (!asks_repository(place)) return guard_grants(place, context, grantee);
  Predicate repository =
      repository_grants(place, repository_policy(place, context), grantee);
  Predicate registry = registry_grants(place, context, grantee);
  // A registry's policy that cannot help is not to blame: few registries have one.
  if (registry.as_constant() == Truth::No) return repository;
  return Predicate::any_of({std::move(repository), std::move(registry)});
}

Gate ResourcePolicyAllows::lets_through(const RequestPlace& place,
                                        const Context& context) {
  Gate gate = repository_gate(place, kName, "RESOURCE_POLICY_NO_ALLOW");
  if (!asks_repository(place)) return guard_allows(place, context, std::move(gate));
  if (!is_cross_account(place.request)) return gate;
  const FoundPolicy found = repository_policy(place, context);
  const bool has_none = std::holds_alternative<std::monostate>(found);
  const std::string list(aws::Repository::kCall);
  const bool is_listed = context.account.calls().seen(place.resource_scope, list);
  const bool is_missing = place.repository_found == nullptr && has_none;
  if (is_missing && is_listed) return gate;  // the image gate says what is wrong
  gate.repair =
      fmt::format("allow {} to {} in the policy of repository {}", place.request.action,
                  place.request.caller.arn, place.repository);
  Predicate grants = resource_grants(place, context, Grantee::Any);
  if (is_missing) {
    gate.lets_through = Predicate::any_of(
        {std::move(grants),
         core_call_missing(list,
                           fmt::format("repository {} has no policy, and whether "
                                       "there is such a repository is not collected",
                                       place.repository))});
    return gate;
  }
  gate.lets_through =
      has_none ? without_policy(place, std::move(grants)) : std::move(grants);
  return gate;
}

Gate ResourcePolicyDenies::lets_through(const RequestPlace& place,
                                        const Context& context) {
  Gate gate = repository_gate(place, kName, "RESOURCE_POLICY_DENY");
  if (!asks_repository(place)) return guard_denies(place, context, std::move(gate));
  gate.repair = fmt::format("except {} from the Deny in the policy of repository {}",
                            place.request.caller.arn, place.repository);
  const FoundPolicy found = repository_policy(place, context);
  if (const auto* open = std::get_if<Unknown>(&found)) {
    gate.lets_through = core_call_missing(open->call, open->why);
    return gate;
  }
  if (std::holds_alternative<std::monostate>(found)) return gate;
  const auto* policy = std::get<const aws::RepositoryPolicy*>(found);
  const bool bounded = place.role != nullptr && !place.role->boundary_arn.empty();
  gate.lets_through = Predicate::negation(
      denies(policy->document, place.request,
             {.kind = PolicyKind::Resource, .caller_has_boundary = bounded},
             fact_of(place, policy->document.source, "its policy")));
  return gate;
}

}  // namespace pullproof::gates
