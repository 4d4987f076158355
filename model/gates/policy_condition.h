// Whether one entry of a Condition block holds for a request.
//
// AWS: IAM user guide, "IAM JSON policy elements: Condition operators", "Conditions
// with multiple context keys or values" and "Single- vs multivalued context keys".
// Not modelled: operators that aws/condition_operators.h lacks, and a comparison that a
// key's kind does not allow: unknown.
#pragma once

#include "model/aws/policy_condition.h"
#include "model/gates/policy_logic.h"
#include "model/gates/request.h"

namespace pullproof::gates {

/// An ARN has six segments; what AWS does with a pattern of fewer is not documented.
[[nodiscard]] bool has_all_segments(const Glob& pattern);

/// ARNs are texts. Requires: the condition's operator is known, and is not `Null`.
[[nodiscard]] Manner manner_of(const aws::PolicyCondition& condition);

/// `Logic` is `Decided` or `Formula`.
template <class Logic>
[[nodiscard]] typename Logic::Value holds(const aws::PolicyCondition& condition,
                                          const Request& request);

extern template Truth holds<Decided>(const aws::PolicyCondition&, const Request&);
extern template Predicate holds<Formula>(const aws::PolicyCondition&, const Request&);

}  // namespace pullproof::gates
