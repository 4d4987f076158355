// What values keys may have, and what comparisons make of that.
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/support/comparison.h"
#include "tests/support/question.h"

namespace pullproof::solver::policy_values_test {
namespace {

using nlohmann::json;
using support::allowing;
using support::denying;
using support::when;

using PolicyValuesTest = support::ComparisonTest;

// Wildcards beside addresses and numbers: what both say of one text.
TEST_F(PolicyValuesTest, TextsAreReadAsAddressesAndNumbers) {
  const auto in = [](const char* block) {
    return when("IpAddress", "aws:SourceIp", block);
  };
  const auto like = [](const char* pattern) {
    return when("StringLike", "aws:SourceIp", pattern);
  };
  EXPECT_EQ(access({like("10.1.*")}, {in("10.0.0.0/8")}), Access::None);
  EXPECT_EQ(access({like("10.1.*")}, {in("10.1.2.0/24")}), Access::New);
  EXPECT_EQ(access({in("10.1.0.0/16")}, {like("10.1.*")}), Access::None);
  EXPECT_EQ(access({in("10.0.0.0/8")}, {like("10.1.*")}), Access::New);
  EXPECT_EQ(access({in("10.1.2.0/24")},
                   {like("10.1.2.?"), like("10.1.2.??"), like("10.1.2.???")}),
            Access::None);
  EXPECT_EQ(access({in("10.1.2.0/25")}, {like("10.1.2.?"), like("10.1.2.??"),
                                         like("10.1.2.10?"), like("10.1.2.11?")}),
            Access::New);
  EXPECT_EQ(access({like("2001:db8:1:*")}, {in("2001:db8::/32")}), Access::None);
  EXPECT_EQ(access({like("2001:db8:*")}, {in("2001:db8::/48")}), Access::New);
  // The same block may be written with more zeros.
  EXPECT_EQ(access({in("2001:db8:1::/48")}, {like("2001:db8:1:*")}), Access::New);
  const json below_ten = when("NumericLessThan", "s3:max-keys", "10");
  EXPECT_EQ(access({when("StringLike", "s3:max-keys", "?")}, {below_ten}),
            Access::Unknown);  // What is no number is not known to be less.
  EXPECT_EQ(access({when("StringLike", "s3:max-keys", "1?")}, {below_ten}),
            Access::New);
}

// IAM user guide, "AWS global condition context keys": value types, and how many
// values a key has.
TEST_F(PolicyValuesTest, KeysOfAwsHaveValuesOfTheirType) {
  EXPECT_EQ(access({when("Null", "aws:SourceIp", "false")},
                   {when("StringLike", "aws:SourceIp", {"*.*", "*:*"})}),
            Access::None);
  EXPECT_EQ(access({allowing()}, {when("StringEqualsIgnoreCase", "aws:SecureTransport",
                                       {"true", "false"})}),
            Access::None);
  const auto tag = [](const char* op) { return when(op, "aws:RequestTag/k", "a"); };
  EXPECT_EQ(access({tag("ForAnyValue:StringEquals")}, {tag("StringEquals")}),
            Access::None);
  EXPECT_EQ(access({tag("ForAllValues:StringEquals")}, {tag("StringEqualsIfExists")}),
            Access::None);
  EXPECT_EQ(access({tag("ForAllValues:StringEquals")}, {tag("StringEquals")}),
            Access::New);
}

// What a variable puts in may well be of the key's type.
TEST_F(PolicyValuesTest, VariablesMayBeOfTheKeysType) {
  const char* tag = "${aws:PrincipalTag/x}";
  for (const auto& [key, value] : std::vector<std::pair<const char*, std::string>>{
           {"aws:SecureTransport", tag},
           {"aws:SourceIp", tag},
           {"aws:SourceIp", std::string("10.0.0.") + tag},
           {"aws:EpochTime", std::string(tag) + "*"},
           {"aws:MultiFactorAuthPresent", tag}}) {
    for (const char* op : {"StringEquals", "StringLike", "ForAnyValue:StringLike",
                           "StringEqualsIfExists"}) {
      EXPECT_NE(access({when(op, key, value)}, {denying()}), Access::None)
          << op << " " << key << " " << value;
    }
  }
  json in_block = when("StringEquals", "aws:SourceIp", tag);
  in_block["Condition"]["IpAddress"]["aws:SourceIp"] = "10.0.0.0/8";
  EXPECT_NE(access({in_block}, {denying()}), Access::None);
  EXPECT_NE(access({when("StringEquals", "aws:SourceIp", {"10.0.0.1", tag})},
                   {when("StringEquals", "aws:SourceIp", "10.0.0.1")}),
            Access::None);
  EXPECT_NE(access({when("StringEquals", "aws:EpochTime", "300")}, {denying()}),
            Access::None);
}

TEST_F(PolicyValuesTest, ValuesMayStandInAnyOrder) {
  const auto of = [](const json& blocks) {
    return when("ForAnyValue:NotIpAddress", "k:x", blocks);
  };
  const json like = when("ForAllValues:StringLike", "k:x", "1*");
  json one = of({"10.0.0.0/8", "::1"});
  json other = of({"::1", "10.0.0.0/8"});
  one["Condition"].update(like["Condition"]);
  other["Condition"].update(like["Condition"]);
  EXPECT_EQ(access({one}, {other}), Access::None);
}

// What a sample finds is a request that somebody can send.
TEST_F(PolicyValuesTest, WitnessesAreRequestsThatCanBe) {
  const auto found =
      answer({when("StringEquals", "aws:RequestTag/k", "${aws:PrincipalTag/x}")},
             {when("StringNotEquals", "aws:RequestTag/k", "b")});
  EXPECT_EQ(found.access, Access::New);
  json impossible = when("StringLike", "aws:userid", "*${aws:PrincipalTag/x}");
  impossible["Condition"]["StringEqualsIfExists"]["aws:SecureTransport"] =
      "${aws:PrincipalTag/x}";
  const auto sampled = answer({impossible}, {denying()});
  if (sampled.access == Access::New) {
    EXPECT_TRUE(sampled.witness->context.contains("aws:securetransport"));
    EXPECT_TRUE(allows({&granted_}, *sampled.witness, false));
  }
}

TEST_F(PolicyValuesTest, ValuesOfVariablesAreTheSameInAnyLettersAndInSets) {
  const char* tag = "${aws:PrincipalTag/t}";
  EXPECT_EQ(access({when("StringEquals", "k:x", tag)},
                   {when("StringEqualsIgnoreCase", "k:x", tag)}),
            Access::None);
  EXPECT_EQ(access({when("StringEqualsIgnoreCase", "k:x", tag)},
                   {when("StringEquals", "k:x", tag)}),
            Access::New);
  EXPECT_EQ(access({when("StringEqualsIfExists", "k:x", tag)},
                   {when("StringLikeIfExists", "k:x", {tag, "b"})}),
            Access::None);
  EXPECT_EQ(access({when("StringEqualsIfExists", "k:x", tag)},
                   {when("StringEquals", "k:x", tag)}),
            Access::New);
  for (const char* op : {"ForAllValues:StringEquals", "ForAnyValue:StringEquals"}) {
    EXPECT_EQ(access({when(op, "aws:TagKeys", {tag, "a"})},
                     {when(op, "aws:TagKeys", {tag, "a", "b"})}),
              Access::None)
        << op;
    EXPECT_EQ(access({when(op, "aws:TagKeys", {tag, "a", "b"})},
                     {when(op, "aws:TagKeys", {tag, "a"})}),
              Access::New)
        << op;
  }
}

}  // namespace
}  // namespace pullproof::solver::policy_values_test
