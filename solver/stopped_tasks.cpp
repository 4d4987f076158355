#include "solver/stopped_tasks.h"

#include <algorithm>
#include <string>
#include <vector>

#include "model/aws/document_context.h"
#include "model/error_catalogue.h"

namespace pullproof::solver {
namespace {

using model::ErrorMatch;
using model::ObservedStop;
using model::TaskVerdict;
using model::Verdict;

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

/// It refuses where the task was placed, as far as that is known.
bool is_of_place(const model::Finding& finding, const aws::RunningTask& task) {
  return task.subnet_id.empty() || finding.placements.empty() ||
         std::any_of(finding.placements.begin(), finding.placements.end(),
                     [&task](const model::Placement& placement) {
                       return placement.subnet == task.subnet_id.text ||
                              !placement.instance.empty();
                     });
}

bool explains(const model::Finding& finding, const ErrorMatch& match) {
  const bool on_stage = !match.stage || finding.stage == *match.stage ||
                        finding.also_stages.contains(*match.stage);
  return on_stage && std::find(match.causes.begin(), match.causes.end(),
                               finding.mechanism) != match.causes.end();
}

ObservedStop::Agreement compare(const TaskVerdict& verdict, const ErrorMatch& match,
                                const aws::RunningTask& task) {
  if (match.causes.empty()) return ObservedStop::Agreement::Open;
  const bool explained = std::any_of(
      verdict.findings.begin(), verdict.findings.end(), [&](const auto& finding) {
        return explains(finding, match) && is_of_place(finding, task);
      });
  if (explained) return ObservedStop::Agreement::AsPredicted;
  return verdict.verdict == Verdict::Unknown
             ? ObservedStop::Agreement::Open
             : ObservedStop::Agreement::OtherThanPredicted;
}

/// Adds what the task said, or counts it.
void observe(TaskVerdict& verdict, const aws::RunningTask& task, std::string text) {
  const auto matches = model::read_error(text);
  if (matches.empty()) return;  // it stopped for another reason
  const auto agreement = compare(verdict, matches.front(), task);
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
