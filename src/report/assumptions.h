// What the verdicts take for granted, and the calls that would settle it.
#pragma once

#include <map>
#include <string>

#include "model/verdict.h"

namespace pullproof::cli {

/// How many tasks rest on each.
[[nodiscard]] std::map<gates::Assumption, std::size_t> assumptions(
    const model::CheckReport& report);

/// One sentence, or "" if nothing is assumed.
[[nodiscard]] std::string assumption_sentence(const model::CheckReport& report);

}  // namespace pullproof::cli
