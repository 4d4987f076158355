#include "model/gates/policy_condition.h"

#include <gtest/gtest.h>

#include "model/gates/request_context.h"

namespace pullproof::gates::policy_condition_test {
namespace {

constexpr FieldId kAddress{0};
constexpr FieldId kText{1};

Request request() {
  Request asked;
  asked.context = {
      {"aws:requestedregion", FixedKey{.values = {"eu-central-1"}}},
      {"aws:securetransport", FixedKey{.values = {"true"}}},
      {"aws:username", AbsentKey{}},
      {"aws:tagkeys", FixedKey{.values = {"a", "b"}, .multivalued = true}},
      {"aws:calledvia", FixedKey{.values = {}, .multivalued = true}},
      {"aws:principalarn", FixedKey{.values = {"arn:aws:iam::1:role/x"}}},
      {"aws:resourceaccount", FixedKey{.values = {foreign_value("111122223333")}}},
      {"aws:principalorgid",
       FixedKey{.values = {foreign_value("111122223333")}, .may_be_absent = true}},
      {"aws:userid", UnknownKey{{.call = "c", .why = "w"}}},
      {"aws:sourceip", AddressKey{kAddress}},
      {"aws:sourcearn", TextKey{kText}}};
  return asked;
}

Predicate holds_for(const std::string& op, const std::string& key,
                    std::vector<std::string> values, bool variables = true) {
  const auto condition =
      aws::PolicyCondition::of(op, key, std::move(values), variables);
  const Request asked = request();
  Predicate formula = holds<Formula>(condition, asked);
  const Truth decided = holds<Decided>(condition, asked);
  // A field is open to the one and may fold for the other.
  if (decided != Truth::Unknown) {
    EXPECT_EQ(decided, formula.as_constant());
  }
  return formula;
}

Truth truth(const std::string& op, const std::string& key,
            std::vector<std::string> values) {
  return holds_for(op, key, std::move(values)).as_constant();
}

Truth with_address(const Predicate& predicate, const char* address) {
  const Number value = Address::parse(address).value().value;
  return evaluate(predicate, {.values = {value, std::monostate{}}, .answers = {}});
}

Truth with_text(const Predicate& predicate, const std::string& text) {
  return evaluate(predicate, {.values = {std::monostate{}, text}, .answers = {}});
}

// iam.md 12, "Condition": key names are case-insensitive, StringEquals values are not.
TEST(PolicyCondition, ComparesKeysWithoutCaseAndValuesWithCase) {
  EXPECT_EQ(truth("StringEquals", "AWS:requestedRegion", {"eu-central-1"}), Truth::Yes);
  EXPECT_EQ(truth("StringEquals", "aws:RequestedRegion", {"EU-central-1"}), Truth::No);
}

// iam.md 15, "Conditions with multiple context keys or values": values OR.
TEST(PolicyCondition, NeedsOneOfItsValues) {
  EXPECT_EQ(truth("StringEquals", "aws:RequestedRegion", {"x", "eu-central-1"}),
            Truth::Yes);
  EXPECT_EQ(truth("StringEquals", "aws:RequestedRegion", {}), Truth::No);
}

// iam.md 15: negated values NOR.
TEST(PolicyCondition, NeedsNoneOfItsValuesWhereNegated) {
  EXPECT_EQ(truth("StringNotEquals", "aws:RequestedRegion", {"x", "eu-central-1"}),
            Truth::No);
  EXPECT_EQ(truth("StringNotEquals", "aws:RequestedRegion", {"x", "y"}), Truth::Yes);
}

// iam.md 14, "Condition operators": missing key: positive false, negated true.
TEST(PolicyCondition, OfAMissingKeyHoldsOnlyWhereNegated) {
  for (const char* op : {"StringEquals", "StringLike", "ArnLike", "Bool", "IpAddress",
                         "NumericLessThan", "DateEquals", "BinaryEquals"}) {
    EXPECT_EQ(truth(op, "aws:username", {"x"}), Truth::No) << op;
  }
  for (const char* op : {"StringNotEquals", "StringNotLike", "ArnNotLike",
                         "NotIpAddress", "NumericNotEquals", "DateNotEquals"}) {
    EXPECT_EQ(truth(op, "aws:username", {"x"}), Truth::Yes) << op;
  }
}

// iam.md 14: IfExists with a missing key: true, negated too.
TEST(PolicyCondition, WithIfExistsHoldsForAMissingKey) {
  EXPECT_EQ(truth("StringEqualsIfExists", "aws:username", {"x"}), Truth::Yes);
  EXPECT_EQ(truth("StringNotEqualsIfExists", "aws:username", {"x"}), Truth::Yes);
  EXPECT_EQ(truth("ForAnyValue:StringEqualsIfExists", "aws:username", {"x"}),
            Truth::Yes);
  EXPECT_EQ(truth("StringEqualsIfExists", "aws:RequestedRegion", {"x"}), Truth::No);
}

// iam.md 14: Null "true" is absent.
TEST(PolicyCondition, OfNullAsksForThePresence) {
  EXPECT_EQ(truth("Null", "aws:username", {"true"}), Truth::Yes);
  EXPECT_EQ(truth("Null", "aws:username", {"false"}), Truth::No);
  EXPECT_EQ(truth("Null", "aws:SecureTransport", {"false"}), Truth::Yes);
  EXPECT_EQ(truth("Null", "aws:SourceIp", {"true"}), Truth::No);
  EXPECT_EQ(truth("Null", "aws:SourceArn", {"false"}), Truth::Yes);
  EXPECT_EQ(truth("Null", "aws:userid", {"false"}), Truth::Unknown);
  EXPECT_EQ(truth("Null", "aws:username", {"maybe"}), Truth::Unknown);
}

// iam.md 15, "Single- vs multivalued context keys".
TEST(PolicyCondition, WithForAllValuesNeedsEveryValueOfTheRequest) {
  EXPECT_EQ(truth("ForAllValues:StringEquals", "aws:TagKeys", {"a", "b", "c"}),
            Truth::Yes);
  EXPECT_EQ(truth("ForAllValues:StringEquals", "aws:TagKeys", {"a"}), Truth::No);
  EXPECT_EQ(truth("ForAllValues:StringNotEquals", "aws:TagKeys", {"c"}), Truth::Yes);
  EXPECT_EQ(truth("ForAllValues:StringNotEquals", "aws:TagKeys", {"a"}), Truth::No);
}

// iam.md 15: ForAllValues: true on missing or empty.
TEST(PolicyCondition, WithForAllValuesHoldsForNoValueAtAll) {
  EXPECT_EQ(truth("ForAllValues:StringEquals", "aws:username", {"x"}), Truth::Yes);
  EXPECT_EQ(truth("ForAllValues:StringEquals", "aws:CalledVia", {"x"}), Truth::Yes);
}

// iam.md 15: ForAnyValue: false on missing, negated too.
TEST(PolicyCondition, WithForAnyValueNeedsSomeValueOfTheRequest) {
  EXPECT_EQ(truth("ForAnyValue:StringEquals", "aws:TagKeys", {"b", "c"}), Truth::Yes);
  EXPECT_EQ(truth("ForAnyValue:StringEquals", "aws:TagKeys", {"c"}), Truth::No);
  EXPECT_EQ(truth("ForAnyValue:StringNotEquals", "aws:TagKeys", {"a"}), Truth::Yes);
  EXPECT_EQ(truth("ForAnyValue:StringNotEquals", "aws:username", {"x"}), Truth::No);
  EXPECT_EQ(truth("ForAnyValue:StringEquals", "aws:CalledVia", {"x"}), Truth::No);
}

// iam.md 15: a multivalued key needs a set operator.
TEST(PolicyCondition, OfAMultivaluedKeyWithoutSetOperatorIsUnknown) {
  EXPECT_EQ(truth("StringEquals", "aws:TagKeys", {"a"}), Truth::Unknown);
}

TEST(PolicyCondition, TakesASetOperatorOnASingleValue) {
  EXPECT_EQ(truth("ForAnyValue:StringEquals", "aws:RequestedRegion", {"eu-central-1"}),
            Truth::Yes);
}

// iam.md 20: unknown operators and keys are never skipped.
TEST(PolicyCondition, OfAnUnknownOperatorOrKeyIsUnknown) {
  EXPECT_EQ(truth("StringMatches", "aws:username", {"x"}), Truth::Unknown);
  EXPECT_EQ(truth("StringEquals", "acme:Key", {"x"}), Truth::Unknown);
  EXPECT_EQ(truth("StringEquals", "aws:userid", {"x"}), Truth::Unknown);
  EXPECT_EQ(truth("StringNotEqualsIfExists", "aws:userid", {"x"}), Truth::Unknown);
}

TEST(PolicyCondition, NamesTheCallThatWouldSettleIt) {
  const auto asked = questions(holds_for("StringEquals", "aws:userid", {"x"}));
  ASSERT_EQ(asked.size(), 1U);
  EXPECT_EQ(asked.begin()->call, "c");
  EXPECT_EQ(asked.begin()->why, "w");
  // Another comparison of the same key may have another answer.
  EXPECT_NE(asked, questions(holds_for("StringEquals", "aws:userid", {"y"})));
}

// iam.md 11: aws:SourceIp is the address that AWS chooses.
TEST(PolicyCondition, OfAnAddressSpeaksOfItsField) {
  const Predicate in =
      holds_for("IpAddress", "aws:SourceIp", {"18.0.0.0/8", "3.3.3.3"});
  EXPECT_EQ(with_address(in, "18.1.2.3"), Truth::Yes);
  EXPECT_EQ(with_address(in, "3.3.3.3"), Truth::Yes);
  EXPECT_EQ(with_address(in, "3.3.3.4"), Truth::No);
  const Predicate out = holds_for("NotIpAddress", "aws:SourceIp", {"18.0.0.0/8"});
  EXPECT_EQ(with_address(out, "18.1.2.3"), Truth::No);
  EXPECT_EQ(truth("IpAddress", "aws:SourceIp", {"2001:db8::/32"}), Truth::No);
  EXPECT_EQ(truth("IpAddress", "aws:SourceIp", {"here"}), Truth::Unknown);
}

TEST(PolicyCondition, ComparesAnAddressAsATextWhereItCan) {
  const Predicate equal = holds_for("StringEquals", "aws:SourceIp", {"3.3.3.3"});
  EXPECT_EQ(with_address(equal, "3.3.3.3"), Truth::Yes);
  EXPECT_EQ(with_address(equal, "3.3.3.4"), Truth::No);
  EXPECT_EQ(truth("StringEquals", "aws:SourceIp", {"3.3.3.3/32"}), Truth::No);
  EXPECT_EQ(truth("StringLike", "aws:SourceIp", {"*"}), Truth::Yes);
  EXPECT_EQ(truth("StringLike", "aws:SourceIp", {"3.*"}), Truth::Unknown);
  EXPECT_EQ(truth("Bool", "aws:SourceIp", {"true"}), Truth::Unknown);
}

TEST(PolicyCondition, OfATextSpeaksOfItsField) {
  const Predicate like =
      holds_for("ArnLike", "aws:SourceArn", {"arn:aws:ecs:eu-central-1:1:*"});
  EXPECT_EQ(with_text(like, "arn:aws:ecs:eu-central-1:1:task/x"), Truth::Yes);
  EXPECT_EQ(with_text(like, "arn:aws:ecs:eu-central-1:2:task/x"), Truth::No);
  const Predicate other = holds_for("StringNotEquals", "aws:SourceArn", {"x"});
  EXPECT_EQ(with_text(other, "x"), Truth::No);
  EXPECT_EQ(with_text(other, "y"), Truth::Yes);
}

// iam.md 13: an ARN has six segments; the page says nothing of fewer.
TEST(PolicyCondition, OfAnArnPatternWithFewerSegmentsIsUnknown) {
  EXPECT_EQ(truth("ArnNotLike", "aws:PrincipalArn", {"*"}), Truth::Unknown);
  EXPECT_EQ(truth("ArnLike", "aws:PrincipalArn", {"arn:aws:iam::*:role/*"}),
            Truth::Yes);
}

// iam.md 16: variables in String and Arn operators, not in others.
TEST(PolicyCondition, ExpandsVariablesInTextOperatorsOnly) {
  EXPECT_EQ(truth("StringEquals", "aws:RequestedRegion", {"${aws:RequestedRegion}"}),
            Truth::Yes);
  EXPECT_EQ(truth("Bool", "aws:SecureTransport", {"${aws:SecureTransport}"}),
            Truth::Unknown);
  EXPECT_EQ(holds_for("StringEquals", "aws:RequestedRegion", {"${aws:RequestedRegion}"},
                      false)
                .as_constant(),
            Truth::No);
}

// iam.md 16: unresolved never matches, so a negated operator holds.
TEST(PolicyCondition, NeverMatchesAnUnresolvedVariable) {
  EXPECT_EQ(truth("StringLike", "aws:RequestedRegion", {"*${aws:username}"}),
            Truth::No);
  EXPECT_EQ(truth("StringNotLike", "aws:RequestedRegion", {"*${aws:username}"}),
            Truth::Yes);
}

// iam.md 19 and "How a pull works": what ECR's own account holds is never the
// customer's, and nothing else is known of it.
TEST(PolicyCondition, OfAForeignValueKnowsOnlyThatItIsNotTheCustomers) {
  const char* key = "aws:ResourceAccount";
  EXPECT_EQ(truth("StringEquals", key, {"111122223333"}), Truth::No);
  EXPECT_EQ(truth("StringNotEquals", key, {"111122223333"}), Truth::Yes);
  EXPECT_EQ(truth("StringLike", key, {"arn:aws:iam::111122223333:*"}), Truth::No);
  EXPECT_EQ(truth("StringEquals", key, {"o-acme"}), Truth::No);
  EXPECT_EQ(truth("StringLike", key, {"*"}), Truth::Yes);
  EXPECT_EQ(truth("StringEquals", key, {"777788889999"}), Truth::Unknown);
  EXPECT_EQ(truth("Null", key, {"false"}), Truth::Yes);
}

// Whether ECR's own account is in an organization nobody tells.
TEST(PolicyCondition, DecidesAKeyThatMayBeAbsentWhereThatMakesNoDifference) {
  const char* key = "aws:PrincipalOrgID";
  EXPECT_EQ(truth("Null", key, {"true"}), Truth::Unknown);
  EXPECT_EQ(truth("Null", key, {"false"}), Truth::Unknown);
  EXPECT_EQ(truth("StringEquals", key, {"o-acme"}), Truth::No);
  EXPECT_EQ(truth("StringNotEquals", key, {"o-acme"}), Truth::Yes);
  EXPECT_EQ(truth("StringEqualsIfExists", key, {"o-acme"}), Truth::Unknown);
  EXPECT_EQ(truth("StringNotEqualsIfExists", key, {"o-acme"}), Truth::Yes);
  const Predicate both = Predicate::any_of(
      {holds_for("Null", key, {"true"}), holds_for("Null", key, {"false"})});
  const Unknown asked = *questions(both).begin();
  for (const bool answer : {false, true}) {
    EXPECT_EQ(evaluate(both, {.values = {}, .answers = {{asked, answer}}}), Truth::Yes);
  }
}

}  // namespace
}  // namespace pullproof::gates::policy_condition_test
