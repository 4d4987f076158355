// The text report of `whatif` and `diff`: what breaks, what is repaired, by which part
// of the change.
//
// Guarantee: nothing from a snapshot or a change reaches the result unescaped.
#pragma once

#include <string>

#include "src/palette.h"
#include "src/report/excerpt.h"
#include "src/report/whatif_json.h"

namespace pullproof::cli {

/// `reader` reads the changed account.
[[nodiscard]] std::string whatif_text(const WhatIfReport& report,
                                      const Palette& palette,
                                      const DocumentReader& reader);

}  // namespace pullproof::cli
