// Each rule of policy evaluation, by the AWS page that states it.
#include "model/authorization.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/support/question.h"

namespace pullproof::model::authorization_test {
namespace {

using nlohmann::json;
using support::allowing;
using support::decide;
using support::denying;
using support::document;
using support::kRoleCi;
using support::kSessionOfCi;
using support::kUserBob;
using support::question;

const json kAll = document({allowing()});
const json kOnlyEcr = document({allowing({{"Action", "ecr:*"}})});

/// The question with these policies, asked by this principal.
json with(const json& policies, const std::string& principal = kRoleCi) {
  json asked = question();
  asked["policies"] = policies;
  asked["request"]["principal"] = principal;
  return asked;
}

json granting(const json& principal, const json& more = json::object()) {
  json statement = allowing({{"Principal", principal}});
  statement.update(more);
  return document({statement});
}

std::string decision(const json& asked) { return decide(asked).decision; }
std::string blocked(const json& asked) { return decide(asked).blocked_by; }

json elsewhere(json asked) {
  asked["request"]["resource_account"] = "444455556666";
  return asked;
}

// "Policy evaluation logic": deny by default, the root user is allowed.
TEST(Authorization, DeniesByDefaultAndAllowsTheRootUser) {
  EXPECT_EQ(decision(question()), "ImplicitlyDenied");
  EXPECT_EQ(blocked(question()), "identity");
  EXPECT_EQ(decision(with({{"identity", {kAll}}})), "Allowed");
  EXPECT_EQ(decision(with({}, "arn:aws:iam::111122223333:root")), "Allowed");
}

// "Policy evaluation logic": an explicit deny in any layer wins.
TEST(Authorization, DeniesWhereAnyLayerDenies) {
  const json deny = document({allowing(), denying()});
  const json deny_all =
      document({allowing({{"Principal", "*"}}), denying({{"Principal", "*"}})});
  for (const char* layer : {"identity", "boundary", "session"}) {
    json policies = {{"identity", {kAll}}};
    policies[layer] = json::array({deny});
    EXPECT_EQ(decision(with(policies)), "ExplicitlyDenied") << layer;
    EXPECT_EQ(blocked(with(policies)), layer);
  }
  for (const char* layer : {"resource", "endpoint"}) {
    EXPECT_EQ(blocked(with({{"identity", {kAll}}, {layer, {deny_all}}})), layer);
  }
  EXPECT_EQ(blocked(with({{"identity", {kAll}}, {"scp", {{deny}}}})), "scp");
  EXPECT_EQ(blocked(with({{"identity", {kAll}}, {"rcp", {{deny_all}}}})), "rcp");
}

// "Cross-account policy evaluation logic": one side is enough at home, both abroad.
TEST(Authorization, NeedsBothSidesAcrossAccounts) {
  const json grant = granting({{"AWS", kRoleCi}});
  EXPECT_EQ(decision(with({{"resource", grant}})), "Allowed");
  EXPECT_EQ(blocked(elsewhere(with({{"identity", {kAll}}}))), "resource");
  EXPECT_EQ(blocked(elsewhere(with({{"resource", grant}}))), "identity");
  EXPECT_EQ(decision(elsewhere(with({{"identity", {kAll}}, {"resource", grant}}))),
            "Allowed");
  // No bypass of the boundary either.
  EXPECT_EQ(blocked(elsewhere(with({{"identity", {kAll}},
                                    {"boundary", {kOnlyEcr}},
                                    {"resource", granting({{"AWS", kSessionOfCi}})}},
                                   kSessionOfCi))),
            "boundary");
}

// "SCP evaluation": an allow at every level, not for service-linked roles.
TEST(Authorization, NeedsAnAllowAtEveryLevelOfTheOrganization) {
  const json all = {kAll};
  EXPECT_EQ(decision(with({{"identity", all}, {"scp", {all, all}}})), "Allowed");
  EXPECT_EQ(blocked(with({{"identity", all}, {"scp", {all, json::array()}}})), "scp");
  EXPECT_EQ(blocked(with({{"identity", all}, {"scp", {all, {kOnlyEcr}}}})), "scp");
  EXPECT_EQ(
      decision(with({{"identity", all}, {"scp", {json::array()}}},
                    "arn:aws:iam::111122223333:role/aws-service-role/ecs/ForECS")),
      "Allowed");
  EXPECT_EQ(
      decision(with({{"scp", {json::array()}}}, "arn:aws:iam::111122223333:root")),
      "ImplicitlyDenied");
  // By its name alone nobody can tell whether a role is linked to a service.
  EXPECT_EQ(decision(with({{"identity", all}, {"scp", {json::array()}}},
                          "arn:aws:sts::111122223333:assumed-role/"
                          "AWSServiceRoleForECS/x")),
            "Unknown");
}

// "RCP evaluation": by the resource's account, for services that support them only.
TEST(Authorization, MindsResourceControlPoliciesOfSomeServices) {
  const json policies = {{"identity", {kAll}}, {"rcp", {json::array()}}};
  EXPECT_EQ(blocked(with(policies)), "rcp");
  json asked = with(policies);
  asked["request"]["action"] = "ec2:StartInstances";
  EXPECT_EQ(decision(asked), "Allowed");
}

// "Policy evaluation logic", "Permissions boundaries": what a resource's policy grants
// to a role stays within boundary and session, to a session or user it does not.
TEST(Authorization, LimitsGrantsToRolesAndNotToSessionsAndUsers) {
  const json limits = {{"boundary", {kOnlyEcr}}, {"session", {kOnlyEcr}}};
  const auto granted_to = [&](const json& principal, const std::string& caller,
                              const json& more = json::object()) {
    json policies = limits;
    policies["resource"] = granting(principal, more);
    return decide(with(policies, caller));
  };
  EXPECT_EQ(granted_to({{"AWS", kRoleCi}}, kRoleCi).blocked_by, "boundary session");
  EXPECT_EQ(granted_to({{"AWS", kRoleCi}}, kSessionOfCi).blocked_by,
            "boundary session");
  EXPECT_EQ(granted_to({{"AWS", kSessionOfCi}}, kSessionOfCi).decision, "Allowed");
  EXPECT_EQ(granted_to({{"AWS", {kSessionOfCi, "*"}}}, kSessionOfCi).decision,
            "Allowed");
  EXPECT_EQ(granted_to({{"AWS", kUserBob}}, kUserBob).decision, "Allowed");
  const json asks_for_arn = {
      {"Condition", {{"ArnEquals", {{"aws:PrincipalArn", kRoleCi}}}}}};
  json policies = limits;
  policies["resource"] = granting("*", asks_for_arn);
  json asked = with(policies);
  asked["request"]["context"]["aws:PrincipalArn"] = kRoleCi;
  EXPECT_EQ(decision(asked), "Allowed");
  EXPECT_EQ(granted_to("*", kRoleCi).decision, "Unknown");
}

// "AWS JSON policy elements: Principal": an account delegates, it does not grant.
TEST(Authorization, TakesAnAccountAsPrincipalForADelegation) {
  for (const char* account : {"111122223333", "arn:aws:iam::111122223333:root"}) {
    EXPECT_EQ(blocked(with({{"resource", granting({{"AWS", account}})}})), "identity");
  }
}

// "Policy evaluation logic": key policies and role trusts must allow explicitly.
TEST(Authorization, AsksKeyPoliciesAndTrustsExplicitly) {
  const auto asked = [](const char* action, const char* resource, json policies) {
    policies["identity"] = json::array({kAll});
    json made = with(policies);
    made["request"]["action"] = action;
    made["request"]["resource"] = resource;
    return made;
  };
  const json delegation = granting({{"AWS", "111122223333"}});
  constexpr const char* kKey = "arn:aws:kms:eu-central-1:111122223333:key/1";
  constexpr const char* kRole = "arn:aws:iam::111122223333:role/target";
  for (const char* action : {"kms:Decrypt", "KMS:Decrypt"}) {
    EXPECT_EQ(blocked(asked(action, kKey, {})), "resource");
    EXPECT_EQ(decision(asked(action, kKey, {{"resource", delegation}})), "Allowed");
  }
  for (const char* action : {"sts:AssumeRole", "sts:TagSession"}) {
    EXPECT_EQ(blocked(asked(action, kRole, {})), "resource");
    EXPECT_EQ(decision(asked(action, kRole, {{"resource", delegation}})), "Allowed");
  }
  EXPECT_EQ(decision(asked("kms:ListKeys", "*", {})), "Allowed");
}

TEST(Authorization, LetsNobodyAndServicesInByTheResourceOnly) {
  EXPECT_EQ(decision(with({{"resource", granting("*")}}, "anonymous")), "Allowed");
  EXPECT_EQ(blocked(with({{"identity", {kAll}}}, "anonymous")), "resource");
  const json service = granting({{"Service", "ecs-tasks.amazonaws.com"}});
  EXPECT_EQ(decision(with({{"resource", service}, {"scp", {json::array()}}},
                          "ecs-tasks.amazonaws.com")),
            "Allowed");
  EXPECT_EQ(blocked(with({{"resource", service}}, "ec2.amazonaws.com")), "resource");
}

// "Control access using endpoint policies": one more gate; none is full access.
TEST(Authorization, PassesTheEndpoint) {
  EXPECT_EQ(blocked(with({{"identity", {kAll}},
                          {"endpoint", {granting("*", {{"Action", "ecr:*"}})}}})),
            "endpoint");
  json asked =
      with({{"identity", {kAll}}, {"endpoint", {granting({{"AWS", kRoleCi}})}}});
  asked["request"]["endpoint_type"] = "interface";
  EXPECT_EQ(decision(asked), "Allowed");
  asked["policies"]["endpoint"] = {granting({{"AWS", "111122223333"}})};
  EXPECT_EQ(decision(asked), "Allowed");
  asked["request"]["endpoint_type"] = "gateway";
  EXPECT_EQ(blocked(asked), "endpoint");
}

// Service authorization reference: ecr:GetAuthorizationToken has no resource type.
TEST(Authorization, KnowsActionsWithoutAResource) {
  json asked = with(
      {{"identity",
        {document(
            {allowing({{"Resource", "arn:aws:ecr:eu-central-1:1:repository/*"}})})}},
       {"resource", granting("*")}});
  asked["request"]["action"] = "ecr:GetAuthorizationToken";
  asked["request"]["resource"] = "*";
  EXPECT_EQ(blocked(asked), "identity");
  asked["policies"]["identity"] = {kAll};
  EXPECT_EQ(decision(asked), "Allowed");
}

// iam.md 20: what could not be read is unknown, never skipped.
TEST(Authorization, IsUnknownWhereAPolicyIsNotUnderstood) {
  const json odd =
      document({denying({{"Condition", {{"StringSounds", {{"k", "v"}}}}}})});
  const json asked = with({{"identity", {kAll, odd}}});
  EXPECT_EQ(decision(asked), "Unknown");
  const auto read = read_question(asked, "q", {.exact_context = true, .at = ""});
  ASSERT_TRUE(read.ok());
  const auto open = open_questions(read.value().request, read.value().layers);
  ASSERT_EQ(open.size(), 1U);
  EXPECT_NE(open.begin()->why.find("StringSounds"), std::string::npos);
  json other = {{"Version", "2099-01-01"}, {"Statement", denying()}};
  EXPECT_EQ(decision(with({{"identity", {kAll, other}}})), "Unknown");
}

TEST(Authorization, ListsTheStatementsThatMatch) {
  const json asked =
      with({{"identity",
             {kOnlyEcr, document({allowing(), denying({{"Action", "ecr:*"}})})}}});
  const auto read = read_question(asked, "q", {.exact_context = true, .at = ""});
  ASSERT_TRUE(read.ok());
  const auto answer = authorize(read.value().request, read.value().layers);
  ASSERT_EQ(answer.matched.size(), 1U);
  EXPECT_EQ(answer.matched[0].policy, 1U);
  EXPECT_EQ(answer.matched[0].index, 0U);
  EXPECT_EQ(answer.matched[0].statement->source.pointer,
            "/policies/identity/1/Statement/0");
}

}  // namespace
}  // namespace pullproof::model::authorization_test
