// The values of a template's parameters: given, or by default.
//
// AWS: CloudFormation user guide, "Parameters section structure reference".
#pragma once

#include <map>
#include <string>

#include <nlohmann/json_fwd.hpp>

#include "model/core/result.h"

namespace pullproof::cli::cloudformation {

/// Texts; lists of texts where the type is a list. Unknown (value.h) without a value or
/// a default, and where the value is the name of an SSM parameter. A parameter that the
/// template does not have, or a value that it does not allow, is a problem.
/// Requires: document.is_object().
[[nodiscard]] Result<std::map<std::string, nlohmann::json>> parameter_values(
    const nlohmann::json& document, const std::map<std::string, std::string>& given,
    const std::string& file);

}  // namespace pullproof::cli::cloudformation
