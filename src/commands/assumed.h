// What `--assume` is given: ids to vouch for, and switches of contested points.
#pragma once

#include <array>
#include <set>
#include <span>
#include <string>
#include <string_view>
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

/// Switches that commands hang on beside `check`, which hangs on all.
inline constexpr std::array<std::string_view, 3> kSwitchesOfReach = {
    "block-ingress-mode", "encryption-controls", "linux-ports"};
inline constexpr std::array<std::string_view, 1> kSwitchesOfAccess = {
    "token-resource-account"};

/// A word with `=` is a switch, another one an id. `known`: the names of the switches
/// that the command hangs on; empty for all.
/// Errors: a name or a value that there is not, a switch that is set twice or that
/// changes nothing here.
[[nodiscard]] Result<Assumed> read_assumed(
    const std::vector<std::string>& words,
    std::span<const std::string_view> known = {});
/// The same without ids, for commands that follow no packets.
[[nodiscard]] Result<gates::Switches> read_assumed_switches(
    const std::vector<std::string>& words);
/// One line each on the error stream: bad usage.
ExitCode tell_usage(const Problems& problems, Session& session);

}  // namespace pullproof::cli
