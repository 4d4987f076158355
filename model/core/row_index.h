// Finds the rows of a table that have some text as their id.
//
// Ids of usual length are kept a second time where they are looked for, so that a row
// that is not the one is never touched; longer ones are read from the rows.
//
// Guarantee: adding a row and finding one take a few steps, however many rows there are
// and however many have the same id; those come in the order in which they were added.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <string_view>
#include <utility>
#include <vector>

#include "model/core/ensure.h"

namespace pullproof {

/// Open addressing with linear probing; at least half of the places are free.
class RowIndex {
 public:
  /// Adds the row with the next number. `id_of(row)` gives the id of any row so far.
  template <class IdOf>
  void add(const IdOf& id_of) {
    ensure(next_.size() < kNone, "a table has less than 2^32 rows");
    const auto row = static_cast<std::uint32_t>(next_.size());
    next_.push_back(kNone);
    if (2 * (used_ + 1) > places_.size()) grow();
    const std::string_view id = id_of(row);
    Place& place = places_[place_of(id, id_of)];
    if (place.first == kNone) {
      place = Place(row, hash(id), id);
      ++used_;
    } else {
      next_[place.last] = row;
      place.last = row;
    }
  }

  /// Calls `visit(row)` with every row of that id, until it gives false.
  template <class IdOf, class Visit>
  void find(std::string_view id, const IdOf& id_of, const Visit& visit) const {
    if (places_.empty()) return;
    std::uint32_t row = places_[place_of(id, id_of)].first;
    while (row != kNone && visit(row)) row = next_[row];
  }

 private:
  static constexpr std::uint32_t kNone = std::numeric_limits<std::uint32_t>::max();
  static constexpr std::size_t kFirstSize = 8;

  /// As long as those of EC2: "subnet-0123456789abcdef0".
  static constexpr std::size_t kKept = 31;

  /// Of one id.
  struct Place {
    Place() = default;
    Place(std::uint32_t row, std::size_t hash_of_id, std::string_view id)
        : first(row), last(row), hash(hash_of_id) {
      if (id.size() > kKept) return;
      length = static_cast<std::uint8_t>(id.size());
      id.copy(text.data(), kKept);
    }

    [[nodiscard]] bool keeps_id() const { return length <= kKept; }
    [[nodiscard]] std::string_view id() const { return {text.data(), length}; }

    std::uint32_t first = kNone;  ///< Row; none: the place is free.
    std::uint32_t last = kNone;
    std::size_t hash = 0;
    std::uint8_t length = kKept + 1;  ///< Of the id; more than is kept: it is not.
    std::array<char, kKept> text{};
  };

  [[nodiscard]] static std::size_t hash(std::string_view id) {
    return std::hash<std::string_view>{}(id);
  }
  [[nodiscard]] std::size_t within(std::size_t place) const {
    return place & (places_.size() - 1);
  }
  template <class IdOf>
  [[nodiscard]] static bool is_of(const Place& place, std::size_t wanted,
                                  std::string_view id, const IdOf& id_of) {
    if (place.hash != wanted) return false;
    return (place.keeps_id() ? place.id() : id_of(place.first)) == id;
  }
  /// The id's place, or the free one where it belongs.
  template <class IdOf>
  [[nodiscard]] std::size_t place_of(std::string_view id, const IdOf& id_of) const {
    const std::size_t wanted = hash(id);
    std::size_t at = within(wanted);
    while (places_[at].first != kNone && !is_of(places_[at], wanted, id, id_of)) {
      at = within(at + 1);
    }
    return at;
  }
  void grow() {
    std::vector<Place> before(places_.empty() ? kFirstSize : 2 * places_.size());
    std::swap(before, places_);
    for (const Place& place : before) {
      if (place.first == kNone) continue;
      std::size_t at = within(place.hash);
      while (places_[at].first != kNone) at = within(at + 1);
      places_[at] = place;
    }
  }

  std::vector<Place> places_;        ///< As many as a power of two.
  std::vector<std::uint32_t> next_;  ///< Of each row: the next with its id.
  std::size_t used_ = 0;             ///< Places that are not free.
};

}  // namespace pullproof
