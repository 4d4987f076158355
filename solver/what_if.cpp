#include "solver/what_if.h"

#include "model/changes/apply_edits.h"
#include "solver/change_causes.h"
#include "solver/doubts.h"

namespace pullproof::solver {

WhatIfAnswers::WhatIfAnswers(changes::AccountDocuments& account,
                             const CheckOptions& options)
    : account_(&account), changed_(account, options), before_(changed_.report()) {}

Result<WhatIf> WhatIfAnswers::answer(const changes::Change& change) {
  const auto whole = [](const std::string&) { return true; };
  Problems problems = changed_.become(change, whole);
  if (!problems.empty()) return problems;
  WhatIf answer;
  answer.granted = changed_.granted();
  answer.access = new_access(*account_);
  answer.before = before_;
  answer.after = changed_.report();
  answer.warnings = changed_.snapshot().warnings();
  answer.not_read = changed_.snapshot().not_read();
  apply_doubts(change, whole, answer.after);
  answer.changes = compare_reports(answer.before, answer.after);
  find_causes({.account = &changed_, .change = &change}, answer.changes);
  problems = changed_.become(change, whole);
  ensure(problems.empty(), "a change that was made can be made again");
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
