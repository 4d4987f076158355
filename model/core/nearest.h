// Finds the names that a mistyped one may have meant.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace pullproof {

/// Letters to insert, delete or replace to get from one to the other.
[[nodiscard]] std::size_t edit_distance(std::string_view one, std::string_view other);

/// At most `count` of `names`, nearest first, each once; ties in alphabetical order.
[[nodiscard]] std::vector<std::string> nearest(std::string_view wanted,
                                               std::vector<std::string> names,
                                               std::size_t count);

}  // namespace pullproof
