// Whether the repository's own policy, or its registry's, stands in the way of a call.
//
// Within an account it is enough that either side allows, so only a Deny refuses there;
// across accounts both sides must allow. What a policy of the resource grants directly
// helps the identity policy's gate and the boundary's.
//
// AWS: ECR user guide, "Private repository policies" and "Private registry
// permissions"; IAM user guide, "Cross-account policy evaluation logic". A repository
// policy neither grants nor denies ecr:GetAuthorizationToken: it has no repository.
#pragma once

#include <string_view>
#include <variant>

#include "model/gates/gate.h"
#include "model/gates/place.h"
#include "model/gates/policy_reading.h"

namespace pullproof::gates {

/// The caller is of another account than the resource.
[[nodiscard]] bool is_cross_account(const Request& request);

/// The repository's policy, that there is none, or the question.
using FoundPolicy = std::variant<const aws::RepositoryPolicy*, std::monostate, Unknown>;
/// Looks at `resource_scope`, `repository` and `repository_found` of the place.
[[nodiscard]] FoundPolicy repository_policy(const RequestPlace& place,
                                            const Context& context);

/// The repository's or the registry's policy grants the call to `grantee`. `never` if
/// neither can.
[[nodiscard]] Predicate resource_grants(const RequestPlace& place,
                                        const Context& context, Grantee grantee);

struct ResourcePolicyAllows {
  using Place = RequestPlace;
  static constexpr std::string_view kName = "resource-policy-allows";
  [[nodiscard]] static Gate lets_through(const RequestPlace& place,
                                         const Context& context);
};

struct ResourcePolicyDenies {
  using Place = RequestPlace;
  static constexpr std::string_view kName = "resource-policy-denies";
  [[nodiscard]] static Gate lets_through(const RequestPlace& place,
                                         const Context& context);
};

}  // namespace pullproof::gates
