#include "src/report/task_groups.h"

#include <algorithm>
#include <map>
#include <tuple>

namespace pullproof::cli {
namespace {

using model::Verdict;

int gravity_of(Verdict verdict) {
  switch (verdict) {
    case Verdict::Fails:
      return 0;
    case Verdict::Intermittent:
      return 1;
    case Verdict::Unknown:
      return 2;
    case Verdict::Pulls:
      return 3;
  }
  return 3;
}

using FindingCause = std::tuple<model::Stage, std::string, std::string, std::string,
                                std::vector<std::string>, bool>;
using Cause = std::tuple<Verdict, std::vector<FindingCause>, std::vector<Unknown>>;

Cause cause(const model::TaskVerdict& task) {
  std::vector<FindingCause> findings;
  findings.reserve(task.findings.size());
  for (const model::Finding& each : task.findings) {
    findings.emplace_back(each.stage, each.mechanism, each.code, each.message,
                          each.blame, each.every_choice);
  }
  return {task.verdict, std::move(findings), task.missing};
}

}  // namespace

TaskGroup by_gravity(const model::CheckReport& report) {
  TaskGroup tasks;
  tasks.reserve(report.verdicts.size());
  for (const model::TaskVerdict& task : report.verdicts) tasks.push_back(&task);
  std::stable_sort(tasks.begin(), tasks.end(), [](const auto* one, const auto* other) {
    return gravity_of(one->verdict) < gravity_of(other->verdict);
  });
  return tasks;
}

std::vector<TaskGroup> groups(const model::CheckReport& report, bool alone) {
  std::vector<TaskGroup> all;
  std::map<Cause, std::size_t> known;
  for (const model::TaskVerdict* task : by_gravity(report)) {
    if (task->verdict == Verdict::Pulls) continue;
    if (alone) {
      all.push_back({task});
      continue;
    }
    const auto [place, is_new] = known.emplace(cause(*task), all.size());
    if (is_new) all.emplace_back();
    all[place->second].push_back(task);
  }
  return all;
}

}  // namespace pullproof::cli
