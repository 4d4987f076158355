#include "src/commands/policy_lint.h"

#include <algorithm>
#include <map>
#include <memory>
#include <string>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "model/policy_lint.h"
#include "src/commands/policy_file.h"
#include "src/output.h"
#include "src/report/lint_json.h"
#include "src/report/lint_text.h"
#include "src/report/problems.h"

namespace pullproof::cli {
namespace {

using model::LintFinding;
using model::LintSeverity;
using model::PolicyType;

struct LintArguments {
  std::string file;
  std::string type = "auto";
  OutputOptions output;
};

const std::map<std::string, PolicyType> kKinds = {{"auto", PolicyType::Automatic},
                                                  {"identity", PolicyType::Identity},
                                                  {"resource", PolicyType::Resource},
                                                  {"endpoint", PolicyType::Endpoint}};

ExitCode lint(const LintArguments& arguments, Session& session) {
  const auto written = read_policy_file(arguments.file, session);
  if (!written) return ExitCode::BadInput;
  const auto found =
      model::lint_policy(*written, {arguments.file, ""}, kKinds.at(arguments.type));
  if (!found.ok()) {
    session.err << problem_list(found.problems(), arguments.file);
    return ExitCode::BadInput;
  }
  const std::vector<LintFinding>& findings = found.value();
  const bool clean =
      std::all_of(findings.begin(), findings.end(), [](const LintFinding& finding) {
        return finding.severity == LintSeverity::Info;
      });
  const std::string text =
      arguments.output.format == Format::Json
          ? lint_json(findings)
          : lint_text(findings, result_palette(arguments.output, session.environment));
  return deliver(text, arguments.output, session,
                 clean ? ExitCode::Proved : ExitCode::Refuted);
}

}  // namespace

void add_policy_lint(CLI::App& policy, Action& chosen) {
  CLI::App* command =
      policy.add_subcommand("lint", "What is wrong with DOC by itself?");
  const auto arguments = std::make_shared<LintArguments>();
  command->add_option("DOC", arguments->file, "A policy (JSON; - is stdin)")
      ->required();
  command
      ->add_option("--type", arguments->type,
                   "identity (an SCP as well), resource (a trust policy or RCP as "
                   "well), endpoint, or auto: by whether principals are named")
      ->type_name("TYPE")
      ->check(CLI::IsMember(kKinds).description(""));
  add_output_options(*command, arguments->output);
  command->footer("Exit code: 0 no error or warning, 1 at least one.");
  command->callback([&chosen, arguments] {
    chosen = [arguments](Session& session) { return lint(*arguments, session); };
  });
}

}  // namespace pullproof::cli
