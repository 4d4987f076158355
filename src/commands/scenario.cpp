// `pullproof scenario list|show|check`: the lessons that come with the program.

#include <algorithm>
#include <memory>
#include <ostream>
#include <string_view>
#include <thread>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "src/commands/command_list.h"
#include "src/output.h"
#include "src/report/check_json.h"
#include "src/report/problems.h"
#include "src/scenario/choose.h"
#include "src/scenario/judge.h"
#include "src/scenario/tell.h"

namespace pullproof::cli {
namespace {

struct ScenarioArguments {
  std::string library;
  std::string name;
  unsigned jobs = 1;
  OutputOptions output;
};

bool as_json(const ScenarioArguments& arguments) {
  return arguments.output.format == Format::Json;
}

ExitCode list(const ScenarioArguments& arguments, Session& session) {
  const Chosen chosen = choose(arguments.library, "", session);
  if (chosen.scenarios.empty()) return chosen.code;
  return deliver(as_json(arguments) ? print_json(list_json(chosen.scenarios))
                                    : list_text(chosen.scenarios),
                 arguments.output, session, chosen.code);
}

ExitCode show_scenario(const ScenarioArguments& arguments, Session& session) {
  const Chosen chosen = choose(arguments.library, arguments.name, session);
  if (chosen.scenarios.empty()) return chosen.code;
  const Scenario& scenario = chosen.scenarios.front();
  return deliver(
      as_json(arguments) ? print_json(show_json(scenario)) : show_text(scenario),
      arguments.output, session, chosen.code);
}

ExitCode check(const ScenarioArguments& arguments, Session& session) {
  const Chosen chosen = choose(arguments.library, arguments.name, session);
  if (chosen.scenarios.empty()) return chosen.code;
  ExitCode code = chosen.code;
  std::vector<Judgement> all;
  for (const Scenario& scenario : chosen.scenarios) {
    const auto found = judge(scenario, arguments.jobs);
    if (!found.ok()) {
      session.err << problem_list(found.problems(), scenario.folder);
      code = graver(code, ExitCode::BadInput);
      continue;
    }
    if (!found.value().empty()) code = graver(code, ExitCode::Refuted);
    all.emplace_back(scenario.name, found.value());
  }
  const Palette palette = result_palette(arguments.output, session.environment);
  return deliver(
      as_json(arguments) ? print_json(judged_json(all)) : judged_text(all, palette),
      arguments.output, session, code);
}

using RunScenario = ExitCode (*)(const ScenarioArguments&, Session&);

CLI::App* add_one(CLI::App& parent, const char* name, const char* what, RunScenario run,
                  Action& chosen) {
  CLI::App* command = parent.add_subcommand(name, what);
  const auto arguments = std::make_shared<ScenarioArguments>();
  arguments->jobs = std::max(1U, std::thread::hardware_concurrency());
  if (std::string_view(name) != "list") {
    command->add_option("NAME", arguments->name, "Name or folder of a scenario")
        ->type_name("")
        ->required(std::string_view(name) == "show");
  }
  command
      ->add_option("--scenarios", arguments->library,
                   "Folder of scenarios (default: PULLPROOF_SCENARIOS, then the "
                   "program's own)")
      ->type_name("DIR");
  if (std::string_view(name) == "check") {
    command->add_option("-j,--jobs", arguments->jobs, "Threads")
        ->type_name("N")
        ->check(CLI::Range(1U, 1024U).description(""));
  }
  add_output_options(*command, arguments->output);
  command->callback([&chosen, arguments, run] {
    chosen = [arguments, run](Session& session) { return run(*arguments, session); };
  });
  return command;
}

}  // namespace

void add_scenario(CLI::App& program, Action& chosen) {
  CLI::App* command =
      program.add_subcommand("scenario", "The lessons that come with the program");
  command->require_subcommand(1);
  add_one(*command, "list", "Names, titles, levels and verdicts", list, chosen);
  add_one(*command, "show", "One scenario in full", show_scenario, chosen);
  add_one(*command, "check",
          "Prove each broken as claimed, repaired, and still broken after each "
          "wrong repair",
          check, chosen);
  command->footer(R"(Examples:
  pullproof scenario list --format json
  pullproof scenario show private-subnet-without-nat
  pullproof scenario check)");
}

}  // namespace pullproof::cli
