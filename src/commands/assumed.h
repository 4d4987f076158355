// What `--assume` is given: ids to vouch for, and switches of contested points.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "model/core/result.h"
#include "model/gates/switches.h"
#include "src/exit_code.h"
#include "src/session.h"

namespace CLI {  // NOLINT(readability-identifier-naming): its own name
class App;
class Option;
}  // namespace CLI

namespace pullproof::cli {

struct Assumed {
  std::set<std::string> vouched;
  gates::Switches switches;
};

/// Adds the option, for ids and for switches.
void add_assume(CLI::App& command, std::vector<std::string>& words);
/// The same for commands that follow no packets.
CLI::Option* add_assumed_switches(CLI::App& command, std::vector<std::string>& words);

/// A word with `=` is a switch, another one an id.
/// Errors: a name or a value that there is not, a switch that is set twice.
[[nodiscard]] Result<Assumed> read_assumed(const std::vector<std::string>& words);
/// The same without ids, for commands that follow no packets.
[[nodiscard]] Result<gates::Switches> read_assumed_switches(
    const std::vector<std::string>& words);
/// One line each on the error stream: bad usage.
ExitCode tell_usage(const Problems& problems, Session& session);

}  // namespace pullproof::cli
