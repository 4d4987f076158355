#include "solver/doubts.h"

#include <fmt/format.h>

namespace pullproof::solver {
namespace {

bool may_touch(const aws::Scope& scope, const model::TaskVerdict& task) {
  const bool is_account = scope.account.empty() || scope.account == task.account;
  const bool is_region =
      scope.region.empty() || scope.region == "global" || scope.region == task.region;
  return is_account && is_region;
}

void leave_open(model::CheckReport& report, const aws::Scope& scope,
                const std::string& why) {
  for (model::TaskVerdict& task : report.verdicts) {
    if (!may_touch(scope, task)) continue;
    task.verdict = model::Verdict::Unknown;
    task.missing.push_back({.call = "", .why = why});
  }
}

}  // namespace

void apply_doubts(const changes::Change& change,
                  const std::function<bool(const std::string&)>& is_wanted,
                  model::CheckReport& report) {
  for (const changes::Doubt& doubt : change.doubts) {
    if (!is_wanted(doubt.origin)) continue;
    leave_open(report, doubt.scope, fmt::format("{}: {}", doubt.origin, doubt.why));
  }
  for (const changes::Ignored& ignored : change.ignored) {
    if (!ignored.matters || !is_wanted(ignored.origin)) continue;
    leave_open(report, ignored.scope,
               fmt::format("{} changes, and its type {} is not read: {}",
                           ignored.origin, ignored.type, ignored.why));
  }
}

}  // namespace pullproof::solver
