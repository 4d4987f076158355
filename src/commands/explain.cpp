// `pullproof explain`: what a code means, or what is behind a message of ECS.

#include <algorithm>
#include <iostream>
#include <iterator>
#include <memory>
#include <ostream>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "model/core/nearest.h"
#include "solver/check.h"
#include "src/commands/assumed.h"
#include "src/commands/command_list.h"
#include "src/commands/open_snapshot.h"
#include "src/commands/selection.h"
#include "src/escape.h"
#include "src/layout.h"
#include "src/output.h"
#include "src/report/explain_json.h"
#include "src/report/explain_text.h"

namespace pullproof::cli {
namespace {

constexpr auto kFooter = R"(Examples:
  pullproof explain ENI_SG_RULES_MISMATCH
  pullproof explain assumptions
  pullproof explain --message "CannotPullContainerError: ... i/o timeout" snapshot
  aws ecs describe-tasks ... | pullproof explain --message - snapshot --service web
  pullproof explain --task 0123456789abcdef0123456789abcdef snapshot

With a snapshot, each cause of the message is proved, refuted or left open for the tasks
that --cluster and --service select. What the message names (a role, an action, a host,
an image, a secret) tells which of their calls it is about.

Exit code: 0 there is an answer, 2 no message of the catalogue fits.)";

constexpr std::size_t kCodesShown = 3;
constexpr std::string_view kAllSwitches = "assumptions";

struct ExplainArguments {
  std::string subject;  ///< A code; with a message, the snapshot or "".
  std::string message;
  std::string task;
  solver::CheckOptions check;
  std::vector<std::string> assumed;
  OutputOptions output;
};

ExitCode refuse(const std::string& why, Session& session) {
  session.err << fmt::format("pullproof: {}\n", why);
  return ExitCode::BadUsage;
}

ExitCode unknown_code(const std::string& code, Session& session) {
  std::vector<std::string> names;
  for (const std::string_view each : page_codes()) names.emplace_back(each);
  for (const auto& each : model::lint_codes()) names.emplace_back(each.code);
  for (const auto& each : gates::all_switches()) names.emplace_back(each.name);
  names.emplace_back(kAllSwitches);
  std::vector<std::string> shown = nearest(code, names, kCodesShown);
  for (std::string& one : shown) one = fmt::format("`{}`", one);
  return refuse(
      fmt::format("expected a code that findings show, or a switch of --assume, found "
                  "`{}`; the nearest are {}",
                  escape(code), enumerated(shown)),
      session);
}

ExitCode explain_code(const ExplainArguments& arguments, Session& session) {
  const OutputOptions& output = arguments.output;
  const Palette palette = result_palette(output, session.environment);
  const bool as_json = output.format == Format::Json;
  if (const Page* page = page_of(arguments.subject)) {
    return deliver(as_json ? page_json(*page) : page_text(*page, palette), output,
                   session, ExitCode::Proved);
  }
  if (arguments.subject == kAllSwitches) {
    return deliver(as_json ? switches_json() : switches_text(palette), output, session,
                   ExitCode::Proved);
  }
  if (const auto* asked = gates::switch_named(arguments.subject)) {
    return deliver(as_json ? page_json(*asked) : page_text(*asked, palette), output,
                   session, ExitCode::Proved);
  }
  const auto codes = model::lint_codes();
  const auto lint = std::find_if(codes.begin(), codes.end(), [&](const auto& each) {
    return each.code == arguments.subject;
  });
  if (lint == codes.end()) return unknown_code(arguments.subject, session);
  return deliver(as_json ? page_json(*lint) : page_text(*lint, palette), output,
                 session, ExitCode::Proved);
}

/// What ECS told of the task, or nothing and why on `session.err`.
std::optional<std::string> message_of_task(const aws::Snapshot& account,
                                           const std::string& id, Session& session) {
  const aws::RunningTask* found = nullptr;
  for (const auto& task : account.table<aws::RunningTask>().all()) {
    if (task.arn == id || task.arn.ends_with('/' + id)) found = &task;
  }
  if (found == nullptr) {
    refuse(fmt::format("no task of the snapshot is `{}`", escape(id)), session);
    return std::nullopt;
  }
  std::string text = found->stopped_reason;
  for (const std::string& reason : found->container_reasons) text += "\n" + reason;
  if (text.find_first_not_of(" \n") == std::string::npos) {
    refuse(
        fmt::format("the snapshot has no reason why task `{}` has stopped", escape(id)),
        session);
    return std::nullopt;
  }
  return text;
}

std::string read_message(const std::string& given) {
  if (given != "-") return given;
  return {std::istreambuf_iterator<char>(std::cin), std::istreambuf_iterator<char>()};
}

ExitCode tell(const std::vector<ExplainedMatch>& matches,
              const ExplainArguments& arguments, Session& session) {
  const OutputOptions& output = arguments.output;
  const ExitCode code = matches.empty() ? ExitCode::Undecided : ExitCode::Proved;
  if (output.format == Format::Json) {
    return deliver(explain_json(matches), output, session, code);
  }
  if (matches.empty()) {
    session.err
        << "pullproof: no message of the catalogue fits: expected the text that "
           "ECS prints, as stoppedReason or as the reason of a container\n";
    return code;
  }
  return deliver(explain_text(matches, output.verbose,
                              result_palette(output, session.environment)),
                 output, session, code);
}

/// Whether each cause holds.
void answer(std::vector<ExplainedMatch>& matches, const model::ErrorDetails& details,
            const model::CheckReport& report) {
  for (auto& [match, answers] : matches) {
    for (const std::string_view cause : match.causes) {
      answers.push_back(solver::cause_status(
          report.verdicts, {.match = match, .details = details}, cause));
    }
  }
}

ExitCode explain_message(const ExplainArguments& arguments, Session& session) {
  std::optional<aws::Snapshot> account;
  if (!arguments.subject.empty()) {
    Opened opened = open_snapshot({.snapshot = arguments.subject},
                                  arguments.output.verbose, session);
    if (!opened.snapshot) return opened.code;
    account = std::move(opened.snapshot);
  }
  std::string text = read_message(arguments.message);
  if (!arguments.task.empty()) {
    if (!account) return refuse("--task needs a snapshot that has the task", session);
    const auto told = message_of_task(*account, arguments.task, session);
    if (!told) return ExitCode::BadUsage;
    text = *told;
  }
  std::vector<ExplainedMatch> matches;
  for (auto& match : model::read_error(text)) matches.push_back({std::move(match), {}});
  if (!account) return tell(matches, arguments, session);
  const auto assumed = read_assumed(arguments.assumed);
  if (!assumed.ok()) return tell_usage(assumed.problems(), session);
  solver::CheckOptions check = arguments.check;
  check.vouched = assumed.value().vouched;
  check.switches = assumed.value().switches;
  check.keep_proofs = true;
  const model::CheckReport report = solver::check(*account, check);
  if (selects_nothing(arguments.check, report)) {
    session.err << explain_selection(*account, arguments.check);
    return ExitCode::BadUsage;
  }
  answer(matches, model::error_details(text), report);
  return tell(matches, arguments, session);
}

ExitCode run(const ExplainArguments& arguments, Session& session) {
  if (!arguments.message.empty() || !arguments.task.empty()) {
    return explain_message(arguments, session);
  }
  if (arguments.subject.empty()) {
    return refuse(
        "expected a code, or a text of ECS with --message (- for standard "
        "input)",
        session);
  }
  return explain_code(arguments, session);
}

}  // namespace

void add_explain(CLI::App& program, Action& chosen) {
  CLI::App* command = program.add_subcommand(
      "explain", "Tell what a code means, or what is behind a message of ECS");
  const auto arguments = std::make_shared<ExplainArguments>();
  command
      ->add_option("CODE", arguments->subject,
                   "A code of a finding, a switch of --assume or `assumptions`; with "
                   "--message or --task: a snapshot")
      ->type_name("");
  CLI::Option* message = command
                             ->add_option("--message", arguments->message,
                                          "What ECS printed; - reads standard input")
                             ->type_name("TEXT");
  command
      ->add_option("--task", arguments->task,
                   "A stopped task of the snapshot, whose reason is read")
      ->type_name("ID")
      ->excludes(message);
  command->add_option("--cluster", arguments->check.cluster, "Only tasks of this one")
      ->type_name("NAME");
  command->add_option("--service", arguments->check.service, "Only tasks of this one")
      ->type_name("NAME");
  add_assume(*command, arguments->assumed);
  add_output_options(*command, arguments->output);
  command->footer(kFooter);
  command->callback([&chosen, arguments] {
    chosen = [arguments](Session& session) { return run(*arguments, session); };
  });
}

}  // namespace pullproof::cli
