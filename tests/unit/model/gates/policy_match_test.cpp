#include "model/gates/policy_match.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "model/gates/gate.h"

namespace pullproof::gates::policy_match_test {
namespace {

using nlohmann::json;

constexpr const char* kRepository =
    "arn:aws:ecr:eu-central-1:111122223333:repository/acme/web";

aws::PolicyDocument document(const json& statements,
                             const std::string& version = "2012-10-17") {
  const json text = {{"Version", version}, {"Statement", statements}};
  return aws::PolicyDocument::parse(text, {"iam.json", "/Policy"}, false);
}

Request request(const std::string& action = "ecr:BatchGetImage") {
  Request asked;
  asked.caller.arn = "arn:aws:iam::111122223333:role/pull";
  asked.caller.account = "111122223333";
  asked.action = action;
  if (action != "ecr:GetAuthorizationToken") asked.resource = kRepository;
  asked.context = {{"aws:principalaccount", FixedKey{.values = {"111122223333"}}},
                   {"aws:username", AbsentKey{}}};
  return asked;
}

const FactRef kOwner =
    fact_about("owner", {"iam.json", "/Policy"}, "it does not allow");

Truth allowed(const json& statement, const Request& asked = request(),
              PolicyKind kind = PolicyKind::Identity) {
  return allows(document(json::array({statement})), asked, {.kind = kind}, kOwner)
      .as_constant();
}

json on(const std::string& resource) {
  return {{"Effect", "Allow"}, {"Action", "ecr:*"}, {"Resource", resource}};
}

// iam.md 12, "Action": prefix and name are case-insensitive; wildcards.
TEST(PolicyMatch, ComparesActionsWithoutCase) {
  for (const char* action : {"ecr:BatchGetImage", "ECR:batchgetimage", "ecr:Batch*",
                             "*", "ecr:BatchGetImag?", "*:BatchGetImage"}) {
    EXPECT_EQ(allowed({{"Effect", "Allow"}, {"Action", action}, {"Resource", "*"}}),
              Truth::Yes)
        << action;
  }
  for (const char* action : {"ecr:BatchGetImages", "ecr:Get*", "ecr:BatchGetImage?"}) {
    EXPECT_EQ(allowed({{"Effect", "Allow"}, {"Action", action}, {"Resource", "*"}}),
              Truth::No)
        << action;
  }
}

TEST(PolicyMatch, TurnsNotActionAround) {
  EXPECT_EQ(allowed({{"Effect", "Allow"},
                     {"NotAction", json::array({"iam:*", "ECR:Get*"})},
                     {"Resource", "*"}}),
            Truth::Yes);
  EXPECT_EQ(allowed({{"Effect", "Allow"},
                     {"NotAction", json::array({"iam:*", "ecr:batch*"})},
                     {"Resource", "*"}}),
            Truth::No);
}

// iam.md 13, "Resource": `*` crosses `/`; one that ends a segment may cross colons.
TEST(PolicyMatch, FindsResourcesByPattern) {
  for (const char* pattern :
       {kRepository, "*", "**", "arn:aws:ecr:*:111122223333:repository/*",
        "arn:aws:ecr:eu-*:111122223333:repository/acme/?eb", "arn:aws:ecr:*",
        "arn:*"}) {
    EXPECT_EQ(allowed(on(pattern)), Truth::Yes) << pattern;
  }
  for (const char* pattern :
       {"arn:aws:ecr:us-east-1:111122223333:repository/*",
        "arn:aws:ecr:eu-central-1:111122223333:repository/acme",
        "arn:aws:ecr:eu-central-1:111122223333:repository/acme/web:latest"}) {
    EXPECT_EQ(allowed(on(pattern)), Truth::No) << pattern;
  }
}

// Peers compare them without case.
TEST(PolicyMatch, ComparesResourcesWithCase) {
  EXPECT_EQ(allowed(on("arn:aws:ecr:eu-central-1:111122223333:repository/ACME/web")),
            Truth::No);
}

// iam.md 13: what a wildcard inside a segment does at a colon is not said.
TEST(PolicyMatch, IsUnknownWhereAWildcardInsideASegmentWouldCrossAColon) {
  EXPECT_EQ(allowed(on("arn:aws:e*3:repository/acme/web")), Truth::Unknown);
  EXPECT_EQ(allowed(on("arn:aws?ecr:eu-central-1:111122223333:repository/acme/web")),
            Truth::Unknown);
  EXPECT_EQ(allowed(on("arn:aws:e*r:eu-central-1:111122223333:repository/acme/web")),
            Truth::Yes);
}

// Peers read a NotResource list as one negation each.
TEST(PolicyMatch, TurnsAWholeNotResourceListAround) {
  const auto with = [](const json& list) {
    return allowed({{"Effect", "Allow"}, {"Action", "*"}, {"NotResource", list}});
  };
  EXPECT_EQ(with(json::array({"arn:aws:s3:::a", kRepository})), Truth::No);
  EXPECT_EQ(with(json::array({"arn:aws:s3:::a", "arn:aws:s3:::b"})), Truth::Yes);
}

// iam.md 18: ecr:GetAuthorizationToken has no resource type: only Resource `*` matches.
TEST(PolicyMatch, GivesAnActionWithoutResourceToStarsOnly) {
  const Request login = request("ecr:GetAuthorizationToken");
  EXPECT_EQ(allowed(on("*"), login), Truth::Yes);
  EXPECT_EQ(allowed(on("**"), login), Truth::Yes);
  EXPECT_EQ(allowed(on(kRepository), login), Truth::No);
  EXPECT_EQ(allowed(on("arn:aws:ecr:*:*:*"), login), Truth::No);
  EXPECT_EQ(allowed(on("?*"), login), Truth::Unknown);
}

TEST(PolicyMatch, AsksTheFieldWhereAwsChoosesTheResource) {
  Request layer = request("s3:GetObject");
  layer.resource = FieldId{0};
  const auto predicate = matches<Formula>(
      document(json::array({{{"Effect", "Allow"},
                             {"Action", "s3:GetObject"},
                             {"Resource", "arn:aws:s3:::prod-bucket/*"}}}))
          .statements.front(),
      layer, {.kind = PolicyKind::Identity});
  const auto with = [&](const std::string& arn) {
    return evaluate(predicate, {.values = {arn}, .answers = {}});
  };
  EXPECT_EQ(with("arn:aws:s3:::prod-bucket/layer"), Truth::Yes);
  EXPECT_EQ(with("arn:aws:s3:::other/layer"), Truth::No);
}

// iam.md 16: in Resource only after the fifth colon, unresolved never matches.
TEST(PolicyMatch, PutsVariablesIntoTheResourcePart) {
  const std::string start = "arn:aws:ecr:eu-central-1:111122223333:";
  EXPECT_EQ(allowed(on(start + "repository/acme/${aws:username, 'web'}")), Truth::Yes);
  EXPECT_EQ(allowed(on(start + "*${aws:username}")), Truth::No);
  EXPECT_EQ(allowed(on("arn:aws:ecr:*:${aws:PrincipalAccount}:repository/*")),
            Truth::Unknown);
}

// iam.md 16: variables only with Version 2012-10-17, else literal text.
TEST(PolicyMatch, LeavesVariablesAloneInTheOlderVersion) {
  const json statement =
      on("arn:aws:ecr:*:111122223333:repository/${aws:username, 'acme'}/web");
  EXPECT_EQ(allows(document(json::array({statement}), "2008-10-17"), request(),
                   {.kind = PolicyKind::Identity}, kOwner)
                .as_constant(),
            Truth::No);
  EXPECT_EQ(allowed(statement), Truth::Yes);
}

TEST(PolicyMatch, TakesTheResourceOfAResourcePolicyAsImplied) {
  const json statement = {{"Effect", "Allow"}, {"Action", "ecr:*"}, {"Principal", "*"}};
  EXPECT_EQ(allowed(statement, request(), PolicyKind::Resource), Truth::Yes);
  EXPECT_EQ(allowed(statement, request(), PolicyKind::Trust), Truth::Yes);
  EXPECT_EQ(allowed(statement, request(), PolicyKind::GatewayEndpoint), Truth::Unknown);
  EXPECT_EQ(allowed({{"Effect", "Allow"}, {"Action", "ecr:*"}}), Truth::Unknown);
}

// iam.md 15: keys and operators AND.
TEST(PolicyMatch, NeedsEveryCondition) {
  json statement = on("*");
  statement["Condition"] = {
      {"StringEquals", {{"aws:PrincipalAccount", "111122223333"}}},
      {"Null", {{"aws:username", "true"}}}};
  EXPECT_EQ(allowed(statement), Truth::Yes);
  statement["Condition"]["Null"]["aws:username"] = "false";
  EXPECT_EQ(allowed(statement), Truth::No);
}

// iam.md 12, "Effect": case-sensitive.
TEST(PolicyMatch, IsUnknownForAnEffectInAnotherCase) {
  json statement = on("*");
  statement["Effect"] = "allow";
  EXPECT_EQ(allowed(statement), Truth::Unknown);
}

// iam.md 20: what could not be read is never skipped.
TEST(PolicyMatch, IsUnknownForWhatTheReaderDidNotUnderstand) {
  json statement = on("*");
  statement["Frequency"] = "often";
  const auto policy = document(json::array({statement}));
  EXPECT_EQ(allows(policy, request(), {}, kOwner).as_constant(), Truth::Unknown);
  EXPECT_EQ(denies(policy, request(), {}, kOwner).as_constant(), Truth::Unknown);
  const auto version = document(json::array({on("*")}), "2026-01-01");
  EXPECT_EQ(denies(version, request(), {}, kOwner).as_constant(), Truth::Unknown);
}

TEST(PolicyMatch, KeepsAllowAndDenyApart) {
  const auto policy = document(json::array(
      {on("*"), {{"Effect", "Deny"}, {"Action", "s3:*"}, {"Resource", "*"}}}));
  EXPECT_EQ(allows(policy, request(), {}, kOwner).as_constant(), Truth::Yes);
  EXPECT_EQ(denies(policy, request(), {}, kOwner).as_constant(), Truth::No);
  EXPECT_EQ(denies(policy, request("s3:GetObject"), {}, kOwner).as_constant(),
            Truth::Yes);
}

TEST(PolicyMatch, BlamesTheStatementThatDenies) {
  const auto policy = document(json::array(
      {on("*"),
       {{"Sid", "OnlyCi"}, {"Effect", "Deny"}, {"Action", "*"}, {"Resource", "*"}}}));
  const auto facts =
      blame(Predicate::negation(denies(policy, request(), {}, kOwner)), {});
  ASSERT_EQ(facts.size(), 1U);
  EXPECT_EQ(facts.front()->id, "owner");
  EXPECT_EQ(facts.front()->file, "iam.json");
  EXPECT_EQ(facts.front()->pointer, "/Policy/Statement/1");
  EXPECT_EQ(facts.front()->note, "statement `OnlyCi` denies ecr:BatchGetImage");
}

TEST(PolicyMatch, BlamesTheOwnerAndTheNearMissesWhereNoneAllows) {
  json conditional = on("*");
  conditional["Condition"] = {{"Null", {{"aws:username", "false"}}}};
  const auto policy = document(
      json::array({on("arn:aws:s3:::a"),
                   {{"Effect", "Allow"}, {"Action", "s3:*"}, {"Resource", "*"}},
                   conditional}));
  const auto facts = blame(allows(policy, request(), {}, kOwner), {});
  ASSERT_EQ(facts.size(), 3U);
  EXPECT_EQ(facts[0]->note, "it does not allow");
  EXPECT_EQ(facts[1]->note,
            "statement 1 allows ecr:BatchGetImage on other resources only");
  EXPECT_EQ(facts[2]->note,
            "statement 3 allows ecr:BatchGetImage on its conditions only");
}

TEST(PolicyMatch, DescribesTheRequest) {
  EXPECT_EQ(describe(request("ecr:GetAuthorizationToken")),
            "ecr:GetAuthorizationToken on *");
  EXPECT_EQ(describe(request()), std::string("ecr:BatchGetImage on ") + kRepository);
}

}  // namespace
}  // namespace pullproof::gates::policy_match_test
