#include "tests/support/oracle_range.h"

#include <algorithm>
#include <set>

namespace pullproof::oracle {
namespace {

/// A decimal number without sign or leading zeros, at most `limit`.
std::optional<std::uint32_t> small_number(const std::string& text,
                                          std::uint32_t limit) {
  if (text.empty() || text.size() > 3 || (text.size() > 1 && text[0] == '0')) return {};
  std::uint32_t number = 0;
  for (const char digit : text) {
    if (digit < '0' || digit > '9') return {};
    number = number * 10 + static_cast<std::uint32_t>(digit - '0');
  }
  if (number > limit) return {};
  return number;
}

}  // namespace

bool holds(const Ranges& ranges, std::uint32_t number) {
  return std::any_of(ranges.begin(), ranges.end(),
                     [&](const Range& range) { return range.holds(number); });
}

std::vector<std::uint32_t> one_of_each_piece(const Ranges& whole, const Ranges& cuts) {
  std::set<std::uint32_t> starts;
  for (const Range& range : whole) {
    starts.insert(range.first);
    for (const Range& cut : cuts) {
      if (range.holds(cut.first)) starts.insert(cut.first);
      if (cut.last < range.last && range.holds(cut.last + 1)) {
        starts.insert(cut.last + 1);
      }
    }
  }
  return {starts.begin(), starts.end()};
}

std::optional<std::uint32_t> address_from(const std::string& text) {
  std::uint32_t address = 0;
  std::size_t start = 0;
  for (int part = 0; part < 4; ++part) {
    const std::size_t end = part < 3 ? text.find('.', start) : text.size();
    if (end == std::string::npos) return {};
    const auto number = small_number(text.substr(start, end - start), 255);
    if (!number) return {};
    address = address * 256 + *number;
    start = end + 1;
  }
  return address;
}

std::optional<Range> block_from(const std::string& text) {
  const std::size_t slash = text.find('/');
  const auto address = address_from(text.substr(0, slash));
  if (!address) return {};
  if (slash == std::string::npos) return Range{.first = *address, .last = *address};
  const auto bits = small_number(text.substr(slash + 1), 32);
  if (!bits) return {};
  const std::uint64_t size = std::uint64_t{1} << (32 - *bits);
  if (*address % size != 0) return {};
  return Range{.first = *address,
               .last = static_cast<std::uint32_t>(*address + (size - 1))};
}

std::string address_text(std::uint32_t address) {
  return std::to_string(address >> 24U) + "." +
         std::to_string((address >> 16U) & 255U) + "." +
         std::to_string((address >> 8U) & 255U) + "." + std::to_string(address & 255U);
}

const Ranges& special_blocks() {
  static const Ranges kBlocks = [] {
    Ranges blocks;
    // The IANA special-purpose registry's blocks that are not globally reachable, with
    // multicast: RFC 6890 and RFC 5771.
    for (const char* text :
         {"0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16",
          "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.168.0.0/16",
          "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4",
          "240.0.0.0/4"}) {
      blocks.push_back(block_from(text).value());
    }
    return blocks;
  }();
  return kBlocks;
}

}  // namespace pullproof::oracle
