// What a plan leads to: the report of the account that it changes, as `whatif` gives
// it, and how far that agrees with a report of the account that came out.
#pragma once

#include <map>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "model/changes/account_documents.h"
#include "solver/changed_account.h"
#include "solver/check.h"
#include "solver/doubts.h"
#include "solver/verdict_changes.h"
#include "src/terraform/plan.h"

namespace pullproof::support {

/// The account is left with the change made.
[[nodiscard]] inline Result<model::CheckReport> answer_of(
    changes::AccountDocuments& account, const changes::Change& change,
    const solver::CheckOptions& options = {}) {
  const auto whole = [](const std::string&) { return true; };
  solver::ChangedAccount changed(account, options);
  Problems problems = changed.become(change, whole);
  if (!problems.empty()) return problems;
  model::CheckReport report = changed.report();
  solver::apply_doubts(change, whole, changed, report);
  return report;
}

/// The same, of a plan for this account.
[[nodiscard]] inline Result<model::CheckReport> answer_of(
    changes::AccountDocuments& account, const nlohmann::json& plan,
    const solver::CheckOptions& options = {}) {
  const auto change = cli::terraform::read_terraform_plan(plan, "plan.json", account);
  if (!change.ok()) return change.problems();
  return answer_of(account, change.value(), options);
}

[[nodiscard]] inline std::map<std::string, model::Verdict> verdicts_of(
    const model::CheckReport& report) {
  std::map<std::string, model::Verdict> verdicts;
  for (const auto& task : report.verdicts) {
    verdicts[solver::identity(task)] = task.verdict;
  }
  return verdicts;
}

struct Agreement {
  std::size_t same = 0;
  std::size_t unknown = 0;             ///< In the answer, and not in what is so.
  std::vector<std::string> different;  ///< Tasks with another verdict.
};

[[nodiscard]] inline Agreement agreement(const model::CheckReport& answer,
                                         const model::CheckReport& wanted) {
  Agreement found;
  const auto told = verdicts_of(answer);
  const auto so = verdicts_of(wanted);
  for (const auto& [task, verdict] : so) {
    const auto known = told.find(task);
    if (known != told.end() && known->second == verdict) {
      ++found.same;
    } else if (known != told.end() && known->second == model::Verdict::Unknown) {
      ++found.unknown;
    } else {
      found.different.push_back(task);
    }
  }
  for (const auto& [task, verdict] : told) {
    if (!so.contains(task)) found.different.push_back(task + " is not there");
  }
  return found;
}

}  // namespace pullproof::support
