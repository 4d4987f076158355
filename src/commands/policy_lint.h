// `pullproof policy lint`: what is wrong with one policy by itself.
#pragma once

#include "src/commands/command_list.h"

namespace pullproof::cli {

/// As the commands of command_list.h.
void add_policy_lint(CLI::App& policy, Action& chosen);

}  // namespace pullproof::cli
