#include "model/core/block_index.h"

#include <gtest/gtest.h>

namespace pullproof::block_index_test {
namespace {

using Rows = std::vector<std::size_t>;

IntervalSet addresses(const char* first, const char* last) {
  return IntervalSet::range(Address::parse(first)->value, Address::parse(last)->value);
}

TEST(BlockIndex, FindsBlocksAroundAndInsideOfASet) {
  BlockIndex index(Family::Ipv4);
  const std::vector<const char*> blocks = {"10.0.0.0/8",  "10.1.0.0/16",  "10.1.2.0/24",
                                           "10.1.2.3/32", "0.0.0.0/0",    "11.0.0.0/8",
                                           "10.1.0.0/16", "2001:db8::/32"};
  for (std::size_t i = 0; i < blocks.size(); ++i) index.add(*Cidr::parse(blocks[i]), i);
  index.sort();
  EXPECT_EQ(index.overlapping(addresses("10.1.2.3", "10.1.2.3")),
            (Rows{0, 1, 2, 3, 4, 6}));
  EXPECT_EQ(index.overlapping(addresses("10.1.2.4", "10.1.2.4")),
            (Rows{0, 1, 2, 4, 6}));
  EXPECT_EQ(index.overlapping(addresses("10.2.0.0", "11.0.0.0")), (Rows{0, 4, 5}));
  EXPECT_EQ(index.overlapping(addresses("9.255.255.255", "10.1.1.255")),
            (Rows{0, 1, 4, 6}));
  EXPECT_EQ(index.overlapping({}), Rows{});
}

}  // namespace
}  // namespace pullproof::block_index_test
