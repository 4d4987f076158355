#include "model/gates/identity_policy.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/support/iam_account.h"

namespace pullproof::gates::identity_policy_test {
namespace {

using nlohmann::json;
using support::add_inline;
using support::allow;
using support::ask;
using support::blamed;
using support::deny;
using support::iam_account;
using support::kIamAccount;
using support::kPullRole;
using support::open_calls;
using support::policy;
using support::truth;
using Texts = std::vector<std::string>;

constexpr const char* kLogin = "ecr:GetAuthorizationToken";
constexpr const char* kPull = "ecr:BatchGetImage";
constexpr const char* kIamCall = "iam-get-account-authorization-details";
constexpr const char* kExecutionPolicy =
    "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy";
constexpr const char* kOwnPolicy = "arn:aws:iam::111122223333:policy/own";

void attach(json& bundle, const std::string& arn) {
  support::pull_role(bundle)["AttachedManagedPolicies"].push_back(
      {{"PolicyName", "x"}, {"PolicyArn", arn}});
}

void add_managed(json& bundle, const std::string& arn, const json& document) {
  bundle[std::string("111122223333/global/") + kIamCall + ".json"]["Policies"]
      .push_back({{"Arn", arn},
                  {"DefaultVersionId", "v1"},
                  {"PolicyVersionList", json::array({{{"VersionId", "v1"},
                                                      {"IsDefaultVersion", true},
                                                      {"Document", document}}})}});
}

json repository_statement(const json& principal) {
  return {{"Effect", "Allow"}, {"Action", "ecr:*"}, {"Principal", principal}};
}

json with_repository_grant(const json& principal) {
  json bundle = iam_account();
  support::put_repository_policy(bundle, policy({repository_statement(principal)}));
  return bundle;
}

// iam.md 1, "Policy evaluation logic": default is deny.
TEST(IdentityPolicyAllows, RefusesWithoutAnyPolicy) {
  const Gate gate = ask<IdentityPolicyAllows>(iam_account(), kLogin);
  EXPECT_EQ(truth(gate), Truth::No);
  EXPECT_EQ(blamed(gate), Texts{kPullRole});
  EXPECT_EQ(gate.mechanism, "identity-policy");
  EXPECT_EQ(gate.code, "IDENTITY_POLICY_NO_ALLOW");
  EXPECT_EQ(gate.message,
            "no policy of role pull allows ecr:GetAuthorizationToken on *");
}

TEST(IdentityPolicyAllows, TakesInlinePolicies) {
  json bundle = iam_account();
  add_inline(bundle, policy({allow({kLogin})}));
  EXPECT_EQ(truth(ask<IdentityPolicyAllows>(bundle, kLogin)), Truth::Yes);
  const Gate pull = ask<IdentityPolicyAllows>(bundle, kPull);
  EXPECT_EQ(truth(pull), Truth::No);
  EXPECT_EQ(blamed(pull), Texts{kPullRole});
}

TEST(IdentityPolicyAllows, TakesAttachedPolicies) {
  json bundle = iam_account();
  attach(bundle, kOwnPolicy);
  add_managed(bundle, kOwnPolicy, policy({allow({"ecr:*"})}));
  EXPECT_EQ(truth(ask<IdentityPolicyAllows>(bundle, kPull)), Truth::Yes);
}

// The document of an AWS-managed policy need not be collected.
TEST(IdentityPolicyAllows, KnowsThePoliciesOfAws) {
  json bundle = iam_account();
  attach(bundle, kExecutionPolicy);
  EXPECT_EQ(truth(ask<IdentityPolicyAllows>(bundle, kPull)), Truth::Yes);
  EXPECT_EQ(truth(ask<IdentityPolicyDenies>(bundle, kPull)), Truth::Yes);
}

TEST(IdentityPolicyAllows, PrefersWhatTheSnapshotHolds) {
  json bundle = iam_account();
  attach(bundle, kExecutionPolicy);
  add_managed(bundle, kExecutionPolicy, policy({allow({"logs:*"})}));
  EXPECT_EQ(truth(ask<IdentityPolicyAllows>(bundle, kPull)), Truth::No);
}

// iam.md 20: a policy that could not be read is never skipped.
TEST(IdentityPolicy, IsUnknownWhereADocumentIsMissing) {
  json bundle = iam_account();
  attach(bundle, "arn:aws:iam::aws:policy/Unheard");
  EXPECT_EQ(open_calls(ask<IdentityPolicyAllows>(bundle, kPull)), Texts{kIamCall});
  EXPECT_EQ(open_calls(ask<IdentityPolicyDenies>(bundle, kPull)), Texts{kIamCall});
  add_inline(bundle, policy({allow({kPull})}));
  EXPECT_EQ(truth(ask<IdentityPolicyAllows>(bundle, kPull)), Truth::Yes);
  EXPECT_EQ(truth(ask<IdentityPolicyDenies>(bundle, kPull)), Truth::Unknown);
  add_inline(bundle, policy({deny({"ecr:*"})}));
  EXPECT_EQ(truth(ask<IdentityPolicyDenies>(bundle, kPull)), Truth::No);
}

// iam.md 1: an explicit deny in any layer wins.
TEST(IdentityPolicyDenies, BlamesThePolicyThatDenies) {
  json bundle = iam_account();
  add_inline(bundle, policy({allow({"*"})}));
  attach(bundle, kOwnPolicy);
  add_managed(bundle, kOwnPolicy, policy({deny({"ecr:Batch*"})}));
  const Gate gate = ask<IdentityPolicyDenies>(bundle, kPull);
  EXPECT_EQ(truth(gate), Truth::No);
  EXPECT_EQ(blamed(gate), Texts{kOwnPolicy});
  EXPECT_EQ(gate.code, "IDENTITY_POLICY_DENY");
  EXPECT_EQ(truth(ask<IdentityPolicyDenies>(bundle, kLogin)), Truth::Yes);
}

// iam.md 2, "Policy evaluation logic": same account: identity or resource policy.
TEST(IdentityPolicyAllows, IsReplacedByARepositoryThatNamesTheRole) {
  EXPECT_EQ(truth(ask<IdentityPolicyAllows>(with_repository_grant({{"AWS", kPullRole}}),
                                            kPull)),
            Truth::Yes);
  EXPECT_EQ(truth(ask<IdentityPolicyAllows>(with_repository_grant("*"), kPull)),
            Truth::Yes);
}

// iam.md 7: an account as principal delegates, so identity must still allow.
TEST(IdentityPolicyAllows, IsNotReplacedByARepositoryThatNamesTheAccount) {
  const Gate gate = ask<IdentityPolicyAllows>(
      with_repository_grant({{"AWS", "arn:aws:iam::111122223333:root"}}), kPull);
  EXPECT_EQ(truth(gate), Truth::No);
  EXPECT_EQ(blamed(gate), Texts{kPullRole});
}

// iam.md 18: a repository policy cannot grant ecr:GetAuthorizationToken.
TEST(IdentityPolicyAllows, IsNeededForTheLogin) {
  EXPECT_EQ(truth(ask<IdentityPolicyAllows>(with_repository_grant({{"AWS", kPullRole}}),
                                            kLogin)),
            Truth::No);
}

TEST(IdentityPolicyAllows, IsUnknownWhereTheRepositoryMayGrant) {
  json bundle = iam_account();
  support::drop_call(bundle, kIamAccount, support::kIamRegion,
                     "ecr-get-repository-policy/acme/web");
  EXPECT_EQ(open_calls(ask<IdentityPolicyAllows>(bundle, kPull)),
            Texts{"ecr-get-repository-policy/acme/web"});
}

// iam.md 2, "Cross-account policy evaluation logic": both sides must allow.
TEST(IdentityPolicyAllows, IsNeededAcrossAccounts) {
  const aws::Snapshot account =
      support::read_account(with_repository_grant({{"AWS", kPullRole}}));
  RequestPlace place = support::pull_place(account, kPull);
  place.request.resource_account = support::kOtherAccount;
  EXPECT_EQ(
      truth(IdentityPolicyAllows::lets_through(place, Context{.account = account})),
      Truth::No);
}

// iam.md 19: the customer's identity policies do not apply to the layer GET.
TEST(IdentityPolicy, SparesForeignCallers) {
  const aws::Snapshot account = support::read_account(iam_account());
  RequestPlace place = support::pull_place(account, kPull);
  place.request.caller.kind = Caller::Kind::Foreign;
  const Context context{.account = account};
  EXPECT_EQ(truth(IdentityPolicyAllows::lets_through(place, context)), Truth::Yes);
  EXPECT_EQ(truth(IdentityPolicyDenies::lets_through(place, context)), Truth::Yes);
}

TEST(IdentityPolicy, LeavesAMissingRoleToTheStageBefore) {
  const aws::Snapshot account = support::read_account(iam_account());
  RequestPlace place = support::pull_place(account, kPull);
  place.role = nullptr;
  EXPECT_EQ(
      truth(IdentityPolicyAllows::lets_through(place, Context{.account = account})),
      Truth::Yes);
}

TEST(IdentityPolicy, IsUnknownWhereIamIsNotCollected) {
  json bundle = iam_account();
  support::drop_call(bundle, kIamAccount, "global", kIamCall);
  EXPECT_EQ(open_calls(ask<IdentityPolicyAllows>(bundle, kPull)), Texts{kIamCall});
  EXPECT_EQ(open_calls(ask<IdentityPolicyDenies>(bundle, kPull)), Texts{kIamCall});
}

}  // namespace
}  // namespace pullproof::gates::identity_policy_test
