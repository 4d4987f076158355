#include "model/gates/service_control_policy.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/support/iam_account.h"

namespace pullproof::gates::service_control_policy_test {
namespace {

using nlohmann::json;
using support::ask;
using support::blamed;
using support::kIamAccount;
using support::open_calls;
using support::truth;
using Texts = std::vector<std::string>;

constexpr const char* kPull = "ecr:BatchGetImage";
constexpr const char* kType = "SERVICE_CONTROL_POLICY";
const std::string kLists =
    "organizations-list-policies-for-target-SERVICE_CONTROL_POLICY/";

json in_organization() {
  json bundle = support::iam_account();
  support::put_organization(bundle);
  return bundle;
}

json with_deny(const std::string& target) {
  json bundle = in_organization();
  support::attach(bundle, kType, target, "p-deny",
                  support::policy({support::deny({"ecr:Batch*"})}));
  return bundle;
}

/// Only `actions` are allowed at the target.
json with_allow_list(const std::string& target, const Texts& actions) {
  json bundle = in_organization();
  support::put_call(bundle, kIamAccount, "global", kLists + target,
                    {{"Policies", json::array()}});
  support::attach(bundle, kType, target, "p-list",
                  support::policy({support::allow(actions)}));
  return bundle;
}

void drop(json& bundle, const std::string& call) {
  support::drop_call(bundle, kIamAccount, "global", call);
}

Texts assumed(const Gate& gate) {
  Texts calls;
  for (const auto& assumption : gate.assumptions) calls.push_back(assumption.name);
  return calls;
}

TEST(ServiceControlPolicy, LetsThroughWithFullAccessEverywhere) {
  EXPECT_EQ(truth(ask<ServiceControlPolicyAllows>(in_organization(), kPull)),
            Truth::Yes);
  EXPECT_EQ(truth(ask<ServiceControlPolicyDenies>(in_organization(), kPull)),
            Truth::Yes);
}

// iam.md 1 and 3: an explicit deny in any layer wins, at whatever level it stands.
TEST(ServiceControlPolicy, DeniesFromEveryLevel) {
  for (const char* target : {kIamAccount, "ou-1", "r-1"}) {
    const Gate gate = ask<ServiceControlPolicyDenies>(with_deny(target), kPull);
    EXPECT_EQ(truth(gate), Truth::No) << target;
    EXPECT_EQ(blamed(gate), Texts{"arn:p-deny"}) << target;
    EXPECT_EQ(gate.mechanism, "scp");
    EXPECT_EQ(gate.code, "SCP_DENY");
    EXPECT_NE(gate.message.find("`p-deny` on " + std::string(target)),
              std::string::npos);
  }
}

// iam.md 3, "SCP evaluation": an allow is needed at the root, every OU, the account.
TEST(ServiceControlPolicy, NeedsAnAllowAtEveryLevel) {
  for (const char* target : {kIamAccount, "ou-1", "r-1"}) {
    const Gate gate =
        ask<ServiceControlPolicyAllows>(with_allow_list(target, {"s3:*"}), kPull);
    EXPECT_EQ(truth(gate), Truth::No) << target;
    EXPECT_EQ(blamed(gate), Texts{"arn:p-list"}) << target;
    EXPECT_EQ(gate.code, "SCP_NO_ALLOW");
    EXPECT_EQ(truth(ask<ServiceControlPolicyAllows>(with_allow_list(target, {"ecr:*"}),
                                                    kPull)),
              Truth::Yes);
  }
}

TEST(ServiceControlPolicy, RefusesAtALevelWithoutAnyPolicy) {
  json bundle = in_organization();
  support::put_call(bundle, kIamAccount, "global", kLists + "ou-1",
                    {{"Policies", json::array()}});
  const Gate gate = ask<ServiceControlPolicyAllows>(bundle, kPull);
  EXPECT_EQ(truth(gate), Truth::No);
  EXPECT_EQ(blamed(gate), Texts{"ou-1"});
}

// iam.md 3: not for the management account.
TEST(ServiceControlPolicy, SparesTheManagementAccount) {
  json bundle = with_deny("r-1");
  support::put_call(
      bundle, kIamAccount, "global", "organizations-describe-organization",
      {{"Organization", {{"Id", "o-1"}, {"MasterAccountId", kIamAccount}}}});
  EXPECT_EQ(truth(ask<ServiceControlPolicyDenies>(bundle, kPull)), Truth::Yes);
}

// iam.md 3: not for service-linked roles; peers apply them there.
TEST(ServiceControlPolicy, SparesServiceLinkedRoles) {
  const aws::Snapshot account = support::read_account(with_deny("ou-1"));
  RequestPlace place = support::pull_place(account, kPull);
  place.request.caller.arn =
      "arn:aws:iam::111122223333:role/aws-service-role/ecr.amazonaws.com/X";
  const Context context{.account = account};
  EXPECT_EQ(truth(ServiceControlPolicyDenies::lets_through(place, context)),
            Truth::Yes);
}

// iam.md 19: SCPs do not apply to the layer GET, which ECR's own account signs.
TEST(ServiceControlPolicy, SparesForeignCallers) {
  const aws::Snapshot account = support::read_account(with_deny("ou-1"));
  RequestPlace place = support::pull_place(account, kPull);
  place.request.caller.kind = Caller::Kind::Foreign;
  const Context context{.account = account};
  EXPECT_EQ(truth(ServiceControlPolicyDenies::lets_through(place, context)),
            Truth::Yes);
}

TEST(ServiceControlPolicy, AppliesOnlyWhereTheTypeIsEnabled) {
  json bundle = with_deny("ou-1");
  support::put_call(
      bundle, kIamAccount, "global", "organizations-list-roots",
      {{"Roots", json::array({{{"Id", "r-1"}, {"PolicyTypes", json::array()}}})}});
  EXPECT_EQ(truth(ask<ServiceControlPolicyDenies>(bundle, kPull)), Truth::Yes);
}

TEST(ServiceControlPolicy, DoesNotExistOutsideOfOrganizations) {
  const Gate gate =
      ask<ServiceControlPolicyAllows>(support::iam_account(), kPull, true);
  EXPECT_EQ(truth(gate), Truth::Yes);
  EXPECT_TRUE(gate.assumptions.empty());
}

TEST(ServiceControlPolicy, IsAssumedToRefuseNothingIfNothingWasCollected) {
  json bundle = support::iam_account();
  drop(bundle, "organizations-describe-organization");
  const Gate gate = ask<ServiceControlPolicyDenies>(bundle, kPull);
  EXPECT_EQ(truth(gate), Truth::Yes);
  ASSERT_EQ(gate.assumptions.size(), 1U);
  EXPECT_EQ(gate.assumptions.front().name, "organizations-describe-organization");
  const Gate strict = ask<ServiceControlPolicyDenies>(bundle, kPull, true);
  EXPECT_EQ(open_calls(strict), Texts{"organizations-describe-organization"});
  EXPECT_EQ(truth(ask<ServiceControlPolicyAllows>(bundle, kPull, true)),
            Truth::Unknown);
}

// A member account may describe the organization and nothing else of it.
TEST(ServiceControlPolicy, IsAssumedToRefuseNothingForAMemberThatIsToldNothing) {
  json bundle = support::iam_account();
  support::put_call(
      bundle, kIamAccount, "global", "organizations-describe-organization",
      {{"Organization", {{"Id", "o-1"}, {"MasterAccountId", "999988887777"}}}});
  const Gate gate = ask<ServiceControlPolicyDenies>(bundle, kPull);
  EXPECT_EQ(truth(gate), Truth::Yes);
  EXPECT_EQ(assumed(gate),
            (Texts{kLists + kIamAccount, "organizations-list-parents/111122223333"}));
  EXPECT_EQ(truth(ask<ServiceControlPolicyDenies>(bundle, kPull, true)),
            Truth::Unknown);
}

/// What is not collected is assumed to refuse nothing; strictly, it is an open
/// question.
void expect_assumed(const json& bundle, const std::string& call) {
  const Gate gate = ask<ServiceControlPolicyDenies>(bundle, kPull);
  EXPECT_EQ(truth(gate), Truth::Yes);
  EXPECT_EQ(assumed(gate), Texts{call});
  EXPECT_EQ(truth(ask<ServiceControlPolicyAllows>(bundle, kPull)), Truth::Yes);
  EXPECT_EQ(open_calls(ask<ServiceControlPolicyDenies>(bundle, kPull, true)),
            Texts{call});
}

TEST(ServiceControlPolicy, IsAssumedToRefuseNothingAtALevelThatIsNotCollected) {
  json bundle = in_organization();
  drop(bundle, kLists + "ou-1");
  expect_assumed(bundle, kLists + "ou-1");
}

TEST(ServiceControlPolicy, IsAssumedToRefuseNothingAboveWhatIsCollected) {
  json bundle = in_organization();
  drop(bundle, "organizations-list-parents/ou-1");
  expect_assumed(bundle, "organizations-list-parents/ou-1");
}

TEST(ServiceControlPolicy, IsAssumedToRefuseNothingIfItsDocumentIsNotCollected) {
  json bundle = with_deny("ou-1");
  drop(bundle, "organizations-describe-policy/p-deny");
  expect_assumed(bundle, "organizations-describe-policy/p-deny");
}

// A certain refusal stays certain whatever else is not known.
TEST(ServiceControlPolicy, DeniesForCertainBesideWhatIsNotCollected) {
  json bundle = with_deny("ou-1");
  drop(bundle, kLists + "r-1");
  EXPECT_EQ(truth(ask<ServiceControlPolicyDenies>(bundle, kPull)), Truth::No);
}

// What is attached is enabled: switching a type off detaches its policies.
TEST(ServiceControlPolicy, DeniesWithoutTheListOfRoots) {
  json bundle = with_deny("ou-1");
  drop(bundle, "organizations-list-roots");
  EXPECT_EQ(truth(ask<ServiceControlPolicyDenies>(bundle, kPull)), Truth::No);
}

// The management account is spared, and nobody said which account that is.
TEST(ServiceControlPolicy, IsUnknownWhereTheOrganizationIsNotDescribed) {
  json bundle = with_deny("ou-1");
  drop(bundle, "organizations-describe-organization");
  EXPECT_EQ(open_calls(ask<ServiceControlPolicyDenies>(bundle, kPull)),
            Texts{"organizations-describe-organization"});
  json allowing = in_organization();
  drop(allowing, "organizations-describe-organization");
  EXPECT_EQ(truth(ask<ServiceControlPolicyDenies>(allowing, kPull)), Truth::Yes);
}

}  // namespace
}  // namespace pullproof::gates::service_control_policy_test
