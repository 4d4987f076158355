// Where a comparison is certain although policies are unusual, and where it is not.
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/support/comparison.h"
#include "tests/support/question.h"

namespace pullproof::solver::policy_certainty_test {
namespace {

using nlohmann::json;
using support::allowing;
using support::denying;
using support::on;
using support::when;

class PolicyCertaintyTest : public support::ComparisonTest {
 protected:
  /// The statement where one more condition holds, too.
  static json and_when(json statement, const char* op, const char* key,
                       const json& values) {
    statement["Condition"][op][key] = values;
    return statement;
  }
};

// What is not certain is never "nothing new".
TEST_F(PolicyCertaintyTest, IsUnknownWhereAComparisonIsNotCertain) {
  EXPECT_EQ(access({when("Bool", "k", "true")}, {when("NumericLessThan", "k", "1")}),
            Access::Unknown);
  EXPECT_EQ(access({allowing()}, {when("NumericEqualsIfExists", "k", {"1e1", "5"})}),
            Access::Unknown);
  EXPECT_EQ(access({when("StringLike", "aws:username", "${aws:username}")},
                   {when("StringLike", "aws:username", "?*")}),
            Access::Unknown);
  EXPECT_NE(access({when("StringNotLike", "k", "${none}")},
                   {when("StringNotLike", "k", {"${none}", "x?"})}),
            Access::None);
  EXPECT_EQ(access({{{"Effect", "Allow"},
                     {"Action", "*"},
                     {"NotAction", "s3:PutObject"},
                     {"Resource", "*"}}},
                   {denying()}),
            Access::Unknown);
}

TEST_F(PolicyCertaintyTest, IsUnknownWhereAPolicyIsNotUnderstood) {
  const json odd = allowing({{"Condition", {{"StringSounds", {{"k", "v"}}}}}});
  const auto found = answer({odd}, {on("arn:aws:s3:::a")});
  EXPECT_EQ(found.access, Access::Unknown);
  EXPECT_NE(found.why.find("StringSounds"), std::string::npos);
  EXPECT_EQ(access({odd}, {allowing()}), Access::None);
  EXPECT_EQ(access({on("arn:aws:s3:::a")}, {odd}), Access::Unknown);
}

TEST_F(PolicyCertaintyTest, OperandsThatCannotBeReadLeaveTheRestCertain) {
  const json odd = when("NumericEquals", "k", "1e1");
  EXPECT_EQ(access({odd}, {allowing()}), Access::None);
  EXPECT_EQ(access({and_when(odd, "StringEquals", "other", "a")},
                   {when("StringLike", "other", "a*")}),
            Access::None);
  // Whatever it says, the key may be missing.
  EXPECT_EQ(access({when("NumericEqualsIfExists", "k", "1e1")},
                   {when("NumericEquals", "k", "1e1")}),
            Access::New);
  // Of members of a set it may say different things.
  EXPECT_NE(access({when("ForAnyValue:NumericEquals", "k", "1e1")},
                   {when("ForAllValues:NumericEquals", "k", "1e1")}),
            Access::None);
  EXPECT_EQ(access({when("ForAnyValue:NumericEquals", "k", {"1e1", "5"})},
                   {when("ForAnyValue:NumericEquals", "k", "7")}),
            Access::New);
}

TEST_F(PolicyCertaintyTest, SetsAndSingleValuesOfOneKeyAreComparedTogether) {
  const json single = allowing(
      {{"Action", "ec2:*"}, {"Condition", {{"StringEquals", {{"aws:TagKeys", "x"}}}}}});
  const auto any = [](const json& values) {
    return when("ForAnyValue:StringLike", "aws:TagKeys", values);
  };
  EXPECT_EQ(access({any("team"), single}, {any({"t*", "cost"}), single}), Access::None);
  EXPECT_EQ(access({any({"t*", "cost"}), single}, {any("team"), single}), Access::New);
  EXPECT_EQ(access({single}, {when("Null", "aws:TagKeys", "false")}), Access::None);
  // A condition on one value says nothing certain of several.
  EXPECT_NE(access({when("ForAllValues:StringEquals", "aws:TagKeys", "x")},
                   {when("StringEqualsIfExists", "aws:TagKeys", "x")}),
            Access::None);
}

TEST_F(PolicyCertaintyTest, OneKeyIsComparedInSeveralWays) {
  EXPECT_EQ(access({when("StringEquals", "k", "TRUE")}, {when("Bool", "k", "true")}),
            Access::None);
  EXPECT_EQ(access({when("Bool", "k", "true")}, {when("StringEquals", "k", "true")}),
            Access::New);
  const json texts =
      allowing({{"Action", "ec2:*"}, {"Condition", {{"StringLike", {{"k", "1*"}}}}}});
  EXPECT_EQ(access({when("NumericLessThan", "k", "1"), texts},
                   {when("NumericLessThan", "k", "2"), texts}),
            Access::Unknown)
      << "what a text that is no number is compared as is not documented";
  EXPECT_EQ(access({when("NumericLessThan", "k", "2"), texts},
                   {when("NumericLessThan", "k", "1"), texts}),
            Access::New);
  EXPECT_EQ(
      access(
          {and_when(when("NumericLessThan", "k", "1"), "StringLike", "k", "1*"), texts},
          {when("StringLike", "k", {"1*", "2*"}), texts}),
      Access::None);
  // Numbers cannot tell that no such text is one of them.
  EXPECT_NE(
      access({when("StringLike", "k", "1*")}, {when("NumericLessThan", "k", "2")}),
      Access::None);
}

TEST_F(PolicyCertaintyTest, MembersOfSetsMayBeWhatVariablesStandFor) {
  const auto any = [](const json& values) {
    return when("ForAnyValue:StringLike", "aws:TagKeys", values);
  };
  const json own = any("${aws:PrincipalTag/t}");
  EXPECT_EQ(access({own}, {any({"${aws:PrincipalTag/t}"}), on("arn:aws:s3:::b")}),
            Access::None);
  EXPECT_EQ(access({any({"a", "${aws:PrincipalTag/t}"})}, {any("b")}), Access::New);
  EXPECT_NE(access({own}, {any("a*")}), Access::None);
}

TEST_F(PolicyCertaintyTest, DenialsStandBesideVariables) {
  const json home = on("arn:aws:s3:::home/${aws:username}/*");
  const json inner = on("arn:aws:s3:::home/${aws:username}/a/*");
  const json secret = denying({{"Resource", "arn:aws:s3:::home/*/secret"}});
  const json plain_text =
      denying({{"Condition", {{"Bool", {{"aws:SecureTransport", "false"}}}}}});
  EXPECT_EQ(access({inner, secret}, {home, secret}), Access::None);
  EXPECT_EQ(access({inner}, {home, secret}), Access::New);
  EXPECT_EQ(access({inner, plain_text}, {home, plain_text}), Access::None);
  EXPECT_EQ(access({inner}, {home, plain_text}), Access::New);
  // What is denied to no more than before.
  const json less = and_when(plain_text, "StringEquals", "k", "x");
  EXPECT_EQ(access({inner, plain_text}, {home, less}), Access::None);
  EXPECT_EQ(access({inner, less}, {home, plain_text}), Access::New);
}

TEST_F(PolicyCertaintyTest, OtherStatementsStandBesideVariables) {
  const json home = on("arn:aws:s3:::home/${aws:username}/*");
  const json inner = on("arn:aws:s3:::home/${aws:username}/a/*");
  const json other = {{"Effect", "Allow"},
                      {"Action", "ec2:*"},
                      {"NotResource", "arn:aws:ec2:*:*:instance/i-1"}};
  EXPECT_EQ(access({inner, other}, {home, other}), Access::None);
  const json negated = and_when(inner, "StringNotEquals", "k", "${aws:username}");
  EXPECT_EQ(access({negated}, {home}), Access::None);
  EXPECT_EQ(access({home}, {negated, inner}), Access::New);
  EXPECT_NE(access({on("arn:aws:s3:::home/${aws:username}?/*")}, {home}), Access::None);
}

TEST_F(PolicyCertaintyTest, VariablesMayHaveDefaults) {
  const auto of_team = [](const char* fallback, const char* rest) {
    return on(("arn:aws:s3:::b/${aws:PrincipalTag/team, '" + std::string(fallback) +
               "'}/" + rest)
                  .c_str());
  };
  EXPECT_EQ(access({of_team("none", "a/*")}, {of_team("none", "*")}), Access::None);
  EXPECT_NE(access({of_team("none", "a/*")}, {of_team("all", "*")}), Access::None);
  EXPECT_EQ(access({of_team("none", "a/*")},
                   {of_team("all", "*"), on("arn:aws:s3:::b/none/*")}),
            Access::None);
  EXPECT_NE(access({of_team("none", "*")}, {on("arn:aws:s3:::b/none/*")}),
            Access::None);
}

// Each was "nothing new" once: the caller is one somebody, whose keys are its own.
TEST_F(PolicyCertaintyTest, VariablesMayBeWhatTheCallersKeysAre) {
  const json none = allowing({{"Action", "sqs:x"}});
  const json tag = "${aws:PrincipalTag/t}";
  for (const char* key : {"aws:PrincipalAccount", "aws:PrincipalType",
                          "aws:PrincipalArn", "aws:PrincipalIsAWSService"}) {
    EXPECT_NE(access({when("StringEquals", key, tag)}, {none}), Access::None) << key;
  }
  EXPECT_NE(access({and_when(when("StringLike", "aws:PrincipalArn",
                                  "arn:aws:iam::*:user/${aws:PrincipalTag/t}"),
                             "StringEquals", "aws:username", "bob")},
                   {none}),
            Access::None);
  json bob = when("StringEquals", "aws:username", tag);
  bob["Principal"] = {{"AWS", support::kUserBob}};
  json other = none;
  other["Principal"] = "*";
  EXPECT_NE(access({bob}, {other}, true), Access::None);
}

TEST_F(PolicyCertaintyTest, PrincipalsMayBeNumbersOrWords) {
  const json none = allowing({{"Action", "sqs:x"}});
  EXPECT_NE(
      access({when("NumericLessThan", "aws:PrincipalAccount", "100000000000")}, {none}),
      Access::None);
  EXPECT_NE(access({when("Bool", "aws:username", "true")}, {none}), Access::None);
  EXPECT_NE(access({and_when(when("StringLike", "aws:username", "1*"), "NumericEquals",
                             "aws:username", "15")},
                   {none}),
            Access::None);
  EXPECT_EQ(access({when("Bool", "aws:PrincipalIsAWSService", "false")},
                   {when("StringEquals", "aws:PrincipalIsAWSService", "false")}),
            Access::None);
}

TEST_F(PolicyCertaintyTest, ValuesOfVariablesMayHaveColons) {
  const char* tagged = "arn:aws:s3:::x${aws:PrincipalTag/t}y";
  EXPECT_NE(access({on(tagged)}, {on("arn:*:x*y")}), Access::None);
  EXPECT_EQ(access({on(tagged)}, {on("arn:aws:s3:::x*y")}), Access::None);
  EXPECT_EQ(access({on("arn:aws:logs:*:*:log-group:${aws:username}:x")},
                   {on("arn:aws:logs:*:*:log-group:${aws:username}:*")}),
            Access::None);
}

TEST_F(PolicyCertaintyTest, NoPolicyNamesWhatStandsInPlaceOfVariables) {
  EXPECT_NE(access({on("arn:aws:s3:::b/${aws:PrincipalTag/t}/*")},
                   {on("arn:aws:s3:::b/\U000F0000/*")}),
            Access::None);
  EXPECT_NE(access({when("StringEquals", "k:x", "${aws:PrincipalTag/t}")},
                   {when("StringLike", "k:x", "\U000F0000*")}),
            Access::None);
}

TEST_F(PolicyCertaintyTest, WildcardsStandBesideVariables) {
  const json home = on("arn:aws:s3:::b/${aws:username}/*");
  EXPECT_EQ(access({on("arn:aws:s3:::b/${aws:username}/?")}, {home}), Access::None);
  EXPECT_NE(access({home}, {on("arn:aws:s3:::b/?/*")}), Access::None);
  EXPECT_EQ(access({on("arn:aws:s3:::b/${aws:PrincipalTag/t}/*")}, {home}),
            Access::New);
}

TEST_F(PolicyCertaintyTest, ConditionsTellWhatVariablesStandFor) {
  const json home = on("arn:aws:s3:::b/${aws:username}/*");
  const json bobs =
      and_when(on("arn:aws:s3:::b/bob/*"), "StringEquals", "aws:username", "bob");
  EXPECT_EQ(access({bobs}, {home}), Access::None);
  EXPECT_EQ(access({bobs, home}, {home}), Access::None);
  EXPECT_NE(access({and_when(on("arn:aws:s3:::b/bob/*"), "StringEquals", "aws:username",
                             {"bob", "eve"})},
                   {home}),
            Access::None);
  EXPECT_NE(access({and_when(on("arn:aws:s3:::b/bob/*"), "StringEqualsIfExists",
                             "aws:username", "bob")},
                   {home}),
            Access::None);
  EXPECT_NE(access({bobs, on("arn:aws:s3:::b/eve/*")}, {home}), Access::None);
  const json owner = when("StringEquals", "aws:ResourceTag/Owner", "${aws:username}");
  EXPECT_EQ(access({and_when(when("StringEquals", "aws:ResourceTag/Owner", "bob"),
                             "StringEquals", "aws:username", "bob")},
                   {owner}),
            Access::None);
}

// A tag of the resource is the principal's, or it is not.
TEST_F(PolicyCertaintyTest, ADenialMayBeTheOtherSideOfAnAllow) {
  const json tag = "${aws:PrincipalTag/t}";
  const json same = when("StringEquals", "aws:ResourceTag/t", tag);
  const json unless_same =
      denying({{"Condition", {{"StringNotEquals", {{"aws:ResourceTag/t", tag}}}}}});
  EXPECT_EQ(access({same}, {allowing(), unless_same}), Access::None);
  EXPECT_EQ(access({allowing(), unless_same}, {same}), Access::None);
  const json both = and_when(same, "StringLike", "k", "a*");
  EXPECT_EQ(access({both}, {allowing(), unless_same}), Access::None);
}

TEST_F(PolicyCertaintyTest, ValuesOfVariablesAreTried) {
  const json own = on("arn:aws:s3:::b/${aws:username}/*");
  EXPECT_EQ(access({on("arn:aws:s3:::*")}, {on("arn:aws:s3:::*${aws:username}")}),
            Access::New);
  const json all = on("arn:aws:s3:::b/*");
  const auto denied = [](const char* resource) {
    return denying({{"Resource", resource}});
  };
  EXPECT_EQ(access({all, denied("arn:aws:s3:::b/${aws:username}/*")},
                   {all, denied("arn:aws:s3:::b/${aws:PrincipalTag/t}/*")}),
            Access::New);
  EXPECT_EQ(access({all}, {all, denied("arn:aws:s3:::b/${aws:username}/*")}),
            Access::New);
  EXPECT_EQ(access({all}, {own}), Access::New);
}

TEST_F(PolicyCertaintyTest, TheTimeIsOneMoment) {
  EXPECT_EQ(access({when("NumericLessThan", "aws:EpochTime", "1767225600")},
                   {when("DateLessThan", "aws:CurrentTime", "2026-01-01")}),
            Access::None);
  EXPECT_EQ(access({when("NumericLessThanEquals", "aws:EpochTime", "1767225600")},
                   {when("DateLessThan", "aws:CurrentTime", "2026-01-01")}),
            Access::New);
}

TEST_F(PolicyCertaintyTest, AddressesAreComparedAsTexts) {
  EXPECT_EQ(access({when("StringEquals", "aws:SourceIp", "10.0.0.1")},
                   {when("IpAddress", "aws:SourceIp", "10.0.0.0/8")}),
            Access::None);
  EXPECT_EQ(access({when("IpAddress", "aws:SourceIp", "10.0.0.1")},
                   {when("StringEquals", "aws:SourceIp", "10.0.0.1")}),
            Access::None);
  EXPECT_EQ(access({when("IpAddress", "aws:SourceIp", "2001:db8::1")},
                   {when("StringEquals", "aws:SourceIp", "2001:db8::1")}),
            Access::New)
      << "an address of that family has several spellings";
}

TEST_F(PolicyCertaintyTest, SessionsAndUsersHaveIdsOfTheirOwn) {
  const auto id = [](const char* op, const char* value) {
    return when(op, "aws:userid", value);
  };
  EXPECT_EQ(access({id("StringEquals", "AROAEX:bob")}, {id("StringLike", "AROAEX:*")}),
            Access::None);
  const auto found =
      answer({id("StringLike", "AROAEX:*")}, {allowing({{"Action", "sqs:x"}})});
  ASSERT_EQ(found.access, Access::New);
  EXPECT_EQ(found.witness->caller.kind, gates::Caller::Kind::RoleSession);
  EXPECT_EQ(access({and_when(id("StringEquals", "AIDAEX"), "StringEquals",
                             "aws:PrincipalType", "AssumedRole")},
                   {allowing({{"Action", "sqs:x"}})}),
            Access::None);
}

// One text with a space is not two texts.
TEST_F(PolicyCertaintyTest, QuestionsTellListsFromTexts) {
  const char* mine = "arn:aws:s3:::b/${aws:PrincipalTag/t}";
  const auto tagged = [&](const json& values) {
    return and_when(on(mine), "StringEquals", "aws:PrincipalTag/t", values);
  };
  EXPECT_NE(access({tagged({"a b"})}, {tagged({"a", "b"})}), Access::None);
  const auto unless = [](const json& values) {
    return when("StringNotEquals", "k:x", values);
  };
  EXPECT_NE(access({unless({"${aws:PrincipalTag/t}", "a"})},
                   {unless({"${aws:PrincipalTag/t} a"})}),
            Access::None);
}

// General reference, "Amazon Resource Names": there are partitions that few know.
TEST_F(PolicyCertaintyTest, PrincipalsAreOfEveryPartition) {
  const json none = allowing({{"Action", "sqs:x"}});
  EXPECT_EQ(access({when("ArnLike", "aws:PrincipalArn", "arn:aws-iso:iam::*:role/*")},
                   {none}),
            Access::New);
  json china = when("StringEquals", "aws:PrincipalType", "AssumedRole");
  china["Principal"] = {{"AWS", "arn:aws-cn:iam::111122223333:root"}};
  json other = none;
  other["Principal"] = "*";
  EXPECT_EQ(access({china}, {other}, true), Access::New);
}

// IAM user guide, "IAM identifiers": a session's ARN leaves out the path of its role.
TEST_F(PolicyCertaintyTest, SessionsMayBeOfRolesWithAPath) {
  json session = allowing();
  session["Principal"] = {{"AWS", "arn:aws:sts::111122223333:assumed-role/ci/s1"}};
  json role = allowing();
  role["Principal"] = {{"AWS", support::kRoleCi}};
  EXPECT_NE(access({session}, {role}, true), Access::None);
  json like = when("ArnLike", "aws:PrincipalArn", "arn:aws:iam::111122223333:role/ci*");
  like["Principal"] = "*";
  EXPECT_NE(access({session}, {like}, true), Access::None);
}

TEST_F(PolicyCertaintyTest, RootAndFederatedUsersTellTheirIds) {
  json other = allowing({{"Action", "sqs:x"}, {"Principal", "*"}});
  const auto of = [](const char* op, const char* id, const char* type) {
    json statement = when(op, "aws:userid", id);
    statement["Condition"]["StringEquals"]["aws:PrincipalType"] = type;
    statement["Principal"] = "*";
    return statement;
  };
  EXPECT_EQ(access({of("StringLike", "*:bob", "FederatedUser")}, {other}, true),
            Access::New);
  EXPECT_EQ(access({of("StringLike", "3333*", "Account")}, {other}, true), Access::New);
  EXPECT_EQ(access({of("StringNotLike", "4*", "Account")}, {other}, true), Access::New);
}

TEST_F(PolicyCertaintyTest, EverySecondIsAMoment) {
  const json none = allowing({{"Action", "sqs:x"}});
  // Milliseconds, by mistake.
  json late = when("DateLessThan", "aws:CurrentTime", "2025-01-01T00:00:00Z");
  late["Condition"]["DateLessThan"]["aws:EpochTime"] = "1767225600000";
  EXPECT_EQ(access({late}, {none}), Access::New);
  EXPECT_EQ(access({and_when(when("NumericGreaterThan", "aws:EpochTime", "1767225600"),
                             "Null", "aws:CurrentTime", "false")},
                   {none}),
            Access::New);
}

TEST_F(PolicyCertaintyTest, AddressesHaveManySpellings) {
  json statement = when("IpAddress", "aws:SourceIp", "2001:db8::1");
  statement["Condition"]["StringNotEquals"]["aws:SourceIp"] = {
      "2001:db8::1", "2001:0DB8:0000:0000:0000:0000:0000:0001"};
  EXPECT_EQ(access({statement}, {allowing({{"Action", "sqs:x"}})}), Access::New);
}

// Of the ARNs that many patterns tell apart there are too many classes to list.
TEST_F(PolicyCertaintyTest, PrincipalsAreToldApartByManyPatterns) {
  json patterns = json::array();
  for (char letter = 'a'; letter <= 't'; ++letter) {
    patterns.push_back(std::string("arn:aws:iam::*:role/*") + letter + "*z*");
  }
  json fewer = patterns;
  fewer.erase(fewer.size() - 1);
  const auto of = [](const json& arns) {
    return when("ArnLike", "aws:PrincipalArn", arns);
  };
  EXPECT_EQ(access({of(fewer)}, {of(patterns)}), Access::None);
  const auto found = answer({of(patterns)}, {of(fewer)});
  ASSERT_EQ(found.access, Access::New);
  EXPECT_TRUE(
      Glob::like("arn:aws:iam::*:role/*t*z*").matches(found.witness->caller.arn))
      << found.witness->caller.arn;
  // Of whom a policy names the rest does not speak.
  const auto to = [](const json& principal, const json& arns) {
    return allowing({{"Principal", principal},
                     {"Condition", {{"ArnLike", {{"aws:PrincipalArn", arns}}}}}});
  };
  const json named = {{"AWS", "arn:aws:iam::111122223333:role/tz"}};
  const json one = allowing({{"Principal", named}});
  EXPECT_EQ(access({to("*", fewer), one}, {to("*", fewer), one}, true), Access::None);
  EXPECT_EQ(access({to("*", patterns)}, {to("*", fewer), one}, true), Access::New);
  EXPECT_EQ(access({to(named, patterns)}, {to("*", fewer), one}, true), Access::None);
  EXPECT_EQ(
      access({to({{"AWS", "111122223333"}}, patterns)}, {to("*", patterns)}, true),
      Access::None);
}

// Only AWS's own Boolean keys are true or false and nothing else.
TEST_F(PolicyCertaintyTest, AKeyOfNoTypeMayBeNeitherTrueNorFalse) {
  const json none = allowing();
  const auto either = [](const char* op, const char* key) {
    return std::vector<json>{when(op, key, "true"), when(op, key, "false")};
  };
  EXPECT_EQ(access({none}, either("BoolIfExists", "team:audited")), Access::New);
  EXPECT_EQ(access({none}, either("BoolIfExists", "aws:SecureTransport")),
            Access::None);
  EXPECT_EQ(access(either("BoolIfExists", "team:audited"), {none}), Access::None);
}

TEST_F(PolicyCertaintyTest, BudgetsAreToldWhereTheyAreSpent) {
  const auto open = answer({when("NumericLessThan", "aws:PrincipalAccount", "2")},
                           {when("StringEquals", "aws:PrincipalAccount", "1")});
  ASSERT_EQ(open.access, Access::Unknown);
  EXPECT_NE(open.why.find("2000 requests"), std::string::npos) << open.why;
  json patterns = json::array();
  for (char letter = 'a'; letter <= 't'; ++letter) {
    // Whose account this is the digit may tell.
    patterns.push_back(std::string("arn:aws:iam::*1*:role/*") + letter + "*z*");
  }
  const auto found = answer({when("StringLike", "aws:PrincipalArn", patterns)},
                            {when("StringNotLike", "aws:PrincipalArn", patterns)});
  if (found.access == Access::Unknown) {
    EXPECT_NE(found.why.find("budget"), std::string::npos) << found.why;
  }
}

}  // namespace
}  // namespace pullproof::solver::policy_certainty_test
