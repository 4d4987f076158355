// Policies in which characters of their own stand in the place of variables, to prove
// that nothing is new whatever the variables stand for.
//
// A text that a pattern with a variable matches is one that the pattern matches with
// the character in its place, with the value put in afterwards; and whatever pattern
// matches the text with the character matches the one with the value. That holds for
// wildcards that mind no colons, and for what is asked to match. Of whatever else
// policies say of the same texts, the answer is left to choice, the same one for the
// same words: so only more can look new.
//
// AWS: IAM user guide, "IAM policy elements: Variables and tags".
#pragma once

#include <vector>

#include "model/aws/policy_document.h"
#include "solver/policy_pair.h"

namespace pullproof::solver {

/// Pairs of policies: if none of them shows anything new, then `granted` allows nothing
/// that `known` does not. There is one for each way in which keys with a default are in
/// a request or are not; no pair if there are no variables, or too many such keys.
[[nodiscard]] std::vector<PolicyPair> with_tokens(
    const std::vector<const aws::PolicyDocument*>& granted,
    const std::vector<const aws::PolicyDocument*>& known);

}  // namespace pullproof::solver
