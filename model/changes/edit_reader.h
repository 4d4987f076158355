// Reads an edit file: see README, "What-if".
//
//     {"edits": [{"resource": "rtb-1", "patch": [RFC 6902 operations]},
//                {"delete": "nat-1"},
//                {"add": {"type": "VpcEndpoint", "value": {as the AWS CLI prints
//                it}}}]}
#pragma once

#include <string>

#include <nlohmann/json_fwd.hpp>

#include "model/changes/change.h"
#include "model/core/result.h"

namespace pullproof::changes {

/// `file` is for problems. Tells everything that is wrong.
[[nodiscard]] Result<Change> read_edits(const nlohmann::json& document,
                                        const std::string& file);

}  // namespace pullproof::changes
