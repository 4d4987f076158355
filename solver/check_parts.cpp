#include "solver/check_parts.h"

#include <algorithm>
#include <atomic>
#include <thread>
#include <utility>

#include "solver/leg_proof.h"
#include "solver/prove.h"

namespace pullproof::solver {

Workers::Workers(unsigned jobs, std::uint32_t resource_limit) {
  for (unsigned i = 0; i < std::max(1U, jobs); ++i) {
    sessions_.push_back(std::make_unique<Session>(resource_limit));
  }
}

void Workers::run(std::size_t count,
                  const std::function<void(std::size_t, Session&)>& work) {
  std::atomic<std::size_t> next = 0;
  const auto loop = [&](Session& session) {
    for (std::size_t i = next++; i < count; i = next++) {
      try {
        work(i, session);
      } catch (...) {
        remember(i, std::current_exception());
      }
    }
  };
  std::vector<std::thread> threads;
  const std::size_t helpers = std::min(sessions_.size(), count);
  for (std::size_t i = 1; i < helpers; ++i) {
    threads.emplace_back(loop, std::ref(*sessions_[i]));
  }
  loop(*sessions_.front());
  for (auto& thread : threads) thread.join();
  if (failure_) std::rethrow_exception(std::exchange(failure_, nullptr));
}

std::size_t Workers::solver_queries() const {
  std::size_t queries = 0;
  for (const auto& session : sessions_) queries += session->solver_queries();
  return queries;
}

void Workers::remember(std::size_t index, std::exception_ptr failure) {
  const std::lock_guard lock(mutex_);
  if (failure_ && failed_at_ < index) return;
  failure_ = std::move(failure);
  failed_at_ = index;
}

model::TaskSelection selection_of(const CheckOptions& options) {
  return {.cluster = options.cluster,
          .service = options.service,
          .task_definition = options.task_definition,
          .subnets = options.subnets,
          .groups = options.groups,
          .assign_public_ip = options.assign_public_ip,
          .strict = options.strict,
          .switches = options.switches};
}

LegReport prove_plan(const model::LegPlan& plan, Session& session, bool keeps_proof) {
  const model::Leg leg = plan.build();
  const LegOutcome outcome = prove(leg, session);
  LegReport report = describe(leg, outcome);
  if (keeps_proof) report.proof = proof_of(leg, outcome, report.findings);
  return report;
}

model::TaskProofs proofs_of(const model::Task& task,
                            const std::vector<JudgedLeg>& legs) {
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

}  // namespace pullproof::solver
