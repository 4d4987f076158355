// What every command that judges tasks can be told: which services, and how hard to
// try.
#pragma once

#include <string>
#include <vector>

#include "solver/check.h"
#include "src/commands/assumed.h"

namespace CLI {  // NOLINT(readability-identifier-naming): its own name
class App;
}

namespace pullproof::cli {

// `check` and `assumed` must outlive `command`.

/// Adds --cluster and --service.
void add_services(CLI::App& command, solver::CheckOptions& check);
/// Adds --strict, --assume and --jobs, as many as the CPU has threads.
void add_effort(CLI::App& command, solver::CheckOptions& check,
                std::vector<std::string>& assumed);

/// With what `--assume` was given.
[[nodiscard]] solver::CheckOptions with_assumed(solver::CheckOptions check,
                                                const Assumed& assumed);

}  // namespace pullproof::cli
