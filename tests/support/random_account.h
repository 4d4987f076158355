// Random accounts: the healthy one, hurt and mended in random places.
//
// An account is a list of small edits, so that a failing property shrinks to the few
// that matter. Everything stays within what the oracle decides exactly.
#pragma once

#include <string>
#include <vector>

#include <nlohmann/json.hpp>
#include <rapidcheck.h>

namespace pullproof::support {

/// One edit: which kind, and numbers that pick its target and its value.
struct Edit {
  unsigned kind = 0;
  unsigned target = 0;
  unsigned value = 0;
  unsigned extra = 0;

  bool operator==(const Edit&) const = default;
};

void showValue(const Edit& edit, std::ostream& out);

/// The bundle of scenarios/healthy, read once.
[[nodiscard]] const nlohmann::json& healthy_bundle();

/// One of the healthy account's documents, by the end of its path.
[[nodiscard]] nlohmann::json& document(nlohmann::json& bundle,
                                       const std::string& ending);

void apply(nlohmann::json& bundle, const Edit& edit);
[[nodiscard]] nlohmann::json account_after(const std::vector<Edit>& edits);

[[nodiscard]] rc::Gen<std::vector<Edit>> random_edits(std::size_t most);

}  // namespace pullproof::support
