#include "src/report/problems.h"

#include <fmt/format.h>

#include "src/escape.h"
#include "src/layout.h"

namespace pullproof::cli {

std::string problem_line(const Problem& problem) {
  std::string line;
  if (!problem.file.empty()) line += escape(problem.file) + ": ";
  if (!problem.pointer.empty()) line += escape(problem.pointer) + ": ";
  return line + escape(problem.message);
}

std::string problem_list(const Problems& problems, const std::string& input) {
  std::string out;
  for (const Problem& problem : problems) out += problem_line(problem) + "\n";
  return out + fmt::format(
                   "pullproof: {} in `{}`, so nothing was judged; "
                   "collect or mend what is named above and run again\n",
                   counted(problems.size(), "problem"), escape(input));
}

std::string warning_list(const Problems& warnings, bool all) {
  constexpr std::size_t kShown = 10;
  std::string out;
  for (std::size_t i = 0; i < warnings.size(); ++i) {
    if (i == kShown && !all) {
      return out + fmt::format("warning: and {} more (--verbose)\n",
                               warnings.size() - kShown);
    }
    out += "warning: " + problem_line(warnings[i]) + "\n";
  }
  return out;
}

}  // namespace pullproof::cli
