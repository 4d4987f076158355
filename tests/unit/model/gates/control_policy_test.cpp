#include "model/gates/control_policy.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/support/iam_account.h"

namespace pullproof::gates::control_policy_test {
namespace {

using nlohmann::json;
using support::kIamAccount;

TEST(ControlPolicies, AreListedFromTheAccountUp) {
  json bundle = support::iam_account();
  support::put_organization(bundle);
  support::attach(bundle, "SERVICE_CONTROL_POLICY", "ou-1", "p-x",
                  support::policy({support::deny({"ecr:*"})}));
  const aws::Snapshot account = support::read_account(bundle);
  const Context context{.account = account};
  const ControlPolicies found =
      control_policies(context, kIamAccount, ControlType::Service);
  ASSERT_EQ(found.levels.size(), 3U);
  EXPECT_EQ(found.levels[0].target, kIamAccount);
  EXPECT_EQ(found.levels[2].target, "r-1");
  ASSERT_EQ(found.levels[1].policies.size(), 2U);
  EXPECT_TRUE(found.levels[1].policies[0].allows_all);
  EXPECT_NE(found.levels[1].policies[1].document, nullptr);
  EXPECT_TRUE(found.open.empty());
  EXPECT_FALSE(found.spared);
}

TEST(ControlPolicies, AreToldApartByType) {
  json bundle = support::iam_account();
  support::put_organization(bundle);
  support::attach(bundle, "SERVICE_CONTROL_POLICY", "ou-1", "p-x",
                  support::policy({support::deny({"ecr:*"})}));
  const aws::Snapshot account = support::read_account(bundle);
  const Context context{.account = account};
  const auto request = support::pull_place(account, "ecr:BatchGetImage").request;
  const auto resource = control_policies(context, kIamAccount, ControlType::Resource);
  EXPECT_EQ(denies(resource, request).as_constant(), Truth::No);
  const auto service = control_policies(context, kIamAccount, ControlType::Service);
  EXPECT_EQ(denies(service, request).as_constant(), Truth::Yes);
  EXPECT_EQ(denying_policy(service, request), "service control policy `p-x` on ou-1");
  EXPECT_EQ(level_without_allow(service, request), "a level of the organization");
}

}  // namespace
}  // namespace pullproof::gates::control_policy_test
