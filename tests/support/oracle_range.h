// Ranges of addresses and ports, and one member of every kind that others cut out.
//
// If each rule speaks only of ranges whose ends were given as cuts, then two numbers of
// the same piece are alike to all of them, and one of each piece stands for all.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace pullproof::oracle {

struct Range {
  std::uint32_t first = 0;
  std::uint32_t last = 0;  ///< Included.

  [[nodiscard]] bool holds(std::uint32_t number) const {
    return first <= number && number <= last;
  }
  auto operator<=>(const Range&) const = default;
};
using Ranges = std::vector<Range>;

[[nodiscard]] bool holds(const Ranges& ranges, std::uint32_t number);

/// The first number of each piece into which the ends of `cuts` divide `whole`.
[[nodiscard]] std::vector<std::uint32_t> one_of_each_piece(const Ranges& whole,
                                                           const Ranges& cuts);

/// An IPv4 address such as 10.0.0.1.
[[nodiscard]] std::optional<std::uint32_t> address_from(const std::string& text);
/// An IPv4 block such as 10.0.0.0/8 without host bits, or a bare address.
[[nodiscard]] std::optional<Range> block_from(const std::string& text);
[[nodiscard]] std::string address_text(std::uint32_t address);

/// Blocks that no address on the internet has.
[[nodiscard]] const Ranges& special_blocks();

}  // namespace pullproof::oracle
