#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "model/placement.h"
#include "tests/support/network_account.h"
#include "tests/support/selected_tasks.h"
#include "tests/support/service_account.h"

namespace pullproof::model::placement_fargate_test {
namespace {

using nlohmann::json;
using support::groups_of;
using support::network_answer;
using support::only_task;
using support::service_account;
using support::service_network;
using support::subnets_of;
using Texts = std::vector<std::string>;

TEST(PlacementFargate, IsInAnySubnetOfTheService) {
  json bundle = service_account();
  service_network(bundle)["subnets"] = {"subnet-task", "subnet-data"};
  const Task task = only_task(bundle);
  EXPECT_TRUE(task.fargate);
  EXPECT_EQ(subnets_of(task), (Texts{"subnet-task", "subnet-data"}));
  const auto& source = task.sources[0];
  EXPECT_EQ(source.vpc, VpcId("vpc-1"));
  EXPECT_EQ(groups_of(source), Texts{"sg-task"});
  // AWS keeps the first four addresses of a subnet and the last one.
  EXPECT_EQ(source.addresses, IntervalSet::range(0x0A000104, 0x0A0001FE));
}

TEST(PlacementFargate, NeverHasAnAddressThatAnEndpointKeeps) {
  json bundle = service_account();
  network_answer(bundle, "ec2-describe-network-interfaces")["NetworkInterfaces"] =
      json::array({{{"NetworkInterfaceId", "eni-9"},
                    {"InterfaceType", "vpc_endpoint"},
                    {"SubnetId", "subnet-task"},
                    {"VpcId", "vpc-1"},
                    {"PrivateIpAddress", "10.0.1.4"}}});
  EXPECT_EQ(only_task(bundle).sources[0].addresses,
            IntervalSet::range(0x0A000105, 0x0A0001FE));
}

// ECS API reference, AwsVpcConfiguration: the default is DISABLED. ECS guide, "Fargate
// task networking": without one there is no way out by an internet gateway.
TEST(PlacementFargate, HasAPublicAddressOnlyIfTheServiceSaysSo) {
  json bundle = service_account();
  service_network(bundle).erase("assignPublicIp");
  const Task silent = only_task(bundle);
  EXPECT_FALSE(silent.sources[0].public_address);
  EXPECT_TRUE(silent.public_address_source.pointer.ends_with("/awsvpcConfiguration"));
  service_network(bundle)["assignPublicIp"] = "ENABLED";
  const Task open = only_task(bundle);
  EXPECT_TRUE(open.sources[0].public_address);
  EXPECT_TRUE(open.public_address_source.pointer.ends_with("/assignPublicIp"));
}

// ECS developer guide, "Stopped tasks error codes", RESOURCE:ENI.
TEST(PlacementFargate, WarnsOfASubnetWithoutFreeAddresses) {
  json bundle = service_account();
  EXPECT_TRUE(only_task(bundle).warnings.empty());
  for (json& subnet : network_answer(bundle, "ec2-describe-subnets")["Subnets"]) {
    subnet["AvailableIpAddressCount"] = subnet["SubnetId"] == "subnet-task" ? 0 : 200;
  }
  const Task task = only_task(bundle);
  ASSERT_EQ(task.warnings.size(), 1U);
  EXPECT_EQ(task.warnings[0].substr(0, 25), "subnet-task had no free I");
}

TEST(PlacementFargate, UsesTheDefaultGroupOfTheVpcWhereNoneIsNamed) {
  json bundle = service_account();
  service_network(bundle)["securityGroups"] = json::array();
  EXPECT_EQ(only_task(bundle).sources[0].undecided->call,
            "ec2-describe-security-groups");
  support::put_group(bundle, "sg-default", {}, {});
  network_answer(bundle, "ec2-describe-security-groups")
      .at("SecurityGroups")
      .back()["GroupName"] = "default";
  EXPECT_EQ(groups_of(only_task(bundle).sources[0]), Texts{"sg-default"});
}

TEST(PlacementFargate, IsUndecidedInASubnetThatIsNotCollected) {
  json bundle = service_account();
  service_network(bundle)["subnets"] = {"subnet-gone"};
  const Task task = only_task(bundle);
  ASSERT_TRUE(task.sources.at(0).undecided);
  EXPECT_EQ(task.sources[0].undecided->call, "ec2-describe-subnets");
}

TEST(PlacementFargate, AsksForSubnetsWhereNobodyNamesThem) {
  json bundle = service_account();
  support::service(bundle).erase("networkConfiguration");
  EXPECT_EQ(only_task(bundle).missing.at(0).call, "ecs-describe-services");
  TaskSelection selection;
  selection.task_definition = "web:1";
  support::network_answer(bundle, "ecs-describe-services/prod")["services"] =
      json::array();
  const auto missing = only_task(bundle, selection).missing.at(0);
  EXPECT_EQ(missing.call, "");
  EXPECT_NE(missing.why.find("--subnets"), std::string::npos);
}

}  // namespace
}  // namespace pullproof::model::placement_fargate_test
