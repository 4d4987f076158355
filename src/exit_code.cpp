#include "src/exit_code.h"

namespace pullproof::cli {
namespace {

int gravity(ExitCode code) {
  switch (code) {
    case ExitCode::Proved:
      return 0;
    case ExitCode::Undecided:
      return 1;
    case ExitCode::Refuted:
      return 2;
    case ExitCode::BadUsage:
      return 3;
    case ExitCode::BadInput:
      return 4;
    case ExitCode::OurBug:
      return 5;
  }
  return 5;
}

ExitCode exit_code(model::Verdict verdict) {
  switch (verdict) {
    case model::Verdict::Pulls:
      return ExitCode::Proved;
    case model::Verdict::Fails:
    case model::Verdict::Intermittent:
      return ExitCode::Refuted;
    case model::Verdict::Unknown:
      return ExitCode::Undecided;
  }
  return ExitCode::OurBug;
}

}  // namespace

ExitCode graver(ExitCode one, ExitCode other) {
  return gravity(one) < gravity(other) ? other : one;
}

ExitCode exit_code(const model::CheckReport& report) {
  if (report.verdicts.empty()) return ExitCode::BadUsage;
  ExitCode code = ExitCode::Proved;
  for (const model::TaskVerdict& task : report.verdicts) {
    code = graver(code, exit_code(task.verdict));
  }
  return code;
}

}  // namespace pullproof::cli
