// Values for policy variables: one that may show new access, and one that stands for
// all.
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

/// A request whose values are characters of their own, one for each variable, such that
/// policies with these in the place of variables allow nothing new only if the policies
/// as written do not, whatever the variables stand for. Nothing if no such values are
/// known.
///
/// A text that a pattern with a variable matches is one that the pattern matches with
/// the character in its place, with the value put in afterwards; and whatever pattern
/// matches the text with the character matches the one with the value. That holds for
/// plain wildcards `*` and for what is asked to match, not for what is asked not to.
[[nodiscard]] std::optional<gates::Request> request_with_tokens(
    const PolicyDocuments& granted, const PolicyDocuments& known);

}  // namespace pullproof::solver
