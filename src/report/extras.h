// What a report tells beside the verdicts.
#pragma once

#include <vector>

#include "model/aws/snapshot.h"
#include "model/core/result.h"

namespace pullproof::cli {

struct ReportExtras {
  bool verbose = false;
  std::vector<Problem> warnings;       ///< About the snapshot as a whole.
  std::vector<aws::NotRead> not_read;  ///< Told with `verbose` only.
};

}  // namespace pullproof::cli
