#include "model/core/row_index.h"

#include <cstddef>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace pullproof::row_index_test {
namespace {

/// A table of nothing but ids.
class Ids {
 public:
  void add(Symbol id) {
    index_.add(id);
    ++size_;
  }
  [[nodiscard]] std::vector<std::size_t> rows(Symbol id) const {
    std::vector<std::size_t> rows;
    index_.find(id, [&rows](std::size_t row) {
      rows.push_back(row);
      return true;
    });
    return rows;
  }
  [[nodiscard]] std::size_t first(Symbol id) const {
    std::size_t first = size_;
    index_.find(id, [&first](std::size_t row) {
      first = row;
      return false;
    });
    return first;
  }

 private:
  std::size_t size_ = 0;
  RowIndex index_;
};

using Rows = std::vector<std::size_t>;

TEST(RowIndex, FindsNothingWhereNothingIs) {
  Ids ids;
  EXPECT_EQ(ids.rows("vpc-1"), Rows{});
  ids.add("vpc-1");
  EXPECT_EQ(ids.rows("vpc-2"), Rows{});
  EXPECT_EQ(ids.rows(""), Rows{});
}

TEST(RowIndex, FindsEveryOneOfManyRows) {
  constexpr std::size_t kMany = 5'000;
  Ids ids;
  for (std::size_t i = 0; i < kMany; ++i) ids.add("eni-" + std::to_string(i));
  for (std::size_t i = 0; i < kMany; ++i) {
    ASSERT_EQ(ids.rows("eni-" + std::to_string(i)), Rows{i});
  }
  EXPECT_EQ(ids.rows("eni-5000"), Rows{});
}

TEST(RowIndex, GivesRowsOfOneIdInTheOrderOfAdding) {
  Ids ids;
  Rows expected;
  for (std::size_t i = 0; i < 100; ++i) {
    const bool same = i % 3 == 0;
    if (same) expected.push_back(i);
    ids.add(same ? std::string("web") : "web-" + std::to_string(i));
  }
  EXPECT_EQ(ids.rows("web"), expected);
}

TEST(RowIndex, StopsWhereTheVisitorHasEnough) {
  Ids ids;
  for (const char* id : {"a", "b", "b"}) ids.add(id);
  EXPECT_EQ(ids.first("b"), 1U);
}

TEST(RowIndex, AddsManyRowsOfOneIdInNoTime) {
  constexpr std::size_t kMany = 200'000;  // a quadratic search would take minutes
  Ids ids;
  for (std::size_t i = 0; i < kMany; ++i) ids.add("same");
  EXPECT_EQ(ids.rows("same").size(), kMany);
}

}  // namespace
}  // namespace pullproof::row_index_test
