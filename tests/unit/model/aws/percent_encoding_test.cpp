#include "model/aws/percent_encoding.h"

#include <gtest/gtest.h>

namespace pullproof::aws::percent_encoding_test {
namespace {

TEST(PercentDecoded, ReadsTwoHexadecimalDigits) {
  EXPECT_EQ(percent_decoded("acme%2Fweb%3a1"), "acme/web:1");
}

TEST(PercentDecoded, LeavesWhatIsNoCode) {
  EXPECT_EQ(percent_decoded("100%"), "100%");
  EXPECT_EQ(percent_decoded("%2"), "%2");
  EXPECT_EQ(percent_decoded("%zz%2x"), "%zz%2x");
  EXPECT_EQ(percent_decoded("a+b"), "a+b");
}

}  // namespace
}  // namespace pullproof::aws::percent_encoding_test
