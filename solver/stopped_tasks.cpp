#include "solver/stopped_tasks.h"

#include <algorithm>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "model/aws/document_context.h"
#include "model/error_catalogue.h"
#include "solver/cause_status.h"

namespace pullproof::solver {
namespace {

using model::ObservedStop;
using model::TaskVerdict;

constexpr std::string_view kOfService = "service:";

std::string key(const std::string& account, const std::string& region,
                const std::string& cluster, const std::string& group) {
  return account + '/' + region + '/' + cluster + '/' + group;
}

std::string key(const std::string& account, const std::string& region,
                const std::string& definition) {
  return account + '/' + region + '/' + definition;
}

/// The containers' own reasons say more than the task's.
std::vector<std::string> texts_of(const aws::RunningTask& task) {
  std::vector<std::string> texts = task.container_reasons;
  if (!task.stopped_reason.empty()) texts.push_back(task.stopped_reason);
  return texts;
}

/// Some cause is proved, or each of them is refuted, or neither.
ObservedStop::Agreement compare(const TaskVerdict& verdict, const ToldError& told) {
  using Agreement = ObservedStop::Agreement;
  if (told.match.causes.empty()) return Agreement::Open;
  Agreement agreement = Agreement::OtherThanPredicted;
  for (const std::string_view cause : told.match.causes) {
    switch (cause_status(std::span(&verdict, 1), told, cause).status) {
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
void observe(TaskVerdict& verdict, const aws::RunningTask& task, std::string text) {
  const auto matches = model::read_error(text);
  if (matches.empty()) return;  // it stopped for another reason
  const auto details = model::error_details(text);
  const auto agreement = compare(
      verdict,
      {.match = matches.front(), .details = details, .subnet = task.subnet_id.text});
  auto& observed = verdict.observed;
  const auto same =
      std::find_if(observed.begin(), observed.end(), [&](const ObservedStop& each) {
        return each.text == text && each.agreement == agreement;
      });
  if (same != observed.end()) {
    ++same->tasks;
    return;
  }
  observed.push_back({.task = aws::last_part(task.arn),
                      .text = std::move(text),
                      .error = std::string(matches.front().id),
                      .title = std::string(matches.front().title),
                      .tasks = 1,
                      .agreement = agreement});
}

}  // namespace

StoppedTasks::StoppedTasks(const aws::Snapshot& account) {
  for (const auto& task : account.table<aws::RunningTask>().all()) {
    if (task.stopped_reason.empty() && task.container_reasons.empty()) continue;
    const auto& [owner, region] = task.scope;
    if (task.group.starts_with(kOfService)) {
      by_service_[key(owner, region, task.cluster_name(), task.group)].push_back(&task);
    } else {
      by_definition_[key(owner, region, aws::last_part(task.task_definition_arn))]
          .push_back(&task);
    }
  }
}

const StoppedTasks::Tasks* StoppedTasks::tasks_of(const TaskVerdict& verdict) const {
  const auto& [map, name] =
      verdict.service.empty()
          ? std::pair(&by_definition_,
                      key(verdict.account, verdict.region, verdict.task_definition))
          : std::pair(&by_service_,
                      key(verdict.account, verdict.region, verdict.cluster,
                          std::string(kOfService) + verdict.service));
  const auto found = map->find(name);
  return found == map->end() ? nullptr : &found->second;
}

void StoppedTasks::replay(TaskVerdict& verdict) const {
  const Tasks* tasks = tasks_of(verdict);
  if (tasks == nullptr) return;
  for (const auto* task : *tasks) {
    if (aws::last_part(task->task_definition_arn) != verdict.task_definition) continue;
    const bool elsewhere =
        !verdict.cluster.empty() && task->cluster_name() != verdict.cluster;
    if (elsewhere) continue;
    for (std::string& text : texts_of(*task)) observe(verdict, *task, std::move(text));
  }
}

}  // namespace pullproof::solver
