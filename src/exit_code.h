// The exit codes that scripts depend on, and which of several wins.
#pragma once

#include "model/verdict.h"

namespace pullproof::cli {

enum class ExitCode {
  proved = 0,
  refuted = 1,
  undecided = 2,
  bad_usage = 64,
  bad_input = 65,
  our_bug = 70,
};

/// The one that the program ends with where both hold: 70, 65, 64, 1, 2, then 0.
[[nodiscard]] ExitCode graver(ExitCode one, ExitCode other);

/// Ensures: bad_usage if nothing was selected, never proved.
[[nodiscard]] ExitCode exit_code(const model::CheckReport& report);

}  // namespace pullproof::cli
