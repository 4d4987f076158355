// The JSON report of `whatif` and `diff`: "pullproof-whatif/1" and "pullproof-diff/1",
// which other programs read.
#pragma once

#include <string>

#include "model/changes/change.h"
#include "solver/what_if.h"
#include "src/report/extras.h"

namespace pullproof::cli {

struct WhatIfReport {
  const solver::WhatIf& answer;
  const changes::Change& change;
  std::string format;
  ReportExtras before;
  ReportExtras after;
};

[[nodiscard]] std::string whatif_json(const WhatIfReport& report);

}  // namespace pullproof::cli
