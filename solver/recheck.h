// Checks an account, and then again after each edit of it, redoing only what the edit
// touches.
//
// Whatever a task's plan, a proof or a verdict looks at is noted while it is found: its
// cone of facts. After an edit, those are found anew whose cone has a resource that was
// edited, and what rests on them. Edits that change more than rows of the snapshot, see
// model/aws/row_changes.h, take a load; the tasks are planned anew then, and what has
// looked at nothing that differs is carried over. A full check is left for what changes
// the snapshot as a whole, see model/aws/snapshot_differences.h.
//
// Guarantee: after each answer `report` is, byte by byte, that of a full check of the
// account as it is now, but for `statistics.solver_queries`: how many questions a proof
// takes hangs on what its Z3 context was asked before, in a full check, too.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <set>
#include <vector>

#include "model/aws/row_changes.h"
#include "model/aws/snapshot.h"
#include "model/core/result.h"
#include "model/verdict.h"
#include "solver/check.h"

namespace pullproof::solver {

class Recheck {
 public:
  /// Loads the account as it is after the edit.
  using Reload = std::function<Result<aws::Snapshot>()>;

  /// What the last answer took.
  struct Work {
    bool in_place = false;     ///< The snapshot was changed, and not loaded again.
    bool all = true;           ///< Everything was done anew.
    std::size_t tasks = 0;     ///< That were planned.
    std::size_t proofs = 0;    ///< Of distinct legs.
    std::size_t verdicts = 0;  ///< That were put together.
  };

  /// Checks everything.
  Recheck(aws::Snapshot account, CheckOptions options);
  ~Recheck();
  Recheck(Recheck&&) noexcept;
  Recheck& operator=(Recheck&&) noexcept;

  [[nodiscard]] const model::CheckReport& report() const;
  /// The account that the report is of.
  [[nodiscard]] const aws::Snapshot& account() const;
  [[nodiscard]] const Work& work() const { return work_; }
  /// Numbers of the report's verdicts that may be others if these facts were: whatever
  /// was found out for the rest has looked at none of them.
  [[nodiscard]] std::set<std::size_t> verdicts_on(
      const std::vector<aws::FactKey>& facts) const;

  /// Answers anew after an edit of these resources, all that it changes among them. If
  /// `reload` is needed and has problems, it gives them, and the last answer stays.
  /// Requires: each was, in the documents of the last answer, what the row says.
  [[nodiscard]] Problems edit(const std::vector<aws::ChangedRow>& rows,
                              const Reload& reload);

 private:
  class State;

  void check_all(aws::Snapshot account);
  void check_rest(aws::Snapshot account, const std::vector<aws::FactKey>& touched);
  void check_loaded(aws::Snapshot account);

  std::unique_ptr<const CheckOptions> options_;
  std::unique_ptr<State> state_;
  Work work_;
};

}  // namespace pullproof::solver
