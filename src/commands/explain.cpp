// `pullproof explain`: what a code means, or what is behind a message of ECS.

#include <algorithm>
#include <memory>
#include <ostream>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "model/core/nearest.h"
#include "src/commands/assumed.h"
#include "src/commands/command_list.h"
#include "src/commands/explain_message.h"
#include "src/escape.h"
#include "src/layout.h"
#include "src/output.h"
#include "src/report/explain_json.h"
#include "src/report/explain_text.h"

namespace pullproof::cli {
namespace {

constexpr auto kExplainFooter = R"(Examples:
  pullproof explain ENI_SG_RULES_MISMATCH
  pullproof explain assumptions
  pullproof explain --message "CannotPullContainerError: ... i/o timeout" snapshot
  aws ecs describe-tasks ... | pullproof explain --message - snapshot --service web
  pullproof explain --task 0123456789abcdef0123456789abcdef snapshot

With a snapshot, each cause of the message is proved, refuted or left open for the tasks
that --cluster and --service select; with --task, for what that one ran where it was.
What the message names (a role, an action, a host, an image, a secret) tells which of
their calls it is about. What the AWS CLI prints of tasks and services is read, too.

Exit code: 0 there is an answer, 2 no message of the catalogue fits.)";

constexpr std::size_t kCodesShown = 3;
constexpr std::string_view kAllSwitches = "assumptions";

struct ExplainArguments {
  std::string subject;  ///< A code; with a message, the snapshot or "".
  // An empty text is given, too.
  const CLI::Option* has_message = nullptr;
  const CLI::Option* has_task = nullptr;
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

/// The first that is given and selects nothing without a message; null for none.
const char* idle_option(const ExplainArguments& arguments) {
  if (!arguments.check.service.empty()) return "--service";
  if (!arguments.check.cluster.empty()) return "--cluster";
  return arguments.assumed.empty() ? nullptr : "--assume";
}

ExitCode run_explain(const ExplainArguments& arguments, Session& session) {
  MessageQuestion asked{.message = {},
                        .task = {},
                        .snapshot = arguments.subject,
                        .check = arguments.check,
                        .assumed = arguments.assumed,
                        .output = arguments.output};
  if (arguments.has_message->count() > 0) asked.message = arguments.message;
  if (arguments.has_task->count() > 0) asked.task = arguments.task;
  if (asked.message || asked.task) return explain_message(asked, session);
  if (arguments.subject.empty()) {
    return refuse(
        "expected a code, or a text of ECS with --message (- for standard "
        "input)",
        session);
  }
  if (const char* idle = idle_option(arguments)) {
    return refuse(fmt::format("{} goes with --message or --task and a snapshot", idle),
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
  arguments->has_message = message;
  arguments->has_task =
      command
          ->add_option("--task", arguments->task,
                       "A stopped task of the snapshot, whose reasons are read")
          ->type_name("ID")
          ->excludes(message);
  command->add_option("--cluster", arguments->check.cluster, "Only tasks of this one")
      ->type_name("NAME");
  command->add_option("--service", arguments->check.service, "Only tasks of this one")
      ->type_name("NAME");
  add_assume(*command, arguments->assumed);
  add_output_options(*command, arguments->output);
  command->footer(kExplainFooter);
  command->callback([&chosen, arguments] {
    chosen = [arguments](Session& session) { return run_explain(*arguments, session); };
  });
}

}  // namespace pullproof::cli
