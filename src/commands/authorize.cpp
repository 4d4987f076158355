// `pullproof authorize`: what IAM decides about requests.

#include <memory>
#include <string>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "model/authorization_question.h"
#include "src/commands/assumed.h"
#include "src/commands/authorize_snapshot.h"
#include "src/commands/command_list.h"
#include "src/commands/json_lines.h"
#include "src/output.h"
#include "src/report/authorize_json.h"
#include "src/report/authorize_text.h"

namespace pullproof::cli {
namespace {

constexpr auto kAuthorizeFooter = R"(Examples:
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

struct AuthorizeArguments {
  std::string in;
  AccessArguments access;
  model::QuestionOptions question;
  OutputOptions output{.format = Format::Json};
};

/// As JSON if `palette` is null, else for people.
LineAnswer answer_authorize(const nlohmann::json& line, const nlohmann::json& id,
                            const std::string& where,
                            const model::QuestionOptions& options,
                            const Palette* palette) {
  const auto question = model::read_question(line, where, options);
  if (!question.ok()) {
    return {malformed_json(id, question.problems()), ExitCode::BadInput};
  }
  const auto& [request, layers, documents] = question.value();
  const Authorized told = authorized(request, layers);
  return {palette == nullptr ? authorize_json(id, told)
                             : authorize_text(request, told, *palette),
          exit_code_of(told.answer.decision)};
}

ExitCode run_authorize(const AuthorizeArguments& arguments, Session& session) {
  if (arguments.in.empty()) {
    AccessArguments access = arguments.access;
    access.question.exact_context = arguments.question.exact_context;
    access.question.at = arguments.question.at;
    return authorize_in_snapshot(access, arguments.output, session);
  }
  const Palette palette = result_palette(arguments.output, session.environment);
  const bool as_text = arguments.output.format == Format::Text;
  return answer_lines(
      arguments.in, "request",
      [&](const nlohmann::json& line, const nlohmann::json& id,
          const std::string& where) {
        return answer_authorize(line, id, where, arguments.question,
                                as_text ? &palette : nullptr);
      },
      arguments.output, session);
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
  add_assumed_switches(command, access.assumed)->needs(snapshot);
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
  add_time_option(*command, arguments->question.at);
  add_output_options(*command, arguments->output);
  command->footer(kAuthorizeFooter);
  command->callback([&chosen, arguments, snapshot, in] {
    if (snapshot->count() + in->count() == 0) {
      throw CLI::RequiredError("SNAPSHOT or --in");
    }
    chosen = [arguments](Session& session) {
      return run_authorize(*arguments, session);
    };
  });
}

}  // namespace pullproof::cli
