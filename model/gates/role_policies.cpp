#include "model/gates/role_policies.h"

#include <fmt/format.h>

#include "model/aws/managed_policies.h"

namespace pullproof::gates {
namespace {

RolePolicy managed(const Context& context, const aws::Identity& identity,
                   const std::string& arn) {
  const auto* policy = context.account.find<aws::ManagedPolicy>(identity.scope, arn);
  if (policy != nullptr && !policy->missing_version.empty()) {
    return {.owner = fact_about(arn, policy->source, "attached to " + identity.name),
            .document = nullptr,
            .question = {.call = std::string(aws::ManagedPolicy::kCall),
                         .why = fmt::format("version {} of {}, its default, is not "
                                            "among the collected ones",
                                            policy->missing_version, arn)}};
  }
  const auto* known = aws::managed_policy(arn);
  // AWS's own policies may be listed without the version that is in force.
  const bool printed = policy != nullptr && (policy->document.not_modelled.empty() ||
                                             !policy->document.statements.empty());
  if (printed || (policy != nullptr && known == nullptr)) {
    return {.owner = fact_about(arn, policy->document.source,
                                "attached to " + identity.name),
            .document = &policy->document};
  }
  // The document is AWS's own; what stands in the snapshot is that the identity carries
  // it.
  return {.owner = fact_about(arn, identity.source, "attached to " + identity.name),
          .document = known,
          .question = {.call = std::string(aws::ManagedPolicy::kCall),
                       .why = fmt::format("the document of {} is not collected", arn)},
          .as_published = known != nullptr};
}

}  // namespace

std::vector<RolePolicy> identity_policies(const Context& context,
                                          const aws::Identity& identity) {
  std::vector<RolePolicy> policies;
  for (const auto& inline_policy : identity.inline_policies) {
    policies.push_back(
        {.owner = fact_about(identity.arn, inline_policy.document.source,
                             fmt::format("inline policy `{}`", inline_policy.name)),
         .document = &inline_policy.document});
  }
  for (const auto& arn : identity.attached_policy_arns) {
    policies.push_back(managed(context, identity, arn));
  }
  return policies;
}

RolePolicy boundary_policy(const Context& context, const aws::Identity& identity) {
  return managed(context, identity, identity.boundary_arn);
}

std::vector<Assumption> assumptions_of(const std::vector<RolePolicy>& policies) {
  std::vector<Assumption> all;
  for (const auto& policy : policies) {
    if (!policy.as_published) continue;
    all.push_back({.name = "aws-managed-policy",
                   .value = fmt::format("{} as AWS publishes it", policy.owner->id)});
  }
  return all;
}

std::string show(const aws::Role& role) { return "role " + role.name; }

}  // namespace pullproof::gates
