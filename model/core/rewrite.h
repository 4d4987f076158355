// Rewrites a predicate atom by atom: the one place that walks all of its kinds to build
// another.
#pragma once

#include <functional>

#include "model/core/predicate.h"

namespace pullproof {

/// Every atom (in_set, matches, unknown) replaced by what `atom` gives for it;
/// everything else kept, facts included.
[[nodiscard]] Predicate rewrite(const Predicate& predicate,
                                const std::function<Predicate(const Predicate&)>& atom);

}  // namespace pullproof
