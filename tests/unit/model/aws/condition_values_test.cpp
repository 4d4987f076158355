#include "model/aws/condition_values.h"

#include <gtest/gtest.h>

namespace pullproof::aws::condition_values_test {
namespace {

Decimal decimal(const char* text) { return Decimal::parse(text).value(); }
Instant instant(const char* text) { return Instant::parse(text).value(); }

TEST(Decimal, ComparesByValueAndNotByText) {
  EXPECT_EQ(decimal("007.500"), decimal("7.5"));
  EXPECT_EQ(decimal("-0"), decimal("0.0"));
  EXPECT_LT(decimal("9"), decimal("10"));
  EXPECT_LT(decimal("-10"), decimal("-9"));
  EXPECT_LT(decimal("-1"), decimal("0.5"));
  EXPECT_LT(decimal("1.25"), decimal("1.3"));
  EXPECT_LT(decimal("1.2"), decimal("1.25"));
}

TEST(Decimal, IsExactBeyondMachineNumbers) {
  EXPECT_LT(decimal("123456789012345678901234567890"),
            decimal("123456789012345678901234567891"));
}

TEST(Decimal, RefusesWhatIsNoPlainDecimal) {
  for (const char* text : {"", "-", ".5", "5.", "1e3", "+1", " 1", "1,5", "--1"}) {
    EXPECT_FALSE(Decimal::parse(text)) << text;
  }
}

TEST(Instant, CountsFromTheEpoch) {
  EXPECT_EQ(instant("1970-01-01").seconds, 0);
  EXPECT_EQ(instant("1969-12-31T23:59:59Z").seconds, -1);
  EXPECT_EQ(instant("2000-03-01").seconds, 951'868'800);
  EXPECT_EQ(instant("2024-02-29T12:00:00Z").seconds, 1'709'208'000);
}

TEST(Instant, ReadsZonesAndFractions) {
  EXPECT_EQ(instant("2026-01-31T12:00+02:00"), instant("2026-01-31T10:00:00Z"));
  EXPECT_EQ(instant("2026-01-31T12:00-02:30"), instant("2026-01-31T14:30Z"));
  EXPECT_EQ(instant("2026-01-31T12:00:00.50Z"), instant("2026-01-31T12:00:00.5Z"));
  EXPECT_LT(instant("2026-01-31T12:00:00Z"), instant("2026-01-31T12:00:00.1Z"));
}

TEST(Instant, ReadsEpochSeconds) {
  EXPECT_EQ(instant("1709208000"), instant("2024-02-29T12:00:00Z"));
}

// Version 1 of the AWS CLI prints times so; no condition is read with them.
TEST(Instant, ReadsFractionsOfEpochSecondsInDocumentsOnly) {
  const auto at = Instant::of_document("1768039999.50");
  ASSERT_TRUE(at);
  EXPECT_EQ(at->seconds, 1768039999);
  EXPECT_EQ(at->fraction, "5");
  EXPECT_EQ(Instant::of_document("2024-02-29T12:00:00.5Z"),
            Instant::parse("2024-02-29T12:00:00.5Z"));
  EXPECT_FALSE(Instant::of_document("1768039999.5x"));
  EXPECT_FALSE(Instant::parse("1768039999.5"));
}

TEST(Instant, RefusesWhatCouldMeanTwoThingsOrNothing) {
  for (const char* text :
       {"", "2026", "2026-13-01", "2026-02-29", "2026-01-31T12:00:00", "2026-1-31",
        "2026-01-31T24:00Z", "2026-01-31 12:00Z", "2026-01-31T12:00:00.Z",
        "2026-01-31T12:00Zx", "9999999999999999999"}) {
    EXPECT_FALSE(Instant::parse(text)) << text;
  }
}

TEST(Base64, DecodesWithPadding) {
  EXPECT_EQ(decode_base64(""), "");
  EXPECT_EQ(decode_base64("cHVsbA=="), "pull");
  EXPECT_EQ(decode_base64("cHVsbHM="), "pulls");
  EXPECT_EQ(decode_base64("+/A="), "\xFB\xF0");
}

TEST(Base64, RefusesOtherText) {
  for (const char* text : {"cHVsbA", "cH!sbA==", "a===", "=aaa"}) {
    EXPECT_FALSE(decode_base64(text)) << text;
  }
}

}  // namespace
}  // namespace pullproof::aws::condition_values_test
