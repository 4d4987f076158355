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
#include "src/commands/command_list.h"
#include "src/escape.h"
#include "src/output.h"
#include "src/report/authorize_json.h"

namespace pullproof::cli {
namespace {

constexpr auto kFooter = R"(Examples:
  pullproof authorize --in requests.ndjson
  pullproof authorize --in - --exact-context < requests.ndjson

A line of the input is a request and the policies of every layer:
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
  model::QuestionOptions question;
  OutputOptions output;
};

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

struct Answer {
  std::string line;
  ExitCode code = ExitCode::Proved;
};

Answer answer(const std::string& text, const std::string& file,
              const model::QuestionOptions& options) {
  const auto line = aws::read_json(text, file);
  if (!line.ok()) return {malformed_json({}, line.problems()), ExitCode::BadInput};
  const bool has_id = line.value().is_object() && line.value().contains("id");
  const nlohmann::json id = has_id ? line.value().at("id") : nlohmann::json();
  const auto question = model::read_question(line.value(), file, options);
  if (!question.ok())
    return {malformed_json(id, question.problems()), ExitCode::BadInput};
  const auto& [request, layers, documents] = question.value();
  const model::Authorization decided = model::authorize(request, layers);
  const std::set<Unknown> open = decided.decision == model::Decision::Unknown
                                     ? model::open_questions(request, layers)
                                     : std::set<Unknown>();
  return {authorize_json(id, decided, open), exit_code_of(decided.decision)};
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
  while (std::getline(in, text)) {
    ++number;
    if (is_blank(text)) continue;
    any = true;
    const Answer one =
        answer(text, fmt::format("{}:{}", arguments.in, number), arguments.question);
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

}  // namespace

void add_authorize(CLI::App& program, Action& chosen) {
  CLI::App* command =
      program.add_subcommand("authorize", "Decide requests as IAM would");
  const auto arguments = std::make_shared<AuthorizeArguments>();
  command
      ->add_option("--in", arguments->in, "Requests, one line of JSON each; - is stdin")
      ->type_name("FILE")
      ->required();
  command->add_flag("--exact-context", arguments->question.exact_context,
                    "Only the context keys that the request gives");
  command
      ->add_option("--at", arguments->question.at,
                   "The time of the requests (ISO 8601)")
      ->type_name("TIME")
      ->check(CLI::Validator(is_time, ""));
  command
      ->add_option("--output", arguments->output.file,
                   "Write the answers here, all or nothing")
      ->type_name("FILE");
  command->footer(kFooter);
  command->callback([&chosen, arguments] {
    chosen = [arguments](Session& session) { return run(*arguments, session); };
  });
}

}  // namespace pullproof::cli
