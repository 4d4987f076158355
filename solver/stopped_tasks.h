// What stopped tasks of a service said, beside what was proved of it.
//
// A stopped task is an observation: the snapshot is of another moment, so the two may
// differ, and then something has changed since or is not in the snapshot. That is told,
// never hidden. What was only taken for granted, or is not what the task was at, is
// neither confirmed nor contradicted.
//
// AWS: ECS developer guide, "Stopped task error messages": tasks are described for an
// hour after they have stopped, with `group` service:<name>.
#pragma once

#include <string>
#include <unordered_map>
#include <vector>

#include "model/aws/snapshot.h"
#include "model/verdict.h"

namespace pullproof::solver {

class StoppedTasks {
 public:
  /// `account` must outlive it.
  explicit StoppedTasks(const aws::Snapshot& account);

  /// No task of the snapshot has stopped with a reason.
  [[nodiscard]] bool empty() const {
    return by_service_.empty() && by_definition_.empty();
  }
  /// One of the tasks that `replay` goes through may be there.
  [[nodiscard]] bool has(const model::TaskVerdict& verdict) const {
    return tasks_of(verdict) != nullptr;
  }

  /// Fills `verdict.observed` from the stopped tasks of the service's present task
  /// definition, or of a task definition on its own from those that no service has
  /// started: one for each text and agreement, in the order of the snapshot. Requires:
  /// the verdict's proofs were kept.
  void replay(model::TaskVerdict& verdict) const;

 private:
  using Tasks = std::vector<const aws::RunningTask*>;

  /// Null: none has stopped with a reason.
  [[nodiscard]] const Tasks* tasks_of(const model::TaskVerdict& verdict) const;

  const aws::Snapshot& account_;
  std::unordered_map<std::string, Tasks> by_service_;
  std::unordered_map<std::string, Tasks> by_definition_;  ///< Of no service.
  std::unordered_map<std::string, const aws::Service*> services_;
};

}  // namespace pullproof::solver
