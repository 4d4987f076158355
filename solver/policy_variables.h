// A value for each policy variable, to find new access that hangs on what they stand
// for.
//
// AWS: IAM user guide, "IAM policy elements: Variables and tags".
// Guarantee: none by itself. A witness that is found with these values has to be
// replayed on the policies as they are written; where there is none, nothing is known.
#pragma once

#include <optional>
#include <vector>

#include "model/aws/policy_document.h"
#include "model/gates/request.h"

namespace pullproof::solver {

/// A user whose request has a value for every variable; nothing if there are none.
[[nodiscard]] std::optional<gates::Request> request_with_variables(
    const std::vector<const aws::PolicyDocument*>& documents);

/// The witness, asked by that user and with those values where it does not say
/// otherwise.
[[nodiscard]] gates::Request with_variables(gates::Request witness,
                                            const gates::Request& variables);

}  // namespace pullproof::solver
