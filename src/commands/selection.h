// Says which tasks there are when the options select none.
#pragma once

#include <string>

#include "model/aws/snapshot.h"
#include "model/verdict.h"
#include "solver/check.h"

namespace pullproof::cli {

/// Whether an option names something that the report does not hold: no task at all, or
/// not the task definition.
[[nodiscard]] bool selects_nothing(const solver::CheckOptions& options,
                                   const model::CheckReport& report);

/// One line: what does not match, and the nearest names that would. Escaped.
[[nodiscard]] std::string explain_selection(const aws::Snapshot& account,
                                            const solver::CheckOptions& options);

}  // namespace pullproof::cli
