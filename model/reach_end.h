// Finds the interfaces that a query of `reach` means.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "model/core/result.h"
#include "model/gates/gate.h"
#include "model/reach.h"

namespace pullproof::model {

struct FoundEnds {
  std::vector<ReachEnd> ends;  ///< At least one, unless `unknown` is set.
  std::optional<Unknown> unknown = std::nullopt;
};

/// `option` names the text in problems: "from". A private address is looked for in
/// `vpc`, or in the only VPC that has it.
[[nodiscard]] Result<FoundEnds> reach_ends(const gates::Context& context,
                                           const std::string& text,
                                           const std::string& vpc, const char* option);

}  // namespace pullproof::model
