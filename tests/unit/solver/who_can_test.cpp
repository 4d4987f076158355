#include "solver/who_can.h"

#include <algorithm>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/support/iam_account.h"

namespace pullproof::solver::who_can_test {
namespace {

using nlohmann::json;
using support::allow;
using support::deny;
using support::iam_account;
using support::kIamAccount;
using support::kOtherAccount;
using support::kPullRole;
using support::kWebRepository;
using support::policy;
using Kind = AblePrincipal::Kind;

/// Who is able, by "kind name", and what was found of the others.
struct Told {
  std::vector<std::string> names;
  WhoCan answer;

  [[nodiscard]] const AblePrincipal& of(Kind kind) const {
    const auto found =
        std::find_if(answer.principals.begin(), answer.principals.end(),
                     [&](const auto& each) { return each.kind == kind; });
    EXPECT_NE(found, answer.principals.end());
    static const AblePrincipal kNone;
    return found == answer.principals.end() ? kNone : *found;
  }
  [[nodiscard]] bool has(Kind kind) const {
    return std::any_of(answer.principals.begin(), answer.principals.end(),
                       [&](const auto& each) { return each.kind == kind; });
  }
};

/// `account` must outlive what is told.
Told ask(const aws::Snapshot& account, const std::string& action = "ecr:BatchGetImage",
         const std::string& resource = kWebRepository) {
  auto answer = who_can({.account = account}, {.action = action, .resource = resource});
  EXPECT_TRUE(answer.ok());
  Told told{.names = {}, .answer = std::move(answer.value())};
  for (const auto& each : told.answer.principals) told.names.push_back(each.name);
  return told;
}

aws::Snapshot read(const json& bundle) {
  auto account = aws::Snapshot::from_bundle(bundle);
  EXPECT_TRUE(account.ok());
  return std::move(account.value());
}

json granted_to(const json& principal, json condition = nullptr) {
  json statement = allow({"ecr:*"});
  statement.erase("Resource");
  statement["Principal"] = principal;
  if (!condition.is_null()) statement["Condition"] = std::move(condition);
  json bundle = iam_account();
  support::put_repository_policy(bundle, policy({statement}));
  return bundle;
}

constexpr const char* kRoot = "arn:aws:iam::111122223333:root";

TEST(WhoCan, ListsWhomIdentityPoliciesAllow) {
  json bundle = iam_account();
  const auto without = read(bundle);
  EXPECT_EQ(ask(without).names, std::vector<std::string>{kRoot});
  EXPECT_EQ(ask(without).answer.refused_principals, 1U);
  support::add_inline(bundle, policy({allow({"ecr:*"})}));
  const auto with = read(bundle);
  const Told told = ask(with);
  EXPECT_EQ(told.names, (std::vector<std::string>{kPullRole, kRoot}));
  EXPECT_EQ(told.of(Kind::Role).ability, Ability::Always);
  EXPECT_EQ(told.of(Kind::Role).statements.size(), 1U);
  EXPECT_TRUE(told.answer.undecided.empty());
}

TEST(WhoCan, ShowsTheConditionsAndARequestThatMeetsThem) {
  json bundle = iam_account();
  json statement = allow({"ecr:*"});
  statement["Condition"] = {{"IpAddress", {{"aws:SourceIp", "203.0.113.0/24"}}}};
  support::add_inline(bundle, policy({statement}));
  const auto account = read(bundle);
  const auto told = ask(account);
  const AblePrincipal& role = told.of(Kind::Role);
  EXPECT_EQ(role.ability, Ability::Sometimes);
  ASSERT_EQ(role.conditions.size(), 1U);
  EXPECT_EQ(role.conditions[0].condition->key, "aws:SourceIp");
  ASSERT_TRUE(role.witness);
  const auto& address = role.witness->context.at("aws:sourceip");
  EXPECT_TRUE(
      std::get<gates::FixedKey>(address).values.front().starts_with("203.0.113."));
}

TEST(WhoCan, ListsNobodyWhoseConditionsExcludeEachOther) {
  json bundle = iam_account();
  json statement = allow({"ecr:*"});
  statement["Condition"] = {{"StringEquals", {{"aws:SourceVpc", "vpc-1"}}},
                            {"IpAddress", {{"aws:SourceIp", "203.0.113.0/24"}}}};
  support::add_inline(bundle, policy({statement}));
  const auto account = read(bundle);
  EXPECT_FALSE(ask(account).has(Kind::Role));
}

TEST(WhoCan, TellsAccountsFromEverybody) {
  const auto one = read(granted_to({{"AWS", kOtherAccount}}));
  const Told of_account = ask(one);
  EXPECT_EQ(of_account.of(Kind::Account).name, kOtherAccount);
  EXPECT_TRUE(of_account.of(Kind::Account).if_own_account_allows);
  EXPECT_FALSE(of_account.has(Kind::AnyAccount));
  EXPECT_FALSE(of_account.has(Kind::Anonymous));
  const auto all = read(granted_to("*"));
  const Told of_all = ask(all);
  EXPECT_EQ(of_all.of(Kind::AnyAccount).ability, Ability::Always);
  EXPECT_EQ(of_all.of(Kind::Anonymous).ability, Ability::Always);
  EXPECT_EQ(of_all.of(Kind::Role).ability, Ability::Always);
}

TEST(WhoCan, NamesTheRoleOfAnotherAccount) {
  const std::string ci = std::string("arn:aws:iam::") + kOtherAccount + ":role/ci";
  const auto account = read(granted_to({{"AWS", ci}}));
  const Told told = ask(account);
  EXPECT_EQ(told.names, (std::vector<std::string>{kRoot, ci}));
}

TEST(WhoCan, LimitsEverybodyToAnOrganization) {
  const auto account = read(
      granted_to("*", {{"StringEquals", {{"aws:PrincipalOrgID", "o-abcdefghij"}}}}));
  const Told told = ask(account);
  const AblePrincipal& any = told.of(Kind::AnyAccount);
  EXPECT_EQ(any.ability, Ability::Sometimes);
  ASSERT_EQ(any.conditions.size(), 1U);
  EXPECT_EQ(any.conditions[0].condition->key, "aws:PrincipalOrgID");
  EXPECT_FALSE(told.has(Kind::Anonymous));
}

TEST(WhoCan, NamesServicesAndSessions) {
  const auto service = read(granted_to({{"Service", "lambda.amazonaws.com"}}));
  EXPECT_EQ(ask(service).of(Kind::Service).name, "lambda.amazonaws.com");
  const std::string session = "arn:aws:sts::111122223333:assumed-role/pull/7";
  const auto account = read(granted_to({{"AWS", session}}));
  EXPECT_EQ(ask(account).of(Kind::Session).name, session);
}

TEST(WhoCan, IsOpenWhereAPolicyWasNotCollected) {
  json bundle = iam_account();
  support::drop_call(bundle, kIamAccount, support::kIamRegion,
                     "ecr-get-repository-policy/acme/web");
  const auto account = read(bundle);
  const Told told = ask(account);
  EXPECT_EQ(told.of(Kind::Role).ability, Ability::Unknown);
  EXPECT_EQ(told.of(Kind::Role).open.begin()->call,
            "ecr-get-repository-policy/acme/web");
}

TEST(WhoCan, IsOpenWhereUsersWereNotCollected) {
  json bundle = iam_account();
  bundle.at("111122223333/global/iam-get-account-authorization-details.json")
      .erase("UserDetailList");
  const auto account = read(bundle);
  EXPECT_FALSE(ask(account).answer.undecided.empty());
}

TEST(WhoCan, SparesElsewhereWhereThereIsNoResource) {
  json bundle = iam_account();
  support::add_inline(bundle, policy({allow({"ecr:GetAuthorizationToken"})}));
  const auto account = read(bundle);
  EXPECT_EQ(ask(account, "ecr:GetAuthorizationToken", "*").names,
            (std::vector<std::string>{kPullRole, kRoot}));
}

// The request chooses its tags; what the variable stands for is the principal's.
TEST(WhoCan, ChoosesTheValueThatAVariableStandsFor) {
  for (const bool denies : {false, true}) {
    json bundle = iam_account();
    support::pull_role(bundle)["Tags"] =
        json::array({{{"Key", "team"}, {"Value", "red"}}});
    json statement = denies ? deny({"ecr:*"}) : allow({"ecr:*"});
    statement["Condition"] = {{denies ? "StringNotEquals" : "StringEquals",
                               {{"aws:RequestTag/team", "${aws:PrincipalTag/team}"}}}};
    support::add_inline(bundle, policy({allow({denies ? "*" : "s3:*"}), statement}));
    const auto account = read(bundle);
    const Told told = ask(account);
    const AblePrincipal& role = told.of(Kind::Role);
    EXPECT_EQ(role.ability, Ability::Sometimes) << denies;
    ASSERT_TRUE(role.witness);
    const auto& tag = role.witness->context.at("aws:requesttag/team");
    EXPECT_EQ(std::get<gates::FixedKey>(tag).values.front(), "red");
  }
}

TEST(WhoCan, IsOpenWhereAPolicyElsewhereHangsOnThePrincipal) {
  const auto account = read(granted_to(
      "*", {{"StringEquals", {{"ecr:ResourceTag/owner", "${aws:username}"}}}}));
  EXPECT_FALSE(ask(account).answer.undecided.empty());
}

TEST(WhoCan, DoesNotTakeAnAccountOfTheSnapshotForAnyOther) {
  json bundle = granted_to("*");
  json other =
      bundle.at("111122223333/global/iam-get-account-authorization-details.json");
  other["RoleDetailList"] = json::array();
  support::put_call(bundle, "222222222222", "global",
                    "iam-get-account-authorization-details", other);
  const auto account = read(bundle);
  EXPECT_TRUE(ask(account).has(Kind::AnyAccount));
}

TEST(WhoCan, LeavesToTheRequestHowItIsMade) {
  for (const char* key : {"aws:SecureTransport", "aws:ViaAWSService"}) {
    for (const char* value : {"true", "false"}) {
      json bundle = iam_account();
      json statement = allow({"ecr:*"});
      statement["Condition"] = {{"Bool", {{key, value}}}};
      support::add_inline(bundle, policy({statement}));
      const auto account = read(bundle);
      EXPECT_EQ(ask(account).of(Kind::Role).ability, Ability::Sometimes)
          << key << value;
    }
  }
}

// Absent is not empty: an account whose principals were not collected has some.
TEST(WhoCan, NamesTheAccountWhosePrincipalsWereNotCollected) {
  json bundle = iam_account();
  support::drop_call(bundle, kIamAccount, "global",
                     "iam-get-account-authorization-details", "denied");
  const auto account = read(bundle);
  const Told told = ask(account, "ecr:GetAuthorizationToken", "*");
  ASSERT_FALSE(told.answer.undecided.empty());
  EXPECT_EQ(told.answer.undecided.begin()->call,
            "iam-get-account-authorization-details");
}

// IAM user guide, "Principal: web identity": these providers need no ARN.
TEST(WhoCan, NamesIdentityProviders) {
  json bundle = iam_account();
  json statement = allow({"sts:AssumeRoleWithWebIdentity"});
  statement.erase("Resource");
  statement["Principal"] = {{"Federated", "accounts.google.com"}};
  support::pull_role(bundle)["AssumeRolePolicyDocument"] = policy({statement});
  const auto account = read(bundle);
  const Told told = ask(account, "sts:AssumeRoleWithWebIdentity", kPullRole);
  EXPECT_EQ(told.of(Kind::Federated).name, "accounts.google.com");
}

// The tags of a repository are no choice of the request's.
TEST(WhoCan, AsksForTagsThatWereNotCollected) {
  json bundle = iam_account();
  json statement = allow({"ecr:*"});
  statement["Condition"] = {{"StringEquals", {{"ecr:ResourceTag/team", "web"}}}};
  support::add_inline(bundle, policy({statement}));
  const auto account = read(bundle);
  const Told told = ask(account);
  EXPECT_EQ(told.of(Kind::Role).ability, Ability::Unknown);
  EXPECT_EQ(told.of(Kind::Role).open.begin()->call,
            std::string("ecr-list-tags-for-resource/") + kWebRepository);
}

TEST(WhoCan, AsksThePolicyOfTheEndpointThatARequestMustPass) {
  json bundle = iam_account();
  json statement = allow({"ecr:*"});
  statement["Condition"] = {{"StringEquals", {{"aws:SourceVpce", "vpce-1"}}}};
  support::add_inline(bundle, policy({statement}));
  json denial = deny({"ecr:*"});
  denial["Principal"] = "*";
  support::put_ecr_endpoint(bundle, policy({denial}));
  const auto account = read(bundle);
  EXPECT_FALSE(ask(account).has(Kind::Role));
}

// A class of which some are able is not always able.
TEST(WhoCan, TellsApartWhoOfAClassIsAble) {
  for (const json& condition :
       {json{{"StringEquals", {{"aws:username", "u1"}}}},
        json{{"ArnLike", {{"aws:PrincipalArn", "arn:aws:iam::*:role/deploy"}}}},
        json{{"StringLike", {{"aws:PrincipalAccount", "4444*"}}}}}) {
    const auto account = read(granted_to("*", condition));
    const Told told = ask(account);
    const AblePrincipal& any = told.of(Kind::AnyAccount);
    EXPECT_EQ(any.ability, Ability::Sometimes) << condition;
    EXPECT_FALSE(any.conditions.empty()) << condition;
  }
  const auto service = read(granted_to(
      "*", {{"StringEquals", {{"aws:PrincipalServiceName", "logs.amazonaws.com"}}}}));
  EXPECT_EQ(ask(service).of(Kind::AnyService).ability, Ability::Sometimes);
}

TEST(WhoCan, ListsIdentityProvidersThatNobodyNames) {
  json bundle = iam_account();
  json statement = allow({"sts:AssumeRoleWithWebIdentity"});
  statement.erase("Resource");
  statement["Principal"] = "*";
  support::pull_role(bundle)["AssumeRolePolicyDocument"] = policy({statement});
  const auto account = read(bundle);
  const Told told = ask(account, "sts:AssumeRoleWithWebIdentity", kPullRole);
  EXPECT_EQ(told.of(Kind::Federated).name, "*");
}

TEST(WhoCan, FindsSessionsThatARoleMayHave) {
  json bundle = iam_account();
  json statement = deny({"*"});
  statement["Condition"] = {{"StringLike", {{"aws:userid", "*:bob"}}}};
  support::add_inline(bundle, policy({allow({"ecr:*"}), statement}));
  const auto most = read(bundle);
  const Told told = ask(most);
  EXPECT_EQ(told.of(Kind::Role).ability, Ability::Sometimes);
  EXPECT_NE(told.of(Kind::Role).witness->caller.session, "bob");
  statement["Condition"] = {{"StringNotLike", {{"aws:userid", "*:bob"}}}};
  json other = iam_account();
  support::add_inline(other, policy({allow({"ecr:*"}), statement}));
  const auto one = read(other);
  EXPECT_EQ(ask(one).of(Kind::Role).witness->caller.session, "bob");
}

// AWS global condition context keys: an endpoint is in one VPC.
TEST(WhoCan, AnEndpointTellsItsVpc) {
  const auto able = [](const char* endpoint, const char* vpc) {
    json bundle = iam_account();
    json statement = allow({"ecr:*"});
    statement["Condition"] = {
        {"StringEquals", {{"aws:SourceVpce", endpoint}, {"aws:SourceVpc", vpc}}}};
    support::add_inline(bundle, policy({statement}));
    support::put_ecr_endpoint(bundle);
    const auto account = read(bundle);
    return ask(account).has(Kind::Role);
  };
  EXPECT_TRUE(able("vpce-1", "vpc-1"));
  EXPECT_FALSE(able("vpce-1", "vpc-2"));
  EXPECT_TRUE(able("vpce-elsewhere", "vpc-2"));
}

}  // namespace
}  // namespace pullproof::solver::who_can_test
