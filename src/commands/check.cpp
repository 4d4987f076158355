// `pullproof check`: proves or refutes that each task can pull its image.

#include "solver/check.h"

#include <memory>
#include <ostream>

#include <CLI/CLI.hpp>

#include "src/commands/assumed.h"
#include "src/commands/check_options.h"
#include "src/commands/command_list.h"
#include "src/commands/open_snapshot.h"
#include "src/commands/selection.h"
#include "src/commands/vouched_ids.h"
#include "src/output.h"
#include "src/progress.h"
#include "src/report/check_json.h"
#include "src/report/check_text.h"

namespace pullproof::cli {
namespace {

constexpr auto kCheckFooter =
    R"(Exit code: 0 every task pulls, 1 at least one does not, 2 something is unknown,
64 bad usage, 65 bad input, 70 a bug of ours.

Examples:
  pullproof check snapshot
  pullproof check snapshot --cluster prod --service web
  pullproof check snapshot.tar.gz --format json --output report.json
  pullproof check snapshot --task-definition batch:7 \
      --subnets subnet-1,subnet-2 --security-groups sg-1)";

struct CheckArguments {
  SnapshotOptions snapshot;
  OutputOptions output;
  solver::CheckOptions check;
  std::vector<std::string> assumed;
};

void add_selection(CLI::App& command, solver::CheckOptions& check) {
  add_services(command, check);
  CLI::Option* task = command
                          .add_option("--task-definition", check.task_definition,
                                      "Also a task definition that no service runs")
                          ->type_name("FAMILY[:REVISION]|ARN");
  CLI::Option* subnets =
      command.add_option("--subnets", check.subnets, "Where its task would start")
          ->type_name("ID[,ID]")
          ->allow_extra_args(false)
          ->delimiter(',')
          ->needs(task);
  command.add_option("--security-groups", check.groups, "The groups it would have")
      ->type_name("ID[,ID]")
      ->allow_extra_args(false)
      ->delimiter(',')
      ->needs(subnets);
  command
      .add_flag("--assign-public-ip", check.assign_public_ip,
                "It would get a public address")
      ->needs(subnets);
}

std::string told(const model::CheckReport& report, const CheckArguments& arguments,
                 const Opened& opened, const Environment& environment) {
  const ReportExtras extras{.verbose = arguments.output.verbose,
                            .warnings = opened.snapshot->warnings(),
                            .not_read = opened.snapshot->not_read()};
  if (arguments.output.format == Format::Json) return check_json(report, extras);
  return check_text(report, extras, result_palette(arguments.output, environment),
                    snapshot_reader(arguments.snapshot.snapshot, opened.state));
}

ExitCode run_check(const CheckArguments& arguments, Session& session) {
  const auto assumed = read_assumed(arguments.assumed);
  if (!assumed.ok()) return tell_usage(assumed.problems(), session);
  const Opened opened =
      open_snapshot(arguments.snapshot, arguments.output.verbose, session);
  if (!opened.snapshot) return opened.code;
  const std::string unknown_ids =
      explain_vouched(*opened.snapshot, assumed.value().vouched);
  if (!unknown_ids.empty()) {
    session.err << unknown_ids;
    return ExitCode::BadUsage;
  }
  model::CheckReport report;
  {
    Progress progress(session.err, session.environment.err_is_terminal);
    auto options = with_assumed(arguments.check, assumed.value());
    options.progress = [&](std::size_t done, std::size_t all) {
      progress.report(done, all);
    };
    report = solver::check(*opened.snapshot, options);
  }
  if (selects_nothing(arguments.check, report)) {
    session.err << explain_selection(*opened.snapshot, arguments.check);
    return ExitCode::BadUsage;
  }
  return deliver(told(report, arguments, opened, session.environment), arguments.output,
                 session, exit_code(report));
}

}  // namespace

void add_check(CLI::App& program, Action& chosen) {
  CLI::App* command = program.add_subcommand(
      "check", "Prove that every task can pull its image, or show why not");
  const auto arguments = std::make_shared<CheckArguments>();
  add_snapshot_options(*command, arguments->snapshot);
  add_selection(*command, arguments->check);
  add_effort(*command, arguments->check, arguments->assumed);
  add_output_options(*command, arguments->output);
  command->footer(kCheckFooter);
  command->callback([&chosen, arguments] {
    chosen = [arguments](Session& session) { return run_check(*arguments, session); };
  });
}

}  // namespace pullproof::cli
