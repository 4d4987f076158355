#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "model/placement.h"
#include "tests/support/network_account.h"
#include "tests/support/selected_tasks.h"
#include "tests/support/service_account.h"

namespace pullproof::model::placement_instances_test {
namespace {

using nlohmann::json;
using support::container_instance;
using support::groups_of;
using support::only_task;
using support::service;
using support::service_account;
using support::subnets_of;
using support::task_definition;
using Texts = std::vector<std::string>;

json on_instance() {
  json bundle = service_account();
  support::move_to_instance(bundle);
  return bundle;
}

json& instance(json& bundle) {
  return support::network_answer(bundle, "ec2-describe-instances")
      .at("Reservations")[0]["Instances"][0];
}

// image-pull.md: from the instance's primary interface, whatever the network mode.
TEST(PlacementInstances, PullsThroughThePrimaryInterfaceOfItsInstance) {
  json bundle = on_instance();
  service(bundle)["networkConfiguration"]["awsvpcConfiguration"] = {
      {"subnets", {"subnet-data"}}, {"securityGroups", {"sg-endpoint"}}};
  const Task task = only_task(bundle);
  EXPECT_FALSE(task.fargate);
  EXPECT_EQ(subnets_of(task), Texts{"subnet-task"});
  EXPECT_EQ(groups_of(task.sources[0]), Texts{"sg-task"});
  EXPECT_EQ(task.sources[0].addresses, IntervalSet::single(0x0A000114));
  EXPECT_EQ(task.sources[0].placement.instance, "i-1");
  EXPECT_EQ(task.sources[0].architecture, "amd64");
}

// ECS guide, "Task networking for tasks on EC2": a task's own interface never has a
// public address; the instance's, which pulls, may.
TEST(PlacementInstances, HasThePublicAddressOfTheInstanceOnly) {
  json bundle = on_instance();
  json& network = service(bundle)["networkConfiguration"]["awsvpcConfiguration"];
  network = {{"subnets", {"subnet-data"}},
             {"securityGroups", {"sg-endpoint"}},
             {"assignPublicIp", "ENABLED"}};
  EXPECT_FALSE(only_task(bundle).sources[0].public_address);
  network["assignPublicIp"] = "DISABLED";
  json& interfaces = support::network_answer(
      bundle, "ec2-describe-network-interfaces")["NetworkInterfaces"];
  for (json& each : interfaces) {
    each["Association"] = {{"PublicIp", "18.197.1.1"}};
    for (json& own : each["PrivateIpAddresses"]) {
      own["Association"] = each["Association"];
    }
  }
  EXPECT_TRUE(only_task(bundle).sources[0].public_address);
}

TEST(PlacementInstances, GoesToNoInstanceThatTakesNoTasks) {
  json bundle = on_instance();
  container_instance(bundle)["status"] = "DRAINING";
  EXPECT_TRUE(only_task(bundle).sources.empty());
  container_instance(bundle)["status"] = "ACTIVE";
  container_instance(bundle)["agentConnected"] = false;
  const Task task = only_task(bundle);
  EXPECT_TRUE(task.sources.empty());
  EXPECT_EQ(task.warnings.size(), 1U);
  ASSERT_EQ(task.missing.size(), 1U);
  EXPECT_EQ(task.missing[0].call, "ecs-describe-container-instances/prod");
}

// The agent's change log, 1.16.0.
TEST(PlacementInstances, PullsWithTheInstancesRoleWhereTheAgentIsOld) {
  json bundle = on_instance();
  const auto with_agent = [&](const char* version) {
    container_instance(bundle)["versionInfo"] = {{"agentVersion", version}};
    return only_task(bundle).sources.at(0).ignores_execution_role;
  };
  EXPECT_TRUE(with_agent("1.15.2"));
  EXPECT_FALSE(with_agent("1.16.0"));
  EXPECT_FALSE(with_agent("1.99.1"));
}

TEST(PlacementInstances, RunsOnInstancesOfItsCapacityProviderOnly) {
  json bundle = on_instance();
  support::use_provider(bundle, {{"name", "asg"}});
  support::network_answer(bundle, "autoscaling-describe-auto-scaling-groups") = {
      {"AutoScalingGroups", json::array()}};
  EXPECT_EQ(only_task(bundle).sources.at(0).placement.instance, "i-1");
  container_instance(bundle).erase("capacityProviderName");
  EXPECT_EQ(only_task(bundle).sources.at(0).placement.instance, "");
}

// ContainerInstance, ec2InstanceId: Systems Manager's id where it is external.
TEST(PlacementInstances, AreNeverExternalOnes) {
  json bundle = on_instance();
  container_instance(bundle)["ec2InstanceId"] = "mi-1";
  EXPECT_TRUE(only_task(bundle).sources.empty());
}

TEST(PlacementInstances, RunTheirOwnSystemWhereTheTaskNamesNone) {
  json bundle = on_instance();
  EXPECT_EQ(only_task(bundle).sources.at(0).os, "");
  instance(bundle)["Platform"] = "windows";
  task_definition(bundle).erase("runtimePlatform");
  EXPECT_EQ(only_task(bundle).sources.at(0).os, "windows");
  instance(bundle).erase("Platform");
  EXPECT_EQ(only_task(bundle).sources.at(0).os, "linux");
}

// RuntimePlatform: AWS does not say whether ECS passes over instances of another one.
TEST(PlacementInstances, AreUndecidedWhereTheTaskAsksForAnotherPlatform) {
  json bundle = on_instance();
  EXPECT_FALSE(only_task(bundle).sources.at(0).platform_question);
  task_definition(bundle)["runtimePlatform"]["cpuArchitecture"] = "ARM64";
  const auto other_cpu = only_task(bundle).sources.at(0);
  EXPECT_EQ(other_cpu.architecture, "amd64");
  ASSERT_TRUE(other_cpu.undecided);
  EXPECT_EQ(other_cpu.undecided->why,
            "the task definition asks for arm64 and instance i-1 is amd64: AWS does "
            "not document whether ECS starts tasks there");
  task_definition(bundle)["runtimePlatform"] = {
      {"operatingSystemFamily", "WINDOWS_SERVER_2022_CORE"}};
  const auto other_os = only_task(bundle).sources.at(0);
  EXPECT_EQ(other_os.os, "linux");
  EXPECT_TRUE(other_os.undecided);
}

TEST(PlacementInstances, MayBePassedOverWhereAnotherFitsTheTask) {
  json bundle = on_instance();
  auto& instances =
      support::network_answer(bundle, "ec2-describe-instances").at("Reservations")[0];
  json second = instance(bundle);
  second["InstanceId"] = "i-2";
  second["Architecture"] = "arm64";
  second["NetworkInterfaces"][0]["NetworkInterfaceId"] = "eni-2";
  instances["Instances"].push_back(second);
  json& interfaces = support::network_answer(
      bundle, "ec2-describe-network-interfaces")["NetworkInterfaces"];
  json own = interfaces.at(0);
  own["NetworkInterfaceId"] = "eni-2";
  own["PrivateIpAddress"] = "10.0.1.21";
  own["Attachment"]["InstanceId"] = "i-2";
  interfaces.push_back(own);
  json registered = container_instance(bundle);
  registered["ec2InstanceId"] = "i-2";
  registered["containerInstanceArn"] =
      "arn:aws:ecs:eu-central-1:111122223333:container-instance/prod/2";
  support::network_answer(bundle, "ecs-describe-container-instances/prod")
      .at("containerInstances")
      .push_back(registered);
  const Task task = only_task(bundle);
  ASSERT_EQ(task.sources.size(), 2U);
  EXPECT_TRUE(task.placement_question);
  for (const auto& source : task.sources) {
    EXPECT_FALSE(source.undecided);
    EXPECT_EQ(source.platform_question.has_value(), source.architecture == "arm64");
  }
}

}  // namespace
}  // namespace pullproof::model::placement_instances_test
