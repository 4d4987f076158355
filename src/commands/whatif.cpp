// `pullproof whatif`: what a change would do to every pull, before it is made.

#include <algorithm>
#include <memory>
#include <ostream>

#include <CLI/CLI.hpp>

#include "solver/what_if.h"
#include "src/commands/assumed.h"
#include "src/commands/change_files.h"
#include "src/commands/change_options.h"
#include "src/commands/check_options.h"
#include "src/commands/command_list.h"
#include "src/commands/open_snapshot.h"
#include "src/commands/selection.h"
#include "src/commands/tell_what_if.h"
#include "src/commands/vouched_ids.h"
#include "src/commands/watched_files.h"
#include "src/output.h"
#include "src/report/problems.h"

namespace pullproof::cli {
namespace {

constexpr auto kWhatIfFooter =
    R"(Exit code: 1 the change breaks a pull that was not refuted before, else 2 it makes one
unknown, else 0; 64 bad usage, 65 bad input, 70 a bug of ours.

Edits are {"edits": [...]}, each one of
  {"resource": "rtb-1", "patch": [RFC 6902 operations]}
  {"delete": "nat-1"}
  {"add": {"type": "VpcEndpoint", "value": {as the AWS CLI prints it}}}
Resources are named by id, ARN or their tag Name; "type", "account" and "region" say
more where that is not enough. What AWS does by itself follows: routes become
blackholes, interfaces come and go.

Examples:
  pullproof whatif snapshot --delete nat-0d4eb996ebe442973
  pullproof whatif snapshot --edits edits.yaml --format json
  pullproof whatif snapshot --fail az:eu-central-1a
  pullproof whatif snapshot --terraform plan.json
  pullproof whatif --cloudformation cdk.out
  pullproof whatif snapshot --endpoint ecr.dkr --vpc vpc-1 --subnets subnet-1 --groups sg-1)";

struct WhatIfArguments {
  SnapshotOptions snapshot;
  ChangeOptions change;
  OutputOptions output;
  solver::CheckOptions check;
  std::vector<std::string> assumed;
  bool watch = false;
};

/// Without a snapshot, a template is the account.
OpenedDocuments open_account(const WhatIfArguments& arguments, ChangeFiles& files,
                             Session& session) {
  if (!arguments.snapshot.snapshot.empty()) {
    return open_documents(arguments.snapshot, arguments.output.verbose, session);
  }
  if (files.stacks.empty()) {
    session.err << "pullproof: expected SNAPSHOT; only a template can do without\n";
    return {.account = std::nullopt, .code = ExitCode::BadUsage};
  }
  auto empty = changes::AccountDocuments::empty(settle_scopes(files));
  if (!empty.ok()) {
    session.err << problem_list(empty.problems(), "the template");
    return {.account = std::nullopt, .code = ExitCode::OurBug};
  }
  return {.account = std::move(empty.value()), .code = ExitCode::Proved};
}

/// One change after the other is answered for the same account.
class WhatIfRun {
 public:
  WhatIfRun(const WhatIfArguments& arguments, changes::AccountDocuments& account,
            const Assumed& assumed, Session& session)
      : arguments_(arguments),
        account_(account),
        session_(session),
        answers_(account, with_assumed(arguments.check, assumed)) {}

  ExitCode answer(const ChangeFiles& files) {
    account_.restore();
    const auto change = read_change(arguments_.change, files, account_);
    if (!change.ok()) return refuse(change.problems());
    const auto answer = answers_.answer(change.value());
    if (!answer.ok()) return refuse(answer.problems());
    if (answer.value().before.verdicts.empty() &&
        answer.value().after.verdicts.empty()) {
      session_.err << explain_selection(account_.before(), arguments_.check);
      return ExitCode::BadUsage;
    }
    return tell_what_if({.answer = answer.value(),
                         .change = change.value(),
                         .before = account_,
                         .after = account_,
                         .format = "pullproof-whatif/1"},
                        arguments_.output, session_);
  }

  /// Answers each time that the files of the change are saved, until one is gone.
  ExitCode watch(WatchedFiles watched, ExitCode code) {
    session_.out.flush();
    while (watched.wait()) {
      const auto files = read_change_files(arguments_.change);
      session_.out << "\n";
      code = files.ok() ? answer(files.value()) : refuse(files.problems());
      session_.out.flush();
    }
    return code;
  }

 private:
  ExitCode refuse(const Problems& problems) {
    session_.err << problem_list(problems, "the change");
    return ExitCode::BadInput;
  }

  const WhatIfArguments& arguments_;
  changes::AccountDocuments& account_;
  Session& session_;
  solver::WhatIfAnswers answers_;
};

/// "" if the options make sense together.
std::string misuse(const WhatIfArguments& arguments) {
  if (is_empty(arguments.change)) {
    return "nothing is to be changed: give --edits, --terraform, --cloudformation or a "
           "shortcut";
  }
  if (!arguments.watch) return "";
  const auto files = files_of(arguments.change);
  const bool is_stream = std::find(files.begin(), files.end(), "-") != files.end();
  return files.empty() || is_stream ? "--watch needs a file of --edits, --terraform or "
                                      "--cloudformation"
                                    : "";
}

ExitCode run_what_if(const WhatIfArguments& arguments, Session& session) {
  const auto assumed = read_assumed(arguments.assumed);
  if (!assumed.ok()) return tell_usage(assumed.problems(), session);
  const std::string wrong = misuse(arguments);
  if (!wrong.empty()) {
    session.err << "pullproof: " << wrong << "\n";
    return ExitCode::BadUsage;
  }
  WatchedFiles watched(files_of(arguments.change));
  auto files = read_change_files(arguments.change);
  if (!files.ok()) {
    session.err << problem_list(files.problems(), "the change");
    return ExitCode::BadInput;
  }
  OpenedDocuments opened = open_account(arguments, files.value(), session);
  if (!opened.account) return opened.code;
  const std::string unknown_ids =
      explain_vouched(opened.account->before(), assumed.value().vouched);
  if (!unknown_ids.empty()) {
    session.err << unknown_ids;
    return ExitCode::BadUsage;
  }
  WhatIfRun answers(arguments, *opened.account, assumed.value(), session);
  const ExitCode code = answers.answer(files.value());
  return arguments.watch ? answers.watch(std::move(watched), code) : code;
}

}  // namespace

void add_whatif(CLI::App& program, Action& chosen) {
  CLI::App* command = program.add_subcommand(
      "whatif", "Prove what a change would do to every pull, before it is made");
  const auto arguments = std::make_shared<WhatIfArguments>();
  add_snapshot_options(*command, arguments->snapshot, false);
  add_change_options(*command, arguments->change);
  add_services(*command, arguments->check);
  add_effort(*command, arguments->check, arguments->assumed);
  command->add_flag(
      "--watch", arguments->watch,
      "Answer again each time that the file of the change is saved, until "
      "it is deleted");
  add_output_options(*command, arguments->output);
  command->footer(kWhatIfFooter);
  command->callback([&chosen, arguments] {
    chosen = [arguments](Session& session) { return run_what_if(*arguments, session); };
  });
}

}  // namespace pullproof::cli
