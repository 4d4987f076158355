// Applies an RFC 6902 patch, and says which operation fails.
//
// Guarantee: never throws on input; a patch cannot make the document nest deeper than a
// document may, nor copy it without bound.
#pragma once

#include <string>

#include <nlohmann/json_fwd.hpp>

#include "model/core/result.h"

namespace pullproof::aws {

/// `file` and `pointer` say where the patch stands, for problems. Stops at the first
/// operation that fails: the later ones rest on it.
[[nodiscard]] Problems apply_patch(nlohmann::json& document,
                                   const nlohmann::json& patch, const std::string& file,
                                   const std::string& pointer);

}  // namespace pullproof::aws
