#include "model/gates/resource_control_policy.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/support/iam_account.h"

namespace pullproof::gates::resource_control_policy_test {
namespace {

using nlohmann::json;
using support::ask;
using support::blamed;
using support::kIamAccount;
using support::truth;

constexpr const char* kPull = "ecr:BatchGetImage";
constexpr const char* kType = "RESOURCE_CONTROL_POLICY";

json with_deny(const std::string& target, const std::string& action) {
  json bundle = support::iam_account();
  support::put_organization(bundle);
  json statement = support::deny({action});
  statement["Principal"] = "*";
  support::attach(bundle, kType, target, "p-deny", support::policy({statement}));
  return bundle;
}

// iam.md 4, "RCP evaluation": they deny from every level.
TEST(ResourceControlPolicy, DeniesFromEveryLevel) {
  for (const char* target : {kIamAccount, "ou-1", "r-1"}) {
    const Gate gate =
        ask<ResourceControlPolicyDenies>(with_deny(target, "ecr:*"), kPull);
    EXPECT_EQ(truth(gate), Truth::No) << target;
    EXPECT_EQ(blamed(gate), std::vector<std::string>{"arn:p-deny"});
    EXPECT_EQ(gate.mechanism, "rcp");
    EXPECT_EQ(gate.code, "RCP_DENY");
  }
}

TEST(ResourceControlPolicy, LetsThroughWhatItDoesNotDeny) {
  EXPECT_EQ(truth(ask<ResourceControlPolicyDenies>(with_deny("ou-1", "s3:*"), kPull)),
            Truth::Yes);
}

// iam.md 4: by the resource's account.
TEST(ResourceControlPolicy, GuardsTheAccountOfTheResource) {
  const aws::Snapshot account = support::read_account(with_deny("ou-1", "ecr:*"));
  const Context context{.account = account};
  RequestPlace place = support::pull_place(account, kPull);
  place.request.caller.account = support::kOtherAccount;
  EXPECT_EQ(truth(ResourceControlPolicyDenies::lets_through(place, context)),
            Truth::No);
  place.request.resource_account = support::kOtherAccount;
  const Gate other = ResourceControlPolicyDenies::lets_through(place, context);
  EXPECT_EQ(truth(other), Truth::Yes);
  EXPECT_EQ(other.assumptions.size(), 1U);
}

// iam.md 4: not for the management account.
TEST(ResourceControlPolicy, SparesTheManagementAccount) {
  json bundle = with_deny("r-1", "ecr:*");
  support::put_call(
      bundle, kIamAccount, "global", "organizations-describe-organization",
      {{"Organization", {{"Id", "o-1"}, {"MasterAccountId", kIamAccount}}}});
  EXPECT_EQ(truth(ask<ResourceControlPolicyDenies>(bundle, kPull)), Truth::Yes);
}

// iam.md 4: an implicit full allow, which a list without it does not take away.
TEST(ResourceControlPolicy, NeedsNoAllow) {
  json bundle = support::iam_account();
  support::put_organization(bundle);
  support::put_call(
      bundle, kIamAccount, "global",
      "organizations-list-policies-for-target-RESOURCE_CONTROL_POLICY/ou-1",
      {{"Policies", json::array()}});
  EXPECT_EQ(truth(ask<ResourceControlPolicyDenies>(bundle, kPull)), Truth::Yes);
}

// iam.md 19: RCPs do not apply to the layer GET: the bucket is AWS's.
TEST(ResourceControlPolicy, SparesTheLayersOfEcr) {
  const aws::Snapshot account = support::read_account(with_deny("ou-1", "*"));
  RequestPlace place = support::pull_place(account, kPull);
  place.request.caller.kind = Caller::Kind::Foreign;
  EXPECT_EQ(truth(ResourceControlPolicyDenies::lets_through(
                place, Context{.account = account})),
            Truth::Yes);
}

// "Resource control policies": roles are resources of STS, services are not spared.
TEST(RoleControlPolicy, GuardsTheRole) {
  const aws::Snapshot account =
      support::read_account(with_deny("ou-1", "sts:AssumeRole"));
  const Context context{.account = account};
  RolePlace place = support::role_place(account);
  EXPECT_EQ(truth(RoleControlPolicyDenies::lets_through(place, context)), Truth::No);
  place.role = nullptr;
  EXPECT_EQ(truth(RoleControlPolicyDenies::lets_through(place, context)), Truth::Yes);
}

// AWS's own data perimeter example spares service principals.
TEST(RoleControlPolicy, SparesServicesThatItExcepts) {
  json bundle = support::iam_account();
  support::put_organization(bundle);
  json statement = support::deny({"sts:AssumeRole"});
  statement["Principal"] = "*";
  statement["Condition"] = {
      {"StringNotEqualsIfExists", {{"aws:PrincipalOrgID", "o-1"}}},
      {"BoolIfExists", {{"aws:PrincipalIsAWSService", "false"}}}};
  support::attach(bundle, kType, "ou-1", "p-deny", support::policy({statement}));
  const aws::Snapshot account = support::read_account(bundle);
  EXPECT_EQ(truth(RoleControlPolicyDenies::lets_through(support::role_place(account),
                                                        Context{.account = account})),
            Truth::Yes);
}

}  // namespace
}  // namespace pullproof::gates::resource_control_policy_test
