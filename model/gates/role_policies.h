// The policies of a role, user or group: inline, attached and boundary, each with its
// document.
//
// AWS: IAM user guide, "Identity-based policies" and "Permissions boundaries".
// Not modelled: an attached policy whose document is neither in the snapshot nor known
// here: unknown, and the call is named.
#pragma once

#include <string>
#include <vector>

#include "model/gates/gate.h"

namespace pullproof::gates {

struct RolePolicy {
  FactRef owner;  ///< The policy itself; the identity for an inline one.
  /// Null: not known, and `question` says how to learn it.
  const aws::PolicyDocument* document = nullptr;
  Unknown question = {};
  /// The document is AWS's own as it is known here, not as the snapshot has it.
  bool as_published = false;
};

/// Inline policies first, then attached ones, as the snapshot lists them.
[[nodiscard]] std::vector<RolePolicy> identity_policies(const Context& context,
                                                        const aws::Identity& identity);

/// Requires: the identity has a boundary.
[[nodiscard]] RolePolicy boundary_policy(const Context& context,
                                         const aws::Identity& identity);

/// What the policies take for granted.
[[nodiscard]] std::vector<Assumption> assumptions_of(
    const std::vector<RolePolicy>& policies);

/// "role ecsTaskExecutionRole", for people.
[[nodiscard]] std::string show(const aws::Role& role);

}  // namespace pullproof::gates
