// The documents of AWS-managed policies that pulling roles usually carry.
//
// `iam get-account-authorization-details` prints AWS-managed policies only when asked
// to; without these documents a role with AmazonECSTaskExecutionRolePolicy would be
// undecided. What the snapshot holds always comes first.
//
// AWS: AWS managed policy reference guide; the .cpp gives each version and its date.
#pragma once

#include <string_view>

#include "model/aws/policy_document.h"

namespace pullproof::aws {

/// By ARN, in any partition; null if the document is not known here.
[[nodiscard]] const PolicyDocument* managed_policy(std::string_view arn);

/// Whether AWS owns the policy: "arn:aws:iam::aws:policy/...".
[[nodiscard]] bool is_managed_by_aws(std::string_view policy_arn);

}  // namespace pullproof::aws
