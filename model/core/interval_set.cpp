#include "model/core/interval_set.h"

#include <algorithm>
#include <utility>

#include "model/core/ensure.h"

namespace pullproof {
namespace {

constexpr Number kLargest = ~Number{0};

/// Asked this way round because `last + 1` wraps at the top of the range.
bool joins(const Interval& earlier, const Interval& later) {
  return later.first <= earlier.last || later.first - 1 == earlier.last;
}

/// The first interval that does not end before `value`.
auto reaching(const std::vector<Interval>& intervals, Number value) {
  return std::lower_bound(
      intervals.begin(), intervals.end(), value,
      [](const Interval& interval, Number wanted) { return interval.last < wanted; });
}

bool by_first(const Interval& left, const Interval& right) {
  return left.first < right.first;
}

}  // namespace

IntervalSet::IntervalSet(std::vector<Interval> intervals)
    : intervals_(std::move(intervals)) {
  for (const Interval& interval : intervals_)
    ensure(interval.first <= interval.last, "an interval ends at or after its start");
  if (!std::is_sorted(intervals_.begin(), intervals_.end(), by_first))
    std::sort(intervals_.begin(), intervals_.end(), by_first);
  std::size_t kept = 0;
  for (const Interval interval : intervals_) {
    if (kept == 0 || !joins(intervals_[kept - 1], interval))
      intervals_[kept++] = interval;
    else
      intervals_[kept - 1].last = std::max(intervals_[kept - 1].last, interval.last);
  }
  intervals_.resize(kept);
}

IntervalSet IntervalSet::single(Number value) { return range(value, value); }

IntervalSet IntervalSet::range(Number first, Number last) {
  return IntervalSet({{.first = first, .last = last}});
}

bool IntervalSet::contains(Number value) const {
  const auto found = reaching(intervals_, value);
  return found != intervals_.end() && found->first <= value;
}

bool IntervalSet::is_subset_of(const IntervalSet& other) const {
  return std::all_of(
      intervals_.begin(), intervals_.end(), [&other](const Interval& interval) {
        const auto found = reaching(other.intervals_, interval.first);
        return found != other.intervals_.end() && found->first <= interval.first &&
               interval.last <= found->last;
      });
}

bool IntervalSet::overlaps(const IntervalSet& other) const {
  if (intervals_.size() > other.intervals_.size()) return other.overlaps(*this);
  return std::any_of(
      intervals_.begin(), intervals_.end(), [&other](const Interval& interval) {
        const auto found = reaching(other.intervals_, interval.first);
        return found != other.intervals_.end() && found->first <= interval.last;
      });
}

std::optional<Number> IntervalSet::first() const {
  if (intervals_.empty()) return std::nullopt;
  return intervals_.front().first;
}

Number IntervalSet::size() const {
  Number size = 0;
  for (const Interval& interval : intervals_) {
    const Number width = interval.last - interval.first;
    if (width == kLargest) return kLargest;
    size += width + 1;
  }
  return size;
}

IntervalSet IntervalSet::united(const IntervalSet& other) const {
  std::vector<Interval> all;
  all.reserve(intervals_.size() + other.intervals_.size());
  std::merge(intervals_.begin(), intervals_.end(), other.intervals_.begin(),
             other.intervals_.end(), std::back_inserter(all), by_first);
  return IntervalSet(std::move(all));
}

IntervalSet IntervalSet::intersected(const IntervalSet& other) const {
  IntervalSet common;
  auto left = intervals_.begin();
  auto right = other.intervals_.begin();
  while (left != intervals_.end() && right != other.intervals_.end()) {
    const Number first = std::max(left->first, right->first);
    const Number last = std::min(left->last, right->last);
    if (first <= last) common.intervals_.push_back({.first = first, .last = last});
    if (left->last < right->last)
      ++left;
    else
      ++right;
  }
  return common;
}

IntervalSet IntervalSet::minus(const IntervalSet& other) const {
  IntervalSet rest;
  auto hole = other.intervals_.begin();
  const auto end = other.intervals_.end();
  for (Interval left : intervals_) {
    while (hole != end && hole->last < left.first) ++hole;
    bool remains = true;
    for (auto next = hole; remains && next != end && next->first <= left.last; ++next) {
      if (left.first < next->first)
        rest.intervals_.push_back({.first = left.first, .last = next->first - 1});
      // Compared before the step, since `last + 1` wraps at the top of the range.
      remains = next->last < left.last;
      if (remains) left.first = next->last + 1;
    }
    if (remains) rest.intervals_.push_back(left);
  }
  return rest;
}

}  // namespace pullproof
