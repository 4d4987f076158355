#include "model/core/block_index.h"

#include <algorithm>

namespace pullproof {

void BlockIndex::add(const Cidr& block, std::size_t row) {
  if (block.family != family_) return;
  rows_[{block.first(), block.prefix_length}].push_back(row);
  lengths_.insert(block.prefix_length);
}

std::vector<std::size_t> BlockIndex::overlapping(const IntervalSet& set) const {
  std::vector<std::size_t> found;
  const auto take = [&found](const std::vector<std::size_t>& rows) {
    found.insert(found.end(), rows.begin(), rows.end());
  };
  for (const Interval& interval : set.intervals()) {
    // Blocks that the first address lies in, and those that begin behind it.
    for (const unsigned length : lengths_) {
      const unsigned rest = bits(family_) - length;
      const Number hosts = rest == 128 ? ~Number{0} : (Number{1} << rest) - 1;
      const auto at = rows_.find({interval.first & ~hosts, length});
      if (at != rows_.end()) take(at->second);
    }
    for (auto at = rows_.upper_bound({interval.first, bits(family_)});
         at != rows_.end() && at->first.first <= interval.last; ++at) {
      take(at->second);
    }
  }
  std::sort(found.begin(), found.end());
  found.erase(std::unique(found.begin(), found.end()), found.end());
  return found;
}

}  // namespace pullproof
