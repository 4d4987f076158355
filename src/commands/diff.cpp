// `pullproof diff`: which pulls changed between two snapshots, and by which facts.

#include <memory>
#include <ostream>

#include <CLI/CLI.hpp>

#include "model/changes/difference.h"
#include "solver/what_if.h"
#include "src/commands/assumed.h"
#include "src/commands/check_options.h"
#include "src/commands/command_list.h"
#include "src/commands/open_snapshot.h"
#include "src/commands/selection.h"
#include "src/commands/tell_what_if.h"
#include "src/output.h"

namespace pullproof::cli {
namespace {

constexpr auto kDiffFooter =
    R"(Exit code: 1 a pull is refuted that was not before, else 2 one is newly unknown, else
0; 64 bad usage, 65 bad input, 70 a bug of ours.

Example:
  pullproof diff snapshot-of-monday snapshot-of-today)";

struct DiffArguments {
  SnapshotOptions older;
  SnapshotOptions newer;
  OutputOptions output;
  solver::CheckOptions check;
  std::vector<std::string> assumed;
};

ExitCode run_diff(const DiffArguments& arguments, Session& session) {
  const auto assumed = read_assumed(arguments.assumed);
  if (!assumed.ok()) return tell_usage(assumed.problems(), session);
  OpenedDocuments older =
      open_documents(arguments.older, arguments.output.verbose, session);
  if (!older.account) return older.code;
  const OpenedDocuments newer =
      open_documents(arguments.newer, arguments.output.verbose, session);
  if (!newer.account) return newer.code;
  const auto options = with_assumed(arguments.check, assumed.value());
  const changes::Change change = changes::difference(*older.account, *newer.account);
  const solver::WhatIf answer =
      solver::difference(*older.account, change, *newer.account, options);
  if (answer.before.verdicts.empty() && answer.after.verdicts.empty()) {
    session.err << explain_selection(newer.account->before(), arguments.check);
    return ExitCode::BadUsage;
  }
  return tell_what_if({.answer = answer,
                       .change = change,
                       .before = *older.account,
                       .after = *newer.account,
                       .format = "pullproof-diff/1"},
                      arguments.output, session);
}

}  // namespace

void add_diff(CLI::App& program, Action& chosen) {
  CLI::App* command = program.add_subcommand(
      "diff", "Compare two snapshots: which pulls changed, and by which facts");
  const auto arguments = std::make_shared<DiffArguments>();
  command->add_option("OLD", arguments->older.snapshot, "The older snapshot")
      ->required()
      ->type_name("");
  command->add_option("NEW", arguments->newer.snapshot, "The newer one")
      ->required()
      ->type_name("");
  add_services(*command, arguments->check);
  add_effort(*command, arguments->check, arguments->assumed);
  add_output_options(*command, arguments->output);
  command->footer(kDiffFooter);
  command->callback([&chosen, arguments] {
    chosen = [arguments](Session& session) { return run_diff(*arguments, session); };
  });
}

}  // namespace pullproof::cli
