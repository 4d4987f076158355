#include "model/runtime_monitoring.h"

#include <algorithm>
#include <optional>
#include <string>

namespace pullproof::model {
namespace {

/// What the service's current revisions say; nothing if none of them does.
std::optional<bool> is_monitored(const aws::Service& service,
                                 const aws::Snapshot& account) {
  const auto& named = service.current_revisions;
  std::optional<bool> found;
  for (const auto& revision : account.table<aws::ServiceRevision>().all()) {
    const bool is_current =
        named.empty() ? revision.task_definition_arn == service.task_definition_arn
                      : std::any_of(named.begin(), named.end(), [&](const auto& each) {
                          return each.arn == revision.arn;
                        });
    if (revision.service_arn != service.arn || !is_current || !revision.guard_duty) {
      continue;
    }
    found = found.value_or(false) || *revision.guard_duty;
  }
  return found;
}

bool is_activated(const aws::Scope& scope, const aws::Snapshot& account) {
  const auto rows =
      account.table<aws::EcsSetting>().all_with("guardDutyActivate", scope);
  return std::any_of(rows.begin(), rows.end(),
                     [](const auto* row) { return row->value == "on"; });
}

}  // namespace

void warn_of_runtime_monitoring(Task& task, const aws::Service* service,
                                const aws::Snapshot& account) {
  const bool may_be_fargate = task.fargate || task.launch_type == "MIXED";
  const bool may_have_agent =
      may_be_fargate && task.os == "linux" && !task.login_leaves_through_fargate;
  if (!may_have_agent) return;
  std::optional<bool> monitored;
  if (service != nullptr) monitored = is_monitored(*service, account);
  if (!monitored.value_or(is_activated(task.scope, account))) return;
  task.warnings.emplace_back(
      "GuardDuty Runtime Monitoring is on: Fargate adds GuardDuty's agent to the task, "
      "and starts the task without it where the execution role may not pull it from "
      "GuardDuty's own registry or where it is out of reach; that is not judged");
}

}  // namespace pullproof::model
