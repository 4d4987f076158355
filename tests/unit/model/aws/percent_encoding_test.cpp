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

TEST(PercentEncoded, IsReadBackAndHasNoSlash) {
  EXPECT_EQ(percent_encoded("acme/web:1"), "acme%2Fweb%3A1");
  EXPECT_EQ(percent_encoded("a-b._~Z9"), "a-b._~Z9");
  EXPECT_EQ(percent_decoded(percent_encoded("50% \xC3\xA4")), "50% \xC3\xA4");
}

}  // namespace
}  // namespace pullproof::aws::percent_encoding_test
