#include "solver/policy_compare.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/support/comparison.h"
#include "tests/support/question.h"

namespace pullproof::solver::policy_compare_test {
namespace {

using nlohmann::json;
using support::allowing;
using support::denying;

class PolicyCompareTest : public support::ComparisonTest {};

using support::on;

TEST_F(PolicyCompareTest, FindsNothingNewInTheSameInOtherWords) {
  EXPECT_EQ(access({on("arn:aws:s3:::a*"), on("arn:aws:s3:::b")},
                   {on("arn:aws:s3:::b"), on("arn:aws:s3:::a*")}),
            Access::None);
  // `a*` is `a` and `a?*`: no statement covers it alone.
  EXPECT_EQ(
      access({on("arn:aws:s3:::a*")}, {on("arn:aws:s3:::a"), on("arn:aws:s3:::a?*")}),
      Access::None);
  EXPECT_EQ(access({allowing({{"Action", "s3:get*"}})},
                   {allowing({{"Action", {"S3:GetObject", "s3:Get*"}}})}),
            Access::None);
}

TEST_F(PolicyCompareTest, FindsNewActionsResourcesAndConditions) {
  const auto found = answer({on("arn:aws:s3:::a*")}, {on("arn:aws:s3:::ab*")});
  ASSERT_EQ(found.access, Access::New);
  ASSERT_TRUE(found.witness);
  ASSERT_EQ(found.statements.size(), 1U);
  EXPECT_EQ(found.statements[0]->source.file, "new");
  const json limited =
      allowing({{"Condition", {{"StringEquals", {{"aws:Tag", "x"}}}}}});
  EXPECT_EQ(access({allowing()}, {limited}), Access::New);
  EXPECT_EQ(access({limited}, {allowing()}), Access::None);
  EXPECT_EQ(access({allowing({{"Action", "s3:*"}})}, {allowing({{"Action", "s3:G*"}})}),
            Access::New);
}

TEST_F(PolicyCompareTest, MindsDenials) {
  const json deny = denying({{"Resource", "arn:aws:s3:::secret*"}});
  EXPECT_EQ(access({allowing()}, {allowing(), deny}), Access::New);
  EXPECT_EQ(access({allowing(), deny}, {allowing()}), Access::None);
  EXPECT_EQ(access({allowing(), deny},
                   {allowing(), denying({{"Resource", "arn:aws:s3:::secret-1"}})}),
            Access::None);
}

TEST_F(PolicyCompareTest, IsExactOnNumbersDatesAddressesAndSets) {
  const auto when = [](const char* op, const char* key, const json& value) {
    return json(allowing({{"Condition", {{op, {{key, value}}}}}}));
  };
  EXPECT_EQ(access({when("NumericLessThan", "k", "5")},
                   {when("NumericLessThanEquals", "k", "5")}),
            Access::None);
  EXPECT_EQ(access({when("NumericLessThanEquals", "k", "5")},
                   {when("NumericLessThan", "k", "5")}),
            Access::New);
  EXPECT_EQ(access({when("IpAddress", "aws:SourceIp", "10.0.0.0/8")},
                   {when("IpAddress", "aws:SourceIp", {"10.0.0.0/9", "10.128.0.0/9"})}),
            Access::None);
  EXPECT_EQ(access({when("DateGreaterThan", "aws:CurrentTime", "2027-01-01")},
                   {when("DateGreaterThan", "aws:CurrentTime", "2026-01-01")}),
            Access::None);
  EXPECT_EQ(access({when("ForAllValues:StringEquals", "aws:TagKeys", {"a"})},
                   {when("ForAllValues:StringEquals", "aws:TagKeys", {"a", "b"})}),
            Access::None);
  // True for a request without the key, too.
  EXPECT_EQ(access({when("ForAllValues:StringEquals", "aws:TagKeys", {"a"})},
                   {when("ForAnyValue:StringEquals", "aws:TagKeys", {"a"})}),
            Access::New);
}

TEST_F(PolicyCompareTest, ComparesWhoIsNamed) {
  const auto to = [](const json& principal) {
    return json(allowing({{"Principal", principal}}));
  };
  const json role = {{"AWS", support::kRoleCi}};
  const json account = {{"AWS", support::kOwn}};
  EXPECT_EQ(access({to(role)}, {to(account)}, true), Access::None);
  EXPECT_EQ(access({to(account)}, {to(role)}, true), Access::New);
  EXPECT_EQ(access({to("*")}, {to(account)}, true), Access::New);
  EXPECT_EQ(access({to({{"Service", "a.amazonaws.com"}})}, {to(account)}, true),
            Access::New);
}

TEST_F(PolicyCompareTest, TakesOneVariableForTheSameEverywhere) {
  const json own = on("arn:aws:s3:::home/${aws:username}/*");
  EXPECT_EQ(access({own, on("arn:aws:s3:::a")}, {on("arn:aws:s3:::a"), own}),
            Access::None);
  EXPECT_EQ(access({on("arn:aws:s3:::home/${aws:username}x/*")}, {own}), Access::New);
  // Whoever the variable stands for is not only whom a witness would be.
  for (const char* key : {"aws:username", "aws:PrincipalTag/team", "aws:userid"}) {
    const std::string text = std::string("arn:aws:s3:::home/${") + key + "}/*";
    EXPECT_EQ(access({on(text.c_str())}, {on("arn:aws:s3:::home/*/*")}), Access::None);
    // A value may be empty.
    EXPECT_EQ(access({on(text.c_str())}, {on("arn:aws:s3:::home/?*/*")}),
              Access::Unknown)
        << key;
    EXPECT_EQ(access({on(text.c_str())}, {on("arn:aws:s3:::home/*")}), Access::None)
        << key;
  }
}

// Each was answered with "nothing new" once, by a space that lacked the witness.
TEST_F(PolicyCompareTest, FindsWitnessesInEveryCorner) {
  const auto when = [](const char* op, const char* key, const json& value) {
    return json(allowing({{"Condition", {{op, {{key, value}}}}}}));
  };
  const auto anyone = [](json statement) {
    statement["Principal"] = "*";
    return statement;
  };
  EXPECT_EQ(access({allowing()}, {when("StringNotEquals", "k", "a${*}b")}),
            Access::New);
  EXPECT_EQ(access({when("DateEquals", "k", "2024-01-01T00:00:00.5Z")},
                   {when("DateEquals", "k", "2025-01-01T00:00:00Z")}),
            Access::New);
  EXPECT_EQ(access({anyone(allowing())},
                   {anyone(when("StringNotEquals", "aws:PrincipalServiceName",
                                "lambda.amazonaws.com"))},
                   true),
            Access::New);
  EXPECT_EQ(
      access(
          {anyone(allowing())},
          {anyone(when("ArnNotLike", "aws:PrincipalArn", "arn:aws:iam::1*:role/app"))},
          true),
      Access::New);
  EXPECT_EQ(access({anyone(when("StringEquals", "aws:PrincipalType", "FederatedUser"))},
                   {anyone(allowing({{"Action", "s3:GetObject"}}))}, true),
            Access::New);
  EXPECT_EQ(access({allowing()}, {when("StringLike", "aws:RequestedRegion", "*")}),
            Access::New);
}

/// "*a*z*" and so on, of so many letters.
json letters(std::size_t count, const std::string& before = "") {
  json texts = json::array();
  for (std::size_t i = 0; i < count; ++i) {
    texts.push_back(before + '*' + static_cast<char>('a' + i) + "*z*");
  }
  return texts;
}

TEST_F(PolicyCompareTest, IsExactOnValuesThatHaveTooManyClasses) {
  const auto when = [](const char* op, const json& values) {
    return json(allowing({{"Condition", {{op, {{"k", values}}}}}}));
  };
  EXPECT_EQ(
      access({when("StringLike", letters(17))}, {when("StringLike", letters(18))}),
      Access::None);
  const auto found =
      answer({when("StringLike", letters(18))}, {when("StringLike", letters(17))});
  ASSERT_EQ(found.access, Access::New);
  const auto& value = std::get<gates::FixedKey>(found.witness->context.at("k"));
  EXPECT_TRUE(Glob::like("*r*z*").matches(value.values.at(0)));
  // A request without the key.
  EXPECT_EQ(
      access({when("StringNotLike", letters(18))},
             {when("StringNotLike", letters(17)), when("StringLike", letters(17))}),
      Access::None);
  EXPECT_EQ(access({allowing()}, {when("StringNotLike", letters(18)),
                                  when("StringLike", letters(18))}),
            Access::None);
  EXPECT_EQ(access({allowing()}, {when("StringNotLike", letters(18))}), Access::New);
  EXPECT_EQ(
      access({allowing()}, {when("StringLike", letters(18)), when("Null", "true")}),
      Access::New);
  EXPECT_EQ(access({when("StringLikeIfExists", letters(18))},
                   {when("StringLike", letters(18)), when("Null", "true")}),
            Access::None);
}

TEST_F(PolicyCompareTest, IsExactOnSetsOfTextsThatHaveTooManyClasses) {
  const auto when = [](const char* op, const json& values) {
    return json(allowing({{"Condition", {{op, {{"aws:TagKeys", values}}}}}}));
  };
  const json few = letters(17);
  const json more = letters(18);
  EXPECT_EQ(access({when("ForAnyValue:StringLike", few)},
                   {when("ForAnyValue:StringLike", more)}),
            Access::None);
  EXPECT_EQ(access({when("ForAllValues:StringLike", more)},
                   {when("ForAllValues:StringLike", few)}),
            Access::New);
  // Two members that differ.
  json both = when("ForAnyValue:StringLike", few);
  both["Condition"]["ForAnyValue:StringNotLike"]["aws:TagKeys"] = few;
  const auto found = answer({both}, {when("ForAllValues:StringLike", few),
                                     when("ForAllValues:StringNotLike", few)});
  ASSERT_EQ(found.access, Access::New);
  EXPECT_EQ(
      std::get<gates::FixedKey>(found.witness->context.at("aws:tagkeys")).values.size(),
      2U);
  // All of them match, some does not, or there is none.
  EXPECT_EQ(access({allowing()}, {when("ForAllValues:StringLike", few),
                                  when("ForAnyValue:StringNotLike", few)}),
            Access::None);
}

TEST_F(PolicyCompareTest, IsExactOnActionsThatHaveTooManyClasses) {
  const auto to = [](const char* element, const json& actions) {
    json statement = allowing();
    statement.erase("Action");
    statement[element] = actions;
    return statement;
  };
  const json all = letters(20, "s3:");
  EXPECT_EQ(access({to("Action", letters(19, "s3:"))}, {to("Action", all)}),
            Access::None);
  const auto found = answer({to("Action", all)}, {to("Action", letters(19, "s3:"))});
  ASSERT_EQ(found.access, Access::New);
  EXPECT_TRUE(Glob::like("s3:*t*z*").matches(found.witness->action));
  EXPECT_EQ(
      access({allowing({{"Action", "*"}})}, {to("Action", all), to("NotAction", all)}),
      Access::None);
  // One action has no resource: only `*` matches.
  json login = allowing({{"Action", "ecr:GetAuthorizationToken"}});
  json others = to("NotAction", all);
  others["Resource"] = "arn:aws:s3:::*";
  const auto without_resource = answer({login}, {others, to("Action", all)});
  ASSERT_EQ(without_resource.access, Access::New);
  EXPECT_FALSE(without_resource.witness->resource);
  login["Resource"] = "arn:aws:s3:::*";
  EXPECT_EQ(access({login}, {to("Action", all)}), Access::None);
}

// No policy of an identity is a root user's.
TEST_F(PolicyCompareTest, KnowsThatAnIdentityIsNoRootUser) {
  EXPECT_EQ(
      access({allowing()},
             {allowing({{"Condition",
                         {{"StringNotEquals", {{"aws:PrincipalType", "Account"}}}}}})}),
      Access::None);
}

TEST_F(PolicyCompareTest, KnowsStrangers) {
  const auto open_to_strangers = [this](const json& more) {
    json statement = allowing({{"Principal", "*"}});
    statement.update(more);
    granted_ = parse({statement}, "bucket");
    PolicyComparison asked;
    asked.granted = {&granted_};
    asked.resource_policies = true;
    asked.only_strangers = true;
    return compare(asked).access == Access::New;
  };
  const auto when = [](const char* op, const char* key, const json& value) {
    return json{{"Condition", {{op, {{key, value}}}}}};
  };
  EXPECT_TRUE(open_to_strangers(json::object()));
  EXPECT_FALSE(open_to_strangers({{"Principal", {{"AWS", support::kOwn}}}}));
  EXPECT_FALSE(open_to_strangers(when("StringEquals", "aws:PrincipalOrgID", "o-1")));
  EXPECT_TRUE(open_to_strangers(when("StringLike", "aws:PrincipalOrgID", "o-*")));
  EXPECT_FALSE(open_to_strangers(when("StringEquals", "aws:SourceVpce", "vpce-1")));
  EXPECT_FALSE(open_to_strangers(when("IpAddress", "aws:SourceIp", "203.0.113.0/24")));
  EXPECT_TRUE(open_to_strangers(when("IpAddress", "aws:SourceIp", "0.0.0.0/1")));
  EXPECT_TRUE(open_to_strangers(when("Bool", "aws:SecureTransport", "true")));
}

TEST_F(PolicyCompareTest, StaysWithinTheActionsAndResourcesThatAreAsked) {
  granted_ = parse(
      {allowing({{"Action", "s3:Get*"}, {"Resource", "arn:aws:s3:::a/*"}})}, "doc");
  const auto granted = [this](const char* action, const char* resource) {
    PolicyComparison asked;
    asked.granted = {&granted_};
    asked.actions = {action};
    asked.resources = {resource};
    return compare(asked).access == Access::New;
  };
  EXPECT_TRUE(granted("s3:GetObject", "*"));
  EXPECT_TRUE(granted("s3:*", "arn:aws:s3:::a/b"));
  EXPECT_FALSE(granted("s3:Put*", "*"));
  EXPECT_FALSE(granted("s3:GetObject", "arn:aws:s3:::b/*"));
}

// Whatever the variable stands for, somebody's value of it is new.
TEST_F(PolicyCompareTest, FindsWhatTheValueOfAVariableOpens) {
  const json own = on("arn:aws:s3:::home/${aws:username}/*");
  const auto found = answer({own}, {on("arn:aws:s3:::home/bob/*")});
  ASSERT_EQ(found.access, Access::New);
  ASSERT_EQ(found.statements.size(), 1U);
  EXPECT_EQ(found.statements[0]->source.file, "new");
  EXPECT_EQ(found.witness->caller.kind, gates::Caller::Kind::User);
  EXPECT_EQ(access({own}, {on("arn:aws:s3:::home/*")}), Access::None);
  EXPECT_EQ(access({own}, {own}), Access::None);
  const json tagged = allowing(
      {{"Condition", {{"StringEquals", {{"aws:Tag", "${aws:PrincipalTag/team}"}}}}}});
  EXPECT_EQ(access({tagged}, {on("arn:aws:s3:::b")}), Access::New);
  EXPECT_EQ(access({allowing()}, {tagged}), Access::New);
}

// With a character in the place of the variable one pattern covers the other.
TEST_F(PolicyCompareTest, FindsNothingNewWhateverAVariableStandsFor) {
  const json own = on("arn:aws:s3:::home/${aws:username}/*");
  EXPECT_EQ(access({on("arn:aws:s3:::home/${aws:username}/a*")}, {own}), Access::None);
  EXPECT_EQ(access({on("arn:aws:s3:::home/${aws:username}/a*"),
                    on("arn:aws:s3:::home/${aws:username}/b")},
                   {own, on("arn:aws:s3:::x")}),
            Access::None);
  const auto tag = [](const char* op, const char* value) {
    return json(allowing({{"Condition", {{op, {{"aws:Tag", value}}}}}}));
  };
  const char* team = "${aws:PrincipalTag/team}";
  EXPECT_EQ(access({tag("StringEquals", team)},
                   {tag("StringLike", "${aws:PrincipalTag/team}*")}),
            Access::None);
  // Where a value may differ from the other in its letter case, by a denial, or by what
  // is asked not to match, the character tells nothing.
  EXPECT_NE(access({tag("StringEqualsIgnoreCase", team)}, {tag("StringEquals", team)}),
            Access::None);
  EXPECT_NE(access({own}, {own, denying({{"Resource", "arn:aws:s3:::home/bob/*"}})}),
            Access::None);
  EXPECT_NE(access({own}, {allowing({{"NotResource", "arn:aws:s3:::home/bob/*"}})}),
            Access::None);
  EXPECT_NE(access({tag("StringEquals", team)}, {tag("StringNotEquals", "bob")}),
            Access::None);
  EXPECT_NE(access({on("arn:aws:s3:::home/${aws:username, 'x'}/a")}, {own}),
            Access::None);
}

// An attack with a second evaluator found each of these called "nothing new".
TEST_F(PolicyCompareTest, LeavesNoCallersValuesAndVersionsOut) {
  const json get = {{"Action", "s3:Get*"}};
  const auto when = [&](const json& condition, const char* effect = "Allow") {
    json statement = get;
    statement["Effect"] = effect;
    statement["Resource"] = "*";
    statement["Condition"] = condition;
    return statement;
  };
  const json none = allowing({{"Action", "x:y"}});
  // Whoever revokes older sessions denies by this key.
  EXPECT_EQ(
      access({allowing(get)},
             {allowing(get),
              when({{"DateLessThan", {{"aws:TokenIssueTime", "2024-01-01T00:00:00Z"}}}},
                   "Deny")}),
      Access::New);
  // The name of a user is what follows the path.
  EXPECT_EQ(
      access(
          {when({{"StringEquals", {{"aws:username", "alice"}}},
                 {"ArnLike",
                  {{"aws:PrincipalArn", "arn:aws:iam::111122223333:user/team/*"}}}})},
          {none}),
      Access::New);
  // A set of several members meets one qualifier and not the other.
  const auto tag_keys = [&](const char* op, const json& value) {
    return when({{op, {{"aws:TagKeys", value}}}});
  };
  EXPECT_NE(access({tag_keys("ForAnyValue:StringLike", "${aws:PrincipalTag/t}")},
                   {tag_keys("ForAllValues:StringLike", "${aws:PrincipalTag/t}")}),
            Access::None);
  const json single = allowing(
      {{"Action", "ec2:*"}, {"Condition", {{"StringEquals", {{"aws:TagKeys", "x"}}}}}});
  EXPECT_NE(access({tag_keys("ForAnyValue:StringEquals", "team"), single},
                   {tag_keys("ForAllValues:StringEquals", "team"), single}),
            Access::None);
  // Some bytes are others than the operand's.
  EXPECT_EQ(
      access({allowing(get)}, {when({{"BinaryEqualsIfExists", {{"k:x", "AA=="}}}})}),
      Access::New);
  // A text that no number is.
  EXPECT_NE(access({when({{"StringEquals", {{"k:x", "abc"}}}})},
                   {allowing({{"Action", "s3:Put*"},
                              {"Condition", {{"NumericEquals", {{"k:x", "5"}}}}}})}),
            Access::None);
  // Principals of another partition.
  const auto role = [&](const char* arn) {
    return when({{"ArnLike", {{"aws:PrincipalArn", arn}}}});
  };
  EXPECT_EQ(access({role("arn:*:iam::*:role/x")}, {role("arn:aws:iam::*:role/x")}),
            Access::New);
  EXPECT_EQ(access({role("arn:aws-us-gov:iam::*:role/x")},
                   {role("arn:aws-cn:iam::*:role/x")}),
            Access::New);
}

TEST_F(PolicyCompareTest, TellsVersionsApart) {
  const auto version = [](const char* text, const json& statement) {
    return aws::PolicyDocument::parse({{"Version", text}, {"Statement", {statement}}},
                                      {text, ""}, false);
  };
  const auto differ = [&](const json& statement) {
    const auto present = version("2012-10-17", statement);
    const auto before = version("2008-10-17", statement);
    PolicyComparison asked;
    asked.granted = {&present};
    asked.known = {&before};
    return compare(asked).access != Access::None;
  };
  EXPECT_TRUE(differ(on("arn:aws:s3:::b/${*}")));
  EXPECT_TRUE(differ(allowing({{"Condition", {{"StringLike", {{"k:x", "${*}"}}}}}})));
  EXPECT_TRUE(
      differ(allowing({{"Condition", {{"StringEquals", {{"k:t", "${k:t}"}}}}}})));
  EXPECT_FALSE(differ(on("arn:aws:s3:::b/*")));
}

TEST_F(PolicyCompareTest, KnowsProvidersAndServicesThatNobodyNames) {
  const auto to_all = [](const json& condition) {
    return json(allowing({{"Principal", "*"}, {"Condition", condition}}));
  };
  const json none = allowing({{"Action", "x:y"}, {"Principal", "*"}});
  EXPECT_EQ(access({to_all({{"StringEquals", {{"aws:PrincipalType", "FederatedUser"}}},
                            {"Null", {{"aws:PrincipalArn", "true"}}}})},
                   {none}, true),
            Access::New);
  for (const char* names : {"*.amazonaws.com.cn", "*.aws.internal"}) {
    EXPECT_EQ(access({to_all({{"StringLike", {{"aws:PrincipalServiceName", names}}}})},
                     {none}, true),
              Access::New)
        << names;
  }
  // The login has no resource whose policy could speak of it.
  EXPECT_EQ(
      access({allowing({{"Principal", "*"}, {"Action", "ecr:GetAuthorizationToken"}})},
             {none}, true),
      Access::None);
}

TEST_F(PolicyCompareTest, KnowsThatStrangersLackKeys) {
  const auto is_public = [this](const json& condition) {
    granted_ = parse({allowing({{"Principal", "*"},
                                {"Action", "s3:GetObject"},
                                {"Condition", condition}})},
                     "doc");
    PolicyComparison asked;
    asked.granted = {&granted_};
    asked.resource_policies = true;
    asked.only_strangers = true;
    return compare(asked).access == Access::New;
  };
  EXPECT_TRUE(
      is_public({{"StringEqualsIfExists", {{"aws:PrincipalOrgID", "o-mine"}}}}));
  EXPECT_TRUE(is_public({{"StringEqualsIfExists", {{"aws:SourceVpce", "vpce-1"}}}}));
  EXPECT_TRUE(is_public(
      {{"ArnLikeIfExists", {{"aws:SourceArn", "arn:aws:sns:*:111122223333:*"}}}}));
  EXPECT_TRUE(is_public({{"Null", {{"aws:PrincipalOrgID", "true"}}}}));
  EXPECT_TRUE(is_public({{"ArnLike", {{"aws:SourceArn", "arn:aws:events:*:*:*"}}}}));
  EXPECT_TRUE(is_public({{"StringLike", {{"aws:SourceVpce", "vpce-0*"}}}}));
  EXPECT_FALSE(
      is_public({{"ArnLike", {{"aws:SourceArn", "arn:aws:sns:*:111122223333:*"}}}}));
  EXPECT_FALSE(is_public({{"StringEquals", {{"aws:SourceAccount", "111122223333"}}}}));
  EXPECT_FALSE(is_public({{"IpAddress", {{"aws:SourceIp", "203.0.113.0/24"}}}}));
  EXPECT_TRUE(is_public({{"StringLike", {{"aws:SourceIp", "203.*"}}}}));
  EXPECT_TRUE(
      is_public({{"ArnLike", {{"aws:PrincipalArn", "arn:aws-eusc:iam::*:role/*"}}}}));
}

}  // namespace
}  // namespace pullproof::solver::policy_compare_test
