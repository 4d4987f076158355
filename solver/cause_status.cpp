#include "solver/cause_status.h"

#include <algorithm>

namespace pullproof::solver {
namespace {

bool is_about(const model::Finding& finding, std::optional<model::Stage> stage,
              std::string_view mechanism) {
  const bool there =
      !stage || finding.stage == *stage || finding.also_stages.count(*stage) != 0;
  return there && finding.mechanism == mechanism;
}

bool hangs_on_something(const model::TaskVerdict& task) {
  return task.verdict == model::Verdict::Unknown || !task.missing.empty();
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
                         std::optional<model::Stage> stage,
                         std::string_view mechanism) {
  for (const auto& task : report.verdicts) {
    for (const auto& finding : task.findings) {
      if (!is_about(finding, stage, mechanism)) continue;
      return {.status = CauseStatus::Proved, .finding = &finding, .task = &task};
    }
  }
  const bool is_open =
      report.verdicts.empty() ||
      std::any_of(report.verdicts.begin(), report.verdicts.end(), hangs_on_something);
  // What a task needs beside its image is not judged yet.
  const bool is_judged = stage != model::Stage::Start;
  return {.status =
              is_open || !is_judged ? CauseStatus::Unknown : CauseStatus::Refuted};
}

}  // namespace pullproof::solver
