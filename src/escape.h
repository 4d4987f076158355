// Makes text from a snapshot safe to show: nothing in it may steer the terminal.
//
// Guarantee: the result is valid UTF-8 on one line, without control characters (C0,
// DEL, C1), marks that reorder text (bidi), or characters that nobody can see.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace pullproof::cli {

/// Dangerous characters become `\n`, `\x1b`, `\u202e`; bytes that are no UTF-8 `\xff`.
[[nodiscard]] std::string escape(std::string_view untrusted);

/// Code points in valid UTF-8: how many columns it takes, near enough.
[[nodiscard]] std::size_t columns(std::string_view text);

}  // namespace pullproof::cli
