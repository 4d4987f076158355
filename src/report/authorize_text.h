// The answer of `authorize` for people.
//
// Guarantee: everything that comes from the snapshot is escaped here.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "model/gates/request.h"
#include "src/palette.h"
#include "src/report/authorize_json.h"

namespace pullproof::cli {

/// "FILE POINTER", not escaped.
[[nodiscard]] std::string place_of(const aws::PolicyStatement& statement);
/// Why something is unknown, and how to settle it.
[[nodiscard]] std::string question_lines(const std::set<Unknown>& open);
[[nodiscard]] std::string assumption_lines(
    const std::vector<gates::Assumption>& assumptions);

[[nodiscard]] std::string authorize_text(const gates::Request& request,
                                         const Authorized& told,
                                         const Palette& palette);

}  // namespace pullproof::cli
