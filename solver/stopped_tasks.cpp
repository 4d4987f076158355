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

std::string key(const std::string& account, const std::string& region,
                const std::string& cluster, const std::string& group) {
  return account + '/' + region + '/' + cluster + '/' + group;
}

/// The containers' own reasons say more than the task's.
std::vector<std::string> texts_of(const aws::RunningTask& task) {
  std::vector<std::string> texts = task.container_reasons;
  if (!task.stopped_reason.empty()) texts.push_back(task.stopped_reason);
  return texts;
}

bool explains(const model::Finding& finding, const ErrorMatch& match) {
  const bool on_stage = !match.stage || finding.stage == *match.stage ||
                        finding.also_stages.contains(*match.stage);
  return on_stage && std::find(match.causes.begin(), match.causes.end(),
                               finding.mechanism) != match.causes.end();
}

ObservedStop::Agreement compare(const TaskVerdict& verdict, const ErrorMatch& match) {
  if (match.causes.empty()) return ObservedStop::Agreement::Open;
  const bool explained =
      std::any_of(verdict.findings.begin(), verdict.findings.end(),
                  [&](const auto& finding) { return explains(finding, match); });
  if (explained) return ObservedStop::Agreement::AsPredicted;
  return verdict.verdict == Verdict::Unknown
             ? ObservedStop::Agreement::Open
             : ObservedStop::Agreement::OtherThanPredicted;
}

}  // namespace

StoppedTasks::StoppedTasks(const aws::Snapshot& account) {
  for (const auto& task : account.table<aws::RunningTask>().all()) {
    if (task.stopped_reason.empty() && task.container_reasons.empty()) continue;
    by_service_[key(task.scope.account, task.scope.region, task.cluster_name(),
                    task.group)]
        .push_back(&task);
  }
}

void StoppedTasks::replay(TaskVerdict& verdict) const {
  if (verdict.service.empty()) return;
  const auto found = by_service_.find(key(
      verdict.account, verdict.region, verdict.cluster, "service:" + verdict.service));
  if (found == by_service_.end()) return;
  for (const auto* task : found->second) {
    if (aws::last_part(task->task_definition_arn) != verdict.task_definition) continue;
    for (std::string& text : texts_of(*task)) {
      const auto matches = model::read_error(text);
      if (matches.empty()) continue;  // it stopped for another reason
      auto& observed = verdict.observed;
      const auto same =
          std::find_if(observed.begin(), observed.end(),
                       [&](const ObservedStop& each) { return each.text == text; });
      if (same != observed.end()) {
        ++same->tasks;
        continue;
      }
      observed.push_back({.task = aws::last_part(task->arn),
                          .text = std::move(text),
                          .error = std::string(matches.front().id),
                          .title = std::string(matches.front().title),
                          .tasks = 1,
                          .agreement = compare(verdict, matches.front())});
    }
  }
}

}  // namespace pullproof::solver
