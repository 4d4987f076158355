// What a check is made of, for whoever checks once and whoever checks again and again.
// Only check.cpp and recheck*.cpp include this.
#pragma once

#include <cstddef>
#include <cstdint>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <vector>

#include "model/legs.h"
#include "model/task.h"
#include "solver/check.h"
#include "solver/judge.h"
#include "solver/leg_report.h"
#include "solver/session.h"

namespace pullproof::solver {

/// Threads with one session each, which they keep: a session's solver takes longer to
/// make than most questions to answer.
class Workers {
 public:
  Workers(unsigned jobs, std::uint32_t resource_limit);

  /// Runs `work(i, session)` for 0..count-1 on up to `jobs` threads.
  /// Rethrows the exception of the lowest index, so that failures repeat too.
  void run(std::size_t count, const std::function<void(std::size_t, Session&)>& work);

  /// Of all runs.
  [[nodiscard]] std::size_t solver_queries() const;

 private:
  void remember(std::size_t index, std::exception_ptr failure);

  std::vector<std::unique_ptr<Session>> sessions_;  ///< As many as there are jobs.
  std::mutex mutex_;
  std::exception_ptr failure_;
  std::size_t failed_at_ = 0;
};

[[nodiscard]] model::TaskSelection selection_of(const CheckOptions& options);

[[nodiscard]] LegReport prove_plan(const model::LegPlan& plan, Session& session,
                                   bool keeps_proof);

/// What refuses a leg that only warns is none of the task's findings.
[[nodiscard]] model::TaskProofs proofs_of(const model::Task& task,
                                          const std::vector<JudgedLeg>& legs);

}  // namespace pullproof::solver
