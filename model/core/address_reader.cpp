#include "model/core/address_reader.h"

#include <algorithm>
#include <compare>
#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>

namespace pullproof {
namespace {

constexpr unsigned kGroupBits = 16;
constexpr unsigned kOctetBits = 8;
constexpr unsigned kGroupDigits = 4;

std::optional<unsigned> digit(char32_t character, unsigned base) {
  unsigned value = base;
  if (U'0' <= character && character <= U'9') value = character - U'0';
  if (U'a' <= character && character <= U'f') value = 10 + character - U'a';
  if (U'A' <= character && character <= U'F') value = 10 + character - U'A';
  return value < base ? std::optional(value) : std::nullopt;
}

/// Which addresses of a family lie in the same blocks.
class Regions {
 public:
  Regions(const std::vector<Cidr>& blocks, Family family) : family_(family) {
    std::vector<Number> starts = {0};
    for (const Cidr& block : blocks) {
      if (block.family != family) continue;
      starts.push_back(block.first());
      if (block.last() != last_address()) starts.push_back(block.last() + 1);
    }
    std::sort(starts.begin(), starts.end());
    starts.erase(std::unique(starts.begin(), starts.end()), starts.end());
    std::vector<std::vector<bool>> known;
    for (const Number start : starts) {
      std::vector<bool> inside;
      inside.reserve(blocks.size());
      for (const Cidr& block : blocks) {
        inside.push_back(block.contains(Address{.family = family, .value = start}));
      }
      auto at = std::find(known.begin(), known.end(), inside);
      if (at == known.end()) at = known.insert(at, std::move(inside));
      regions_.push_back({start, static_cast<unsigned>(at - known.begin())});
    }
  }

  /// Of all addresses that begin with the `read` highest bits; nothing if it is more
  /// than one.
  [[nodiscard]] std::optional<unsigned> of(Number bits_read, unsigned read) const {
    if (read == 0) return of_range(0, last_address());
    const unsigned rest = bits(family_) - read;
    const Number first = bits_read << rest;
    return of_range(first, first | ((Number{1} << rest) - 1));
  }

 private:
  struct Region {
    Number start;
    unsigned id;
  };

  [[nodiscard]] Number last_address() const {
    return family_ == Family::Ipv4 ? Number{0xFFFFFFFF} : ~Number{0};
  }

  [[nodiscard]] std::optional<unsigned> of_range(Number first, Number last) const {
    auto at = std::upper_bound(
        regions_.begin(), regions_.end(), first,
        [](Number value, const Region& region) { return value < region.start; });
    const unsigned id = std::prev(at)->id;
    for (; at != regions_.end() && at->start <= last; ++at) {
      if (at->id != id) return std::nullopt;
    }
    return id;
  }

  Family family_;
  std::vector<Region> regions_;
};

/// One way to understand what has been read: "::" may stand for any number of groups.
struct Reading {
  enum class After : std::uint8_t { Start, FirstColon, Colon, Gap, Group, Dot, Octet };
  Family family = Family::Ipv4;
  After after = After::Start;
  bool has_gap = false;
  std::uint8_t read = 0;      ///< Bits of whole groups and octets.
  std::uint8_t digits = 0;    ///< Of the group or octet that is being read ...
  std::uint16_t partial = 0;  ///< ... and its value as yet.
  bool is_settled = false;    ///< `value` is a region that all continuations lie in.
  Number value = 0;           ///< The bits that were read.

  auto operator<=>(const Reading&) const = default;
};

class AddressMachine {
 public:
  using State = std::vector<Reading>;  ///< Sorted; not empty.
  using Answer = std::pair<Family, unsigned>;
  using After = Reading::After;

  explicit AddressMachine(const std::vector<Cidr>& blocks)
      : regions_{Regions(blocks, Family::Ipv4), Regions(blocks, Family::Ipv6)} {}

  [[nodiscard]] State start() const {
    return {settled({.family = Family::Ipv4}), settled({.family = Family::Ipv6})};
  }

  [[nodiscard]] std::optional<State> step(const State& from, char32_t character) const {
    State next;
    for (const Reading& reading : from) {
      if (character == U'.') {
        add_dot(reading, next);
      } else if (character == U':') {
        add_colon(reading, next);
      } else {
        add_digit(reading, character, next);
      }
    }
    if (next.empty()) return std::nullopt;
    std::sort(next.begin(), next.end());
    next.erase(std::unique(next.begin(), next.end()), next.end());
    return next;
  }

  [[nodiscard]] std::optional<Answer> answer(const State& state) const {
    for (const Reading& reading : state) {
      const auto whole = closed(reading);
      if (whole && whole->read == bits(whole->family)) {
        return Answer{whole->family, static_cast<unsigned>(whole->value)};
      }
    }
    return std::nullopt;
  }

  [[nodiscard]] static std::u32string_view characters() {
    return U"0123456789abcdefABCDEF:.";
  }

 private:
  [[nodiscard]] const Regions& regions(Family family) const {
    return regions_[family == Family::Ipv4 ? 0 : 1];
  }

  /// Forgets the bits that no longer matter.
  [[nodiscard]] Reading settled(Reading reading) const {
    if (reading.is_settled) return reading;
    const auto region = regions(reading.family).of(reading.value, reading.read);
    if (region) {
      reading.is_settled = true;
      reading.value = *region;
    }
    return reading;
  }

