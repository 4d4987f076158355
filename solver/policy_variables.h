// One value for each policy variable, with which new access may show.
//
// A comparison that variables leave open is asked again with values in their place.
//
// AWS: IAM user guide, "IAM policy elements: Variables and tags".
#pragma once

#include <optional>
#include <vector>

#include "model/aws/policy_document.h"
#include "model/gates/request.h"

namespace pullproof::solver {

using PolicyDocuments = std::vector<const aws::PolicyDocument*>;

/// A user whose request has some value for every variable; nothing if there are none.
/// What is found with these values has to be replayed on the policies as written.
[[nodiscard]] std::optional<gates::Request> request_with_variables(
    const PolicyDocuments& documents);

/// The witness, asked by that user and with those values where it does not say
/// otherwise.
[[nodiscard]] gates::Request with_variables(gates::Request witness,
                                            const gates::Request& variables);

}  // namespace pullproof::solver
