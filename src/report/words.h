// The words of the text report: steps, verdicts, names of tasks, totals.
//
// Guarantee: everything that comes from the snapshot is escaped here.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "model/verdict.h"

namespace pullproof::cli {

/// "✓", "✗", "~", "?".
[[nodiscard]] std::string symbol(model::Verdict verdict);

/// "prod/web", or "task web:1" for one that no service runs.
[[nodiscard]] std::string task_name(const model::TaskVerdict& task);

/// "step 2 of 4: get a registry token from api.ecr.eu-central-1.amazonaws.com".
[[nodiscard]] std::string step(const model::Finding& finding);

/// "subnet-1 (eu-central-1a), i-1".
[[nodiscard]] std::string place(const model::Placement& placement);

/// "every placement: subnet-1 and subnet-2", "only subnet-1".
[[nodiscard]] std::string where(const model::Finding& finding,
                                const model::TaskVerdict& task);

/// "source port = 1 and subnet = subnet-1"; each once.
[[nodiscard]] std::string values(
    const std::vector<std::pair<std::string, std::string>>& pairs);

/// One clause: why the verdict is what it is.
[[nodiscard]] std::string reason(const model::TaskVerdict& task);

using Totals = std::map<model::Verdict, std::size_t>;  ///< Every verdict has an entry.
[[nodiscard]] Totals totals(const model::CheckReport& report);

/// "4 tasks: 1 fails, 3 pull".
[[nodiscard]] std::string totals_in_words(const model::CheckReport& report);

}  // namespace pullproof::cli
