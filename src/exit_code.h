// The exit codes that scripts depend on, and which of several wins.
#pragma once

#include "model/verdict.h"

namespace pullproof::cli {

enum class ExitCode {
  Proved = 0,
  Refuted = 1,
  Undecided = 2,
  BadUsage = 64,
  BadInput = 65,
  OurBug = 70,
};

/// The one that the program ends with where both hold: 70, 65, 64, 1, 2, then 0.
[[nodiscard]] ExitCode graver(ExitCode one, ExitCode other);

/// Ensures: BadUsage if nothing was selected, never Proved.
[[nodiscard]] ExitCode exit_code(const model::CheckReport& report);

}  // namespace pullproof::cli
