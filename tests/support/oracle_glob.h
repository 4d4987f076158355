// Patterns with * and ?, and one text for every way to match a set of them.
#pragma once

#include <string>
#include <vector>

namespace pullproof::oracle {

/// `*` is any run of characters, `?` is exactly one; all others mean themselves.
[[nodiscard]] bool glob_matches(const std::string& pattern, const std::string& text);
[[nodiscard]] std::string lower(std::string text);

/// Texts that start with `prefix` and go on with at least one character. Any other such
/// text matches the same patterns as one of them. Throws: Unsupported if there are too
/// many.
[[nodiscard]] std::vector<std::string> one_of_each_kind(
    const std::string& prefix, const std::vector<std::string>& patterns);

}  // namespace pullproof::oracle
