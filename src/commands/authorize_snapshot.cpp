#include "src/commands/authorize_snapshot.h"

#include <ostream>
#include <utility>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "model/authorization.h"
#include "model/aws/condition_values.h"
#include "model/aws/policy_condition.h"
#include "model/core/nearest.h"
#include "src/commands/assumed.h"
#include "src/escape.h"
#include "src/report/authorize_json.h"
#include "src/report/authorize_text.h"

namespace pullproof::cli {
namespace {

/// False after a text that is no `key=value`, which has been told then.
bool read_context(const AccessArguments& arguments, model::AccessQuestion& question,
                  Session& session) {
  for (const std::string& text : arguments.context) {
    const std::size_t equals = text.find('=');
    if (equals == 0 || equals == std::string::npos) {
      session.err << fmt::format(
          "pullproof: --context expects KEY=VALUE, such as "
          "aws:SourceVpce=vpce-1, found `{}`\n",
          escape(text));
      return false;
    }
    // Names of keys are the same in any letter case.
    question.context[aws::lower(text.substr(0, equals))].push_back(
        text.substr(equals + 1));
  }
  return true;
}

/// The roles and users with the most similar ARNs.
std::string similar_principals(const aws::Snapshot& account,
                               const std::string& principal) {
  std::vector<std::string> arns;
  for (const auto& role : account.table<aws::Role>().all()) arns.push_back(role.arn);
  for (const auto& user : account.table<aws::User>().all()) arns.push_back(user.arn);
  std::string text;
  constexpr std::size_t kShown = 3;
  for (const auto& arn : nearest(principal, std::move(arns), kShown)) {
    text +=
        fmt::format("{}{}", text.empty() ? "; the nearest are " : ", ", escape(arn));
  }
  return text;
}

std::string is_time(const std::string& text) {
  return aws::Instant::parse(text)
             ? ""
             : "expected a time like 2026-01-31T12:00:00Z, found " + text;
}

}  // namespace

void add_time_option(CLI::App& command, std::string& at) {
  command.add_option("--at", at, "The time of the requests (ISO 8601)")
      ->type_name("TIME")
      ->check(CLI::Validator(is_time, ""));
}

Authorized authorized(const gates::Request& request, const model::Layers& layers) {
  Authorized told{.answer = model::authorize(request, layers), .open = {}};
  if (told.answer.decision == model::Decision::Unknown) {
    told.open = model::open_questions(request, layers);
  }
  return told;
}

ExitCode exit_code_of(model::Decision decision) {
  switch (decision) {
    case model::Decision::Allowed:
      return ExitCode::Proved;
    case model::Decision::ImplicitlyDenied:
    case model::Decision::ExplicitlyDenied:
      return ExitCode::Refuted;
    case model::Decision::Unknown:
      break;
  }
  return ExitCode::Undecided;
}

ExitCode authorize_in_snapshot(const AccessArguments& arguments,
                               const OutputOptions& output, Session& session) {
  model::AccessQuestion question = arguments.question;
  if (!read_context(arguments, question, session)) return ExitCode::BadUsage;
  const auto assumed = read_assumed_switches(arguments.assumed);
  if (!assumed.ok()) return tell_usage(assumed.problems(), session);
  const Opened opened = open_snapshot(arguments.snapshot, output.verbose, session);
  if (!opened.snapshot) return opened.code;
  const gates::Context context{.account = *opened.snapshot,
                               .strict = arguments.strict,
                               .switches = assumed.value()};
  const auto access = model::account_access(context, question);
  if (!access.ok()) {
    for (const Problem& problem : access.problems()) {
      const bool unheld = problem.message.starts_with("account ");
      session.err << fmt::format(
          "pullproof: {}{}\n", escape(problem.message),
          unheld ? similar_principals(*opened.snapshot, question.principal) : "");
    }
    return ExitCode::BadUsage;
  }
  const auto& [request, layers, assumptions, documents, identity] = access.value();
  Authorized told = authorized(request, layers);
  told.assumptions = assumptions;
  const std::string text =
      output.format == Format::Json
          ? authorize_json(nullptr, told)
          : authorize_text(request, told, result_palette(output, session.environment));
  return deliver(text, output, session, exit_code_of(told.answer.decision));
}

}  // namespace pullproof::cli
