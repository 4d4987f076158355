#include "model/aws/managed_policies.h"

#include <algorithm>

#include <gtest/gtest.h>

namespace pullproof::aws::managed_policies_test {
namespace {

bool allows(const std::string& name, const std::string& action) {
  const auto* document = managed_policy("arn:aws:iam::aws:policy/" + name);
  if (document == nullptr) return false;
  return std::any_of(
      document->statements.begin(), document->statements.end(), [&](const auto& s) {
        return s.allow && !s.not_action &&
               std::any_of(s.actions.begin(), s.actions.end(),
                           [&](const auto& each) { return each.text == action; });
      });
}

TEST(ManagedPolicies, CanAllBeRead) {
  for (const char* name :
       {"service-role/AmazonECSTaskExecutionRolePolicy",
        "service-role/AmazonEC2ContainerServiceforEC2Role",
        "AmazonEC2ContainerRegistryReadOnly", "AmazonEC2ContainerRegistryPullOnly",
        "AmazonEC2ContainerRegistryPowerUser", "AmazonEC2ContainerRegistryFullAccess",
        "AmazonECSInstanceRolePolicyForManagedInstances",
        "AmazonSSMManagedInstanceCore", "CloudWatchAgentServerPolicy",
        "AdministratorAccess", "PowerUserAccess"}) {
    const auto* document =
        managed_policy(std::string("arn:aws:iam::aws:policy/") + name);
    ASSERT_NE(document, nullptr) << name;
    EXPECT_EQ(document->not_modelled, "") << name;
    EXPECT_TRUE(document->variables) << name;
    for (const auto& statement : document->statements) {
      EXPECT_EQ(statement.not_modelled, "") << name;
      EXPECT_TRUE(statement.has_resource) << name;
    }
  }
}

// "AmazonECSTaskExecutionRolePolicy", AWS managed policy reference.
TEST(ManagedPolicies, LetTheExecutionRolePull) {
  const std::string name = "service-role/AmazonECSTaskExecutionRolePolicy";
  EXPECT_TRUE(allows(name, "ecr:GetAuthorizationToken"));
  EXPECT_TRUE(allows(name, "ecr:BatchGetImage"));
  EXPECT_TRUE(allows(name, "ecr:GetDownloadUrlForLayer"));
  EXPECT_FALSE(allows(name, "logs:CreateLogGroup"));
}

// The read-only policy cannot fill a pull-through cache, the pull-only policy can.
TEST(ManagedPolicies, TellPullOnlyFromReadOnly) {
  EXPECT_TRUE(
      allows("AmazonEC2ContainerRegistryPullOnly", "ecr:BatchImportUpstreamImage"));
  EXPECT_FALSE(
      allows("AmazonEC2ContainerRegistryReadOnly", "ecr:BatchImportUpstreamImage"));
}

TEST(ManagedPolicies, GiveManagedInstancesNothingOfEcr) {
  EXPECT_FALSE(allows("AmazonECSInstanceRolePolicyForManagedInstances",
                      "ecr:GetAuthorizationToken"));
}

TEST(ManagedPolicies, AreTheSameInEveryPartition) {
  EXPECT_EQ(managed_policy("arn:aws-cn:iam::aws:policy/AdministratorAccess"),
            managed_policy("arn:aws:iam::aws:policy/AdministratorAccess"));
}

TEST(ManagedPolicies, AreNotTakenForTheCustomersOwn) {
  EXPECT_EQ(managed_policy("arn:aws:iam::111122223333:policy/AdministratorAccess"),
            nullptr);
  EXPECT_FALSE(is_managed_by_aws("arn:aws:iam::111122223333:policy/x"));
  EXPECT_TRUE(is_managed_by_aws("arn:aws:iam::aws:policy/Unheard"));
  EXPECT_EQ(managed_policy("arn:aws:iam::aws:policy/Unheard"), nullptr);
}

}  // namespace
}  // namespace pullproof::aws::managed_policies_test
