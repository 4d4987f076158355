// Whether one entry of a Condition block holds for a request.
//
// AWS: IAM user guide, "IAM JSON policy elements: Condition operators", "Conditions
// with multiple context keys or values" and "Single- vs multivalued context keys".
// Not modelled: operators that aws/condition_operators.h lacks, and a comparison that a
// key's kind does not allow: unknown.
#pragma once

#include "model/aws/policy_document.h"
#include "model/core/predicate.h"
#include "model/gates/request.h"

namespace pullproof::gates {

/// `variables` as for `resolve`.
[[nodiscard]] Predicate holds(const aws::PolicyCondition& condition, bool variables,
                              const Request& request);

}  // namespace pullproof::gates
