// Rewrites predicates: with values put in for fields and questions, or with fields
// renumbered.
#pragma once

#include <functional>

#include "model/core/predicate.h"

namespace pullproof::solver {

/// Fields and questions that have a value in `known` are replaced by their truth.
[[nodiscard]] Predicate bind(const Predicate& predicate, const Choice& known);

/// Fields renumbered by `to`.
[[nodiscard]] Predicate renumber(const Predicate& predicate,
                                 const std::function<FieldId(FieldId)>& to);

}  // namespace pullproof::solver
