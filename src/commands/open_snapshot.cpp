#include "src/commands/open_snapshot.h"

#include <ostream>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "src/escape.h"
#include "src/layout.h"
#include "src/report/problems.h"
#include "src/scenario/scenario.h"

namespace pullproof::cli {
namespace {

Opened refused(ExitCode code) {
  return {.snapshot = std::nullopt, .state = {}, .code = code};
}

Opened bad_input(const Problems& problems, const std::string& where, Session& session) {
  session.err << problem_list(problems, where);
  return refused(ExitCode::BadInput);
}

// Nothing if the scenario has no such state, which has been told then.
std::optional<ExitCode> state_refused(const SnapshotOptions& options,
                                      Session& session) {
  if (!options.repaired && options.wrong_repair == 0) return std::nullopt;
  if (!is_scenario(options.snapshot)) {
    session.err << fmt::format(
        "pullproof: --repaired and --wrong-repair are for a scenario's folder, and "
        "`{}` holds no scenario.json\n",
        escape(options.snapshot));
    return ExitCode::BadUsage;
  }
  const auto scenario = read_scenario(options.snapshot);
  if (!scenario.ok()) {
    session.err << problem_list(scenario.problems(), options.snapshot);
    return ExitCode::BadInput;
  }
  if (options.repaired && !scenario.value().repair) {
    session.err << "pullproof: this scenario has no repair\n";
    return ExitCode::BadUsage;
  }
  const std::size_t count = scenario.value().wrong_repairs.size();
  if (options.wrong_repair > count) {
    session.err << fmt::format("pullproof: this scenario has {}, no number {}\n",
                               counted(count, "wrong repair"), options.wrong_repair);
    return ExitCode::BadUsage;
  }
  return std::nullopt;
}

aws::ScenarioState state(const SnapshotOptions& options) {
  using Kind = aws::ScenarioState::Kind;
  if (options.repaired) return {.kind = Kind::Repaired};
  if (options.wrong_repair == 0) return {};
  return {.kind = Kind::WrongRepair, .wrong_repair = options.wrong_repair - 1U};
}

}  // namespace

void add_snapshot_options(CLI::App& command, SnapshotOptions& options,
                          bool is_required) {
  command
      .add_option("SNAPSHOT", options.snapshot,
                  "Folder of AWS CLI output, .json, .json.gz, .tar.gz, or a "
                  "scenario's folder")
      ->required(is_required)
      ->type_name("");
  CLI::Option* repaired = command.add_flag("--repaired", options.repaired,
                                           "The scenario with its repair applied");
  command
      .add_option("--wrong-repair", options.wrong_repair,
                  "The scenario with its N-th tempting wrong repair applied")
      ->type_name("N")
      ->check(CLI::Range(1U, 1000U).description(""))
      ->excludes(repaired);
}

Opened open_snapshot(const SnapshotOptions& options, bool verbose, Session& session) {
  if (const auto code = state_refused(options, session)) return refused(*code);
  const aws::ScenarioState which = state(options);
  auto loaded = aws::Snapshot::load(options.snapshot, which);
  if (!loaded.ok()) return bad_input(loaded.problems(), options.snapshot, session);
  session.err << warning_list(loaded.value().warnings(), verbose);
  return {
      .snapshot = std::move(loaded.value()), .state = which, .code = ExitCode::Proved};
}

OpenedDocuments open_documents(const SnapshotOptions& options, bool verbose,
                               Session& session) {
  if (const auto code = state_refused(options, session)) {
    return {.account = std::nullopt, .code = *code};
  }
  auto loaded = changes::AccountDocuments::load(options.snapshot, state(options));
  if (!loaded.ok()) {
    session.err << problem_list(loaded.problems(), options.snapshot);
    return {.account = std::nullopt, .code = ExitCode::BadInput};
  }
  session.err << warning_list(loaded.value().before().warnings(), verbose);
  return {.account = std::move(loaded.value()), .code = ExitCode::Proved};
}

}  // namespace pullproof::cli
