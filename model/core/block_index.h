// Finds the CIDR blocks that have addresses in common with some set, among many.
//
// Guarantee: a look-up costs what it finds, and a few steps for each interval of the
// set, in memory that lies together however many blocks there are.
#pragma once

#include <cstddef>
#include <set>
#include <vector>

#include "model/core/address.h"
#include "model/core/interval_set.h"

namespace pullproof {

/// Of one address family.
class BlockIndex {
 public:
  explicit BlockIndex(Family family) : family_(family) {}

  /// Blocks of the other family are left out.
  void add(const Cidr& block, std::size_t row);
  /// To be called between the last `add` and the first look-up.
  void sort();
  /// The rows of the blocks that overlap the set, in ascending order, each once.
  /// Requires: it is sorted.
  [[nodiscard]] std::vector<std::size_t> overlapping(const IntervalSet& set) const;

 private:
  struct Entry {
    Number first = 0;     ///< Address.
    unsigned length = 0;  ///< Of the prefix.
    std::size_t row = 0;

    auto operator<=>(const Entry&) const = default;
  };

  Family family_;
  std::vector<Entry> entries_;
  std::set<unsigned> lengths_;  ///< Those that some block has: few.
  bool is_sorted_ = true;
};

}  // namespace pullproof
