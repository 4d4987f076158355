// Values for policy variables with which new access may show.
//
// A comparison that variables leave open is asked again with values in their place.
//
// AWS: IAM user guide, "IAM policy elements: Variables and tags".
#pragma once

#include <vector>

#include "model/aws/policy_document.h"
#include "model/gates/request.h"

namespace pullproof::solver {

using PolicyDocuments = std::vector<const aws::PolicyDocument*>;

/// Callers whose requests have some value for every variable, or none; no caller if
/// there are no variables: all with one value, each with its own, the values that
/// conditions name, and a role whose request has none.
/// What is found with these values has to be replayed on the policies as written.
[[nodiscard]] std::vector<gates::Request> requests_with_variables(
    const PolicyDocuments& documents);

/// The witness, asked by that caller and with those values where it does not say
/// otherwise.
[[nodiscard]] gates::Request with_variables(gates::Request witness,
                                            const gates::Request& variables);

}  // namespace pullproof::solver
