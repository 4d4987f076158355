#include "solver/doubts.h"

#include <cstddef>
#include <optional>
#include <set>

#include <fmt/format.h>

namespace pullproof::solver {
namespace {

bool may_touch(const aws::Scope& scope, const model::TaskVerdict& task) {
  const bool is_account = scope.account.empty() || scope.account == task.account;
  const bool is_region =
      scope.region.empty() || scope.region == "global" || scope.region == task.region;
  return is_account && is_region;
}

void leave_all_open(model::CheckReport& report, const aws::Scope& scope,
                    const std::string& why) {
  for (model::TaskVerdict& task : report.verdicts) {
    if (may_touch(scope, task)) leave_open(task, why);
  }
}

/// Where the doubt is about nothing but a resource, the verdicts that rest on it.
std::optional<std::set<std::size_t>> touched_by(const changes::Doubt& doubt,
                                                const ChangedAccount& account) {
  if (doubt.within.empty() || doubt.resource.empty()) return std::nullopt;
  return account.verdicts_on(doubt.resource, doubt.within);
}

}  // namespace

void leave_open(model::TaskVerdict& task, const std::string& why) {
  task.verdict = model::Verdict::Unknown;
  task.missing.push_back({.call = "", .why = why});
}

void apply_doubts(const changes::Change& change,
                  const std::function<bool(const std::string&)>& is_wanted,
                  const ChangedAccount& account, model::CheckReport& report) {
  for (const changes::Doubt& doubt : change.doubts) {
    if (!is_wanted(doubt.origin)) continue;
    const std::string why = fmt::format("{}: {}", doubt.origin, doubt.why);
    const auto touched = touched_by(doubt, account);
    if (!touched) leave_all_open(report, doubt.scope, why);
    for (const std::size_t task : touched.value_or(std::set<std::size_t>())) {
      leave_open(report.verdicts[task], why);
    }
  }
  for (const changes::Ignored& ignored : change.ignored) {
    if (!ignored.matters || !is_wanted(ignored.origin)) continue;
    leave_all_open(report, ignored.scope,
                   fmt::format("{} changes, and its type {} is not read: {}",
                               ignored.origin, ignored.type, ignored.why));
  }
}

}  // namespace pullproof::solver
