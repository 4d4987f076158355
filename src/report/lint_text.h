// Findings of `policy lint` for people: `file: pointer: severity: message [CODE]`, as
// compilers have it.
#pragma once

#include <string>
#include <vector>

#include "model/policy_lint.h"
#include "src/palette.h"

namespace pullproof::cli {

[[nodiscard]] std::string lint_text(const std::vector<model::LintFinding>& findings,
                                    const Palette& palette);

}  // namespace pullproof::cli
