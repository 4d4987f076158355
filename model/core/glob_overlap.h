// Whether two patterns have a text in common.
#pragma once

#include "model/core/glob.h"

namespace pullproof {

/// Whether some text is matched by both. Exact, but that a segment's wildcard in
/// `bounded` is kept from slashes as well as from colons.
[[nodiscard]] bool overlap(const Glob& one, const Glob& bounded);

}  // namespace pullproof
