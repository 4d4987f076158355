// A set of numbers as sorted ranges: all addresses of a prefix list, all client ports.
//
// Invariant: ranges are sorted, do not overlap and do not touch.
#pragma once

#include <optional>
#include <vector>

#include "model/core/number.h"

namespace pullproof {

/// Both ends belong to the interval.
struct Interval {
  Number first = 0;
  Number last = 0;

  bool operator==(const Interval&) const = default;
};

class IntervalSet {
 public:
  IntervalSet() = default;
  /// Any order, overlaps welcome. Requires: first <= last in each.
  explicit IntervalSet(std::vector<Interval> intervals);

  [[nodiscard]] static IntervalSet single(Number value);
  [[nodiscard]] static IntervalSet range(Number first, Number last);

  [[nodiscard]] bool empty() const { return intervals_.empty(); }
  [[nodiscard]] bool contains(Number value) const;
  [[nodiscard]] bool is_subset_of(const IntervalSet& other) const;
  [[nodiscard]] bool overlaps(const IntervalSet& other) const;
  /// The smallest member, if there is one.
  [[nodiscard]] std::optional<Number> first() const;
  /// How many members, for the full 128-bit range the largest Number.
  [[nodiscard]] Number size() const;
  [[nodiscard]] const std::vector<Interval>& intervals() const { return intervals_; }

  [[nodiscard]] IntervalSet united(const IntervalSet& other) const;
  [[nodiscard]] IntervalSet intersected(const IntervalSet& other) const;
  [[nodiscard]] IntervalSet minus(const IntervalSet& other) const;

  bool operator==(const IntervalSet&) const = default;

 private:
  std::vector<Interval> intervals_;
};

}  // namespace pullproof
