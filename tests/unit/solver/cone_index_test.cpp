#include "solver/cone_index.h"

#include <gtest/gtest.h>

namespace pullproof::solver::cone_index_test {
namespace {

using Numbers = std::vector<std::size_t>;

TEST(ConeIndexes, FindEveryAnswerThatHasSeenAFactOnce) {
  const ConeIndex index({{1, 2}, {2, 3}, {4}});
  EXPECT_EQ(index.touched_by({2}), (Numbers{0, 1}));
  EXPECT_EQ(index.touched_by({4, 1, 2}), (Numbers{0, 1, 2}));
  EXPECT_TRUE(index.touched_by({5}).empty());
  EXPECT_TRUE(index.touched_by({}).empty());
}

TEST(ConeIndexes, TakeWhatAnAnswerHasSeenSince) {
  ConeIndex index({{1}, {2}});
  index.set(0, {1, 7});
  EXPECT_EQ(index.touched_by({7}), Numbers{0});
  index.set(0, {1, 7, 8});
  EXPECT_EQ(index.touched_by({7, 8}), Numbers{0});
}

TEST(ConeIndexes, StillFindAnAnswerByWhatItSawBefore) {
  ConeIndex index({{1}, {2}});
  index.set(1, {3});
  EXPECT_EQ(index.touched_by({2}), Numbers{1});
}

TEST(ConeIndexes, TakeAnswersThatAreNew) {
  ConeIndex index;
  index.set(2, {5});
  EXPECT_EQ(index.touched_by({5}), Numbers{2});
}

}  // namespace
}  // namespace pullproof::solver::cone_index_test
