#include "src/exit_code.h"

namespace pullproof::cli {
namespace {

int gravity(ExitCode code) {
  switch (code) {
    case ExitCode::proved:
      return 0;
    case ExitCode::undecided:
      return 1;
    case ExitCode::refuted:
      return 2;
    case ExitCode::bad_usage:
      return 3;
    case ExitCode::bad_input:
      return 4;
    case ExitCode::our_bug:
      return 5;
  }
  return 5;
}

ExitCode exit_code(model::Verdict verdict) {
  switch (verdict) {
    case model::Verdict::pulls:
      return ExitCode::proved;
    case model::Verdict::fails:
    case model::Verdict::intermittent:
      return ExitCode::refuted;
    case model::Verdict::unknown:
      return ExitCode::undecided;
  }
  return ExitCode::our_bug;
}

}  // namespace

ExitCode graver(ExitCode one, ExitCode other) {
  return gravity(one) < gravity(other) ? other : one;
}

ExitCode exit_code(const model::CheckReport& report) {
  if (report.verdicts.empty()) return ExitCode::bad_usage;
  ExitCode code = ExitCode::proved;
  for (const model::TaskVerdict& task : report.verdicts) {
    code = graver(code, exit_code(task.verdict));
  }
  return code;
}

}  // namespace pullproof::cli
