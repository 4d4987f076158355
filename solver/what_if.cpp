#include "solver/what_if.h"

#include <algorithm>
#include <map>
#include <memory>
#include <utility>

#include <fmt/format.h>

#include "model/changes/apply_edits.h"
#include "solver/change_causes.h"
#include "solver/doubts.h"

namespace pullproof::solver {

namespace {

/// What is not told may be what the change lacks: nothing is known of any task then.
WhatIf open_answer(const model::CheckReport& before, const aws::Snapshot& account,
                   const Problems& problems) {
  WhatIf answer;
  answer.before = before;
  answer.after = before;
  for (model::TaskVerdict& task : answer.after.verdicts) {
    task.findings.clear();
    for (const Problem& problem : problems) {
      leave_open(task, fmt::format("the change cannot be made without what is not told "
                                   "of it: {}: {}",
                                   problem.file, problem.message));
    }
  }
  answer.changes = compare_reports(answer.before, answer.after);
  answer.warnings = account.warnings();
  answer.not_read = account.not_read();
  return answer;
}

/// Answers name places of the documents as they would be collected.
void name_places(const changes::AccountDocuments& account, WhatIf& answer) {
  std::map<FactRef, FactRef> moved;
  const auto now = [&](const FactRef& fact) {
    const auto [known, is_new] = moved.emplace(fact, fact);
    if (!is_new) return known->second;
    std::string pointer = account.pointer_in_bundle(fact->file, fact->pointer);
    if (pointer != fact->pointer) {
      auto copy = std::make_shared<Fact>(*fact);
      copy->pointer = std::move(pointer);
      known->second = std::move(copy);
    }
    return known->second;
  };
  for (model::TaskVerdict& task : answer.after.verdicts) {
    for (model::Finding& finding : task.findings) {
      for (FactRef& fact : finding.evidence) fact = now(fact);
    }
  }
  for (Problem& warning : answer.warnings) {
    warning.pointer = account.pointer_in_bundle(warning.file, warning.pointer);
  }
  std::sort(answer.warnings.begin(), answer.warnings.end());
}

}  // namespace

WhatIfAnswers::WhatIfAnswers(changes::AccountDocuments& account,
                             const CheckOptions& options)
    : account_(&account), changed_(account, options), before_(changed_.report()) {}

Result<WhatIf> WhatIfAnswers::answer(const changes::Change& change) {
  const auto whole = [](const std::string&) { return true; };
  Problems problems = changed_.become(change, whole);
  if (!problems.empty()) {
    account_->restore();
    if (change.doubts.empty()) return problems;
    return open_answer(before_, account_->before(), problems);
  }
  WhatIf answer;
  answer.granted = changed_.granted();
  answer.access = new_access(*account_);
  answer.before = before_;
  answer.after = changed_.report();
  answer.warnings = changed_.snapshot().warnings();
  answer.not_read = changed_.snapshot().not_read();
  apply_doubts(change, whole, changed_, answer.after);
  answer.changes = compare_reports(answer.before, answer.after);
  find_causes({.account = &changed_, .change = &change}, answer.changes);
  problems = changed_.become(change, whole);
  ensure(problems.empty(), "a change that was made can be made again");
  name_places(*account_, answer);
  return answer;
}

Result<WhatIf> what_if(changes::AccountDocuments& account,
                       const changes::Change& change, const CheckOptions& options) {
  return WhatIfAnswers(account, options).answer(change);
}

WhatIf difference(changes::AccountDocuments& older, const changes::Change& change,
                  const changes::AccountDocuments& newer, const CheckOptions& options) {
  ChangedAccount changed(older, options);
  WhatIf answer;
  answer.before = changed.report();
  answer.after = check(newer.before(), options);
  answer.changes = compare_reports(answer.before, answer.after);
  find_causes({.account = &changed, .change = &change}, answer.changes);
  older.restore();
  // What cannot be laid over the older one piece by piece still has its verdicts.
  if (changes::apply_edits(older, change).empty()) answer.access = new_access(older);
  answer.warnings = newer.before().warnings();
  answer.not_read = newer.before().not_read();
  return answer;
}

}  // namespace pullproof::solver
