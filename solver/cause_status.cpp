#include "solver/cause_status.h"

#include <algorithm>
#include <string>
#include <vector>

namespace pullproof::solver {
namespace {

bool is_about(const model::Finding& finding, std::optional<model::Stage> stage,
              std::string_view mechanism) {
  const bool there =
      !stage || finding.stage == *stage || finding.also_stages.count(*stage) != 0;
  return there && finding.mechanism == mechanism;
}

/// Findings of one stage that have the same facts are told once, of the first host.
bool may_be_of_another(const model::Finding& finding, std::string_view service) {
  if (service.empty() || finding.host.empty()) return false;
  if (finding.stage != model::Stage::Start) return false;
  const std::string label = std::string(service) + '.';
  return !finding.host.starts_with(label) &&
         finding.host.find('.' + label) == std::string::npos;
}

bool hangs_on_something(const model::TaskVerdict& task) {
  return task.verdict == model::Verdict::Unknown || !task.missing.empty();
}

struct OpenRow {
  std::string_view assumption;  ///< How its name starts.
  std::vector<std::string_view> mechanisms;
};

// What a container needs is seldom collected as a whole, and is then taken to be there,
// and to be encrypted with no key that somebody may be refused.
const std::vector<OpenRow> kOpenAtStart = {
    {"logs-", {"log-group"}},
    {"secretsmanager-list-secrets",
     {"secret", "kms", "identity-policy", "permissions-boundary", "scp", "rcp"}},
    {"secretsmanager-describe-secret", {"secret", "kms"}},
    {"secretsmanager-get-resource-policy", {"resource-policy"}},
    {"ssm-describe-parameters",
     {"parameter", "kms", "identity-policy", "permissions-boundary", "scp", "rcp"}},
    {"s3api-", {"resource-policy"}},
    {"kms-", {"kms"}},
    {"efs-describe-file-systems", {"dns"}},
    {"efs-describe-mount-targets",
     {"dns", "security-group", "network-acl", "route", "network-firewall"}},
    {"efs-describe-file-system-policy", {"resource-policy"}},
    {"organizations-", {"scp", "rcp"}},
    {"awslogs-role", {"identity-policy", "permissions-boundary"}}};

bool leaves_open(const gates::Assumption& assumption, std::string_view mechanism) {
  return std::any_of(kOpenAtStart.begin(), kOpenAtStart.end(), [&](const OpenRow& row) {
    return assumption.name.starts_with(row.assumption) &&
           std::find(row.mechanisms.begin(), row.mechanisms.end(), mechanism) !=
               row.mechanisms.end();
  });
}

bool is_taken_for_granted(const model::TaskVerdict& task, std::string_view mechanism) {
  return std::any_of(
      task.assumptions.begin(), task.assumptions.end(),
      [&](const auto& assumption) { return leaves_open(assumption, mechanism); });
}

}  // namespace

std::string_view name(CauseStatus status) {
  switch (status) {
    case CauseStatus::Proved:
      return "proved";
    case CauseStatus::Refuted:
      return "refuted";
    case CauseStatus::Unknown:
      break;
  }
  return "unknown";
}

CauseAnswer cause_status(const model::CheckReport& report,
                         std::optional<model::Stage> stage, std::string_view mechanism,
                         std::string_view service) {
  bool is_open = report.verdicts.empty();
  for (const auto& task : report.verdicts) {
    for (const auto& finding : task.findings) {
      if (!is_about(finding, stage, mechanism)) continue;
      if (!may_be_of_another(finding, service)) {
        return {.status = CauseStatus::Proved, .finding = &finding, .task = &task};
      }
      is_open = true;
    }
    is_open = is_open || hangs_on_something(task) ||
              (stage == model::Stage::Start && is_taken_for_granted(task, mechanism));
  }
  return {.status = is_open ? CauseStatus::Unknown : CauseStatus::Refuted};
}

}  // namespace pullproof::solver
