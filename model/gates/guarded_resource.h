// The policy on the resource that a request names, where that is no repository: of a
// secret, a bucket, a KMS key or a file system of EFS.
//
// AWS: Secrets Manager user guide, "Resource-based policies"; S3 user guide, "Bucket
// policies"; KMS developer guide, "Key policies": a key's policy must allow each use,
// be it by leaving it to the account's own policies. EFS user guide, "Using IAM to
// control access to file systems": without a policy every client may mount one; what
// that grants to a role that no policy allows is not documented.
#pragma once

#include "model/gates/gate.h"
#include "model/gates/place.h"
#include "model/gates/policy_reading.h"

namespace pullproof::gates {

/// The policy, or a grant on the key, lets `grantee` make the call. `never` if there is
/// none; unknown if it was not collected.
[[nodiscard]] Predicate guard_grants(const RequestPlace& place, const Context& context,
                                     Grantee grantee);

/// As ResourcePolicyAllows and ResourcePolicyDenies ask it of a repository.
[[nodiscard]] Gate guard_allows(const RequestPlace& place, const Context& context,
                                Gate gate);
[[nodiscard]] Gate guard_denies(const RequestPlace& place, const Context& context,
                                Gate gate);

}  // namespace pullproof::gates
