// Interval sets against plain sets of numbers, at both ends of the range.
#include "model/core/interval_set.h"

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <set>
#include <utility>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace pullproof::interval_set_test {
namespace {

constexpr std::uint8_t kUniverse = 32;

using Plain = std::set<std::uint8_t>;
using Ranges = std::vector<std::pair<std::uint8_t, std::uint8_t>>;

/// Where the small universe lies: at the bottom of all numbers, or at the top.
Number base(bool at_top) { return at_top ? ~Number{0} - (kUniverse - 1) : Number{0}; }

/// Few and short, so that gaps remain.
Ranges some_ranges() {
  const auto count = *rc::gen::inRange<std::size_t>(0, 6);
  Ranges ranges;
  for (std::size_t i = 0; i < count; ++i) {
    const auto first = *rc::gen::inRange<std::uint8_t>(0, kUniverse);
    const auto last = *rc::gen::inRange<std::uint8_t>(first, kUniverse);
    const bool is_long = *rc::gen::inRange(0, 4) == 0;
    ranges.emplace_back(
        first, is_long ? last : std::min(last, static_cast<std::uint8_t>(first + 2)));
  }
  return ranges;
}

Plain plain(const Ranges& ranges) {
  Plain numbers;
  for (const auto& [first, last] : ranges)
    for (std::uint8_t number = first; number <= last; ++number) numbers.insert(number);
  return numbers;
}

IntervalSet set_of(const Ranges& ranges, bool at_top) {
  std::vector<Interval> intervals;
  for (const auto& [first, last] : ranges)
    intervals.push_back({base(at_top) + first, base(at_top) + last});
  return IntervalSet(std::move(intervals));
}

Plain members(const IntervalSet& set, bool at_top) {
  Plain numbers;
  for (std::uint8_t number = 0; number < kUniverse; ++number)
    if (set.contains(base(at_top) + number)) numbers.insert(number);
  return numbers;
}

bool keeps_invariant(const IntervalSet& set) {
  const auto& intervals = set.intervals();
  for (std::size_t i = 0; i < intervals.size(); ++i) {
    if (intervals[i].first > intervals[i].last) return false;
    if (i == 0) continue;
    const Number before = intervals[i - 1].last;
    if (intervals[i].first <= before || intervals[i].first - before < 2) return false;
  }
  return true;
}

RC_GTEST_PROP(IntervalSet, HoldsWhatItWasGiven, (bool at_top)) {
  const Ranges ranges = some_ranges();
  const IntervalSet set = set_of(ranges, at_top);
  const Plain expected = plain(ranges);
  RC_ASSERT(keeps_invariant(set));
  RC_ASSERT(members(set, at_top) == expected);
  RC_ASSERT(set.size() == expected.size());
  RC_ASSERT(set.empty() == expected.empty());
  RC_ASSERT(set.empty() || *set.first() == base(at_top) + *expected.begin());
}

RC_GTEST_PROP(IntervalSet, HasTheAlgebraOfPlainSets, (bool at_top)) {
  const Ranges a = some_ranges();
  const Ranges b = some_ranges();
  const Plain left = plain(a);
  const Plain right = plain(b);
  Plain both;
  Plain either;
  Plain rest;
  std::set_intersection(left.begin(), left.end(), right.begin(), right.end(),
                        std::inserter(both, both.end()));
  std::set_union(left.begin(), left.end(), right.begin(), right.end(),
                 std::inserter(either, either.end()));
  std::set_difference(left.begin(), left.end(), right.begin(), right.end(),
                      std::inserter(rest, rest.end()));

  const IntervalSet one = set_of(a, at_top);
  const IntervalSet two = set_of(b, at_top);
  for (const auto& [set, expected] :
       {std::pair(one.intersected(two), both), std::pair(one.united(two), either),
        std::pair(one.minus(two), rest)}) {
    RC_ASSERT(keeps_invariant(set));
    RC_ASSERT(members(set, at_top) == expected);
  }
  RC_ASSERT(one.overlaps(two) == !both.empty());
  RC_ASSERT(one.is_subset_of(two) == rest.empty());
}

}  // namespace
}  // namespace pullproof::interval_set_test
