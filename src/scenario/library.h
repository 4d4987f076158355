// Finds the folder of scenarios that comes with the program, and what is in it.
#pragma once

#include <string>
#include <vector>

#include "src/scenario/scenario.h"
#include "src/session.h"

namespace pullproof::cli {

/// `wanted` if it is given, else PULLPROOF_SCENARIOS, else the first that exists of:
/// the source tree's, the installed one, `scenarios` in the current folder. "" if none
/// does.
[[nodiscard]] std::string scenarios_folder(const std::string& wanted,
                                           const Environment& environment);

/// Folders in it that hold a scenario, by name.
[[nodiscard]] std::vector<std::string> scenario_folders(const std::string& library);

}  // namespace pullproof::cli
