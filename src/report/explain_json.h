// What `pullproof explain` tells, for programs: `pullproof-explain/1`.
#pragma once

#include <string>
#include <vector>

#include "src/report/explain_text.h"

namespace pullproof::cli {

[[nodiscard]] std::string page_json(const Page& page);
[[nodiscard]] std::string page_json(const model::LintCode& code);
[[nodiscard]] std::string page_json(const gates::Switch& asked);
[[nodiscard]] std::string switches_json();
[[nodiscard]] std::string explain_json(const std::vector<ExplainedMatch>& matches);

}  // namespace pullproof::cli
