// Random predicates over fields so small that every choice can be tried, for property
// tests. Call only inside of a property.
#pragma once

#include "model/core/fields.h"
#include "model/core/predicate.h"

namespace pullproof::support {

/// An address, a port and a text of two characters.
[[nodiscard]] Fields small_fields();

[[nodiscard]] Predicate random_predicate(int depth);

/// Whether one does of all choices of the small fields and all answers to questions.
[[nodiscard]] bool some_choice_satisfies(const Predicate& predicate);

}  // namespace pullproof::support
