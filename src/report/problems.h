// Lists what is wrong with an input, one line each: `file: pointer: message`.
#pragma once

#include <string>

#include "model/core/result.h"

namespace pullproof::cli {

/// Escaped, without a line's end. A pointer to the whole document is left out.
[[nodiscard]] std::string problem_line(const Problem& problem);

/// Every problem, then how many there are and what to do about them.
[[nodiscard]] std::string problem_list(const Problems& problems,
                                       const std::string& input);

/// "warning: file: pointer: message", at most ten lines unless `all`.
[[nodiscard]] std::string warning_list(const Problems& warnings, bool all);

}  // namespace pullproof::cli
