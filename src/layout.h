// Fits safe text into a page of fixed width.
//
// Requires: every text given here is escaped already (see src/escape.h) and uncolored.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace pullproof::cli {

inline constexpr std::size_t kPageWidth = 100;

/// Columns on the right of the labels.
inline constexpr std::size_t kTextWidth = kPageWidth - 14;

/// Breaks at spaces only: an id or path that is too long stays whole, to be copied.
[[nodiscard]] std::vector<std::string> wrap(std::string_view text, std::size_t width);

/// Ends with "..." if the text takes more columns than `width`.
[[nodiscard]] std::string cut(std::string_view text, std::size_t width);

/// Spaces on the right up to `width` columns.
[[nodiscard]] std::string pad(std::string_view text, std::size_t width);

/// Indented label, then the wrapped text in a column of its own; "" if there is no
/// text.
[[nodiscard]] std::string labelled(std::string_view label, std::string_view text);

/// The same with one line that stays as it is; it may be colored.
[[nodiscard]] std::string beside_label(std::string_view label, std::string_view line);

/// The same with no label.
[[nodiscard]] std::string under_label(std::string_view line);

/// "1 task", "2 tasks".
[[nodiscard]] std::string counted(std::size_t count, std::string_view noun);

/// "a, b and c".
[[nodiscard]] std::string enumerated(const std::vector<std::string>& parts);

}  // namespace pullproof::cli
