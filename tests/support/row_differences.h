// Which rows of a document an edit has changed, for changing them in place.
#pragma once

#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "model/aws/row_changes.h"

namespace pullproof::support {

/// Elements of lists, and members that are objects, that differ. Where anything else
/// does, or a list has grown or shrunk, the whole document.
[[nodiscard]] std::vector<aws::ChangedRow> row_differences(const std::string& file,
                                                           const nlohmann::json& before,
                                                           const nlohmann::json& after);

}  // namespace pullproof::support
