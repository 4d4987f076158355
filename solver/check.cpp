#include "solver/check.h"

#include <algorithm>
#include <atomic>
#include <exception>
#include <map>
#include <mutex>
#include <thread>

#include "model/gates/image_index.h"
#include "model/legs.h"
#include "model/task.h"
#include "solver/judge.h"
#include "solver/leg_proof.h"
#include "solver/leg_report.h"
#include "solver/prove.h"
#include "solver/session.h"
#include "solver/stopped_tasks.h"

namespace pullproof::solver {
namespace {

using model::LegPlan;
using model::Task;

/// Runs `work(i, session)` for 0..count-1 on up to `jobs` threads, one session each.
/// Rethrows the exception of the lowest index, so that failures repeat too.
class Workers {
 public:
  Workers(unsigned jobs, std::uint32_t resource_limit)
      : jobs_(std::max(1U, jobs)), resource_limit_(resource_limit) {}

  void run(std::size_t count, const std::function<void(std::size_t, Session&)>& work) {
    std::atomic<std::size_t> next = 0;
    std::vector<std::thread> threads;
    const auto loop = [&] {
      Session session(resource_limit_);
      for (std::size_t i = next++; i < count; i = next++) {
        try {
          work(i, session);
        } catch (...) {
          remember(i, std::current_exception());
        }
      }
      queries_ += session.solver_queries();
    };
    const std::size_t helpers = std::min<std::size_t>(jobs_, count);
    for (std::size_t i = 1; i < helpers; ++i) threads.emplace_back(loop);
    loop();
    for (auto& thread : threads) thread.join();
    if (failure_) std::rethrow_exception(failure_);
  }

  [[nodiscard]] std::size_t solver_queries() const { return queries_; }

 private:
  void remember(std::size_t index, std::exception_ptr failure) {
    const std::lock_guard lock(mutex_);
    if (failure_ && failed_at_ < index) return;
    failure_ = std::move(failure);
    failed_at_ = index;
  }

  unsigned jobs_;
  std::uint32_t resource_limit_;
  std::atomic<std::size_t> queries_ = 0;
  std::mutex mutex_;
  std::exception_ptr failure_;
  std::size_t failed_at_ = 0;
};

/// The legs of all tasks, each distinct one once.
struct Plans {
  std::vector<std::vector<LegPlan>> by_task;
  std::vector<const LegPlan*> distinct;
  std::map<std::string, std::size_t> index;  ///< Key to position in `distinct`.
  std::size_t legs = 0;
};

Plans plan_all(const std::vector<Task>& tasks, const gates::Context& context,
               const gates::ImageIndex& images) {
  Plans plans;
  for (const auto& task : tasks) {
    plans.by_task.push_back(model::plan_legs(task, context, images));
    plans.legs += plans.by_task.back().size();
  }
  for (const auto& task : plans.by_task) {
    for (const auto& plan : task) {
      if (plans.index.emplace(plan.key, plans.distinct.size()).second) {
        plans.distinct.push_back(&plan);
      }
    }
  }
  return plans;
}

LegReport report_of(const LegPlan& plan, Session& session, bool keeps_proof) {
  const model::Leg leg = plan.build();
  const LegOutcome outcome = prove(leg, session);
  LegReport report = describe(leg, outcome);
  if (keeps_proof) report.proof = proof_of(leg, outcome, report.findings);
  return report;
}

/// What refuses a leg that only warns is none of the task's findings.
model::TaskProofs proofs_of(const Task& task, const std::vector<JudgedLeg>& legs) {
  model::TaskProofs proofs;
  proofs.assumptions = task.assumptions;
  proofs.has_questions = !task.missing.empty() || task.placement_question.has_value();
  for (const auto& leg : legs) {
    if (leg.plan->is_advisory) continue;
    model::TaskLeg told{.proof = leg.report->proof,
                        .images = {},
                        .dependency = leg.plan->gets,
                        .needed = leg.plan->needed,
                        .versions = leg.plan->versions};
    for (const std::size_t image : leg.plan->images) {
      told.images.push_back(task.images[image].image);
    }
    proofs.legs.push_back(std::move(told));
  }
  return proofs;
}

}  // namespace

model::CheckReport check(const aws::Snapshot& account, const CheckOptions& options) {
  const aws::NetworkIndex network(account);
  const gates::ImageIndex images(account);
  const gates::Context context{.account = account,
                               .strict = options.strict,
                               .network = &network,
                               .vouched = &options.vouched,
                               .switches = options.switches};
  const auto tasks = model::select_tasks(account, network,
                                         {.cluster = options.cluster,
                                          .service = options.service,
                                          .task_definition = options.task_definition,
                                          .subnets = options.subnets,
                                          .groups = options.groups,
                                          .assign_public_ip = options.assign_public_ip,
                                          .strict = options.strict,
                                          .switches = options.switches});
  const Plans plans = plan_all(tasks, context, images);

  const StoppedTasks stopped(account);
  const bool keeps_proofs = options.keep_proofs || !stopped.empty();
  Workers workers(options.jobs, options.resource_limit);
  std::vector<LegReport> reports(plans.distinct.size());
  std::atomic<std::size_t> done = 0;
  workers.run(plans.distinct.size(), [&](std::size_t i, Session& session) {
    reports[i] = report_of(*plans.distinct[i], session, keeps_proofs);
    const std::size_t so_far = ++done;
    if (options.progress) options.progress(so_far, plans.distinct.size());
  });

  model::CheckReport report;
  report.verdicts.resize(tasks.size());
  workers.run(tasks.size(), [&](std::size_t i, Session& session) {
    std::vector<JudgedLeg> legs;
    for (const auto& plan : plans.by_task[i]) {
      legs.push_back({.plan = &plan, .report = &reports[plans.index.at(plan.key)]});
    }
    model::TaskVerdict& verdict = report.verdicts[i];
    verdict = judge(tasks[i], legs, session);
    if (options.keep_proofs || stopped.has(verdict)) {
      verdict.proofs = proofs_of(tasks[i], legs);
    }
    stopped.replay(verdict);
  });
  report.statistics = {.legs = plans.legs,
                       .proofs = plans.distinct.size(),
                       .solver_queries = workers.solver_queries()};
  return report;
}

}  // namespace pullproof::solver
