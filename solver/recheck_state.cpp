#include "solver/recheck_state.h"

#include <algorithm>
#include <atomic>
#include <numeric>
#include <utility>

namespace pullproof::solver {
namespace {

/// Tasks that the snapshot does not describe are what they are listed as.
bool is_same_unseen(const model::Task* one, const model::Task* other) {
  if (one == nullptr || other == nullptr) return one == other;
  return !model::comes_before(*one, *other) && !model::comes_before(*other, *one) &&
         one->service_arn == other->service_arn && one->missing == other->missing &&
         one->warnings == other->warnings;
}

bool is_same_start(const model::TaskStart& one, const model::TaskStart& other) {
  return one.service == other.service && one.definition == other.definition &&
         is_same_unseen(one.unseen.get(), other.unseen.get());
}

std::vector<std::size_t> first_numbers(std::size_t count) {
  std::vector<std::size_t> numbers(count);
  std::iota(numbers.begin(), numbers.end(), std::size_t{0});
  return numbers;
}

}  // namespace

void build_indexes(const aws::Snapshot& rows, const CheckOptions& options) {
  const aws::NetworkIndex network(rows);
  const gates::ImageIndex images(rows);
  const model::TaskSelector selector(rows, network, selection_of(options));
}

Recheck::State::State(aws::Snapshot account, const CheckOptions& options,
                      Planning /*only*/)
    : options_(options),
      account_(std::move(account)),
      network_(account_),
      images_(account_),
      context_{.account = account_,
               .strict = options.strict,
               .network = &network_,
               .vouched = &options.vouched,
               .switches = options.switches},
      selector_(account_, network_, selection_of(options)),
      stopped_(account_),
      keeps_proofs_(options.keep_proofs || !stopped_.empty()),
      workers_(options.jobs, options.resource_limit) {
  plan_all();
  report_.verdicts.resize(tasks_.size());
  judge_queries_.resize(tasks_.size());
}

Recheck::State::State(aws::Snapshot account, const CheckOptions& options)
    : State(std::move(account), options, Planning{}) {
  answer({.legs = first_numbers(legs_.size()),
          .tasks = first_numbers(tasks_.size()),
          .leg_cones = std::vector<Cone>(legs_.size()),
          .verdict_cones = std::vector<Cone>(tasks_.size())});
  work_.all = true;
}

void Recheck::State::answer(Carried carried) {
  prove(carried.legs);
  for (std::size_t i = 0; i < carried.legs.size(); ++i) {
    carried.leg_cones[carried.legs[i]] = std::move(leg_cones_[i]);
  }
  judge(carried.tasks);
  for (std::size_t i = 0; i < carried.tasks.size(); ++i) {
    carried.verdict_cones[carried.tasks[i]] = std::move(verdict_cones_[i]);
  }
  count();
  std::vector<Cone> plans;
  for (const Planned& each : tasks_) plans.push_back(each.cone);
  plans_by_fact_ = ConeIndex(std::move(plans));
  legs_by_fact_ = ConeIndex(std::move(carried.leg_cones));
  verdicts_by_fact_ = ConeIndex(std::move(carried.verdict_cones));
  work_ = {.in_place = false,
           .all = false,
           .tasks = tasks_.size(),
           .proofs = carried.legs.size(),
           .verdicts = carried.tasks.size()};
}

std::vector<model::TaskStart> Recheck::State::selected(Cone& cone) const {
  aws::FactTrace trace;
  std::vector<model::TaskStart> starts;
  {
    const aws::Tracing tracing(trace);
    starts = selector_.starts();
  }
  cone = trace.take();
  return starts;
}

Recheck::State::Planned Recheck::State::planned(const model::TaskStart& start) const {
  aws::FactTrace trace;
  Planned planned{.start = start, .task = {}, .plans = {}, .legs = {}, .cone = {}};
  {
    const aws::Tracing tracing(trace);
    if (start.service != nullptr) aws::note_row(*start.service);
    if (start.definition != nullptr) aws::note_row(*start.definition);
    planned.task = selector_.task_of(start);
    planned.plans = model::plan_legs(planned.task, context_, images_);
  }
  planned.cone = trace.take();
  return planned;
}

void Recheck::State::plan_all() {
  starts_ = selected(selection_cone_);
  for (const auto& start : starts_) tasks_.push_back(planned(start));
  std::stable_sort(tasks_.begin(), tasks_.end(), [](const auto& a, const auto& b) {
    return model::comes_before(a.task, b.task);
  });
  Numbers legs;
  for (std::size_t i = 0; i < tasks_.size(); ++i) take_legs(i, legs);
}

std::size_t Recheck::State::leg_of(const std::string& key) {
  const auto known = leg_by_key_.find(key);
  if (known != leg_by_key_.end()) return known->second;
  std::size_t leg = legs_.size();
  if (free_legs_.empty()) {
    legs_.emplace_back();
    leg_queries_.push_back(0);
  } else {
    leg = free_legs_.back();
    free_legs_.pop_back();
  }
  leg_by_key_.emplace(key, leg);
  return leg;
}

void Recheck::State::take_legs(std::size_t task, Numbers& legs) {
  Planned& planned = tasks_[task];
  legs_of_all_tasks_ += planned.plans.size();
  for (const auto& plan : planned.plans) {
    const std::size_t leg = leg_of(plan.key);
    planned.legs.push_back(leg);
    auto& users = legs_[leg].users;
    users.insert(task);
    if (*users.begin() == task) legs.insert(leg);
  }
}

void Recheck::State::drop_legs(std::size_t task, Numbers& legs) {
  const Planned& planned = tasks_[task];
  legs_of_all_tasks_ -= planned.plans.size();
  for (std::size_t i = 0; i < planned.plans.size(); ++i) {
    const std::size_t leg = planned.legs[i];
    auto& users = legs_[leg].users;
    // Whoever plans it instead may not have the same facts at hand.
    if (*users.begin() == task) legs.insert(leg);
    users.erase(task);
    if (!users.empty()) continue;
    leg_by_key_.erase(planned.plans[i].key);
    legs.erase(leg);
    leg_queries_[leg] = 0;
    free_legs_.push_back(leg);
  }
}

const model::LegPlan& Recheck::State::plan_of(std::size_t leg) const {
  const Planned& planned = tasks_[*legs_[leg].users.begin()];
  const auto at = std::find(planned.legs.begin(), planned.legs.end(), leg);
  return planned.plans[static_cast<std::size_t>(at - planned.legs.begin())];
}

void Recheck::State::prove(const std::vector<std::size_t>& legs) {
  leg_cones_.assign(legs.size(), {});
  std::atomic<std::size_t> done = 0;
  workers_.run(legs.size(), [&](std::size_t i, Session& session) {
    Proved& leg = legs_[legs[i]];
    aws::FactTrace trace;
    const std::size_t before = session.solver_queries();
    {
      const aws::Tracing tracing(trace);
      leg.report = prove_plan(plan_of(legs[i]), session, keeps_proofs_);
    }
    leg_queries_[legs[i]] = session.solver_queries() - before;
    leg_cones_[i] = trace.take();
    const std::size_t so_far = ++done;
    if (options_.progress) options_.progress(so_far, legs.size());
  });
}

std::vector<JudgedLeg> Recheck::State::judged_legs(const Planned& planned) const {
  std::vector<JudgedLeg> legs;
  for (std::size_t i = 0; i < planned.plans.size(); ++i) {
    legs.push_back(
        {.plan = &planned.plans[i], .report = &legs_[planned.legs[i]].report});
  }
  return legs;
}

void Recheck::State::judge(const std::vector<std::size_t>& tasks) {
  verdict_cones_.assign(tasks.size(), {});
  workers_.run(tasks.size(), [&](std::size_t i, Session& session) {
    const Planned& planned = tasks_[tasks[i]];
    const auto legs = judged_legs(planned);
    aws::FactTrace trace;
    const std::size_t before = session.solver_queries();
    model::TaskVerdict& verdict = report_.verdicts[tasks[i]];
    {
      const aws::Tracing tracing(trace);
      verdict = solver::judge(planned.task, legs, session);
      if (options_.keep_proofs || stopped_.has(verdict)) {
        verdict.proofs = proofs_of(planned.task, legs);
      }
      stopped_.replay(verdict);
    }
    judge_queries_[tasks[i]] = session.solver_queries() - before;
    verdict_cones_[i] = trace.take();
  });
}

void Recheck::State::count() {
  const auto sum = [](const std::vector<std::size_t>& queries) {
    return std::accumulate(queries.begin(), queries.end(), std::size_t{0});
  };
  report_.statistics = {.legs = legs_of_all_tasks_,
                        .proofs = leg_by_key_.size(),
                        .solver_queries = sum(leg_queries_) + sum(judge_queries_)};
}

std::set<std::size_t> Recheck::State::verdicts_on(
    const std::vector<aws::FactKey>& facts) const {
  Numbers verdicts;
  for (const std::size_t task : plans_by_fact_.touched_by(facts)) verdicts.insert(task);
  for (const std::size_t leg : legs_by_fact_.touched_by(facts)) {
    verdicts.insert(legs_[leg].users.begin(), legs_[leg].users.end());
  }
  for (const std::size_t task : verdicts_by_fact_.touched_by(facts)) {
    verdicts.insert(task);
  }
  return verdicts;
}

/// Where the report has it, and beside it, if it is planned anew, too.
bool Recheck::State::keeps_its_place(std::size_t number,
                                     const std::map<std::size_t, Planned>& anew) const {
  const auto task_at = [&](std::size_t at) -> const model::Task& {
    const auto found = anew.find(at);
    return found == anew.end() ? tasks_[at].task : found->second.task;
  };
  const model::Task& before = tasks_[number].task;
  const model::Task& now = task_at(number);
  if (!model::comes_before(before, now) && !model::comes_before(now, before)) {
    return true;
  }
  // Which of two that are alike comes first, the snapshot decides.
  return (number == 0 || model::comes_before(task_at(number - 1), now)) &&
         (number + 1 == tasks_.size() || model::comes_before(now, task_at(number + 1)));
}

std::optional<Recheck::Work> Recheck::State::answer_anew(
    const std::vector<aws::FactKey>& facts) {
  const bool may_select_others =
      std::any_of(facts.begin(), facts.end(), [&](aws::FactKey fact) {
        return std::binary_search(selection_cone_.begin(), selection_cone_.end(), fact);
      });
  if (may_select_others) {
    Cone cone;
    const auto starts = selected(cone);
    if (!std::equal(starts.begin(), starts.end(), starts_.begin(), starts_.end(),
                    is_same_start)) {
      return std::nullopt;
    }
    selection_cone_ = std::move(cone);
  }
  std::map<std::size_t, Planned> anew;
  for (const std::size_t task : plans_by_fact_.touched_by(facts)) {
    anew.emplace(task, planned(tasks_[task].start));
  }
  for (const auto& each : anew) {
    if (!keeps_its_place(each.first, anew)) return std::nullopt;
  }
  return redo(std::move(anew), facts);
}

Recheck::Work Recheck::State::redo(std::map<std::size_t, Planned>&& anew,
                                   const std::vector<aws::FactKey>& facts) {
  Numbers legs;
  Numbers tasks;
  for (auto& [task, planned] : anew) drop_legs(task, legs);
  for (auto& [task, planned] : anew) {
    plans_by_fact_.set(task, planned.cone);
    tasks_[task] = std::move(planned);
    tasks.insert(task);
    take_legs(task, legs);
  }
  for (const std::size_t leg : legs_by_fact_.touched_by(facts)) {
    if (!legs_[leg].users.empty()) legs.insert(leg);
  }
  const std::vector<std::size_t> to_prove(legs.begin(), legs.end());
  prove(to_prove);
  for (std::size_t i = 0; i < to_prove.size(); ++i) {
    legs_by_fact_.set(to_prove[i], std::move(leg_cones_[i]));
    const auto& users = legs_[to_prove[i]].users;
    tasks.insert(users.begin(), users.end());
  }
  for (const std::size_t task : verdicts_by_fact_.touched_by(facts)) tasks.insert(task);
  const std::vector<std::size_t> to_judge(tasks.begin(), tasks.end());
  judge(to_judge);
  for (std::size_t i = 0; i < to_judge.size(); ++i) {
    verdicts_by_fact_.set(to_judge[i], std::move(verdict_cones_[i]));
  }
  count();
  return {.in_place = true,
          .all = false,
          .tasks = anew.size(),
          .proofs = to_prove.size(),
          .verdicts = to_judge.size()};
}

}  // namespace pullproof::solver
