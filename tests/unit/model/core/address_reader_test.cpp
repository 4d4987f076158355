#include "model/core/address_reader.h"

#include <string>

#include <gtest/gtest.h>

#include "tests/support/reading.h"

namespace pullproof::address_reader_test {
namespace {

using support::answer;

std::vector<Cidr> blocks(const std::vector<const char*>& texts) {
  std::vector<Cidr> all;
  for (const char* text : texts) all.push_back(*Cidr::parse(text));
  return all;
}

TEST(AddressReader, ReadsWhatAddressesReads) {
  const auto reader = address_reader({});
  for (const char* text : {"",
                           "1",
                           "1.2.3",
                           "1.2.3.4",
                           "01.2.3.4",
                           "0.0.0.0",
                           "1.2.3.4.",
                           "1.2.3.4.5",
                           "256.1.1.1",
                           "1..2.3",
                           "1.2.3.a",
                           ":",
                           "::",
                           ":::",
                           "::1",
                           "1::",
                           "1:",
                           ":1",
                           "1:2:3:4:5:6:7:8",
                           "1:2:3:4:5:6:7",
                           "1:2:3:4:5:6:7::",
                           "::2:3:4:5:6:7:8",
                           "1:2:3:4::5:6:7:8",
                           "1::2::3",
                           "12345::",
                           "fFfF::",
                           "g::",
                           "::1.2.3.4",
                           "1:2:3:4:5:6:1.2.3.4",
                           "1:2:3:4:5:6:7:1.2.3.4",
                           "1:2:3:4:5:1.2.3.4",
                           "::01.2.3.4",
                           "::1.2.3",
                           "1.2.3.4::",
                           "::ffff:1.2.3.4",
                           "1:2::3.4.5.6:7",
                           "1:2:3:4:5:6::1.2.3.4",
                           "x"}) {
    EXPECT_EQ(answer(*reader, text) != 0, Address::parse(text).has_value()) << text;
  }
}

TEST(AddressReader, TellsBlocksApart) {
  const auto reader =
      address_reader(blocks({"10.0.0.0/8", "10.1.0.0/16", "2001:db8::/33"}));
  const auto ten = answer(*reader, "10.0.0.1");
  EXPECT_EQ(answer(*reader, "10.255.255.255"), ten);
  EXPECT_NE(answer(*reader, "10.1.2.3"), ten);
  EXPECT_NE(answer(*reader, "11.0.0.0"), ten);
  EXPECT_EQ(answer(*reader, "11.0.0.0"), answer(*reader, "9.255.255.255"));
  const auto documented = answer(*reader, "2001:db8::1");
  EXPECT_EQ(answer(*reader, "2001:0DB8:7fff:0:0:0:0:1"), documented);
  EXPECT_EQ(answer(*reader, "2001:db8:0:0:0:0:1.2.3.4"), documented);
  EXPECT_NE(answer(*reader, "2001:db8:8000::1"), documented);
  EXPECT_NE(answer(*reader, "2001::db8:0:0:0:0:1"), documented);
  EXPECT_EQ(answer(*reader, "2001:db8:8000::1"), answer(*reader, "::"));
}

}  // namespace
}  // namespace pullproof::address_reader_test
