// `Fn::ForEach`: a piece of a template once for each item of a list.
//
// AWS: CloudFormation user guide, "Fn::ForEach": it takes the transform
// AWS::LanguageExtensions; `${Name}` and `&{Name}` in keys and values, and `Ref` of the
// name, are the item, the second without what is neither letter nor digit.
// Guarantee: what comes out is of limited size, whatever a template asks for.
#pragma once

#include <map>
#include <string>

#include <nlohmann/json_fwd.hpp>

namespace pullproof::cli::cloudformation {

/// The template without its loops. A loop over a list that is not known stays, and so
/// do all where they would make too much. `given` are values of parameters.
[[nodiscard]] nlohmann::json without_loops(
    const nlohmann::json& document, const std::map<std::string, std::string>& given);

}  // namespace pullproof::cli::cloudformation
