// Characters of UTF-8 text. Bytes that are no UTF-8 are characters of their own.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace pullproof {

/// As `next_character`, for a character that is not ASCII.
[[nodiscard]] char32_t next_long_character(std::string_view text, std::size_t& at);

/// The character at `at`, which is moved behind it. Requires: at < text.size().
[[nodiscard]] inline char32_t next_character(std::string_view text, std::size_t& at) {
  const auto first = static_cast<unsigned char>(text[at]);
  if (first >= 0x80) return next_long_character(text, at);
  ++at;
  return first;
}

void append_character(std::string& text, char32_t character);

/// The other case of an ASCII letter; any other character itself.
[[nodiscard]] constexpr char32_t other_case(char32_t character) {
  const bool letter = (U'a' <= character && character <= U'z') ||
                      (U'A' <= character && character <= U'Z');
  return letter ? character ^ 0x20U : character;
}

}  // namespace pullproof
