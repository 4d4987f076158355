#include "model/core/utf8.h"

namespace pullproof {
namespace {

/// Bytes that belong to no character are told apart by standing outside of Unicode.
constexpr char32_t kLoneByte = 0x200000;

unsigned char byte_at(std::string_view text, std::size_t at) {
  return static_cast<unsigned char>(text[at]);
}

/// How many bytes a character takes that begins so; 0 if none begins so.
std::size_t length_from(unsigned char first) {
  if (first >= 0xF0 && first < 0xF8) return 4;
  if (first >= 0xE0) return first < 0xF0 ? 3 : 0;
  return first >= 0xC0 ? 2 : 0;
}

}  // namespace

char32_t next_long_character(std::string_view text, std::size_t& at) {
  const unsigned char first = byte_at(text, at);
  const std::size_t length = length_from(first);
  bool whole = length > 0 && at + length <= text.size();
  char32_t character = length > 0 ? first & (0xFFU >> (length + 1)) : 0U;
  for (std::size_t i = 1; whole && i < length; ++i) {
    const unsigned char next = byte_at(text, at + i);
    whole = (next & 0xC0U) == 0x80;
    character = (character << 6U) | (next & 0x3FU);
  }
  if (!whole) {
    ++at;
    return kLoneByte + first;
  }
  at += length;
  return character;
}

void append_character(std::string& text, char32_t character) {
  const auto put = [&text](char32_t byte) { text += static_cast<char>(byte & 0xFFU); };
  if (character >= kLoneByte || character < 0x80) {
    put(character);
  } else if (character < 0x800) {
    put(0xC0U | (character >> 6U));
    put(0x80U | (character & 0x3FU));
  } else if (character < 0x10000) {
    put(0xE0U | (character >> 12U));
    put(0x80U | ((character >> 6U) & 0x3FU));
    put(0x80U | (character & 0x3FU));
  } else {
    put(0xF0U | (character >> 18U));
    put(0x80U | ((character >> 12U) & 0x3FU));
    put(0x80U | ((character >> 6U) & 0x3FU));
    put(0x80U | (character & 0x3FU));
  }
}

}  // namespace pullproof
