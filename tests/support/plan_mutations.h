// Ways in which a plan may say less than it did, say it in another order, or be broken.
//
// Terraform: "JSON Output Format", Change Representation: what is known only after
// apply is missing in `after`, or null in a list, and true in `after_unknown`.
#pragma once

#include <string>

#include <nlohmann/json.hpp>

namespace pullproof::support {

/// Numbers that pick what is changed, and how.
struct Pick {
  unsigned resource = 0;
  unsigned place = 0;
  unsigned value = 0;
};

/// A value or a whole block of `after` is known only after apply, and its expression
/// refers to a local value. False if there is nothing to choose from, or if the value
/// is one that only something new could leave open.
bool make_unknown(nlohmann::json& plan, const Pick& pick);

/// Expressions of one resource refer to other things, or to nothing.
void break_references(nlohmann::json& plan, const Pick& pick);

/// Any value becomes another one, twice itself, or nothing.
void damage(nlohmann::json& plan, const Pick& pick);

void reorder(nlohmann::json& plan, unsigned seed);

/// Every resource has another name.
[[nodiscard]] nlohmann::json with_other_names(const nlohmann::json& plan);

}  // namespace pullproof::support
