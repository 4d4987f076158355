#include "model/value_classes.h"

#include <algorithm>

#include <gtest/gtest.h>

#include "model/gates/policy_condition.h"

namespace pullproof::model::value_classes_test {
namespace {

using aws::PolicyCondition;

class ValueClassesTest : public ::testing::Test {
 protected:
  void add(const char* op, std::vector<std::string> values) {
    conditions_.push_back(PolicyCondition::of(op, "aws:key", std::move(values), true));
  }
  [[nodiscard]] ValueClasses classes() const {
    std::vector<const PolicyCondition*> all;
    for (const auto& condition : conditions_) all.push_back(&condition);
    return value_classes(all);
  }
  /// What the first condition says of each witness, sorted.
  [[nodiscard]] std::string answers() const {
    std::string said;
    for (const auto& witness : classes().witnesses) {
      gates::Request request;
      request.context.emplace("aws:key", gates::FixedKey{.values = {witness}});
      for (const auto& condition : conditions_) {
        const Truth truth = gates::holds<gates::Decided>(condition, request);
        said += truth == Truth::Yes ? 'y' : 'n';
      }
      said += ' ';
    }
    return said;
  }

  std::vector<PolicyCondition> conditions_;
};

TEST_F(ValueClassesTest, SplitTextsByTheirPatterns) {
  add("StringLike", {"a*"});
  add("StringLike", {"*b"});
  EXPECT_EQ(classes().witnesses.size(), 4U);
  EXPECT_TRUE(classes().exact);
  EXPECT_FALSE(classes().is_set);
}

TEST_F(ValueClassesTest, SplitNumbersAtAndBetweenTheirOperands) {
  add("NumericLessThan", {"-1.5"});
  add("NumericLessThanEquals", {"5"});
  add("NumericEquals", {"5.25"});
  // Below -1.5; from there to 5; between 5 and 5.25 and above; 5.25.
  EXPECT_EQ(classes().witnesses.size(), 4U) << answers();
}

TEST_F(ValueClassesTest, SplitTimesAndBooleans) {
  add("DateLessThan", {"2026-01-01T00:00:00Z"});
  EXPECT_EQ(classes().witnesses.size(), 2U);
  conditions_.clear();
  add("Bool", {"true"});
  EXPECT_EQ(classes().witnesses, (std::vector<std::string>{"true", "false"}));
  add("Bool", {"false"});
  EXPECT_EQ(classes().witnesses, (std::vector<std::string>{"true", "false", "x"}));
}

TEST_F(ValueClassesTest, SplitAddressesOfBothFamilies) {
  add("IpAddress", {"10.0.0.0/8"});
  add("IpAddress", {"10.1.0.0/16", "2001:db8::/32"});
  // In the outer block, in both, in the second alone, and outside.
  EXPECT_EQ(classes().witnesses.size(), 4U) << answers();
}

TEST_F(ValueClassesTest, OfSetOperatorsAreMembers) {
  add("ForAnyValue:StringEquals", {"a"});
  add("Null", {"true"});
  EXPECT_TRUE(classes().is_set);
  add("StringEquals", {"a"});
  EXPECT_FALSE(classes().is_set);
}

// Each was missing once: nobody looked between zero and the number below it, between
// two seconds, or before the first block.
TEST_F(ValueClassesTest, LeaveNoGapBetweenOperands) {
  add("NumericGreaterThan", {"-5"});
  add("NumericLessThan", {"0"});
  EXPECT_NE(answers().find("yy"), std::string::npos) << answers();
  conditions_.clear();
  add("DateGreaterThan", {"2026-01-01T00:00:00Z"});
  add("DateLessThan", {"2026-01-01T00:00:01Z"});
  EXPECT_NE(answers().find("yy"), std::string::npos) << answers();
  conditions_.clear();
  add("NotIpAddress", {"128.0.0.0/1", "::/0"});
  EXPECT_NE(answers().find('y'), std::string::npos) << answers();
  conditions_.clear();
  add("DateLessThan", {"1970-01-01T00:00:00Z"});
  EXPECT_NE(answers().find('y'), std::string::npos) << answers();
}

TEST_F(ValueClassesTest, AreExactOnPartsOfASecond) {
  add("DateGreaterThan", {"2026-01-01T00:00:00.25Z"});
  add("DateLessThan", {"2026-01-01T00:00:00.3Z"});
  EXPECT_TRUE(classes().exact);
  EXPECT_NE(answers().find("yy"), std::string::npos) << answers();
  EXPECT_EQ(classes().witnesses.size(), 3U) << answers();
  conditions_.clear();
}

// The years before and after those of four digits are in other zones' calendars.
TEST_F(ValueClassesTest, SplitTimesAtTheEndsOfTheCalendar) {
  add("DateLessThanEquals", {"9999-12-31T23:59:59Z"});
  add("DateLessThan", {"0000-01-01T00:00:00Z"});
  EXPECT_TRUE(classes().exact);
  EXPECT_EQ(classes().witnesses.size(), 3U) << answers();
  conditions_.clear();
  // Only seconds since 1970 tell such times.
  add("DateLessThan", {"99999999999999"});
  add("DateLessThanEquals", {"99999999999999"});
  EXPECT_TRUE(classes().exact);
  EXPECT_EQ(classes().witnesses.size(), 3U) << answers();
}

TEST_F(ValueClassesTest, SplitNumbersThatAreComparedAsTexts) {
  add("NumericLessThan", {"5"});
  add("StringEquals", {"3", "7", "word"});
  EXPECT_TRUE(classes().exact);
  // "3" and other numbers below 5, "7" and other numbers from there on; "word" and
  // other texts are none.
  EXPECT_EQ(classes().witnesses.size(), 6U) << answers();
  // Numbers below 5 and others, and what is none: each with a 1 first and without.
  add("StringLike", {"1*"});
  EXPECT_TRUE(classes().exact);
  EXPECT_EQ(classes().witnesses.size(), 9U) << answers();
  add("DateLessThan", {"2026-01-01T00:00:00Z"});
  EXPECT_FALSE(classes().exact);
}

TEST_F(ValueClassesTest, SplitNumbersThatAreComparedAsTimes) {
  add("NumericLessThan", {"1767225600"});
  add("DateLessThan", {"2026-01-01T00:00:00Z"});
  EXPECT_TRUE(classes().exact);
  // They are the same moment: what is both is before it, or is not; so is what is a
  // number only, or a time only; and there is what is neither.
  EXPECT_EQ(classes().witnesses.size(), 7U) << answers();
}

TEST_F(ValueClassesTest, SplitWordsThatAreComparedAsTexts) {
  add("Bool", {"true"});
  add("StringLike", {"t*", "TRUE"});
  EXPECT_TRUE(classes().exact);
  // "true", "TRUE" and "True"; and what is not true, with a t and without.
  EXPECT_EQ(classes().witnesses.size(), 5U) << answers();
}

// Of a key whose type is known, also where only texts are compared.
TEST_F(ValueClassesTest, LeaveOutWhatIsNotOfTheKeysType) {
  using Family = aws::ConditionFamily;
  const auto of = [this](Family type) {
    std::vector<const PolicyCondition*> all;
    for (const auto& condition : conditions_) all.push_back(&condition);
    return value_classes(all, ValueType{.family = type}).witnesses.size();
  };
  add("StringEquals", {"x"});
  EXPECT_EQ(of(Family::Boolean), 1U);
  EXPECT_EQ(of(Family::Date), 2U);  // Nobody lists all ways to write a time.
  add("Bool", {"true"});
  EXPECT_EQ(of(Family::Boolean), 2U);
  conditions_.clear();
  add("NumericLessThan", {"1767225600"});
  EXPECT_EQ(of(Family::Date), 2U);
  conditions_.clear();
  add("StringEquals", {"10.0.0.1"});
  add("IpAddress", {"10.0.0.1"});
  EXPECT_EQ(of(Family::IpAddress), 2U);
}

TEST_F(ValueClassesTest, SplitWhatIsReadInOneWayOnly) {
  add("Bool", {"true"});
  add("IpAddress", {"10.0.0.0/8"});
  EXPECT_TRUE(classes().exact);
  // True; addresses inside and outside; neither.
  EXPECT_EQ(classes().witnesses.size(), 4U) << answers();
  add("BinaryEquals", {"AAAA"});
  EXPECT_FALSE(classes().exact);
}

// What such an operand says is a question of its own, which splits no values.
TEST_F(ValueClassesTest, AreExactBesideOperandsThatCannotBeRead) {
  add("NumericLessThan", {"5", "1e1"});
  EXPECT_TRUE(classes().exact);
  EXPECT_EQ(classes().witnesses.size(), 2U) << answers();
}

TEST_F(ValueClassesTest, AreNotListedWhereTextsHaveTooMany) {
  std::vector<std::string> values;
  for (char letter = 'a'; letter < 'p'; ++letter) {
    values.push_back(std::string("*") + letter + "*z*");
  }
  add("StringLike", values);
  add("Null", {"true"});
  EXPECT_TRUE(classes().is_text);
  EXPECT_TRUE(classes().exact);
  // Numbers are none.
  add("NumericLessThan", {"1"});
  EXPECT_FALSE(classes().is_text);
  EXPECT_FALSE(classes().exact);
  EXPECT_FALSE(classes().why.empty());
}

// Each condition needs a member at most that it is true of, or false of.
TEST_F(ValueClassesTest, OfSetsOfTextsTellHowManyMembersMatter) {
  std::vector<std::string> values;
  for (char letter = 'a'; letter < 'p'; ++letter) {
    values.push_back(std::string("*") + letter + "*z*");
  }
  add("ForAnyValue:StringLike", values);
  add("ForAllValues:StringLike", values);
  add("ForAnyValue:StringLike", values);
  EXPECT_TRUE(classes().is_text);
  EXPECT_TRUE(classes().is_set);
  EXPECT_EQ(classes().members, 2U);
  values.emplace_back("${aws:username}");
  add("ForAnyValue:StringLike", values);
  EXPECT_EQ(classes().members, 3U);
  EXPECT_TRUE(classes().exact);
}

TEST_F(ValueClassesTest, HaveAWitnessWhereNothingIsCompared) {
  add("Null", {"true"});
  EXPECT_FALSE(classes().witnesses.empty());
}

}  // namespace
}  // namespace pullproof::model::value_classes_test
