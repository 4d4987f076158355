// Checks what `--assume` is given: the id of something that a route leads to and that
// the model does not follow.
#pragma once

#include <set>
#include <string>

#include "model/aws/snapshot.h"

namespace pullproof::cli {

/// One line for each id that nobody can vouch for, with those that it may have meant;
/// "" if there is none.
[[nodiscard]] std::string explain_vouched(const aws::Snapshot& account,
                                          const std::set<std::string>& vouched);

}  // namespace pullproof::cli