  /// With `value` as the next bits.
  [[nodiscard]] Reading extended(Reading reading, Number value, unsigned by) const {
    if (!reading.is_settled) reading.value = (reading.value << by) | value;
    reading.read = static_cast<std::uint8_t>(reading.read + by);
    reading.digits = 0;
    reading.partial = 0;
    return settled(reading);
  }

  /// As it is if the text ends here, or if the group or octet does; nothing if neither
  /// may be.
  [[nodiscard]] std::optional<Reading> closed(const Reading& reading) const {
    switch (reading.after) {
      case After::Group:
        return extended(reading, reading.partial, kGroupBits);
      case After::Octet:
        return extended(reading, reading.partial, kOctetBits);
      case After::Gap:
        return reading;
      case After::Start:
      case After::FirstColon:
      case After::Colon:
      case After::Dot:
        break;
    }
    return std::nullopt;
  }

  void add_dot(const Reading& reading, State& next) const {
    if (reading.after != After::Octet) return;
    Reading after = *closed(reading);
    if (after.read == bits(after.family)) return;
    after.after = After::Dot;
    next.push_back(after);
  }

  void add_colon(const Reading& reading, State& next) const {
    if (reading.family == Family::Ipv4) return;
    if (reading.after == After::Start) {
      next.push_back(reading);
      next.back().after = After::FirstColon;
    } else if (reading.after == After::Group) {
      Reading after = *closed(reading);
      if (after.read == bits(after.family)) return;
      after.after = After::Colon;
      next.push_back(after);
    } else if (reading.after == After::FirstColon ||
               (reading.after == After::Colon && !reading.has_gap)) {
      add_gaps(reading, next);
    }
  }

  void add_gaps(Reading reading, State& next) const {
    reading.after = After::Gap;
    reading.has_gap = true;
    while (reading.read < bits(reading.family)) {
      reading = extended(reading, 0, kGroupBits);
      next.push_back(reading);
    }
  }

  void add_digit(const Reading& reading, char32_t character, State& next) const {
    constexpr unsigned kQuadBits = 32;
    const bool begins = reading.after == After::Start || reading.after == After::Dot ||
                        reading.after == After::Colon || reading.after == After::Gap;
    const bool in_quad = reading.after == After::Dot || reading.after == After::Octet ||
                         (begins && bits(reading.family) - reading.read == kQuadBits);
    if (in_quad && (begins || reading.after == After::Octet)) {
      add_octet_digit(reading, character, next);
    }
    const bool in_group = reading.family == Family::Ipv6 &&
                          reading.after != After::Dot &&
                          (begins || reading.after == After::Group);
    if (in_group) add_group_digit(reading, character, next);
  }

  static void add_octet_digit(Reading reading, char32_t character, State& next) {
    constexpr unsigned kDecimal = 10;
    constexpr unsigned kMost = 255;
    const auto value = digit(character, kDecimal);
    const bool leads_with_zero = reading.digits > 0 && reading.partial == 0;
    if (!value || leads_with_zero) return;
    const unsigned partial = reading.partial * kDecimal + *value;
    if (partial > kMost) return;
    reading.partial = static_cast<std::uint16_t>(partial);
    reading.digits = 1;
    reading.after = After::Octet;
    next.push_back(reading);
  }

  void add_group_digit(Reading reading, char32_t character, State& next) const {
    constexpr unsigned kHexadecimal = 16;
    const auto value = digit(character, kHexadecimal);
    const bool is_full = reading.digits == kGroupDigits;
    if (!value || is_full || reading.read + kGroupBits > bits(reading.family)) return;
    reading.partial =
        static_cast<std::uint16_t>(reading.partial * kHexadecimal + *value);
    ++reading.digits;
    reading.after = After::Group;
    next.push_back(with_settled_group(reading));
  }

  /// Forgets the bits where they do not matter however the group goes on.
  [[nodiscard]] Reading with_settled_group(Reading reading) const {
    std::optional<unsigned> region;
    if (!reading.is_settled) {
      region = extended_region(reading, 0);
      for (unsigned more = 1; region && reading.digits + more <= kGroupDigits; ++more) {
        if (extended_region(reading, more) != region) region = std::nullopt;
      }
      if (!region) return reading;
      reading.is_settled = true;
      reading.value = *region;
    }
    reading.partial = 0;
    return reading;
  }

  /// Of all addresses whose group has so many digits more.
  [[nodiscard]] std::optional<unsigned> extended_region(const Reading& reading,
                                                        unsigned more) const {
    constexpr unsigned kDigitBits = 4;
    // Its lowest digits are open, and whatever follows it.
    const unsigned fixed = kGroupBits - more * kDigitBits;
    const Number value = (reading.value << fixed) | reading.partial;
    return regions(reading.family).of(value, reading.read + fixed);
  }

  std::vector<Regions> regions_;  ///< By family.
};

}  // namespace

std::unique_ptr<TextReader> address_reader(const std::vector<Cidr>& blocks) {
  return std::make_unique<NumberedReader<AddressMachine>>(AddressMachine(blocks));
}

}  // namespace pullproof
