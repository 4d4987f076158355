#include "model/gates/resource_policy.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/support/iam_account.h"

namespace pullproof::gates::resource_policy_test {
namespace {

using nlohmann::json;
using support::ask;
using support::blamed;
using support::iam_account;
using support::kIamAccount;
using support::kIamRegion;
using support::kOtherAccount;
using support::kPullRole;
using support::kWebRepository;
using support::open_calls;
using support::policy;
using support::truth;
using Texts = std::vector<std::string>;

constexpr const char* kPull = "ecr:BatchGetImage";
constexpr const char* kPolicyCall = "ecr-get-repository-policy/acme/web";

json deny_all_but(const json& principals) {
  return {{"Sid", "OnlyCi"},
          {"Effect", "Deny"},
          {"NotPrincipal", {{"AWS", principals}}},
          {"Action", kPull}};
}

json with_statement(const json& statement) {
  json bundle = iam_account();
  support::put_repository_policy(bundle, policy({statement}));
  return bundle;
}

/// The repository is in this account and the caller's role in another.
Gate ask_from_outside(const json& bundle) {
  const aws::Snapshot account = support::read_account(bundle);
  RequestPlace place = support::pull_place(account, kPull);
  place.role = nullptr;
  place.request.caller.account = kOtherAccount;
  place.request.caller.arn = "arn:aws:iam::444455556666:role/pull";
  return ResourcePolicyAllows::lets_through(place, Context{.account = account});
}

json grant_to(const json& principal) {
  return {{"Effect", "Allow"}, {"Action", kPull}, {"Principal", principal}};
}

// "How a pull works", fact 12: within an account no policy is no failure.
TEST(ResourcePolicy, LetsThroughWithoutAPolicy) {
  EXPECT_EQ(truth(ask<ResourcePolicyDenies>(iam_account(), kPull)), Truth::Yes);
  EXPECT_EQ(truth(ask<ResourcePolicyAllows>(iam_account(), kPull)), Truth::Yes);
}

// iam.md 9, "NotPrincipal": the case repository-policy-denies.
TEST(ResourcePolicy, DeniesTheRoleThatNotPrincipalDoesNotList) {
  const Gate gate = ask<ResourcePolicyDenies>(
      with_statement(deny_all_but(
          {"arn:aws:iam::111122223333:role/ci", "arn:aws:iam::111122223333:root"})),
      kPull);
  EXPECT_EQ(truth(gate), Truth::No);
  EXPECT_EQ(blamed(gate), Texts{kWebRepository});
  EXPECT_EQ(gate.mechanism, "resource-policy");
  EXPECT_EQ(gate.code, "RESOURCE_POLICY_DENY");
}

// iam.md 9: "ambiguous" for a role that is listed, denied if it has a boundary.
TEST(ResourcePolicy, IsUnknownForARoleThatNotPrincipalLists) {
  json bundle =
      with_statement(deny_all_but({kPullRole, "arn:aws:iam::111122223333:root"}));
  EXPECT_EQ(truth(ask<ResourcePolicyDenies>(bundle, kPull)), Truth::Unknown);
  support::pull_role(bundle)["PermissionsBoundary"] = {
      {"PermissionsBoundaryArn", "arn:aws:iam::111122223333:policy/b"}};
  EXPECT_EQ(truth(ask<ResourcePolicyDenies>(bundle, kPull)), Truth::No);
}

// iam.md 18: a repository policy has no say in the login.
TEST(ResourcePolicy, HasNoSayInTheLogin) {
  json statement = grant_to("*");
  statement["Effect"] = "Deny";
  statement["Action"] = "ecr:*";
  const aws::Snapshot account = support::read_account(with_statement(statement));
  const Context context{.account = account};
  RequestPlace place = support::pull_place(account, "ecr:GetAuthorizationToken");
  place.repository = "acme/web";
  EXPECT_EQ(truth(ResourcePolicyDenies::lets_through(place, context)), Truth::Yes);
  EXPECT_EQ(resource_grants(place, context, Grantee::Any).as_constant(), Truth::No);
  place = support::pull_place(account, kPull);
  EXPECT_EQ(truth(ResourcePolicyDenies::lets_through(place, context)), Truth::No);
}

// "Absent is not empty".
TEST(ResourcePolicy, IsUnknownWhereItIsNotCollected) {
  json bundle = iam_account();
  support::drop_call(bundle, kIamAccount, kIamRegion, kPolicyCall);
  EXPECT_EQ(open_calls(ask<ResourcePolicyDenies>(bundle, kPull)), Texts{kPolicyCall});
  support::drop_call(bundle, kIamAccount, kIamRegion, kPolicyCall, "denied");
  EXPECT_EQ(open_calls(ask<ResourcePolicyDenies>(bundle, kPull)), Texts{kPolicyCall});
}

TEST(ResourcePolicy, SaysNothingOfARepositoryThatDoesNotExist) {
  json bundle = iam_account();
  support::drop_call(bundle, kIamAccount, kIamRegion, kPolicyCall);
  support::put_call(bundle, kIamAccount, kIamRegion, "ecr-describe-repositories",
                    {{"repositories", json::array()}});
  EXPECT_EQ(truth(ask<ResourcePolicyDenies>(bundle, kPull)), Truth::Yes);
  EXPECT_EQ(truth(ask_from_outside(bundle)), Truth::Yes);
}

// ECR API reference, GetRepositoryPolicy: it has none; whether it is there at all, the
// list of its account would tell.
TEST(ResourcePolicy, IsUnknownAcrossAccountsWithoutTheListOfRepositories) {
  json bundle = iam_account();
  support::drop_call(bundle, kIamAccount, kIamRegion, "ecr-describe-repositories");
  const Gate gate = ask_from_outside(bundle);
  EXPECT_EQ(truth(gate), Truth::Unknown);
  EXPECT_EQ(open_calls(gate), Texts{"ecr-describe-repositories"});
}

// iam.md 2, "Cross-account policy evaluation logic": both sides must allow; peers
// answer as if it were one account.
TEST(ResourcePolicy, MustAllowAcrossAccounts) {
  const Gate without = ask_from_outside(iam_account());
  EXPECT_EQ(truth(without), Truth::No);
  EXPECT_EQ(blamed(without), Texts{kWebRepository});
  EXPECT_EQ(without.code, "RESOURCE_POLICY_NO_ALLOW");
  const Gate other = ask_from_outside(with_statement(grant_to({{"AWS", kPullRole}})));
  EXPECT_EQ(truth(other), Truth::No);
  EXPECT_EQ(blamed(other), Texts{kWebRepository});
}

// iam.md 7: across accounts the account itself is enough.
TEST(ResourcePolicy, AllowsAcrossAccountsByAccountOrRole) {
  for (const char* principal : {"444455556666", "arn:aws:iam::444455556666:root",
                                "arn:aws:iam::444455556666:role/pull"}) {
    EXPECT_EQ(truth(ask_from_outside(with_statement(grant_to({{"AWS", principal}})))),
              Truth::Yes)
        << principal;
  }
}

TEST(ResourcePolicy, MayGrantThroughTheRegistryAcrossAccounts) {
  json bundle = iam_account();
  json statement = grant_to({{"AWS", "444455556666"}});
  statement["Resource"] = "*";
  support::put_call(
      bundle, kIamAccount, kIamRegion, "ecr-get-registry-policy",
      {{"registryId", kIamAccount}, {"policyText", policy({statement}).dump()}});
  support::put_call(bundle, kIamAccount, kIamRegion,
                    "ecr-get-account-setting/REGISTRY_POLICY_SCOPE",
                    {{"name", "REGISTRY_POLICY_SCOPE"}, {"value", "V2"}});
  EXPECT_EQ(truth(ask_from_outside(bundle)), Truth::Yes);
}

}  // namespace
}  // namespace pullproof::gates::resource_policy_test
