// What a solver's choice means for a request.
#pragma once

#include "model/core/fields.h"
#include "model/core/predicate.h"
#include "model/gates/request.h"

namespace pullproof::solver {

/// Gives each context key that is left to choice, as a class or as a text, the value
/// that was chosen; any of its domain where the choice does not say. Loose keys have
/// none.
void fill_keys(gates::Request& request, const Fields& fields, const Choice& choice);

}  // namespace pullproof::solver
