// What `pullproof explain` tells, for people.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "model/error_catalogue.h"
#include "model/gates/switches.h"
#include "model/policy_lint.h"
#include "solver/cause_status.h"
#include "src/explain/page.h"
#include "src/palette.h"

namespace pullproof::cli {

/// A message that a text may be, and with a snapshot one answer for each of its causes.
struct ExplainedMatch {
  model::ErrorMatch match;
  std::vector<solver::CauseAnswer> answers;  ///< Empty without a snapshot.
  bool is_best = true;                       ///< Of one message; others fit less well.
};

[[nodiscard]] std::string page_text(const Page& page, const Palette& palette);
/// Of a finding of `policy lint`.
[[nodiscard]] std::string page_text(const model::LintCode& code,
                                    const Palette& palette);
/// Of a switch of `--assume`.
[[nodiscard]] std::string page_text(const gates::Switch& asked, const Palette& palette);
/// Of all of them.
[[nodiscard]] std::string switches_text(const Palette& palette);
/// Requires: matches is not empty.
[[nodiscard]] std::string explain_text(const std::vector<ExplainedMatch>& matches,
                                       bool verbose, const Palette& palette);

}  // namespace pullproof::cli
