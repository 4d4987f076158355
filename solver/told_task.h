// What is proved of one stopped task: of its own task definition, and where it was.
//
// A service moves on: it runs another revision, or in other subnets, and what is proved
// of it then says nothing of a task that stopped before. The task definition by itself
// still tells what its roles, secrets and log groups refuse.
//
// AWS: ECS API reference, Task and Attachment: a stopped task has its revision, and of
// its interface the subnet, but not the security groups.
// Guarantee: verdicts of other tasks prove and refute nothing.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/aws/snapshot.h"
#include "model/error_messages.h"
#include "model/verdict.h"
#include "solver/cause_status.h"
#include "solver/check.h"

namespace pullproof::solver {

/// Where a task was, as far as placements tell places apart; "" if nobody tells.
struct TaskPlace {
  std::string subnet;           ///< Of its own interface.
  bool is_on_instance = false;  ///< Whether or not that is known.
  std::string instance;
  std::string instance_subnet;
};

[[nodiscard]] TaskPlace place_of(const aws::Snapshot& account,
                                 const aws::RunningTask& task);

/// The name of its service, "" for a task of none.
[[nodiscard]] std::string service_name_of(const aws::RunningTask& task);

/// Why it stopped: the containers' own reasons, which say more, and then the task's.
[[nodiscard]] std::vector<std::string> reasons_of(const aws::RunningTask& task);

/// Why nothing that is proved is about the task: it was given other roles than its task
/// definition has, or another platform version than its service asks for now; "" if it
/// may be. `service` is the task's own; null: it is of none, or of one that is not
/// here. AWS: ECS API reference, TaskOverride; developer guide, "Fargate platform
/// versions for Linux".
[[nodiscard]] std::string why_unlike(const aws::Snapshot& account,
                                     const aws::RunningTask& task,
                                     const aws::Service* service);

/// Whether a cause of one message of a task holds, by a verdict of what the task ran:
/// unknown if it was where the verdict's tasks do not start.
/// Requires: the verdict's proofs were kept.
[[nodiscard]] CauseAnswer cause_at(const TaskPlace& place,
                                   const model::TaskVerdict& verdict,
                                   const model::ErrorMessage& message,
                                   const model::ErrorMatch& match,
                                   std::string_view cause);

/// Judges what one task ran. Its answers point into it.
class TaskInquiry {
 public:
  /// Of `options`, what selects tasks is not heeded. All must outlive it.
  TaskInquiry(const aws::Snapshot& account, const aws::RunningTask& task,
              CheckOptions options);
  TaskInquiry(const TaskInquiry&) = delete;
  TaskInquiry& operator=(const TaskInquiry&) = delete;

  [[nodiscard]] CauseAnswer ask(const model::ErrorMessage& message,
                                const model::ErrorMatch& match,
                                std::string_view cause) const;

 private:
  void judge_service(const aws::Snapshot& account);
  /// `service` is the task's own, or null.
  void judge_definition(const aws::Snapshot& account, const aws::Service* service);
  /// Null: the report has none of it.
  [[nodiscard]] const model::TaskVerdict* verdict_of(const std::string& service) const;

  const aws::RunningTask& task_;
  TaskPlace place_;
  CheckOptions options_;
  model::CheckReport report_;
  const model::TaskVerdict* verdict_ = nullptr;
  /// The verdict is of its definition alone.
  bool is_alone_ = false;
  std::string why_;  ///< Why not all of it is known; "" if it is.
};

}  // namespace pullproof::solver
