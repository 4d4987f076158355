// Findings of `policy lint` for programs: "pullproof-lint/1".
#pragma once

#include <string>
#include <vector>

#include "model/policy_lint.h"

namespace pullproof::cli {

[[nodiscard]] std::string lint_json(const std::vector<model::LintFinding>& findings);

}  // namespace pullproof::cli
