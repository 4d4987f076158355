// What a solver's choice means for a request, and what open questions leave certain.
#pragma once

#include "model/core/fields.h"
#include "model/core/predicate.h"
#include "model/gates/request.h"

namespace pullproof::solver {

/// Where open questions stand in the way of a certain answer, all of them count as
/// `truth` under an even number of negations, and as its opposite under an odd one:
/// with `false` what is left holds however they are answered.
[[nodiscard]] Predicate settled(const Predicate& predicate, bool truth);

/// Gives each context key that is left to choice, as a class or as a text, the value
/// that was chosen; any of its domain where the choice does not say.
void fill_keys(gates::Request& request, const Fields& fields, const Choice& choice);

}  // namespace pullproof::solver
