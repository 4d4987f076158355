// Proves what a scenario claims: broken as expected, repaired, and each tempting wrong
// repair still broken.
#pragma once

#include <string>
#include <vector>

#include "model/core/result.h"
#include "model/verdict.h"
#include "src/scenario/scenario.h"

namespace pullproof::cli {

/// Where `report` differs from what is expected, one sentence each.
[[nodiscard]] std::vector<std::string> differences(const Scenario& scenario,
                                                   const model::CheckReport& report);

/// Which expected services do not pull in `report` of the repaired state.
[[nodiscard]] std::vector<std::string> not_repaired(const Scenario& scenario,
                                                    const model::CheckReport& report);

/// Why the wrong repair with this index is none: the lesson's service pulls.
[[nodiscard]] std::vector<std::string> mended_by_wrong_repair(
    const Scenario& scenario, std::size_t index, const model::CheckReport& report);

/// Loads and checks every state of it. Gives back all that is not as claimed, or what
/// cannot be read.
[[nodiscard]] Result<std::vector<std::string>> judge(const Scenario& scenario,
                                                     unsigned jobs);

}  // namespace pullproof::cli
