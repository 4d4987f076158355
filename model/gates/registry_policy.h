// Whether the policy of the registry denies a call.
//
// In scope V2 it is asked for every ECR request; in scope V1 only for replication,
// imports from an upstream registry and the repositories that those create.
//
// AWS: ECR user guide, "Private registry permissions".
#pragma once

#include <string_view>

#include "model/gates/gate.h"
#include "model/gates/place.h"
#include "model/gates/policy_reading.h"

namespace pullproof::gates {

/// The registry's policy grants the call to `grantee`. Whether one that was not
/// collected does is unknown, unless the registry's scope is known to leave the call
/// alone.
[[nodiscard]] Predicate registry_grants(const RequestPlace& place,
                                        const Context& context, Grantee grantee);

/// The registry's policy and whether it counts for an action.
struct FoundRegistryPolicy {
  const aws::RepositoryPolicy* policy = nullptr;  ///< Null: none is in the snapshot.
  bool collected = false;  ///< Null and collected: there is none.
  Predicate is_asked = Predicate::always();
};
[[nodiscard]] FoundRegistryPolicy registry_policy(const RequestPlace& place,
                                                  const Context& context);

struct RegistryPolicyDenies {
  using Place = RequestPlace;
  static constexpr std::string_view kName = "registry-policy-denies";
  [[nodiscard]] static Gate lets_through(const RequestPlace& place,
                                         const Context& context);
};

}  // namespace pullproof::gates
