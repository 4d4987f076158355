#include "src/program.h"

#include <algorithm>
#include <exception>
#include <ostream>
#include <string_view>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "model/core/nearest.h"
#include "src/commands/command_list.h"
#include "src/escape.h"

namespace pullproof::cli {
namespace {

constexpr auto kDescription =
    "Proves from what the AWS CLI printed that each ECS task can pull its image, or "
    "shows which rule refuses it, with a packet or request to prove it.";

constexpr auto kProgramFooter = R"(Examples:
  pullproof check snapshot                 every service of a folder of CLI output
  pullproof check snapshot --format json   the same for programs
  pullproof snapshot info snapshot         what was collected, and what was not
  pullproof scenario list                  faults to learn from

Exit code: 0 proved, 1 refuted, 2 unknown, 64 bad usage, 65 bad input, 70 our bug.)";

/// The command that the words at the front of the command line name.
struct Named {
  const CLI::App* command;
  std::string path;     ///< "pullproof scenario".
  std::string unknown;  ///< A word that should name a command and does not, or "".
};

std::vector<std::string> subcommands(const CLI::App& command) {
  const auto all = command.get_subcommands([](const CLI::App*) { return true; });
  std::vector<std::string> names(all.size());
  std::transform(all.begin(), all.end(), names.begin(),
                 [](const CLI::App* each) { return each->get_name(); });
  return names;
}

Named named(const CLI::App& program, int argc, const char* const* argv) {
  Named found{.command = &program, .path = program.get_name(), .unknown = ""};
  for (int i = 1; i < argc; ++i) {
    const std::string word = argv[i];
    const auto names = subcommands(*found.command);
    if (names.empty() || word.rfind('-', 0) == 0) return found;
    if (std::find(names.begin(), names.end(), word) == names.end()) {
      found.unknown = word;
      return found;
    }
    const CLI::App* next = found.command->get_subcommand(word);
    found.command = next;
    found.path += " " + word;
  }
  return found;
}

std::string usage(const Named& at) {
  std::string line = "usage: " + at.path;
  if (!subcommands(*at.command).empty()) line += " COMMAND";
  for (const CLI::Option* option : at.command->get_options()) {
    if (!option->get_positional()) continue;
    const std::string name = option->get_name(true);
    line += option->get_required() ? " " + name : " [" + name + "]";
  }
  return fmt::format("{} [options]; more: {} --help\n", line, at.path);
}

std::string unknown_command(const Named& at) {
  const auto close = nearest(at.unknown, subcommands(*at.command), 1);
  return fmt::format("unknown command `{}`; did you mean `{}`?", escape(at.unknown),
                     close.front());
}

ExitCode bad_usage(const std::string& message, const Named& at, Session& session) {
  session.err << "pullproof: " << message << "\n" << usage(at);
  return ExitCode::BadUsage;
}

ExitCode parse_and_run(int argc, const char* const* argv, Session& session) {
  CLI::App program(kDescription, "pullproof");
  Action chosen;
  program.footer(kProgramFooter);
  program.set_version_flag("--version", "pullproof " PULLPROOF_VERSION);
  program.require_subcommand(1);
  add_commands(program, chosen);
  const Named at = named(program, argc, argv);
  if (!at.unknown.empty()) return bad_usage(unknown_command(at), at, session);
  try {
    program.parse(argc, argv);
  } catch (const CLI::Success& asked) {
    program.exit(asked, session.out, session.err);
    return ExitCode::Proved;
  } catch (const CLI::ParseError& error) {
    return bad_usage(escape(error.what()), at, session);
  }
  return chosen(session);
}

void tell_bug(std::string_view what, Session& session) noexcept {
  try {
    session.err << "pullproof: a bug of ours, please report it: " << escape(what)
                << "\n";
  } catch (...) {  // NOLINT(bugprone-empty-catch): nobody is left to tell
  }
}

}  // namespace

int run(int argc, const char* const* argv, Session& session) noexcept {
  try {
    return static_cast<int>(parse_and_run(argc, argv, session));
  } catch (const std::exception& error) {
    tell_bug(error.what(), session);
  } catch (...) {
    tell_bug("something that is no exception was thrown", session);
  }
  return static_cast<int>(ExitCode::OurBug);
}

}  // namespace pullproof::cli
