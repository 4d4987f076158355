// One blocker in words: step, path, packet or request, fact, repair.
#pragma once

#include <string>

#include "model/verdict.h"
#include "src/palette.h"
#include "src/report/excerpt.h"

namespace pullproof::cli {

struct FindingPage {
  const Palette& palette;
  const Excerpts& excerpts;
  bool verbose = false;
};

/// Everything about the first blocker of a task.
[[nodiscard]] std::string finding_in_full(const model::Finding& finding,
                                          const model::TaskVerdict& task,
                                          const FindingPage& page);

/// Three or four lines about a further one.
[[nodiscard]] std::string finding_in_short(const model::Finding& finding);

/// The facts whose excerpts `finding_in_full` shows.
[[nodiscard]] std::set<aws::Source> excerpted(const model::Finding& finding,
                                              bool verbose);

}  // namespace pullproof::cli
