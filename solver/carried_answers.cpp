// What a new state of a recheck takes over from an earlier one.
//
// A leg is proved as the first task that has it plans it. So its proof is carried over
// if that is the same task in both, and neither planning that task nor proving the leg
// has looked at anything that is not as it was; a verdict, if all its legs are carried
// over and judging it has looked at no such thing either.
#include <map>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "solver/recheck_state.h"

namespace pullproof::solver {
namespace {

/// "" if it has no name of its own.
std::string name_of(const model::TaskStart& start, const model::Task& task) {
  if (start.unseen != nullptr) return "";
  return fmt::format("{}/{}/{}/{}/{}/{}", task.scope.account, task.scope.region,
                     task.cluster, task.service, task.service_arn,
                     task.task_definition_arn);
}

std::vector<bool> flags(const std::vector<std::size_t>& numbers, std::size_t count) {
  std::vector<bool> flags(count);
  for (const std::size_t number : numbers) flags[number] = true;
  return flags;
}

}  // namespace

class Recheck::State::Carrier {
 public:
  /// `now` has planned its tasks.
  Carrier(State& earlier, State& now, const std::vector<aws::FactKey>& facts)
      : earlier_(earlier),
        now_(now),
        touched_legs_(
            flags(earlier.legs_by_fact_.touched_by(facts), earlier.legs_.size())),
        touched_verdicts_(
            flags(earlier.verdicts_by_fact_.touched_by(facts), earlier.tasks_.size())),
        is_carried_(now.legs_.size()) {
    carried_.leg_cones.resize(now.legs_.size());
    carried_.verdict_cones.resize(now.tasks_.size());
    const auto touched_plans =
        flags(earlier.plans_by_fact_.touched_by(facts), earlier.tasks_.size());
    match_tasks(touched_plans);
  }

  [[nodiscard]] Carried carry() {
    for (const auto& [key, leg] : now_.leg_by_key_) {
      is_carried_[leg] = carry_leg(key, leg);
    }
    // Their order is that in which they are proved: see Workers::run.
    for (std::size_t leg = 0; leg < now_.legs_.size(); ++leg) {
      if (!is_carried_[leg]) carried_.legs.push_back(leg);
    }
    for (std::size_t task = 0; task < now_.tasks_.size(); ++task) {
      if (!carry_verdict(task)) carried_.tasks.push_back(task);
    }
    return std::move(carried_);
  }

 private:
  static constexpr std::size_t kNone = static_cast<std::size_t>(-1);

  /// By name, of those that are alone with theirs.
  static std::map<std::string, std::size_t> numbers_of(const State& state) {
    std::map<std::string, std::size_t> numbers;
    for (std::size_t i = 0; i < state.tasks_.size(); ++i) {
      const auto [known, is_new] =
          numbers.emplace(name_of(state.tasks_[i].start, state.tasks_[i].task), i);
      if (!is_new) known->second = kNone;
    }
    numbers.erase("");
    return numbers;
  }

  void match_tasks(const std::vector<bool>& touched_plans) {
    same_.assign(now_.tasks_.size(), kNone);
    if (earlier_.keeps_proofs_ != now_.keeps_proofs_) return;
    const auto numbers = numbers_of(earlier_);
    for (const auto& [name, task] : numbers_of(now_)) {
      const auto found = numbers.find(name);
      const bool is_same = task != kNone && found != numbers.end() &&
                           found->second != kNone && !touched_plans[found->second];
      if (is_same) same_[task] = found->second;
    }
  }

  bool carry_leg(const std::string& key, std::size_t leg) {
    const auto known = earlier_.leg_by_key_.find(key);
    if (known == earlier_.leg_by_key_.end() || touched_legs_[known->second]) {
      return false;
    }
    Proved& there = earlier_.legs_[known->second];
    Proved& here = now_.legs_[leg];
    if (same_[*here.users.begin()] != *there.users.begin()) return false;
    here.report = std::move(there.report);
    now_.leg_queries_[leg] = earlier_.leg_queries_[known->second];
    carried_.leg_cones[leg] = earlier_.legs_by_fact_.cone(known->second);
    return true;
  }

  bool carry_verdict(std::size_t task) {
    const std::size_t other = same_[task];
    if (other == kNone || touched_verdicts_[other]) return false;
    const Planned& planned = now_.tasks_[task];
    for (const std::size_t leg : planned.legs) {
      if (!is_carried_[leg]) return false;
    }
    now_.report_.verdicts[task] = std::move(earlier_.report_.verdicts[other]);
    now_.judge_queries_[task] = earlier_.judge_queries_[other];
    carried_.verdict_cones[task] = earlier_.verdicts_by_fact_.cone(other);
    return true;
  }

  State& earlier_;
  State& now_;
  std::vector<bool> touched_legs_;      ///< Of the earlier one.
  std::vector<bool> touched_verdicts_;  ///< Of the earlier one.
  std::vector<std::size_t> same_;       ///< By task: its number there, or kNone.
  std::vector<bool> is_carried_;        ///< By leg.
  Carried carried_;
};

Recheck::State::State(aws::Snapshot account, const CheckOptions& options,
                      State& earlier, const std::vector<aws::FactKey>& facts)
    : State(std::move(account), options, Planning{}) {
  answer(Carrier(earlier, *this, facts).carry());
}

}  // namespace pullproof::solver
