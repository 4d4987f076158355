// `pullproof who-can`: everybody who may make a request.

#include "solver/who_can.h"

#include <algorithm>
#include <memory>
#include <ostream>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "src/commands/assumed.h"
#include "src/commands/authorize_snapshot.h"
#include "src/commands/command_list.h"
#include "src/commands/open_snapshot.h"
#include "src/escape.h"
#include "src/output.h"
#include "src/report/who_can_json.h"
#include "src/report/who_can_text.h"

namespace pullproof::cli {
namespace {

constexpr auto kWhoCanFooter = R"(Examples:
  pullproof who-can snapshot --action ecr:BatchGetImage \
      --resource arn:aws:ecr:eu-central-1:111122223333:repository/web

Principals of other accounts are listed as the policies tell them apart; their own
accounts are taken to allow the request.

Exit code: 0 the list is complete, 2 somebody may or may not be able to.)";

struct WhoCanArguments {
  SnapshotOptions snapshot;
  solver::WhoCanQuestion question;
  OutputOptions output;
  bool strict = false;
  std::vector<std::string> assumed;
};

bool is_complete(const solver::WhoCan& answer) {
  return answer.undecided.empty() &&
         std::none_of(answer.principals.begin(), answer.principals.end(),
                      [](const auto& principal) {
                        return principal.ability == solver::Ability::Unknown;
                      });
}

ExitCode run_who_can(const WhoCanArguments& arguments, Session& session) {
  const OutputOptions& output = arguments.output;
  const auto assumed = read_assumed_switches(arguments.assumed);
  if (!assumed.ok()) return tell_usage(assumed.problems(), session);
  const Opened opened = open_snapshot(arguments.snapshot, output.verbose, session);
  if (!opened.snapshot) return opened.code;
  const gates::Context context{.account = *opened.snapshot,
                               .strict = arguments.strict,
                               .switches = assumed.value()};
  const auto answer = solver::who_can(context, arguments.question);
  if (!answer.ok()) {
    for (const Problem& problem : answer.problems()) {
      session.err << fmt::format("pullproof: {}\n", escape(problem.message));
    }
    return ExitCode::BadUsage;
  }
  const std::string text =
      output.format == Format::Json
          ? who_can_json(arguments.question, answer.value())
          : who_can_text(arguments.question, answer.value(),
                         result_palette(output, session.environment));
  return deliver(text, output, session,
                 is_complete(answer.value()) ? ExitCode::Proved : ExitCode::Undecided);
}

}  // namespace

void add_who_can(CLI::App& program, Action& chosen) {
  CLI::App* command = program.add_subcommand(
      "who-can", "List everybody who may make a request, and prove that nobody else");
  const auto arguments = std::make_shared<WhoCanArguments>();
  solver::WhoCanQuestion& question = arguments->question;
  add_snapshot_options(*command, arguments->snapshot);
  command->add_option("--action", question.action, "\"ecr:BatchGetImage\"")
      ->type_name("ACTION")
      ->required();
  command
      ->add_option("--resource", question.resource,
                   "On what; * for an action without a resource")
      ->type_name("ARN")
      ->required();
  command
      ->add_option("--resource-account", question.resource_account,
                   "Whose resource it is, if neither ARN nor snapshot tell")
      ->type_name("ACCOUNT");
  add_time_option(*command, question.at);
  command->add_flag("--strict", arguments->strict,
                    "Peripheral calls that were not collected make answers unknown");
  add_assumed_switches(*command, arguments->assumed);
  add_output_options(*command, arguments->output);
  command->footer(kWhoCanFooter);
  command->callback([&chosen, arguments] {
    chosen = [arguments](Session& session) { return run_who_can(*arguments, session); };
  });
}

}  // namespace pullproof::cli
