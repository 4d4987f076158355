#include "model/aws/auto_scaling.h"

#include "tests/unit/model/aws/one_document.h"

namespace pullproof::aws::auto_scaling_test {
namespace {

TEST(AutoScalingGroup, IsReadWithItsSubnetsAndInstances) {
  const auto group = only<AutoScalingGroup>(
      read("autoscaling-describe-auto-scaling-groups", R"({"AutoScalingGroups": [{
        "AutoScalingGroupARN": "arn:asg:autoScalingGroupName/ecs", "MaxSize": 3,
        "VPCZoneIdentifier": "subnet-1, subnet-2",
        "Instances": [{"InstanceId": "i-1", "LifecycleState": "InService"}],
        "LaunchConfigurationName": "old"}]})"));
  EXPECT_EQ(group.name, "ecs");
  EXPECT_EQ(group.max_size, 3);
  EXPECT_EQ(group.subnets, (std::vector{SubnetId("subnet-1"), SubnetId("subnet-2")}));
  EXPECT_EQ(group.instances, std::vector{InstanceId("i-1")});
  EXPECT_EQ(group.launch_configuration, "old");
  EXPECT_TRUE(group.templates.empty());
}

TEST(AutoScalingGroup, NamesEachTemplateThatOverridesLeaveOnce) {
  const auto group = only<AutoScalingGroup>(
      read("autoscaling-describe-auto-scaling-groups", R"({"AutoScalingGroups": [{
        "AutoScalingGroupARN": "arn:asg", "MixedInstancesPolicy": {"LaunchTemplate": {
          "LaunchTemplateSpecification": {"LaunchTemplateId": "lt-1", "Version": "1"},
          "Overrides": [
            {"InstanceType": "m6i.large"}, {"InstanceType": "m5.large"},
            {"InstanceType": "m6g.large", "LaunchTemplateSpecification": {
              "LaunchTemplateId": "lt-2"}}]}}}]})"));
  ASSERT_EQ(group.templates.size(), 2U);
  EXPECT_EQ(group.templates[0].template_id, "lt-1");
  EXPECT_EQ(group.templates[0].version, "1");
  EXPECT_EQ(group.templates[1].template_id, "lt-2");
  EXPECT_EQ(group.templates[1].version, "$Default");
}

TEST(LaunchConfiguration, IsRead) {
  const auto read_one = only<LaunchConfiguration>(
      read("autoscaling-describe-launch-configurations", R"({"LaunchConfigurations": [{
        "LaunchConfigurationName": "old", "ImageId": "ami-1",
        "SecurityGroups": ["sg-1", "web"], "AssociatePublicIpAddress": true,
        "IamInstanceProfile": "p"}]})"));
  EXPECT_EQ(read_one.id(), "old");
  EXPECT_EQ(read_one.settings.groups, std::vector{SecurityGroupId("sg-1")});
  EXPECT_EQ(read_one.settings.group_names, std::vector<std::string>{"web"});
  EXPECT_EQ(read_one.settings.public_address, true);
  EXPECT_EQ(read_one.settings.instance_profile, "p");
  EXPECT_EQ(read_one.settings.image, "ami-1");
}

}  // namespace
}  // namespace pullproof::aws::auto_scaling_test
