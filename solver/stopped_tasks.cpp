#include "solver/stopped_tasks.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "model/aws/document_context.h"
#include "model/error_messages.h"
#include "solver/told_task.h"

namespace pullproof::solver {
namespace {

using model::ObservedStop;
using model::TaskVerdict;

std::string key(const std::string& account, const std::string& region,
                const std::string& cluster, const std::string& service) {
  return account + '/' + region + '/' + cluster + '/' + service;
}

std::string key(const std::string& account, const std::string& region,
                const std::string& definition) {
  return account + '/' + region + '/' + definition;
}

/// Some cause is proved, or each of them is refuted, or neither.
ObservedStop::Agreement compare(const TaskVerdict& verdict, const TaskPlace& place,
                                const model::ErrorMessage& message) {
  using Agreement = ObservedStop::Agreement;
  const model::ErrorMatch& match = message.matches.front();
  if (match.causes.empty()) return Agreement::Open;
  Agreement agreement = Agreement::OtherThanPredicted;
  for (const std::string_view cause : match.causes) {
    switch (cause_at(place, verdict, message, match, cause).status) {
      case CauseStatus::Proved:
        return Agreement::AsPredicted;
      case CauseStatus::Unknown:
        agreement = Agreement::Open;
        break;
      case CauseStatus::Refuted:
        break;
    }
  }
  return agreement;
}

/// Adds what the task said, or counts it.
void observe(TaskVerdict& verdict, const aws::RunningTask& task,
             ObservedStop::Agreement agreement, model::ErrorMessage message) {
  auto& observed = verdict.observed;
  const auto same =
      std::find_if(observed.begin(), observed.end(), [&](const ObservedStop& each) {
        return each.text == message.text && each.agreement == agreement;
      });
  if (same != observed.end()) {
    ++same->tasks;
    return;
  }
  observed.push_back({.task = aws::last_part(task.arn),
                      .text = std::move(message.text),
                      .error = std::string(message.matches.front().id),
                      .title = std::string(message.matches.front().title),
                      .tasks = 1,
                      .agreement = agreement});
}

}  // namespace

StoppedTasks::StoppedTasks(const aws::Snapshot& account) : account_(account) {
  for (const auto& task : account.table<aws::RunningTask>().all()) {
    if (task.stopped_reason.empty() && task.container_reasons.empty()) continue;
    const auto& [owner, region] = task.scope;
    if (const std::string service = service_name_of(task); !service.empty()) {
      by_service_[key(owner, region, task.cluster_name(), service)].push_back(&task);
    } else {
      by_definition_[key(owner, region, aws::last_part(task.task_definition_arn))]
          .push_back(&task);
    }
  }
  if (by_service_.empty()) return;
  for (const auto& service : account.table<aws::Service>().all()) {
    services_.emplace(key(service.scope.account, service.scope.region,
                          service.cluster_name(), service.name),
                      &service);
  }
}

const StoppedTasks::Tasks* StoppedTasks::tasks_of(const TaskVerdict& verdict) const {
  const auto& [map, name] =
      verdict.service.empty()
          ? std::pair(&by_definition_,
                      key(verdict.account, verdict.region, verdict.task_definition))
          : std::pair(&by_service_, key(verdict.account, verdict.region,
                                        verdict.cluster, verdict.service));
  const auto found = map->find(name);
  return found == map->end() ? nullptr : &found->second;
}

void StoppedTasks::replay(TaskVerdict& verdict) const {
  const Tasks* tasks = tasks_of(verdict);
  if (tasks == nullptr) return;
  const auto service = services_.find(
      key(verdict.account, verdict.region, verdict.cluster, verdict.service));
  const auto* own = service == services_.end() ? nullptr : service->second;
  if (own != nullptr) aws::note_row(*own);
  for (const auto* task : *tasks) {
    if (aws::last_part(task->task_definition_arn) != verdict.task_definition) continue;
    const bool elsewhere =
        !verdict.cluster.empty() && task->cluster_name() != verdict.cluster;
    if (elsewhere) continue;
    const TaskPlace place = place_of(account_, *task);
    const bool is_unlike = !why_unlike(account_, *task, own).empty();
    // One that stopped for another reason has no message.
    for (const std::string& text : reasons_of(*task)) {
      for (auto& message : model::read_messages(text)) {
        const auto agreement = is_unlike ? ObservedStop::Agreement::Open
                                         : compare(verdict, place, message);
        observe(verdict, *task, agreement, std::move(message));
      }
    }
  }
}

}  // namespace pullproof::solver
