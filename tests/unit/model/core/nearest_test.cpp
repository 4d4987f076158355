#include "model/core/nearest.h"

#include <gtest/gtest.h>

namespace pullproof::nearest_test {
namespace {

TEST(Nearest, MeasuresEdits) {
  EXPECT_EQ(edit_distance("", "abc"), 3U);
  EXPECT_EQ(edit_distance("kitten", "sitting"), 3U);
  EXPECT_EQ(edit_distance("web", "web"), 0U);
}

TEST(Nearest, PutsTheLikeliestFirst) {
  EXPECT_EQ(nearest("wbe", {"batch", "web", "edge"}, 1),
            std::vector<std::string>{"web"});
}

TEST(Nearest, NamesEachOnceAndInAFixedOrder) {
  EXPECT_EQ(nearest("x", {"b", "a", "b"}, 5), (std::vector<std::string>{"a", "b"}));
}

}  // namespace
}  // namespace pullproof::nearest_test
