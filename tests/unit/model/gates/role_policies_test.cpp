#include "model/gates/role_policies.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/support/iam_account.h"

namespace pullproof::gates::role_policies_test {
namespace {

using nlohmann::json;

constexpr const char* kReadOnly =
    "arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryReadOnly";

TEST(RolePolicies, ListInlinePoliciesFirst) {
  json bundle = support::iam_account();
  support::pull_role(bundle)["AttachedManagedPolicies"] = json::array(
      {{{"PolicyArn", kReadOnly}}, {{"PolicyArn", "arn:aws:iam::1:policy/x"}}});
  support::add_inline(bundle, support::policy({support::allow({"ecr:*"})}));
  const aws::Snapshot account = support::read_account(bundle);
  const auto& role = account.table<aws::Role>().all().front();
  const auto policies = identity_policies(Context{.account = account}, role);
  ASSERT_EQ(policies.size(), 3U);
  EXPECT_EQ(policies[0].owner->id, role.arn);
  EXPECT_NE(policies[0].document, nullptr);
  EXPECT_EQ(policies[1].owner->id, kReadOnly);
  EXPECT_NE(policies[1].document, nullptr);
  EXPECT_EQ(policies[2].document, nullptr);
  EXPECT_EQ(policies[2].question.call, "iam-get-account-authorization-details");
}

// A list without the version in force tells less than what AWS publishes.
TEST(RolePolicies, KnowAPolicyOfAwsWhoseVersionIsNotPrinted) {
  json bundle = support::iam_account();
  support::pull_role(bundle)["AttachedManagedPolicies"] =
      json::array({{{"PolicyArn", kReadOnly}}});
  bundle["111122223333/global/iam-get-account-authorization-details.json"]["Policies"] =
      json::array({{{"Arn", kReadOnly}, {"DefaultVersionId", "v3"}}});
  const aws::Snapshot account = support::read_account(bundle);
  const auto& role = account.table<aws::Role>().all().front();
  const auto policies = identity_policies(Context{.account = account}, role);
  ASSERT_EQ(policies.size(), 1U);
  ASSERT_NE(policies[0].document, nullptr);
  EXPECT_EQ(policies[0].document->not_modelled, "");
  const auto assumptions = assumptions_of(policies);
  ASSERT_EQ(assumptions.size(), 1U);
  EXPECT_EQ(assumptions[0].name, "aws-managed-policy");
}

// iam.md 20: what could not be read is unknown, never skipped.
TEST(RolePolicies, AskForTheDefaultVersionWhereOnlyOthersArePrinted) {
  json bundle = support::iam_account();
  support::pull_role(bundle)["AttachedManagedPolicies"] =
      json::array({{{"PolicyArn", kReadOnly}}});
  bundle["111122223333/global/iam-get-account-authorization-details.json"]["Policies"] =
      json::array({{{"Arn", kReadOnly},
                    {"DefaultVersionId", "v7"},
                    {"PolicyVersionList",
                     json::array({{{"VersionId", "v1"},
                                   {"IsDefaultVersion", false},
                                   {"Document", support::policy({})}}})}}});
  const aws::Snapshot account = support::read_account(bundle);
  const auto& role = account.table<aws::Role>().all().front();
  const auto policies = identity_policies(Context{.account = account}, role);
  ASSERT_EQ(policies.size(), 1U);
  EXPECT_EQ(policies[0].document, nullptr);
  EXPECT_NE(policies[0].question.why.find("version v7"), std::string::npos);
}

}  // namespace
}  // namespace pullproof::gates::role_policies_test
