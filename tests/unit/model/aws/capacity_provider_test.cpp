#include "model/aws/capacity_provider.h"

#include "tests/unit/model/aws/one_document.h"

namespace pullproof::aws::capacity_provider_test {
namespace {

TEST(CapacityProvider, NamesItsGroup) {
  const auto provider = only<CapacityProvider>(
      read("ecs-describe-capacity-providers", R"({"capacityProviders": [{
        "name": "asg",
        "autoScalingGroupProvider": {"autoScalingGroupArn": "arn:asg"}}]})"));
  EXPECT_EQ(provider.id(), CapacityProvider::key_of("", "asg"));
  EXPECT_EQ(provider.group_arn, "arn:asg");
  EXPECT_FALSE(provider.managed);
}

TEST(CapacityProvider, SaysHowItStartsManagedInstances) {
  const auto provider = only<CapacityProvider>(
      read("ecs-describe-capacity-providers", R"({"capacityProviders": [{
        "name": "managed", "cluster": "arn:aws:ecs:eu-central-1:1:cluster/prod",
        "managedInstancesProvider": {"instanceLaunchTemplate": {
          "ec2InstanceProfileArn": "arn:p", "networkConfiguration": {
            "subnets": ["subnet-1"], "securityGroups": ["sg-1"]}}}}]})"));
  EXPECT_EQ(provider.id(), CapacityProvider::key_of("prod", "managed"));
  ASSERT_TRUE(provider.managed);
  EXPECT_EQ(provider.managed->subnets, std::vector{SubnetId("subnet-1")});
  EXPECT_EQ(provider.managed->groups, std::vector{SecurityGroupId("sg-1")});
  EXPECT_EQ(provider.managed->instance_profile_arn, "arn:p");
}

}  // namespace
}  // namespace pullproof::aws::capacity_provider_test
