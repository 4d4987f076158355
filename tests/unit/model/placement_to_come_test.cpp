#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "model/placement.h"
#include "tests/support/network_account.h"
#include "tests/support/selected_tasks.h"
#include "tests/support/service_account.h"

namespace pullproof::model::placement_to_come_test {
namespace {

using nlohmann::json;
using support::asks_for;
using support::auto_scaling_group;
using support::groups_of;
using support::launch_template;
using support::names_of;
using support::network_answer;
using support::only_task;
using support::subnets_of;
using Texts = std::vector<std::string>;

constexpr const char* kGroups = "autoscaling-describe-auto-scaling-groups";
constexpr const char* kVersions = "ec2-describe-launch-template-versions/lt-1";

/// Without what all instances rest on.
Texts own_names(const std::vector<gates::Assumption>& assumptions) {
  Texts names = names_of(assumptions);
  std::erase_if(names, [](const std::string& name) {
    return name == "proxy" || name == "ec2-pull-role";
  });
  return names;
}

json in_group() {
  json bundle = support::service_account();
  support::use_group(bundle);
  return bundle;
}

/// The instance to come in subnet-data: i-1 and one to come are in subnet-task.
SourceInterface in_data(const json& bundle) { return only_task(bundle).sources.at(2); }

json& settings(json& bundle) { return launch_template(bundle)["LaunchTemplateData"]; }

json& subnet(json& bundle, std::size_t which) {
  return network_answer(bundle, "ec2-describe-subnets").at("Subnets").at(which);
}

TEST(PlacementToCome, IsInEachSubnetOfTheGroup) {
  const Task task = only_task(in_group());
  EXPECT_EQ(subnets_of(task), (Texts{"subnet-task", "subnet-task", "subnet-data"}));
  const auto& source = task.sources[2];
  EXPECT_FALSE(source.undecided);
  EXPECT_EQ(source.host, Host::Instance);
  EXPECT_EQ(groups_of(source), Texts{"sg-task"});
  EXPECT_EQ(source.addresses, IntervalSet::range(0x0A000204, 0x0A0002FE));
  EXPECT_EQ(source.placement.instance, "");
}

// A group that is full replaces instances; one of size 0 starts none.
TEST(PlacementToCome, ComesWhereTheGroupIsFullToo) {
  json bundle = in_group();
  auto_scaling_group(bundle)["MaxSize"] = 1;
  EXPECT_EQ(only_task(bundle).sources.size(), 3U);
  auto_scaling_group(bundle)["MaxSize"] = 0;
  EXPECT_EQ(only_task(bundle).sources.size(), 1U);
}

TEST(PlacementToCome, NeedsNoInstanceThatRuns) {
  json bundle = in_group();
  network_answer(bundle,
                 "ecs-describe-container-instances/prod")["containerInstances"] =
      json::array();
  const Task task = only_task(bundle);
  EXPECT_EQ(subnets_of(task), (Texts{"subnet-task", "subnet-data"}));
  EXPECT_TRUE(task.missing.empty());
}

// RunInstances: an interface that is asked for has its groups from the request.
TEST(PlacementToCome, HasTheGroupsOfItsPrimaryInterface) {
  json bundle = in_group();
  settings(bundle).erase("SecurityGroupIds");
  settings(bundle)["NetworkInterfaces"] =
      json::array({{{"DeviceIndex", 0}, {"Groups", {"sg-endpoint"}}}});
  EXPECT_EQ(groups_of(in_data(bundle)), Texts{"sg-endpoint"});
  settings(bundle)["NetworkInterfaces"][0]["DeviceIndex"] = 1;
  EXPECT_TRUE(in_data(bundle).undecided);
}

TEST(PlacementToCome, IsInTheDefaultGroupWhereNoneIsNamed) {
  json bundle = in_group();
  settings(bundle).erase("SecurityGroupIds");
  EXPECT_EQ(asks_for(in_data(bundle)), "ec2-describe-security-groups");
  support::put_group(bundle, "sg-default", {}, {});
  network_answer(bundle, "ec2-describe-security-groups")
      .at("SecurityGroups")
      .back()["GroupName"] = "default";
  EXPECT_EQ(groups_of(in_data(bundle)), Texts{"sg-default"});
}

TEST(PlacementToCome, IsUndecidedWhereGroupsAreNamedByName) {
  json bundle = in_group();
  settings(bundle).erase("SecurityGroupIds");
  settings(bundle)["SecurityGroups"] = {"web"};
  EXPECT_EQ(asks_for(in_data(bundle)), "");
}

// EC2 user guide, "Assign a public IPv4 address at launch".
TEST(PlacementToCome, HasAPublicAddressAsTheTemplateSaysElseTheSubnet) {
  json bundle = in_group();
  EXPECT_FALSE(in_data(bundle).public_address);
  subnet(bundle, 2)["MapPublicIpOnLaunch"] = true;
  EXPECT_TRUE(in_data(bundle).public_address);
  EXPECT_EQ(in_data(bundle).public_address_fact->id, "subnet-data");
  settings(bundle)["NetworkInterfaces"] =
      json::array({{{"DeviceIndex", 0}, {"AssociatePublicIpAddress", false}}});
  EXPECT_FALSE(in_data(bundle).public_address);
  EXPECT_EQ(in_data(bundle).public_address_fact->id, "lt-1");
  settings(bundle)["NetworkInterfaces"][0]["AssociatePublicIpAddress"] = true;
  EXPECT_TRUE(in_data(bundle).public_address);
}

TEST(PlacementToCome, HasNoPublicAddressBesideSeveralInterfaces) {
  json bundle = in_group();
  subnet(bundle, 2)["MapPublicIpOnLaunch"] = true;
  settings(bundle)["NetworkInterfaces"] =
      json::array({{{"DeviceIndex", 0}}, {{"DeviceIndex", 1}}});
  EXPECT_FALSE(in_data(bundle).public_address);
}

TEST(PlacementToCome, IsUndecidedWhereTheSubnetDoesNotSay) {
  json bundle = in_group();
  subnet(bundle, 2).erase("MapPublicIpOnLaunch");
  EXPECT_EQ(asks_for(in_data(bundle)), "ec2-describe-subnets");
}

TEST(PlacementToCome, PullsWithTheProfileOfTheTemplate) {
  json bundle = in_group();
  EXPECT_EQ(in_data(bundle).instance_profile_arn,
            "arn:aws:iam::111122223333:instance-profile/p");
  settings(bundle)["IamInstanceProfile"] = {{"Arn", "arn:profile"}};
  EXPECT_EQ(in_data(bundle).instance_profile_arn, "arn:profile");
  settings(bundle).erase("IamInstanceProfile");
  EXPECT_EQ(in_data(bundle).instance_profile_arn, "");
}

// No call that is read says what an AMI is built for, but instances of it do.
TEST(PlacementToCome, IsBuiltLikeTheInstancesOfItsImage) {
  json bundle = in_group();
  EXPECT_EQ(in_data(bundle).architecture, "");
  json& running = network_answer(bundle, "ec2-describe-instances")
                      .at("Reservations")[0]["Instances"][0];
  running["ImageId"] = "ami-1";
  EXPECT_EQ(in_data(bundle).architecture, "amd64");
  running["ImageId"] = "ami-2";
  EXPECT_EQ(in_data(bundle).architecture, "");
}

TEST(PlacementToCome, TakesTheSystemForGrantedWhereNothingTellsIt) {
  json bundle = in_group();
  EXPECT_TRUE(own_names(only_task(bundle).assumptions).empty());
  support::task_definition(bundle).erase("runtimePlatform");
  EXPECT_EQ(own_names(only_task(bundle).assumptions).at(0), "operating-system");
}

// Auto Scaling is peripheral: what it would tell is taken to refuse nothing.
TEST(PlacementToCome, IsTakenForGrantedWhereGroupsAreNotCollected) {
  json bundle = in_group();
  support::forget_answer(bundle, kGroups);
  const Task task = only_task(bundle);
  EXPECT_EQ(task.sources.size(), 1U);
  EXPECT_EQ(own_names(task.assumptions), Texts{kGroups});
  TaskSelection strict;
  strict.strict = true;
  EXPECT_EQ(asks_for(only_task(bundle, strict).sources.at(1)), kGroups);
}

TEST(PlacementToCome, IsUndecidedWhereTheGroupIsNotInItsList) {
  json bundle = in_group();
  auto_scaling_group(bundle)["AutoScalingGroupARN"] = "arn:asg-2";
  EXPECT_EQ(asks_for(only_task(bundle).sources.at(1)), kGroups);
}

// Where an instance of the group runs now, the next one is taken to be like it.
TEST(PlacementToCome, IsUndecidedOnlyWhereNoneOfItsGroupRunsIfTheTemplateIsUnseen) {
  json bundle = in_group();
  support::forget_answer(bundle, kVersions);
  const Task task = only_task(bundle);
  EXPECT_EQ(subnets_of(task), (Texts{"subnet-task", "subnet-data"}));
  EXPECT_EQ(asks_for(task.sources[1]), kVersions);
  EXPECT_EQ(own_names(task.assumptions), Texts{kVersions});
  TaskSelection strict;
  strict.strict = true;
  EXPECT_EQ(asks_for(only_task(bundle, strict).sources.at(1)), kVersions);
}

TEST(PlacementToCome, IsUndecidedWhereTheGroupNamesNoSubnets) {
  json bundle = in_group();
  auto_scaling_group(bundle).erase("VPCZoneIdentifier");
  EXPECT_EQ(asks_for(only_task(bundle).sources.at(1)), "");
}

json by_launch_type() {
  json bundle = in_group();
  support::service(bundle).erase("capacityProviderStrategy");
  support::service(bundle)["launchType"] = "EC2";
  return bundle;
}

// Nothing ties a group to a cluster but its instances that are registered there.
TEST(PlacementToCome, IsOfTheGroupsWhoseInstancesTheClusterHas) {
  json bundle = by_launch_type();
  EXPECT_EQ(only_task(bundle).sources.size(), 3U);
  auto_scaling_group(bundle)["Instances"] = json::array();
  EXPECT_EQ(only_task(bundle).sources.size(), 1U);
}

TEST(PlacementToCome, MayReplaceInstancesWithoutAProvider) {
  json bundle = by_launch_type();
  support::forget_answer(bundle, kGroups);
  EXPECT_EQ(own_names(only_task(bundle).assumptions), Texts{kGroups});
}

}  // namespace
}  // namespace pullproof::model::placement_to_come_test
