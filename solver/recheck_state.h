// What is kept of a check for the next one. Only recheck*.cpp include this.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "model/aws/network_index.h"
#include "model/gates/gate.h"
#include "model/gates/image_index.h"
#include "solver/check_parts.h"
#include "solver/cone_index.h"
#include "solver/recheck.h"
#include "solver/stopped_tasks.h"

namespace pullproof::solver {

/// Invariant: the report is that of a full check of `account`. What is kept points into
/// the account, whose rows change in place and never move.
class Recheck::State {
 public:
  /// Checks everything. `options` must outlive it.
  State(aws::Snapshot account, const CheckOptions& options);
  /// Checks an account that differs in the facts from that of `earlier`, which gives up
  /// the answers that rest on none of them.
  State(aws::Snapshot account, const CheckOptions& options, State& earlier,
        const std::vector<aws::FactKey>& facts);
  State(const State&) = delete;
  State& operator=(const State&) = delete;

  /// Redoes what rests on the facts. Nothing: the tasks are not the same ones any more,
  /// or in another order, and nothing was redone.
  [[nodiscard]] std::optional<Work> answer_anew(const std::vector<aws::FactKey>& facts);

  /// Numbers of the verdicts that rest on an answer which has looked at one of them.
  [[nodiscard]] std::set<std::size_t> verdicts_on(
      const std::vector<aws::FactKey>& facts) const;

  [[nodiscard]] aws::Snapshot& account() { return account_; }
  [[nodiscard]] const model::CheckReport& report() const { return report_; }
  /// What its own making took.
  [[nodiscard]] const Work& work() const { return work_; }

 private:
  /// A task with its legs.
  struct Planned {
    model::TaskStart start;
    model::Task task;
    std::vector<model::LegPlan> plans;
    std::vector<std::size_t> legs;  ///< Numbers in `legs_`, by plan.
    Cone cone;                      ///< Of what it is, where it is placed, its legs.
  };
  /// A distinct leg.
  struct Proved {
    LegReport report;
    /// Numbers of the tasks that have it; it is proved as the first one plans it. None:
    /// the place is free.
    std::set<std::size_t> users;
  };
  using Numbers = std::set<std::size_t>;
  /// What another state has found out: see carried_answers.cpp.
  struct Carried {
    std::vector<std::size_t> legs;   ///< Those that are left to be proved.
    std::vector<std::size_t> tasks;  ///< Those that are left to be judged.
    std::vector<Cone> leg_cones;     ///< By leg, of the others.
    std::vector<Cone> verdict_cones;
  };
  class Carrier;

  struct Planning {};
  State(aws::Snapshot account, const CheckOptions& options, Planning /*only*/);

  void answer(Carried carried);

  [[nodiscard]] std::vector<model::TaskStart> selected(Cone& cone) const;
  [[nodiscard]] Planned planned(const model::TaskStart& start) const;
  void plan_all();
  [[nodiscard]] bool keeps_its_place(std::size_t number,
                                     const std::map<std::size_t, Planned>& anew) const;

  Work redo(std::map<std::size_t, Planned>&& anew,
            const std::vector<aws::FactKey>& facts);

  [[nodiscard]] std::size_t leg_of(const std::string& key);
  /// The legs that are to be proved because of it.
  void drop_legs(std::size_t task, Numbers& legs);
  void take_legs(std::size_t task, Numbers& legs);

  void prove(const std::vector<std::size_t>& legs);
  [[nodiscard]] const model::LegPlan& plan_of(std::size_t leg) const;
  void judge(const std::vector<std::size_t>& tasks);
  [[nodiscard]] std::vector<JudgedLeg> judged_legs(const Planned& planned) const;
  void count();

  const CheckOptions& options_;
  aws::Snapshot account_;
  aws::NetworkIndex network_;
  gates::ImageIndex images_;
  gates::Context context_;
  model::TaskSelector selector_;
  StoppedTasks stopped_;
  bool keeps_proofs_;
  Workers workers_;

  std::vector<model::TaskStart> starts_;
  Cone selection_cone_;
  std::vector<Planned> tasks_;  ///< In the order of the report.
  std::vector<Proved> legs_;
  std::vector<std::size_t> free_legs_;
  std::map<std::string, std::size_t> leg_by_key_;
  std::size_t legs_of_all_tasks_ = 0;
  // How many questions needed Z3, by leg and by task.
  std::vector<std::size_t> leg_queries_;
  std::vector<std::size_t> judge_queries_;

  // While a check runs, the cones of what it finds; then the indexes have them.
  std::vector<Cone> leg_cones_;
  std::vector<Cone> verdict_cones_;
  ConeIndex plans_by_fact_;
  ConeIndex legs_by_fact_;
  ConeIndex verdicts_by_fact_;
  model::CheckReport report_;
  Work work_;
};

/// For naming what has changed between two loads: every index of a state.
void build_indexes(const aws::Snapshot& rows, const CheckOptions& options);

}  // namespace pullproof::solver
