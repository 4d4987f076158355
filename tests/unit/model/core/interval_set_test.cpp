#include "model/core/interval_set.h"

#include <gtest/gtest.h>

#include "model/core/ensure.h"

namespace pullproof::interval_set_test {
namespace {

constexpr Number kLargest = ~Number{0};

TEST(IntervalSet, HoldsNothingUntilItIsGivenSomething) {
  const IntervalSet set;
  EXPECT_TRUE(set.empty());
  EXPECT_FALSE(set.contains(0));
  EXPECT_FALSE(set.first().has_value());
  const Number none = 0;
  EXPECT_TRUE(set.size() == none);
}

TEST(IntervalSet, SortsAndJoinsWhatOverlapsOrTouches) {
  const IntervalSet set({{20, 30}, {1, 3}, {4, 5}, {25, 40}, {7, 7}});
  EXPECT_EQ(set.intervals(), (std::vector<Interval>{{1, 5}, {7, 7}, {20, 40}}));
}

TEST(IntervalSet, KeepsTheLongerEndWhenOneIntervalHoldsAnother) {
  EXPECT_EQ(IntervalSet({{1, 9}, {2, 3}}), IntervalSet::range(1, 9));
}

TEST(IntervalSet, RefusesAnIntervalThatEndsBeforeItStarts) {
  EXPECT_THROW(IntervalSet::range(2, 1), BrokenInvariant);
}

TEST(IntervalSet, ContainsBothEndsOfEachInterval) {
  const IntervalSet set({{2, 4}, {8, 8}});
  EXPECT_TRUE(set.contains(2));
  EXPECT_TRUE(set.contains(4));
  EXPECT_TRUE(set.contains(8));
  EXPECT_FALSE(set.contains(1));
  EXPECT_FALSE(set.contains(5));
  EXPECT_FALSE(set.contains(9));
}

TEST(IntervalSet, NamesItsSmallestMember) {
  EXPECT_TRUE(IntervalSet({{8, 9}, {3, 4}}).first() == Number{3});
}

TEST(IntervalSet, IsASubsetOnlyIfNoMemberIsMissing) {
  const IntervalSet outer({{0, 10}, {20, 30}});
  EXPECT_TRUE(IntervalSet({{0, 10}, {25, 30}}).is_subset_of(outer));
  EXPECT_FALSE(IntervalSet({{9, 11}}).is_subset_of(outer));
  EXPECT_FALSE(IntervalSet({{5, 25}}).is_subset_of(outer));
  EXPECT_TRUE(IntervalSet().is_subset_of(IntervalSet()));
}

TEST(IntervalSet, OverlapsWhereOneMemberIsShared) {
  const IntervalSet set({{0, 10}, {20, 30}});
  EXPECT_TRUE(set.overlaps(IntervalSet::range(10, 12)));
  EXPECT_TRUE(set.overlaps(IntervalSet({{11, 12}, {15, 20}, {40, 50}})));
  EXPECT_FALSE(set.overlaps(IntervalSet::range(11, 19)));
  EXPECT_FALSE(set.overlaps(IntervalSet()));
}

TEST(IntervalSet, LosesTheMiddleOfAnInterval) {
  EXPECT_EQ(IntervalSet::range(0, 10).minus(IntervalSet({{3, 4}, {9, 20}})),
            IntervalSet({{0, 2}, {5, 8}}));
}

TEST(IntervalSet, LosesOneHoleFromSeveralIntervals) {
  EXPECT_EQ(IntervalSet({{0, 5}, {10, 15}, {20, 25}}).minus(IntervalSet::range(4, 21)),
            IntervalSet({{0, 3}, {22, 25}}));
}

TEST(IntervalSet, CountsTheFullRangeAsTheLargestNumber) {
  EXPECT_TRUE(IntervalSet::range(0, kLargest).size() == kLargest);
  EXPECT_TRUE(IntervalSet::range(1, kLargest).size() == kLargest);
  EXPECT_TRUE(IntervalSet::range(2, kLargest).size() == kLargest - 1);
  EXPECT_TRUE(IntervalSet({{0, 9}, {20, 20}}).size() == 11);
}

TEST(IntervalSet, DoesNotWrapAtTheTopOfTheRange) {
  const IntervalSet top = IntervalSet::range(kLargest - 1, kLargest);
  EXPECT_EQ(top.united(IntervalSet::single(0)),
            IntervalSet({{0, 0}, {kLargest - 1, kLargest}}));
  EXPECT_EQ(top.minus(IntervalSet::single(kLargest)),
            IntervalSet::single(kLargest - 1));
  EXPECT_EQ(IntervalSet::range(0, kLargest).minus(top),
            IntervalSet::range(0, kLargest - 2));
  EXPECT_TRUE(IntervalSet({{0, kLargest}, {kLargest, kLargest}}).size() == kLargest);
}

}  // namespace
}  // namespace pullproof::interval_set_test
