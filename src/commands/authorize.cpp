// `pullproof authorize`: what IAM decides about requests.

#include <fstream>
#include <iostream>
#include <istream>
#include <memory>
#include <set>
#include <string>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "model/authorization_question.h"
#include "model/aws/condition_values.h"
#include "model/aws/json_reader.h"
#include "src/commands/authorize_snapshot.h"
#include "src/commands/command_list.h"
#include "src/escape.h"
#include "src/output.h"
#include "src/report/authorize_json.h"
#include "src/report/authorize_text.h"

namespace pullproof::cli {
namespace {

constexpr auto kFooter = R"(Examples:
  pullproof authorize snapshot --principal arn:aws:iam::111122223333:role/ci \
      --action ecr:BatchGetImage \
      --resource arn:aws:ecr:eu-central-1:111122223333:repository/web
  pullproof authorize --in requests.ndjson
  pullproof authorize --in - --exact-context < requests.ndjson

With a snapshot everything that it knows is asked: policies of the principal, boundary,
organization, resource and, by --context aws:SourceVpce=ID, of the endpoint.

A line of FILE is a request and the policies of every layer:
  {"id": "1",
   "request": {"principal": "arn:aws:iam::111122223333:role/ci",
               "action": "s3:GetObject", "resource": "arn:aws:s3:::b/k", "context": {}},
   "policies": {"identity": [{...}], "boundary": [], "scp": [[{...}]], "resource": null}}

Exit code: 0 everything is allowed, 1 something is denied, 2 something is unknown, 65 a
line could not be read.)";

/// Answers are given out in pieces of this size.
constexpr std::size_t kPiece = 1U << 16U;

struct AuthorizeArguments {
  std::string in;
  AccessArguments access;
  model::QuestionOptions question;
  OutputOptions output{.format = Format::Json};
};

struct Answer {
  std::string line;
  ExitCode code = ExitCode::Proved;
};

/// As JSON if `palette` is null, else for people.
Answer answer(const std::string& text, const std::string& file,
              const model::QuestionOptions& options, const Palette* palette) {
  const auto line = aws::read_json(text, file);
  if (!line.ok()) return {malformed_json({}, line.problems()), ExitCode::BadInput};
  const bool has_id = line.value().is_object() && line.value().contains("id");
  const nlohmann::json id = has_id ? line.value().at("id") : nlohmann::json();
  const auto question = model::read_question(line.value(), file, options);
  if (!question.ok())
    return {malformed_json(id, question.problems()), ExitCode::BadInput};
  const auto& [request, layers, documents] = question.value();
  Authorized told{.answer = model::authorize(request, layers), .open = {}};
  const model::Decision decision = told.answer.decision;
  if (decision == model::Decision::Unknown) {
    told.open = model::open_questions(request, layers);
  }
  if (!palette) return {authorize_json(id, told), exit_code_of(decision)};
  return {authorize_text(request, told, *palette), exit_code_of(decision)};
}

bool is_blank(const std::string& text) {
  return text.find_first_not_of(" \t\r\n") == std::string::npos;
}

ExitCode answer_all(std::istream& in, const AuthorizeArguments& arguments,
                    Session& session) {
  std::string text;
  std::string pending;
  std::size_t number = 0;
  bool any = false;
  ExitCode code = ExitCode::Proved;
  const Palette palette = result_palette(arguments.output, session.environment);
  const bool as_text = arguments.output.format == Format::Text;
  while (std::getline(in, text)) {
    ++number;
    if (is_blank(text)) continue;
    any = true;
    const Answer one = answer(text, fmt::format("{}:{}", arguments.in, number),
                              arguments.question, as_text ? &palette : nullptr);
    code = graver(code, one.code);
    pending += one.line;
    const bool to_stream = arguments.output.file.empty();
    if (to_stream && pending.size() >= kPiece) {
      session.out << pending;
      pending.clear();
    }
  }
  if (!any) {
    session.err << fmt::format("pullproof: `{}` holds no request\n",
                               escape(arguments.in));
    return ExitCode::BadUsage;
  }
  return deliver(pending, arguments.output, session, code);
}

ExitCode run(const AuthorizeArguments& arguments, Session& session) {
  if (arguments.in.empty()) {
    AccessArguments access = arguments.access;
    access.question.exact_context = arguments.question.exact_context;
    access.question.at = arguments.question.at;
    return authorize_in_snapshot(access, arguments.output, session);
  }
  if (arguments.in == "-") return answer_all(std::cin, arguments, session);
  std::ifstream file(arguments.in, std::ios::binary);
  if (file) return answer_all(file, arguments, session);
  session.err << fmt::format("pullproof: cannot read `{}`\n", escape(arguments.in));
  return ExitCode::BadInput;
}

std::string is_time(const std::string& text) {
  return aws::Instant::parse(text)
             ? ""
             : "expected a time like 2026-01-31T12:00:00Z, found " + text;
}

CLI::Option* add_text(CLI::App& command, const char* name, std::string& text,
                      const char* what, const char* type) {
  return command.add_option(name, text, what)->type_name(type);
}

/// A request on the command line, for a snapshot.
CLI::Option* add_request(CLI::App& command, AccessArguments& access) {
  model::AccessQuestion& question = access.question;
  add_snapshot_options(command, access.snapshot);
  CLI::Option* snapshot = command.get_option("SNAPSHOT")->required(false);
  for (CLI::Option* option :
       {add_text(command, "--principal", question.principal,
                 "Who asks: a role, user, session, service or `anonymous`", "ARN"),
        add_text(command, "--action", question.action, "\"ecr:BatchGetImage\"",
                 "ACTION"),
        add_text(command, "--resource", question.resource,
                 "On what; * for an action without a resource", "ARN")}) {
    snapshot->needs(option);
    option->needs(snapshot);
  }
  command
      .add_option("--context", access.context,
                  "A context key as the request has it; may be repeated")
      ->type_name("KEY=VALUE")
      ->allow_extra_args(false)
      ->needs(snapshot);
  add_text(command, "--resource-account", question.resource_account,
           "Whose resource it is, if neither ARN nor snapshot tell", "ACCOUNT")
      ->needs(snapshot);
  command
      .add_flag("--strict", access.strict,
                "Peripheral calls that were not collected make the answer unknown")
      ->needs(snapshot);
  return snapshot;
}

}  // namespace

void add_authorize(CLI::App& program, Action& chosen) {
  CLI::App* command =
      program.add_subcommand("authorize", "Decide requests as IAM would");
  const auto arguments = std::make_shared<AuthorizeArguments>();
  CLI::Option* snapshot = add_request(*command, arguments->access);
  CLI::Option* in =
      add_text(*command, "--in", arguments->in,
               "Requests with their policies, one line of JSON each; - is stdin",
               "FILE")
          ->excludes(snapshot);
  command->add_flag("--exact-context", arguments->question.exact_context,
                    "Only the context keys that the request gives");
  add_text(*command, "--at", arguments->question.at,
           "The time of the requests (ISO 8601)", "TIME")
      ->check(CLI::Validator(is_time, ""));
  add_output_options(*command, arguments->output);
  command->footer(kFooter);
  command->callback([&chosen, arguments, snapshot, in] {
    if (snapshot->count() + in->count() == 0) {
      throw CLI::RequiredError("SNAPSHOT or --in");
    }
    chosen = [arguments](Session& session) { return run(*arguments, session); };
  });
}

}  // namespace pullproof::cli
