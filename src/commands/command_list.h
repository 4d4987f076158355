// Every command of the program. Adding one means adding it here.
#pragma once

#include <functional>

#include "src/exit_code.h"
#include "src/session.h"

namespace CLI {  // NOLINT(readability-identifier-naming): its own name
class App;
}

namespace pullproof::cli {

/// What the command line asks for, ready to be done.
using Action = std::function<ExitCode(Session&)>;

/// Each adds its command to `program`; parsing it fills `chosen`. Both must outlive the
/// parsing.
void add_authorize(CLI::App& program, Action& chosen);
void add_check(CLI::App& program, Action& chosen);
void add_diff(CLI::App& program, Action& chosen);
void add_explain(CLI::App& program, Action& chosen);
void add_policy(CLI::App& program, Action& chosen);
void add_reach(CLI::App& program, Action& chosen);
void add_scenario(CLI::App& program, Action& chosen);
void add_snapshot(CLI::App& program, Action& chosen);
void add_whatif(CLI::App& program, Action& chosen);
void add_who_can(CLI::App& program, Action& chosen);

inline void add_commands(CLI::App& program, Action& chosen) {
  add_check(program, chosen);
  add_whatif(program, chosen);
  add_diff(program, chosen);
  add_reach(program, chosen);
  add_authorize(program, chosen);
  add_who_can(program, chosen);
  add_explain(program, chosen);
  add_policy(program, chosen);
  add_scenario(program, chosen);
  add_snapshot(program, chosen);
}

}  // namespace pullproof::cli
