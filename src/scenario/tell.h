// Scenarios as text and JSON.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "src/palette.h"
#include "src/scenario/scenario.h"

namespace pullproof::cli {

/// `[{"name","title","level","verdict"}]`.
[[nodiscard]] nlohmann::ordered_json list_json(const std::vector<Scenario>& scenarios);
[[nodiscard]] std::string list_text(const std::vector<Scenario>& scenarios);

[[nodiscard]] nlohmann::ordered_json show_json(const Scenario& scenario);
[[nodiscard]] std::string show_text(const Scenario& scenario);

/// What `judge` found of one scenario: its name, and what is not as claimed.
using Judgement = std::pair<std::string, std::vector<std::string>>;

[[nodiscard]] nlohmann::ordered_json judged_json(const std::vector<Judgement>& all);
[[nodiscard]] std::string judged_text(const std::vector<Judgement>& all,
                                      const Palette& palette);

}  // namespace pullproof::cli
