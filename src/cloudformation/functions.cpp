#include "src/cloudformation/functions.h"

#include <charconv>
#include <cstdint>
#include <optional>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "model/core/address.h"
#include "src/cloudformation/value.h"

namespace pullproof::cli::cloudformation {
namespace {

using Json = nlohmann::json;

constexpr std::uint64_t kMostBlocks = 256;

Json malformed(const char* function, const char* expected) {
  return unknown(fmt::format("`{}` expects {}", function, expected));
}

std::optional<std::uint64_t> number_of(const Json& value) {
  const auto text = as_text(value);
  if (!text || text->empty()) return std::nullopt;
  std::uint64_t number = 0;
  const char* end = text->data() + text->size();
  const auto read = std::from_chars(text->data(), end, number);
  const bool is_whole = read.ec == std::errc() && read.ptr == end;
  return is_whole ? std::optional(number) : std::nullopt;
}

bool is_pair(const Json& arguments) {
  return arguments.is_array() && arguments.size() == 2;
}

}  // namespace

Json join(const Json& arguments) {
  if (const Json* mark = first_unknown(arguments)) return *mark;
  const bool is_readable =
      is_pair(arguments) && arguments[0].is_string() && arguments[1].is_array();
  if (!is_readable) return malformed("Fn::Join", "a delimiter and a list");
  const auto delimiter = arguments[0].get<std::string>();
  std::string joined;
  for (std::size_t i = 0; i < arguments[1].size(); ++i) {
    const auto text = as_text(arguments[1][i]);
    if (!text) return malformed("Fn::Join", "a list of texts");
    if (i > 0) joined += delimiter;
    joined += *text;
    if (joined.size() > kLongestText)
      return unknown("`Fn::Join` makes too long a text");
  }
  return joined;
}

Json split(const Json& arguments) {
  if (const Json* mark = first_unknown(arguments)) return *mark;
  const auto text = is_pair(arguments) ? as_text(arguments[1]) : std::nullopt;
  const bool is_readable = text && arguments[0].is_string() &&
                           !arguments[0].get_ref<const std::string&>().empty();
  if (!is_readable) return malformed("Fn::Split", "a delimiter and a text");
  const auto delimiter = arguments[0].get<std::string>();
  Json pieces = Json::array();
  std::size_t from = 0;
  for (std::size_t to = 0; to != std::string::npos;) {
    to = text->find(delimiter, from);
    pieces.push_back(text->substr(from, to == std::string::npos ? to : to - from));
    from = to + delimiter.size();
  }
  return pieces;
}

Json select(const Json& arguments) {
  if (!is_pair(arguments)) return malformed("Fn::Select", "an index and a list");
  for (const Json& argument : arguments) {
    if (is_unknown(argument)) return argument;
  }
  const auto index = number_of(arguments[0]);
  if (!index || !arguments[1].is_array()) {
    return malformed("Fn::Select", "an index and a list");
  }
  if (*index >= arguments[1].size()) {
    return unknown(fmt::format("`Fn::Select` asks for entry {} of a list of {}", *index,
                               arguments[1].size()));
  }
  return arguments[1][*index];
}

Json cidr(const Json& arguments) {
  if (const Json* mark = first_unknown(arguments)) return *mark;
  const char* expected = "a CIDR block, a count from 1 to 256, and a number of bits";
  if (!arguments.is_array() || arguments.size() < 2 || arguments.size() > 3) {
    return malformed("Fn::Cidr", expected);
  }
  const auto text = as_text(arguments[0]);
  const auto block = text ? Cidr::parse(*text) : std::nullopt;
  const auto count = number_of(arguments[1]);
  if (!block || !count || *count == 0 || *count > kMostBlocks) {
    return malformed("Fn::Cidr", expected);
  }
  const unsigned most = bits(block->family);
  const std::uint64_t usual = block->family == Family::Ipv4 ? 8 : 64;
  const auto host_bits =
      arguments.size() == 3 ? number_of(arguments[2]) : std::optional(usual);
  const bool fits = host_bits && *host_bits > 0 && *host_bits < most &&
                    *host_bits <= most - block->prefix_length;
  if (!fits) {
    return malformed("Fn::Cidr", expected);
  }
  Json blocks = Json::array();
  for (std::uint64_t i = 0; i < *count; ++i) {
    const Cidr piece{.family = block->family,
                     .base = block->base + (Number(i) << *host_bits),
                     .prefix_length = most - static_cast<unsigned>(*host_bits)};
    if (!block->contains(piece)) {
      return unknown(fmt::format("`Fn::Cidr` finds fewer than {} blocks in {}", *count,
                                 block->text()));
    }
    blocks.push_back(piece.text());
  }
  return blocks;
}

Json base64(const Json& argument) {
  if (is_unknown(argument)) return argument;
  const auto text = as_text(argument);
  if (!text) return malformed("Fn::Base64", "a text");
  constexpr std::string_view kLetters =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string encoded;
  for (std::size_t i = 0; i < text->size(); i += 3) {
    std::uint32_t group = 0;
    for (std::size_t k = i; k < i + 3; ++k) {
      const auto byte = k < text->size() ? static_cast<unsigned char>((*text)[k]) : 0U;
      group = (group << 8U) | byte;
    }
    for (std::size_t k = 0; k < 4; ++k) {
      const bool is_padding = i + k > text->size();
      encoded += is_padding ? '=' : kLetters[(group >> (18 - 6 * k)) & 0x3FU];
    }
  }
  return encoded;
}

std::vector<SubPiece> sub_pieces(std::string_view text) {
  std::vector<SubPiece> pieces;
  while (!text.empty()) {
    const auto from = text.find("${");
    const auto to = from == std::string_view::npos ? from : text.find('}', from);
    if (to == std::string_view::npos) {
      pieces.push_back({.text = std::string(text)});
      return pieces;
    }
    if (from > 0) pieces.push_back({.text = std::string(text.substr(0, from))});
    const std::string inner(text.substr(from + 2, to - from - 2));
    if (inner.starts_with('!')) {
      pieces.push_back({.text = "${" + inner.substr(1) + "}"});
    } else {
      pieces.push_back({.text = inner, .is_reference = true});
    }
    text.remove_prefix(to + 1);
  }
  return pieces;
}

}  // namespace pullproof::cli::cloudformation
