// Finds the CIDR blocks that have addresses in common with some set, among many.
//
// Guarantee: a look-up costs what it finds, and a few steps for each interval of the
// set, however many blocks there are.
#pragma once

#include <cstddef>
#include <map>
#include <set>
#include <utility>
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
  /// The rows of the blocks that overlap the set, in ascending order, each once.
  [[nodiscard]] std::vector<std::size_t> overlapping(const IntervalSet& set) const;

 private:
  using Key = std::pair<Number, unsigned>;  ///< First address and prefix length.

  Family family_;
  std::map<Key, std::vector<std::size_t>> rows_;
  std::set<unsigned> lengths_;  ///< Those that some block has: few.
};

}  // namespace pullproof
