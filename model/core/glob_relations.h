// Quick answers about two patterns, from their tokens alone.
//
// Guarantee: a yes is right for all strings. A no says nothing: whoever needs to know
// asks `find_string`.
#pragma once

#include "model/core/glob.h"

namespace pullproof {

/// Whatever `narrow` matches, `wide` matches too.
[[nodiscard]] bool clearly_covers(const Glob& wide, const Glob& narrow);

/// No string matches both: they begin or end differently.
[[nodiscard]] bool clearly_disjoint(const Glob& one, const Glob& other);

}  // namespace pullproof
