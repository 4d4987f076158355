#include "model/aws/decimal_reader.h"

#include <gtest/gtest.h>

#include "tests/support/reading.h"

namespace pullproof::aws::decimal_reader_test {
namespace {

using support::answer;

TEST(DecimalReader, ReadsWhatDecimalsRead) {
  const auto reader = decimal_reader({});
  for (const char* text : {"", "-", "1", "-1", "--1", "1-", "1.", ".1", "1.5", "1.5.",
                           "1..5", "-0", "00", "+1", "1e1", "1a", "-.5", "-0.0"}) {
    EXPECT_EQ(answer(*reader, text) != 0, Decimal::parse(text).has_value()) << text;
  }
}

TEST(DecimalReader, ComparesHoweverANumberIsWritten) {
  const auto reader = decimal_reader({*Decimal::parse("10"), *Decimal::parse("-0.25")});
  const auto ten = answer(*reader, "10");
  EXPECT_EQ(answer(*reader, "0010.00"), ten);
  EXPECT_NE(answer(*reader, "10.01"), ten);
  EXPECT_EQ(answer(*reader, "10.01"), answer(*reader, "100"));
  EXPECT_EQ(answer(*reader, "9.99"), answer(*reader, "-0"));
  EXPECT_EQ(answer(*reader, "9"), answer(*reader, "-0.2"));
  EXPECT_EQ(answer(*reader, "-0.250"), answer(*reader, "-0000.25"));
  EXPECT_NE(answer(*reader, "-0.25"), answer(*reader, "-0.249"));
  EXPECT_EQ(answer(*reader, "-0.251"), answer(*reader, "-100"));
}

}  // namespace
}  // namespace pullproof::aws::decimal_reader_test
