// The text report of `check`: one line a task, then why the others do not pull.
//
// Guarantee: nothing from the snapshot reaches the result unescaped. The last line
// holds the totals and what was assumed.
#pragma once

#include <string>

#include "model/verdict.h"
#include "src/palette.h"
#include "src/report/excerpt.h"
#include "src/report/extras.h"

namespace pullproof::cli {

[[nodiscard]] std::string check_text(const model::CheckReport& report,
                                     const ReportExtras& extras, const Palette& palette,
                                     const DocumentReader& reader);

}  // namespace pullproof::cli
