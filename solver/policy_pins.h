// One Allow statement at a time, with the values that its own conditions give to
// variables.
//
// A statement that holds only where aws:username is "bob" allows requests in which
// `${aws:username}` is bob, wherever else it stands.
//
// AWS: IAM user guide, "IAM policy elements: Variables and tags".
#pragma once

#include <vector>

#include "model/aws/policy_document.h"
#include "solver/policy_pair.h"

namespace pullproof::solver {

/// Pairs of policies: if none of them shows anything new, then `granted` allows nothing
/// that `known` does not. There is one for each Allow of `granted`, beside all of its
/// denials; no pair if none of them gives a value to a variable, or if they are many.
[[nodiscard]] std::vector<PolicyPair> with_pins(
    const std::vector<const aws::PolicyDocument*>& granted,
    const std::vector<const aws::PolicyDocument*>& known);

}  // namespace pullproof::solver
