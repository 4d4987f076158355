#include "model/core/block_index.h"

#include <algorithm>

#include "model/core/ensure.h"

namespace pullproof {

void BlockIndex::add(const Cidr& block, std::size_t row) {
  if (block.family != family_) return;
  entries_.push_back(
      {.first = block.first(), .length = block.prefix_length, .row = row});
  lengths_.insert(block.prefix_length);
  is_sorted_ = false;
}

void BlockIndex::sort() {
  std::sort(entries_.begin(), entries_.end());
  is_sorted_ = true;
}

std::vector<std::size_t> BlockIndex::overlapping(const IntervalSet& set) const {
  ensure(is_sorted_, "an index of blocks is sorted before the first look-up");
  std::vector<std::size_t> found;
  for (const Interval& interval : set.intervals()) {
    // Blocks that the first address lies in, and those that begin behind it.
    for (const unsigned length : lengths_) {
      const unsigned rest = bits(family_) - length;
      const Number hosts = rest == 128 ? ~Number{0} : (Number{1} << rest) - 1;
      const Entry wanted{.first = interval.first & ~hosts, .length = length};
      auto at = std::lower_bound(entries_.begin(), entries_.end(), wanted);
      while (at != entries_.end() && at->first == wanted.first &&
             at->length == length) {
        found.push_back((at++)->row);
      }
    }
    auto at = std::upper_bound(
        entries_.begin(), entries_.end(), interval.first,
        [](Number address, const Entry& entry) { return address < entry.first; });
    while (at != entries_.end() && at->first <= interval.last) {
      found.push_back((at++)->row);
    }
  }
  std::sort(found.begin(), found.end());
  found.erase(std::unique(found.begin(), found.end()), found.end());
  return found;
}

}  // namespace pullproof
