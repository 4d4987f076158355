// The service or resource control policies that an account is subject to, level by
// level, and what they say about a request.
//
// AWS: Organizations user guide, "SCP evaluation" and "RCP evaluation": a Deny at any
// level refuses; service control policies must allow at the root, at every unit and at
// the account. Neither applies to the management account.
// Not collected: a level, a policy's document or what lies above is assumed to refuse
// nothing (unknown if strict); a refusal is unknown where nobody said which account is
// the management account.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "model/gates/gate.h"
#include "model/gates/policy_reading.h"
#include "model/gates/request.h"

namespace pullproof::gates {

enum class ControlType { Service, Resource };

struct ControlPolicy {
  FactRef owner;
  std::string name;
  /// AWS's own full access policy, or one that is assumed to be as good.
  bool allows_all = false;
  const aws::PolicyDocument* document = nullptr;  ///< Null: see `question`.
  Unknown question;
};

/// The policies on the account, a unit or the root.
struct ControlLevel {
  std::string target;
  FactRef fact;
  std::vector<ControlPolicy> policies;
};

struct ControlPolicies {
  ControlType type = ControlType::Service;
  std::vector<ControlLevel> levels;  ///< From the account up.
  std::vector<Unknown> open;         ///< What else may hold policies.
  /// Set: whether the account is the one that they spare is not known.
  std::optional<Unknown> spared;
  /// The calls that were not collected, and are taken to refuse nothing.
  std::vector<Assumption> assumptions;
};

/// Empty if no policy of the type applies to the account.
[[nodiscard]] ControlPolicies control_policies(const Context& context,
                                               const std::string& account,
                                               ControlType type);

/// Every level allows. Resource control policies always do: their full access policy
/// cannot be detached.
[[nodiscard]] Predicate allows(const ControlPolicies& policies, const Request& request);
/// Some policy denies.
[[nodiscard]] Predicate denies(const ControlPolicies& policies, const Request& request);

/// "service control policy `regions` on ou-ab12-11223344", the first that denies for
/// certain; else "a service control policy".
[[nodiscard]] std::string denying_policy(const ControlPolicies& policies,
                                         const Request& request);
/// The first level that allows for certain not; else "a level of the organization".
[[nodiscard]] std::string level_without_allow(const ControlPolicies& policies,
                                              const Request& request);

}  // namespace pullproof::gates
