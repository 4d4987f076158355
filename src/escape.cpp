#include "src/escape.h"

#include <algorithm>
#include <array>
#include <cstdint>

#include <fmt/format.h>

namespace pullproof::cli {
namespace {

struct CodePoint {
  std::uint32_t value = 0;
  std::size_t length = 0;  ///< Bytes; 0 if they are no UTF-8.
};

bool continues(unsigned char byte) { return (byte & 0xC0U) == 0x80U; }

// Overlong forms, surrogates and values past U+10FFFF are no UTF-8.
CodePoint decode(std::string_view text) {
  const auto lead = static_cast<unsigned char>(text[0]);
  if (lead < 0x80) return {lead, 1};
  const std::size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC2 || lead > 0xF4 || text.size() < length) return {};
  std::uint32_t value = lead & (0x7FU >> length);
  for (std::size_t i = 1; i < length; ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if (!continues(byte)) return {};
    value = (value << 6U) | (byte & 0x3FU);
  }
  const std::uint32_t least = length == 4 ? 0x10000 : length == 3 ? 0x800 : 0x80;
  if (value < least || value > 0x10FFFF || (value >= 0xD800 && value <= 0xDFFF)) {
    return {};
  }
  return {value, length};
}

struct Range {
  std::uint32_t first;
  std::uint32_t last;
};

constexpr std::array kDangerous = {
    Range{0x0000, 0x001F},      // C0 controls
    Range{0x007F, 0x009F},      // DEL and C1 controls
    Range{0x00AD, 0x00AD},      // soft hyphen
    Range{0x034F, 0x034F},      // grapheme joiner
    Range{0x061C, 0x061C},      // Arabic letter mark
    Range{0x115F, 0x1160},      // Hangul fillers
    Range{0x17B4, 0x17B5},      // invisible Khmer vowels
    Range{0x180B, 0x180F},      // Mongolian selectors
    Range{0x200B, 0x200F},      // zero width, direction marks
    Range{0x2028, 0x202E},      // line separators, bidi embeddings and overrides
    Range{0x2060, 0x206F},      // invisible operators, bidi isolates
    Range{0x3164, 0x3164},      // Hangul filler
    Range{0xE000, 0xF8FF},      // private use
    Range{0xFE00, 0xFE0F},      // variation selectors
    Range{0xFEFF, 0xFEFF},      // byte order mark
    Range{0xFFA0, 0xFFA0},      // half-width Hangul filler
    Range{0xFFF0, 0xFFFB},      // interlinear annotation
    Range{0xFFFE, 0xFFFF},      // no characters
    Range{0x1D173, 0x1D17A},    // musical controls
    Range{0xE0000, 0xE0FFF},    // tags, more variation selectors
    Range{0xF0000, 0x10FFFF}};  // private use

bool dangerous(std::uint32_t value) {
  return std::any_of(kDangerous.begin(), kDangerous.end(), [&](const Range& range) {
    return value >= range.first && value <= range.last;
  });
}

std::string escaped(std::uint32_t value) {
  if (value == '\n') return "\\n";
  if (value == '\r') return "\\r";
  if (value == '\t') return "\\t";
  if (value < 0x80) return fmt::format("\\x{:02x}", value);
  if (value <= 0xFFFF) return fmt::format("\\u{:04x}", value);
  return fmt::format("\\U{:08x}", value);
}

}  // namespace

std::string escape(std::string_view untrusted) {
  std::string safe;
  safe.reserve(untrusted.size());
  while (!untrusted.empty()) {
    const CodePoint next = decode(untrusted);
    if (next.length == 0) {
      const auto byte = static_cast<unsigned char>(untrusted[0]);
      safe += fmt::format("\\x{:02x}", byte);
      untrusted.remove_prefix(1);
      continue;
    }
    if (dangerous(next.value)) {
      safe += escaped(next.value);
    } else {
      safe += untrusted.substr(0, next.length);
    }
    untrusted.remove_prefix(next.length);
  }
  return safe;
}

std::size_t columns(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return !continues(static_cast<unsigned char>(c));
  }));
}

}  // namespace pullproof::cli
