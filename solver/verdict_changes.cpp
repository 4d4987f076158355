#include "solver/verdict_changes.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include <fmt/format.h>

namespace pullproof::solver {
namespace {

using model::TaskVerdict;
using model::Verdict;

auto blocker(const model::Finding& finding) {
  return std::tie(finding.stage, finding.mechanism, finding.code, finding.container,
                  finding.image, finding.blame, finding.placements,
                  finding.every_choice);
}

Outcome outcome_of(const TaskVerdict& before, const TaskVerdict& after) {
  if (is_refuted(after) && !is_refuted(before)) return Outcome::Broken;
  const bool is_unknown = after.verdict == Verdict::Unknown;
  if (is_unknown && before.verdict != Verdict::Unknown) return Outcome::NewlyUnknown;
  if (after.verdict == Verdict::Pulls && is_refuted(before)) return Outcome::Repaired;
  return is_alike(before, after) ? Outcome::Unchanged : Outcome::Changed;
}

Outcome outcome_of_new(const TaskVerdict& after) {
  if (is_refuted(after)) return Outcome::Broken;
  return after.verdict == Verdict::Unknown ? Outcome::NewlyUnknown : Outcome::Added;
}

using Rows = std::vector<const TaskVerdict*>;
using Pairs = std::map<const TaskVerdict*, const TaskVerdict*>;

std::map<std::string, Rows> by_identity(const model::CheckReport& report) {
  std::map<std::string, Rows> rows;
  for (const TaskVerdict& task : report.verdicts) rows[identity(task)].push_back(&task);
  return rows;
}

/// Of one service, several revisions may start tasks: those that run the same one
/// belong together, then the others in their order.
void pair_up(Rows old, const Rows& now, Pairs& pairs) {
  const auto take = [&](const TaskVerdict* task, Rows::iterator found) {
    if (found == old.end()) return;
    pairs.emplace(task, *found);
    old.erase(found);
  };
  for (const TaskVerdict* task : now) {
    take(task, std::find_if(old.begin(), old.end(), [&](const TaskVerdict* each) {
           return each->task_definition == task->task_definition;
         }));
  }
  for (const TaskVerdict* task : now) {
    if (!pairs.contains(task)) take(task, old.begin());
  }
}

}  // namespace

bool is_refuted(const TaskVerdict& task) {
  return task.verdict == Verdict::Fails || task.verdict == Verdict::Intermittent;
}

std::string identity(const TaskVerdict& task) {
  const std::string family =
      task.service.empty()
          ? task.task_definition.substr(0, task.task_definition.rfind(':'))
          : "";
  return fmt::format("{}\n{}\n{}\n{}\n{}", task.account, task.region, task.cluster,
                     task.service, family);
}

bool is_alike(const TaskVerdict& one, const TaskVerdict& other) {
  const auto open = [](const Unknown& a, const Unknown& b) {
    return a.call == b.call && a.why == b.why;
  };
  return one.verdict == other.verdict &&
         std::equal(one.findings.begin(), one.findings.end(), other.findings.begin(),
                    other.findings.end(),
                    [](const model::Finding& a, const model::Finding& b) {
                      return blocker(a) == blocker(b);
                    }) &&
         std::equal(one.missing.begin(), one.missing.end(), other.missing.begin(),
                    other.missing.end(), open);
}

std::vector<VerdictChange> compare_reports(const model::CheckReport& before,
                                           const model::CheckReport& after) {
  const auto old = by_identity(before);
  Pairs pairs;
  for (const auto& [name, now] : by_identity(after)) {
    const auto rows = old.find(name);
    if (rows != old.end()) pair_up(rows->second, now, pairs);
  }
  std::vector<VerdictChange> changes;
  std::set<const TaskVerdict*> seen;
  for (const TaskVerdict& task : after.verdicts) {
    const auto pair = pairs.find(&task);
    const TaskVerdict* was = pair == pairs.end() ? nullptr : pair->second;
    seen.insert(was);
    changes.push_back(
        {.outcome = was == nullptr ? outcome_of_new(task) : outcome_of(*was, task),
         .before = was,
         .after = &task});
  }
  for (const TaskVerdict& task : before.verdicts) {
    if (seen.contains(&task)) continue;
    changes.push_back({.outcome = Outcome::Removed, .before = &task, .after = nullptr});
  }
  return changes;
}

}  // namespace pullproof::solver
