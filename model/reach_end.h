// Finds the interfaces that a query of `reach` means.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "model/core/result.h"
#include "model/gates/gate.h"
#include "model/gates/place.h"
#include "model/reach.h"

namespace pullproof::model {

struct FoundEnds {
  std::vector<ReachEnd> ends;  ///< At least one, unless one of the next two is set.
  /// No packet of the family comes from it or gets to it.
  std::optional<gates::ClosedEndPlace> closed = std::nullopt;
  std::optional<Unknown> unknown = std::nullopt;
  /// That is why: it has no address of the family.
  bool lacks_family = false;
};

/// What `reach` is asked for as one end.
struct NamedEnd {
  const std::string& text;
  /// Where a private address is looked for; "": in the only VPC that has it.
  const std::string& vpc;
  const char* option = "";  ///< In problems: "from".
};

/// With addresses of the family.
[[nodiscard]] Result<FoundEnds> reach_ends(const gates::Context& context,
                                           const NamedEnd& end, Family family);

}  // namespace pullproof::model
