// What a change would do to every pull of an account: `check` before and after, what
// became of each task and by which part of the change, and which access is new.
//
// Guarantee: the answer depends on the account, the change and the options only.
#pragma once

#include <string>
#include <vector>

#include "model/changes/account_documents.h"
#include "model/changes/change.h"
#include "model/core/result.h"
#include "solver/changed_account.h"
#include "solver/check.h"
#include "solver/new_access.h"
#include "solver/verdict_changes.h"

namespace pullproof::solver {

struct WhatIf {
  model::CheckReport before;
  model::CheckReport after;
  std::vector<VerdictChange> changes;  ///< Of both reports, which stay where they are.
  std::vector<NewAccess> access;
  std::vector<std::string> granted;    ///< What is taken for granted of the change.
  std::vector<Problem> warnings;       ///< About the changed account.
  std::vector<aws::NotRead> not_read;  ///< The same.
};

/// Answers one change after the other, each as if it were the first: what they have in
/// common with the last one is not proved again.
class WhatIfAnswers {
 public:
  /// Checks the account as it is. `account` must outlive this, and nobody else may
  /// change it.
  WhatIfAnswers(changes::AccountDocuments& account, const CheckOptions& options);

  /// The account is left with the change made. Fails if an edit cannot be made, or if
  /// what comes out is nothing that the AWS CLI prints; where not all of the change is
  /// told, that leaves every task open instead, and the account as it was.
  [[nodiscard]] Result<WhatIf> answer(const changes::Change& change);

 private:
  changes::AccountDocuments* account_;
  ChangedAccount changed_;
  model::CheckReport before_;
};

/// The same, once.
[[nodiscard]] Result<WhatIf> what_if(changes::AccountDocuments& account,
                                     const changes::Change& change,
                                     const CheckOptions& options);

/// What became of each task between two snapshots of an account, and by which facts.
/// `older` is left with all that differs made in it.
[[nodiscard]] WhatIf difference(changes::AccountDocuments& older,
                                const changes::Change& change,
                                const changes::AccountDocuments& newer,
                                const CheckOptions& options);

}  // namespace pullproof::solver
