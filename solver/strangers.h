// Requests of people whom a policy of a resource has no reason to trust.
//
// AWS: S3 user guide, "The meaning of public": fixed values of these keys are no public
// access; address blocks broader than /8 and /32 are.
#pragma once

#include <vector>

#include "model/aws/policy_document.h"
#include "model/request_space.h"

namespace pullproof::solver {

/// Leaves only callers that nobody could trust: nobody who signs, or somebody of
/// another account and organization, from another network than `documents` name.
void keep_strangers(model::RequestSpace& space,
                    const std::vector<const aws::PolicyDocument*>& documents);

}  // namespace pullproof::solver
