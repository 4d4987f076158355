// The policies that are attached to the resource of a request, as a snapshot knows
// them.
//
// AWS: IAM user guide, "AWS services that work with IAM" (which services have policies
// on their resources); ECR user guide, "Private repository policies" and "Private
// registry permissions"; KMS developer guide, "Key policies" and "Grants"; S3 user
// guide, "Bucket policies"; Secrets Manager user guide, "Resource-based policies"; EFS
// user guide, "Using IAM to control access to file systems".
// Not collected: an open question that names the call. What only adds to a policy
// (grants, ACLs, the registry's policy) is assumed to change nothing unless strict.
// Not modelled: policies of other services' resources: an open question too.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "model/authorization.h"
#include "model/gates/gate.h"

namespace pullproof::model {

/// Invariant: `policies` points into the snapshot and into `documents`.
struct ResourcePolicies {
  /// Nothing: there is none, or resources of the kind have none.
  std::optional<PolicySet> policies;
  std::vector<gates::Assumption> assumptions;
  std::vector<std::unique_ptr<const aws::PolicyDocument>> documents;
};

/// Requires: the request's resource, if it has one, is an ARN.
[[nodiscard]] ResourcePolicies resource_policies(const gates::Context& context,
                                                 const gates::Request& request);

/// The account that owns the resource; "" if neither its ARN nor the snapshot tells.
[[nodiscard]] std::string owner_of(const gates::Context& context,
                                   const std::string& resource);

/// Allows everything to everybody, in any kind of policy.
[[nodiscard]] const aws::PolicyDocument& full_access(bool names_principals);

}  // namespace pullproof::model
