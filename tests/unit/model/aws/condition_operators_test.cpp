#include "model/aws/condition_operators.h"

#include <set>

#include <gtest/gtest.h>

namespace pullproof::aws::condition_operators_test {
namespace {

const ConditionOperator& op(const char* name) {
  return *parse_condition_operator(name).value().op;
}

bool text_matches(const char* name, const char* policy_value, const char* text) {
  return text_pattern(op(name), {{.text = policy_value}}).matches(text);
}

Truth compared(const ConditionOperator& of, const std::string& request_value,
               const std::string& policy_value) {
  return compare(of, request_value, read_operand(of, policy_value));
}

TEST(ConditionOperators, AreListedOnce) {
  std::set<std::string_view> names;
  for (const auto& row : condition_operators()) names.insert(row.name);
  EXPECT_EQ(names.size(), condition_operators().size());
  EXPECT_EQ(names.size(), 27U);
}

TEST(ConditionOperators, FindEveryRowUnderItsOwnName) {
  for (const auto& row : condition_operators()) {
    EXPECT_EQ(parse_condition_operator(row.name).value().op, &row);
  }
}

TEST(ConditionOperators, AreFoundInAnyLetterCase) {
  EXPECT_EQ(op("stringequals").name, "StringEquals");
  EXPECT_EQ(op("STRINGNOTLIKE").name, "StringNotLike");
}

// iam.md 14 and 15: "IAM JSON policy elements: Condition operators".
TEST(ConditionOperators, ReadSetOperatorsAndIfExistsOffEveryName) {
  const auto written =
      parse_condition_operator("ForAnyValue:StringNotLikeIfExists").value();
  EXPECT_EQ(written.op->name, "StringNotLike");
  EXPECT_EQ(written.qualifier, SetQualifier::ForAnyValue);
  EXPECT_TRUE(written.if_exists);
  EXPECT_EQ(parse_condition_operator("forallvalues:ArnLike").value().qualifier,
            SetQualifier::ForAllValues);
  EXPECT_FALSE(parse_condition_operator("Bool").value().if_exists);
}

// "You can add IfExists to the end of any condition operator name except Null".
TEST(ConditionOperators, HaveNoNullIfExists) {
  EXPECT_FALSE(parse_condition_operator("NullIfExists"));
  EXPECT_FALSE(parse_condition_operator("ForAnyValue:Null"));
  EXPECT_TRUE(parse_condition_operator("Null"));
}

// iam.md 20: what AWS has not is not guessed at.
TEST(ConditionOperators, RefuseOtherNames) {
  for (const char* name : {"", "IfExists", "StringMatches", "BoolNotEquals",
                           "ForSomeValue:StringEquals", "StringEquals "}) {
    EXPECT_FALSE(parse_condition_operator(name)) << name;
  }
}

// iam.md 13: "Condition operators", string operators.
TEST(TextPattern, OfStringEqualsTakesNoWildcards) {
  EXPECT_TRUE(text_matches("StringEquals", "a*", "a*"));
  EXPECT_FALSE(text_matches("StringEquals", "a*", "ab"));
  EXPECT_FALSE(text_matches("StringEquals", "A", "a"));
  EXPECT_TRUE(text_matches("StringEqualsIgnoreCase", "A*", "a*"));
  EXPECT_FALSE(text_matches("StringEqualsIgnoreCase", "A*", "ab"));
}

// iam.md 13: StringLike crosses colons, `?` is exactly one character.
TEST(TextPattern, OfStringLikeCrossesColons) {
  EXPECT_TRUE(text_matches("StringLike", "arn:*:role/x", "arn:aws:iam::1:role/x"));
  EXPECT_TRUE(text_matches("StringLike", "a?c", "abc"));
  EXPECT_FALSE(text_matches("StringLike", "a?c", "ac"));
  EXPECT_FALSE(text_matches("StringLike", "A*", "abc"));
}

// iam.md 13: ArnEquals is ArnLike: six segments, no colon crossing.
TEST(TextPattern, OfArnOperatorsStaysInItsSegment) {
  for (const char* name : {"ArnLike", "ArnEquals", "ArnNotLike", "ArnNotEquals"}) {
    EXPECT_TRUE(text_matches(name, "arn:aws:iam::*:role/*", "arn:aws:iam::1:role/a:b"));
    EXPECT_FALSE(text_matches(name, "arn:*:1:role/x", "arn:aws:iam::1:role/x"));
  }
}

// iam.md 16: what a variable holds is never a wildcard.
TEST(TextPattern, TakesLiteralPartsAsTheyAre) {
  const Glob pattern =
      text_pattern(op("StringLike"), {{.text = "*", .literal = true}, {.text = "/*"}});
  EXPECT_TRUE(pattern.matches("*/x"));
  EXPECT_FALSE(pattern.matches("a/x"));
}

TEST(TextPattern, CountsTheColonsOfLiteralPartsInArns) {
  const Glob pattern = text_pattern(
      op("ArnLike"),
      {{.text = "arn:aws:iam::1:role/x", .literal = true}, {.text = "-*"}});
  EXPECT_TRUE(pattern.matches("arn:aws:iam::1:role/x-a:b"));
}

// iam.md 17: a bare IP is /32 or /128.
TEST(Compare, FindsAddressesInBlocks) {
  EXPECT_EQ(compared(op("IpAddress"), "10.0.0.7", "10.0.0.0/29"), Truth::Yes);
  EXPECT_EQ(compared(op("IpAddress"), "10.0.0.8", "10.0.0.0/29"), Truth::No);
  EXPECT_EQ(compared(op("IpAddress"), "10.0.0.7", "10.0.0.7"), Truth::Yes);
  EXPECT_EQ(compared(op("IpAddress"), "10.0.0.7", "2001:db8::/32"), Truth::No);
  EXPECT_EQ(compared(op("IpAddress"), "2001:db8::1", "2001:db8::1"), Truth::Yes);
  EXPECT_EQ(compared(op("IpAddress"), "10.0.0.7", "ten"), Truth::Unknown);
}

// iam.md 17: dates are ISO 8601 or epoch, BinaryEquals compares decoded bytes.
TEST(Compare, ReadsDatesNumbersAndBytes) {
  EXPECT_EQ(compared(op("DateLessThan"), "1709208000", "2024-03-01"), Truth::Yes);
  EXPECT_EQ(compared(op("DateGreaterThanEquals"), "2024-03-01", "2024-03-01"),
            Truth::Yes);
  EXPECT_EQ(compared(op("NumericLessThanEquals"), "10", "9.5"), Truth::No);
  EXPECT_EQ(compared(op("NumericEquals"), "10", "10.0"), Truth::Yes);
  EXPECT_EQ(compared(op("NumericGreaterThan"), "ten", "9"), Truth::Unknown);
  EXPECT_EQ(compared(op("BinaryEquals"), "cHVsbA==", "cHVsbA=="), Truth::Yes);
  EXPECT_EQ(compared(op("BinaryEquals"), "cHVsbA==", "pull!"), Truth::Unknown);
}

TEST(Compare, LeavesOutTheNegation) {
  EXPECT_EQ(compared(op("NotIpAddress"), "10.0.0.7", "10.0.0.0/8"), Truth::Yes);
  EXPECT_EQ(compared(op("NumericNotEquals"), "1", "1"), Truth::Yes);
}

TEST(Compare, TakesBooleansInAnyLetterCase) {
  EXPECT_EQ(compared(op("Bool"), "true", "True"), Truth::Yes);
  EXPECT_EQ(compared(op("Bool"), "true", "false"), Truth::No);
  EXPECT_EQ(compared(op("Bool"), "true", "yes"), Truth::Unknown);
}

}  // namespace
}  // namespace pullproof::aws::condition_operators_test
