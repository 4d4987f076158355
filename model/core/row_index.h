// Finds the rows of a table that have some symbol as their id.
//
// Guarantee: adding a row and finding one take a few steps, however many rows there are
// and however many have the same id; those come in the order in which they were added.
// Neither touches a row or reads a text.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <utility>
#include <vector>

#include "model/core/ensure.h"
#include "model/core/symbol.h"

namespace pullproof {

/// Open addressing with linear probing; at least half of the places are free.
class RowIndex {
 public:
  /// Adds the row with the next number.
  void add(Symbol id) {
    ensure(next_.size() < kNone, "a table has less than 2^32 rows");
    const auto row = static_cast<std::uint32_t>(next_.size());
    next_.push_back(kNone);
    if (2 * (used_ + 1) > places_.size()) grow();
    Place& place = places_[place_of(id)];
    if (place.first == kNone) {
      place = {.id = id, .first = row, .last = row};
      ++used_;
    } else {
      next_[place.last] = row;
      place.last = row;
    }
  }

  /// Calls `visit(row)` with every row of that id, until it gives false.
  template <class Visit>
  void find(Symbol id, const Visit& visit) const {
    if (places_.empty()) return;
    std::uint32_t row = places_[place_of(id)].first;
    while (row != kNone && visit(row)) row = next_[row];
  }

 private:
  static constexpr std::uint32_t kNone = std::numeric_limits<std::uint32_t>::max();
  static constexpr std::size_t kFirstSize = 8;

  /// Of one id.
  struct Place {
    Symbol id;
    std::uint32_t first = kNone;  ///< Row; none: the place is free.
    std::uint32_t last = kNone;
  };

  [[nodiscard]] std::size_t within(std::size_t place) const {
    return place & (places_.size() - 1);
  }
  /// The id's place, or the free one where it belongs.
  [[nodiscard]] std::size_t place_of(Symbol id) const {
    std::size_t at = within(id.hash());
    while (places_[at].first != kNone && places_[at].id != id) at = within(at + 1);
    return at;
  }
  void grow() {
    std::vector<Place> before(places_.empty() ? kFirstSize : 2 * places_.size());
    std::swap(before, places_);
    for (const Place& place : before) {
      if (place.first != kNone) places_[place_of(place.id)] = place;
    }
  }

  std::vector<Place> places_;        ///< As many as a power of two.
  std::vector<std::uint32_t> next_;  ///< Of each row: the next with its id.
  std::size_t used_ = 0;             ///< Places that are not free.
};

}  // namespace pullproof
