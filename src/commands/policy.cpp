// `pullproof policy`: what one policy allows, compared with another.

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "model/aws/policy_document.h"
#include "model/core/ensure.h"
#include "solver/policy_compare.h"
#include "src/commands/command_list.h"
#include "src/commands/json_lines.h"
#include "src/commands/policy_file.h"
#include "src/commands/policy_lint.h"
#include "src/output.h"
#include "src/report/authorize_json.h"
#include "src/report/check_json.h"
#include "src/report/policy_json.h"
#include "src/report/problems.h"

namespace pullproof::cli {
namespace {

using Json = nlohmann::ordered_json;
using Document = std::optional<aws::PolicyDocument>;

struct PolicyArguments {
  std::string first;
  std::string second;
  std::vector<std::string> actions;
  std::vector<std::string> resources;
  std::string type = "auto";
  OutputOptions output;
};

/// Tells what is wrong on `session.err`.
Document read_document(const std::string& file, Session& session) {
  const auto json = read_policy_file(file, session);
  if (!json) return std::nullopt;
  auto policy = aws::read_policy(*json, {file, ""});
  if (policy.ok()) return std::move(policy.value());
  session.err << problem_list(policy.problems(), file);
  return std::nullopt;
}

bool names_principals(const aws::PolicyDocument& document) {
  return std::any_of(document.statements.begin(), document.statements.end(),
                     [](const auto& statement) { return statement.principal; });
}

bool are_of_resources(const PolicyArguments& arguments,
                      const std::vector<const aws::PolicyDocument*>& documents) {
  if (arguments.type != "auto") return arguments.type == "resource";
  return std::any_of(documents.begin(), documents.end(),
                     [](const auto* each) { return names_principals(*each); });
}

ExitCode exit_code_of(solver::Access access) {
  switch (access) {
    case solver::Access::None:
      return ExitCode::Proved;
    case solver::Access::New:
      return ExitCode::Refuted;
    case solver::Access::Unknown:
      break;
  }
  return ExitCode::Undecided;
}

/// `more` names the answer once more, in the question's own word.
ExitCode answer(const PolicyArguments& arguments,
                const solver::PolicyComparison& comparison, const char* more,
                bool when_new, Session& session) {
  const solver::PolicyAnswer found = solver::compare(comparison);
  Json json = comparison_json(found);
  if (more != nullptr && found.access != solver::Access::Unknown) {
    json[more] = (found.access == solver::Access::New) == when_new;
  }
  return deliver(print_line(json), arguments.output, session,
                 exit_code_of(found.access));
}

ExitCode compare_two(const PolicyArguments& arguments, bool first_is_new,
                     Session& session) {
  const Document first = read_document(arguments.first, session);
  const Document second = read_document(arguments.second, session);
  if (!first || !second) return ExitCode::BadInput;
  const auto& granted = first_is_new ? *first : *second;
  const auto& known = first_is_new ? *second : *first;
  solver::PolicyComparison comparison;
  comparison.granted = {&granted};
  comparison.known = {&known};
  comparison.resource_policies = are_of_resources(arguments, {&granted, &known});
  return answer(arguments, comparison, first_is_new ? "implies" : nullptr, false,
                session);
}

ExitCode grants(const PolicyArguments& arguments, Session& session) {
  const Document document = read_document(arguments.first, session);
  if (!document) return ExitCode::BadInput;
  solver::PolicyComparison comparison;
  comparison.granted = {&*document};
  comparison.resource_policies = are_of_resources(arguments, {&*document});
  comparison.actions = arguments.actions;
  comparison.resources = arguments.resources;
  return answer(arguments, comparison, "granted", true, session);
}

ExitCode is_public(const PolicyArguments& arguments, Session& session) {
  const Document document = read_document(arguments.first, session);
  if (!document) return ExitCode::BadInput;
  solver::PolicyComparison comparison;
  comparison.granted = {&*document};
  comparison.resource_policies = true;
  comparison.only_strangers = true;
  return answer(arguments, comparison, "public", true, session);
}

/// One line of a matrix.
struct Pair {
  Json json = {};
  ExitCode code = ExitCode::Proved;
};

Result<aws::PolicyDocument> member(const nlohmann::json& line, const char* name,
                                   const std::string& file) {
  if (!line.is_object() || !line.contains(name)) {
    return Problem{file, "", fmt::format("expected `{}`, found nothing", name)};
  }
  return aws::read_policy(line.at(name), {file, std::string("/") + name});
}

void tell_direction(Pair& pair, const solver::PolicyAnswer& found, const char* implies,
                    const char* witness) {
  if (found.access == solver::Access::Unknown) {
    pair.json[implies] = nullptr;
    pair.json["why"] = found.why;
    pair.code = graver(pair.code, ExitCode::Undecided);
    return;
  }
  pair.json[implies] = found.access == solver::Access::None;
  if (found.witness) pair.json[witness] = witness_json(*found.witness);
}

LineAnswer compare_both_ways(const nlohmann::json& line, const nlohmann::json& id,
                             const std::string& where,
                             const PolicyArguments& arguments) {
  const auto a = member(line, "a", where);
  if (!a.ok()) return {malformed_json(id, a.problems()), ExitCode::BadInput};
  const auto b = member(line, "b", where);
  if (!b.ok()) return {malformed_json(id, b.problems()), ExitCode::BadInput};
  Pair pair{.json = {{"id", id}}};
  solver::PolicyComparison comparison;
  comparison.granted = {&a.value()};
  comparison.known = {&b.value()};
  comparison.resource_policies = are_of_resources(arguments, {&a.value(), &b.value()});
  tell_direction(pair, solver::compare(comparison), "a_implies_b", "witness_a");
  std::swap(comparison.granted, comparison.known);
  tell_direction(pair, solver::compare(comparison), "b_implies_a", "witness_b");
  return {print_line(pair.json), pair.code};
}

ExitCode matrix(const PolicyArguments& arguments, Session& session) {
  return answer_lines(
      arguments.first, "pair",
      [&](const nlohmann::json& line, const nlohmann::json& id,
          const std::string& where) -> LineAnswer {
        try {
          return compare_both_ways(line, id, where, arguments);
        } catch (const BrokenInvariant& bug) {
          // The other lines still have their answers.
          const Json told = {{"id", id}, {"error", bug.what()}};
          return {print_line(told), ExitCode::OurBug};
        }
      },
      arguments.output, session);
}

using RunPolicy = ExitCode (*)(const PolicyArguments&, Session&);

/// A subcommand of `policy` that `run` carries out.
CLI::App* add(CLI::App& policy, const char* name, const char* what, RunPolicy run,
              Action& chosen, const std::shared_ptr<PolicyArguments>& arguments) {
  CLI::App* command = policy.add_subcommand(name, what);
  command
      ->add_option("--type", arguments->type,
                   "identity, resource, or auto: by whether principals are named")
      ->type_name("TYPE")
      ->check(CLI::IsMember({"auto", "identity", "resource"}).description(""));
  command
      ->add_option("--output", arguments->output.file,
                   "Write the answer here, all or nothing")
      ->type_name("FILE");
  command->callback([&chosen, arguments, run] {
    chosen = [arguments, run](Session& session) { return run(*arguments, session); };
  });
  return command;
}

void need(CLI::App& command, const char* name, std::string& file, const char* what) {
  command.add_option(name, file, what)->required();
}

}  // namespace

void add_policy(CLI::App& program, Action& chosen) {
  CLI::App* policy = program.add_subcommand(
      "policy", "Compare what IAM policies allow, with a witness; lint one");
  policy->require_subcommand(1);
  const auto arguments = std::make_shared<PolicyArguments>();
  CLI::App* diff = add(
      *policy, "diff", "Does NEW allow anything that OLD does not?",
      [](const PolicyArguments& a, Session& s) { return compare_two(a, false, s); },
      chosen, arguments);
  need(*diff, "OLD", arguments->first, "The policy as it is (JSON; - is stdin)");
  need(*diff, "NEW", arguments->second, "The policy as it shall be");
  CLI::App* implies = add(
      *policy, "implies", "Is everything that A allows allowed by B?",
      [](const PolicyArguments& a, Session& s) { return compare_two(a, true, s); },
      chosen, arguments);
  need(*implies, "A", arguments->first, "A policy (JSON; - is stdin)");
  need(*implies, "B", arguments->second, "Another");
  CLI::App* granted =
      add(*policy, "grants", "Does DOC allow the actions?", grants, chosen, arguments);
  need(*granted, "DOC", arguments->first, "A policy (JSON; - is stdin)");
  granted->add_option("--action", arguments->actions, "\"s3:Get*\"; may be repeated")
      ->type_name("ACTION")
      ->required();
  granted->add_option("--resource", arguments->resources, "An ARN, with * and ?")
      ->type_name("ARN");
  CLI::App* open = add(*policy, "public", "Does DOC allow anything to strangers?",
                       is_public, chosen, arguments);
  need(*open, "DOC", arguments->first, "A policy of a resource (JSON; - is stdin)");
  CLI::App* many = add(*policy, "matrix", "Implication both ways for many pairs",
                       matrix, chosen, arguments);
  need(*many, "FILE", arguments->first, "Lines {\"id\", \"a\": DOC, \"b\": DOC}");
  add_policy_lint(*policy, chosen);
  policy->footer(
      "Exit code: 0 nothing new, 1 new access with a witness, 2 unknown.\n"
      "Of lint: 0 no error or warning, 1 at least one.");
}

}  // namespace pullproof::cli
