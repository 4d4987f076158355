#include "model/gates/policy_text.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "model/gates/request_context.h"

namespace pullproof::gates::policy_text_test {
namespace {

using State = PolicyText::State;

Request request() {
  Request asked;
  asked.context = {
      {"aws:principalaccount", FixedKey{.values = {"111122223333"}}},
      {"aws:username", AbsentKey{}},
      {"aws:principaltag/", AbsentKey{}},
      {"aws:principaltag/team", FixedKey{.values = {"a*b"}}},
      {"aws:principalorgpaths", FixedKey{.values = {"o/r/"}, .multivalued = true}},
      {"aws:userid", UnknownKey{{.call = "c", .why = "w"}}},
      {"aws:principalarn", FixedKey{.values = {foreign_value("1")}}},
      {"aws:sourceip", AddressKey{FieldId{0}}}};
  return asked;
}

PolicyText resolved(const std::string& text) { return resolve(text, request()); }

bool matches(const std::string& text, const std::string& value) {
  const PolicyText resolved_text = resolved(text);
  return resolved_text.state == State::Ready &&
         Glob::of(aws::tokens_of(resolved_text.parts, true), LetterCase::Sensitive)
             .matches(value);
}

// iam.md 16, "IAM policy elements: Variables and tags".
TEST(PolicyText, PutsInWhatTheRequestHolds) {
  EXPECT_TRUE(matches("x/${aws:PrincipalAccount}/*", "x/111122223333/y"));
  EXPECT_TRUE(matches("${AWS:principalACCOUNT}", "111122223333"));
  EXPECT_TRUE(matches("plain", "plain"));
}

// iam.md 16: `${*}`, `${?}` and `${$}` are literals, and so is a variable's value.
TEST(PolicyText, EscapesSpecialCharacters) {
  EXPECT_TRUE(matches("a${*}${?}${$}", "a*?$"));
  EXPECT_FALSE(matches("a${*}", "abc"));
  EXPECT_TRUE(matches("${aws:PrincipalTag/team}", "a*b"));
  EXPECT_FALSE(matches("${aws:PrincipalTag/team}", "axb"));
}

// iam.md 16: `${k, 'default'}`.
TEST(PolicyText, FallsBackToADefault) {
  EXPECT_TRUE(matches("${aws:PrincipalTag/none, 'no*ne'}", "no*ne"));
  EXPECT_FALSE(matches("${aws:PrincipalTag/none, 'no*ne'}", "noxne"));
  EXPECT_TRUE(matches("${aws:PrincipalTag/team, 'none'}", "a*b"));
}

// iam.md 16: unresolved never matches.
TEST(PolicyText, IsUnresolvedWithoutAValue) {
  EXPECT_EQ(resolved("${aws:username}").state, State::Unresolved);
  EXPECT_EQ(resolved("${aws:username}/${aws:PrincipalAccount}").state,
            State::Unresolved);
}

TEST(PolicyText, IsUnknownWhereTheValueIs) {
  EXPECT_EQ(resolved("${aws:userid}").question.call, "c");
  for (const char* text :
       {"${aws:userid}", "${aws:username}${aws:userid}", "${aws:PrincipalOrgPaths}",
        "${aws:PrincipalArn}", "${aws:SourceIp}", "${other:Key}"}) {
    EXPECT_EQ(resolved(text).state, State::Unknown) << text;
  }
}

TEST(PolicyText, IsUnknownWhereItIsMalformed) {
  for (const char* text :
       {"${aws:username", "${}", "${a, default}", "${a, '}", "${${aws:username}}"}) {
    EXPECT_EQ(resolved(text).state, State::Unknown) << text;
  }
}

TEST(PolicyText, LeavesALoneDollarAndBracesAlone) {
  EXPECT_TRUE(matches("a$b{c}", "a$b{c}"));
}

TEST(WithValues, CompilesWhatVariablesStandFor) {
  const auto document = aws::PolicyDocument::parse(
      nlohmann::json::parse(R"({"Version": "2012-10-17", "Statement": {
        "Effect": "Allow", "Action": "*", "Resource": "*", "Condition": {
          "StringLike": {"x:y": ["${aws:PrincipalTag/team}-?", "${aws:userid}"]}}}})"),
      {"policy.json", ""}, false);
  const auto& before = document.statements.at(0).conditions.at(0).values;
  EXPECT_TRUE(before.at(0).has_variables);
  const auto with = with_values(document, request());
  const auto& after = with.statements.at(0).conditions.at(0).values;
  ASSERT_FALSE(after.at(0).has_variables);
  // The value's own star is no wildcard; the policy's question mark is one.
  EXPECT_TRUE(std::get<Glob>(after.at(0).operand).matches("a*b-1"));
  EXPECT_FALSE(std::get<Glob>(after.at(0).operand).matches("axb-1"));
  EXPECT_TRUE(after.at(1).has_variables);
}

}  // namespace
}  // namespace pullproof::gates::policy_text_test
