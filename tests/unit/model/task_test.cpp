#include "model/task.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/support/network_account.h"
#include "tests/support/service_account.h"

namespace pullproof::model {
namespace {

using nlohmann::json;
using support::container_instance;
using support::network_answer;
using support::service;
using support::service_account;
using support::service_network;
using support::task_definition;
using Texts = std::vector<std::string>;

std::vector<Task> tasks_of(const json& bundle, const TaskSelection& selection = {}) {
  const support::NetworkWorld world(bundle);
  return select_tasks(world.account(), world.network(), selection);
}

/// Requires: one task is selected.
Task only_task(const json& bundle, const TaskSelection& selection = {}) {
  return tasks_of(bundle, selection).at(0);
}

Texts subnets_of(const Task& task) {
  Texts ids;
  for (const auto& source : task.sources) ids.push_back(source.subnet.text);
  return ids;
}

Texts groups_of(const SourceInterface& source) {
  Texts ids;
  for (const auto& group : source.groups) ids.push_back(group.text);
  return ids;
}

json on_instance() {
  json bundle = service_account();
  support::move_to_instance(bundle);
  return bundle;
}

TEST(Task, StartsOnFargateInAnySubnetOfTheService) {
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

TEST(Task, NeverHasAnAddressThatAnEndpointKeeps) {
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

// CreateService, AwsVpcConfiguration: the default is DISABLED.
TEST(Task, HasAPublicAddressOnFargateOnlyIfTheServiceSaysSo) {
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

TEST(Task, UsesTheDefaultGroupOfTheVpcWhereNoneIsNamed) {
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

TEST(Task, IsUndecidedInASubnetThatIsNotCollected) {
  json bundle = service_account();
  service_network(bundle)["subnets"] = {"subnet-gone"};
  const Task task = only_task(bundle);
  ASSERT_TRUE(task.sources.at(0).undecided);
  EXPECT_EQ(task.sources[0].undecided->call, "ec2-describe-subnets");
}

// image-pull.md: from the instance's primary interface, whatever the network mode.
TEST(Task, PullsThroughThePrimaryInterfaceOfItsInstance) {
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

TEST(Task, GoesToNoInstanceThatTakesNoTasks) {
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

TEST(Task, TakesItsLaunchTypeFromTheCapacityProviders) {
  json bundle = service_account();
  service(bundle).erase("launchType");
  const auto launch_type = [&](const Texts& providers) {
    service(bundle)["capacityProviderStrategy"] = json::array();
    for (const auto& name : providers) {
      service(bundle)["capacityProviderStrategy"].push_back(
          {{"capacityProvider", name}, {"weight", 1}});
    }
    return only_task(bundle).launch_type;
  };
  EXPECT_EQ(launch_type({"FARGATE", "FARGATE_SPOT"}), "FARGATE");
  EXPECT_EQ(launch_type({"hosts"}), "EC2");
  EXPECT_EQ(launch_type({"FARGATE", "hosts"}), "MIXED");
  EXPECT_FALSE(only_task(bundle).missing.empty());
  EXPECT_EQ(launch_type({}), "EC2");
  network_answer(bundle, "ecs-describe-clusters")
      .at("clusters")[0]["defaultCapacityProviderStrategy"] =
      json::array({{{"capacityProvider", "FARGATE_SPOT"}, {"weight", 1}}});
  EXPECT_EQ(launch_type({}), "FARGATE");
}

json by_provider(const json& provider) {
  json bundle = on_instance();
  service(bundle).erase("launchType");
  service(bundle)["capacityProviderStrategy"] =
      json::array({{{"capacityProvider", "asg"}, {"weight", 1}}});
  container_instance(bundle)["capacityProviderName"] = "asg";
  network_answer(bundle, "ecs-describe-capacity-providers")["capacityProviders"] =
      json::array({provider});
  return bundle;
}

const json kGroupProvider = {
    {"name", "asg"},
    {"autoScalingGroupProvider", {{"autoScalingGroupArn", "arn:asg-1"}}}};

TEST(Task, RunsOnInstancesOfItsCapacityProviderOnly) {
  json bundle = by_provider(kGroupProvider);
  EXPECT_EQ(subnets_of(only_task(bundle)), Texts{"subnet-task"});
  EXPECT_TRUE(only_task(bundle).missing.empty());
  container_instance(bundle).erase("capacityProviderName");
  EXPECT_TRUE(only_task(bundle).sources.empty());
}

TEST(Task, MayStartWhereverTheGroupOfItsProviderStartsInstances) {
  json bundle = by_provider(kGroupProvider);
  network_answer(bundle, "autoscaling-describe-auto-scaling-groups") = json::parse(R"({
    "AutoScalingGroups": [{"AutoScalingGroupARN": "arn:asg-1",
                           "VPCZoneIdentifier": "subnet-task, subnet-data"}]})");
  const Task task = only_task(bundle);
  EXPECT_EQ(subnets_of(task), (Texts{"subnet-task", "subnet-data"}));
  EXPECT_FALSE(task.sources[0].undecided);
  EXPECT_TRUE(task.sources[1].undecided);
}

TEST(Task, ClaimsNothingOfManagedInstances) {
  const Task task = only_task(
      by_provider({{"name", "asg"}, {"managedInstancesProvider", json::object()}}));
  ASSERT_EQ(task.missing.size(), 1U);
  EXPECT_EQ(task.missing[0].call, "");
}

TEST(Task, NamesACapacityProviderThatTheSnapshotLacks) {
  const Task task = only_task(by_provider({{"name", "another"}}));
  ASSERT_EQ(task.missing.size(), 1U);
  EXPECT_EQ(task.missing[0].call, "ecs-describe-capacity-providers");
}

// The agent's change log, 1.16.0.
TEST(Task, PullsWithTheInstancesRoleWhereTheAgentIsOld) {
  json bundle = on_instance();
  const auto with_agent = [&](const char* version) {
    container_instance(bundle)["versionInfo"] = {{"agentVersion", version}};
    return only_task(bundle).sources.at(0).ignores_execution_role;
  };
  EXPECT_TRUE(with_agent("1.15.2"));
  EXPECT_FALSE(with_agent("1.16.0"));
  EXPECT_FALSE(with_agent("1.99.1"));
}

TEST(Task, IsNotStartedByAServiceThatGoesAway) {
  for (const char* status : {"INACTIVE", "DRAINING"}) {
    json bundle = service_account();
    service(bundle)["status"] = status;
    EXPECT_TRUE(tasks_of(bundle).empty()) << status;
  }
}

TEST(Task, MayUseOnlySomePlacementsUnderConstraints) {
  json bundle = on_instance();
  EXPECT_TRUE(only_task(bundle).all_placements_used);
  service(bundle)["placementConstraints"] = json::array(
      {{{"type", "memberOf"}, {"expression", "attribute:ecs.az == eu-central-1b"}}});
  EXPECT_FALSE(only_task(bundle).all_placements_used);
}

TEST(Task, ReadsItsPlatformFromTheTaskDefinition) {
  json bundle = service_account();
  EXPECT_EQ(only_task(bundle).architecture, "amd64");
  EXPECT_EQ(only_task(bundle).os, "linux");
  task_definition(bundle)["runtimePlatform"] = {
      {"cpuArchitecture", "ARM64"},
      {"operatingSystemFamily", "WINDOWS_SERVER_2022_CORE"}};
  EXPECT_EQ(only_task(bundle).architecture, "arm64");
  EXPECT_EQ(only_task(bundle).os, "windows");
  task_definition(bundle).erase("runtimePlatform");
  EXPECT_EQ(only_task(bundle).architecture, "amd64");
}

TEST(Task, KnowsThatItsDefinitionIsNotCollected) {
  json bundle = service_account();
  support::forget_answer(bundle, "ecs-describe-task-definition/web:1");
  const Task task = only_task(bundle);
  ASSERT_EQ(task.missing.size(), 1U);
  EXPECT_EQ(task.missing[0].call, "ecs-describe-task-definition/web:1");
}

TEST(TaskSelection, StartsTheNewestRevisionWhereTheCallerSays) {
  json bundle = service_account();
  json newer = network_answer(bundle, "ecs-describe-task-definition/web:1");
  newer["taskDefinition"]["revision"] = 10;
  newer["taskDefinition"]["taskDefinitionArn"] =
      "arn:aws:ecs:eu-central-1:111122223333:task-definition/web:10";
  network_answer(bundle, "ecs-describe-task-definition/web:10") = newer;
  TaskSelection selection;
  selection.task_definition = "web";
  selection.subnets = {"subnet-data"};
  selection.groups = {"sg-task"};
  selection.assign_public_ip = true;
  const Task task = only_task(bundle, selection);
  EXPECT_EQ(task.task_definition, "web:10");
  EXPECT_EQ(task.service, "");
  EXPECT_EQ(subnets_of(task), Texts{"subnet-data"});
  EXPECT_TRUE(task.sources[0].public_address);
}

TEST(TaskSelection, TakesNamesAndArns) {
  const json bundle = service_account();
  const auto count = [&](std::string TaskSelection::*part, const std::string& wanted) {
    TaskSelection selection;
    selection.*part = wanted;
    return tasks_of(bundle, selection).size();
  };
  const std::string arn = "arn:aws:ecs:eu-central-1:111122223333:";
  EXPECT_EQ(count(&TaskSelection::cluster, "prod"), 1U);
  EXPECT_EQ(count(&TaskSelection::cluster, arn + "cluster/prod"), 1U);
  EXPECT_EQ(count(&TaskSelection::service, "web"), 1U);
  EXPECT_EQ(count(&TaskSelection::service, arn + "service/prod/web"), 1U);
  EXPECT_EQ(count(&TaskSelection::task_definition, "web:1"), 1U);
  EXPECT_EQ(count(&TaskSelection::cluster, "test"), 0U);
  EXPECT_EQ(count(&TaskSelection::service, "we"), 0U);
}

}  // namespace
}  // namespace pullproof::model
