#include "solver/check.h"

#include <atomic>
#include <map>

#include "model/gates/image_index.h"
#include "model/legs.h"
#include "model/task.h"
#include "solver/check_parts.h"
#include "solver/stopped_tasks.h"

namespace pullproof::solver {
namespace {

using model::LegPlan;
using model::Task;

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

}  // namespace

model::CheckReport check(const aws::Snapshot& account, const CheckOptions& options) {
  const aws::NetworkIndex network(account);
  const gates::ImageIndex images(account);
  const gates::Context context{.account = account,
                               .strict = options.strict,
                               .network = &network,
                               .vouched = &options.vouched,
                               .switches = options.switches};
  const auto tasks = model::select_tasks(account, network, selection_of(options));
  const Plans plans = plan_all(tasks, context, images);

  const StoppedTasks stopped(account);
  const bool keeps_proofs = options.keep_proofs || !stopped.empty();
  Workers workers(options.jobs, options.resource_limit);
  std::vector<LegReport> reports(plans.distinct.size());
  std::atomic<std::size_t> done = 0;
  workers.run(plans.distinct.size(), [&](std::size_t i, Session& session) {
    reports[i] = prove_plan(*plans.distinct[i], session, keeps_proofs);
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
