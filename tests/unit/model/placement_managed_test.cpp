#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "model/placement.h"
#include "tests/support/network_account.h"
#include "tests/support/selected_tasks.h"
#include "tests/support/service_account.h"

namespace pullproof::model::placement_managed_test {
namespace {

using nlohmann::json;
using support::asks_for;
using support::groups_of;
using support::network_answer;
using support::only_task;
using support::subnets_of;
using Texts = std::vector<std::string>;

/// No instance runs; the provider starts them in subnet-data, and tasks have
/// interfaces in subnet-task.
json on_managed() {
  json bundle = support::service_account();
  const json network = support::service(bundle)["networkConfiguration"];
  support::use_provider(bundle, json::parse(R"({"name": "asg", "cluster": "prod",
    "managedInstancesProvider": {"instanceLaunchTemplate": {
      "ec2InstanceProfileArn": "arn:profile",
      "networkConfiguration": {"subnets": ["subnet-data"],
                               "securityGroups": ["sg-endpoint"]}}}})"));
  network_answer(bundle,
                 "ecs-describe-container-instances/prod")["containerInstances"] =
      json::array();
  for (json& subnet : network_answer(bundle, "ec2-describe-subnets").at("Subnets")) {
    subnet["MapPublicIpOnLaunch"] = false;
  }
  support::service(bundle)["networkConfiguration"] = network;
  return bundle;
}

json& managed(json& bundle) {
  return network_answer(bundle, "ecs-describe-capacity-providers")
      .at("capacityProviders")[0]["managedInstancesProvider"]["instanceLaunchTemplate"];
}

// image-pull.md: which interface pulls is not documented.
TEST(PlacementManaged, IsTheInstancesInterfaceAndTheTasks) {
  const Task task = only_task(on_managed());
  EXPECT_EQ(task.launch_type, "MANAGED_INSTANCES");
  EXPECT_EQ(subnets_of(task), (Texts{"subnet-data", "subnet-task"}));
  EXPECT_EQ(groups_of(task.sources[0]), Texts{"sg-endpoint"});
  EXPECT_EQ(groups_of(task.sources[1]), Texts{"sg-task"});
  EXPECT_EQ(task.sources[1].host, Host::ManagedInstance);
  EXPECT_TRUE(task.placement_question);
}

TEST(PlacementManaged, IsTheInstancesInterfaceAloneInTheHostsNetwork) {
  json bundle = on_managed();
  support::task_definition(bundle)["networkMode"] = "host";
  const Task task = only_task(bundle);
  EXPECT_EQ(subnets_of(task), Texts{"subnet-data"});
  EXPECT_FALSE(task.placement_question);
}

TEST(PlacementManaged, HasAPublicAddressOnTheInstanceOnly) {
  json bundle = on_managed();
  for (json& subnet : network_answer(bundle, "ec2-describe-subnets").at("Subnets")) {
    subnet["MapPublicIpOnLaunch"] = true;
  }
  const Task task = only_task(bundle);
  EXPECT_TRUE(task.sources.at(0).public_address);
  EXPECT_FALSE(task.sources.at(1).public_address);
}

TEST(PlacementManaged, IsUndecidedWhereTheProviderNamesNoSubnets) {
  json bundle = on_managed();
  managed(bundle)["networkConfiguration"].erase("subnets");
  EXPECT_EQ(asks_for(only_task(bundle).sources.at(0)),
            "ecs-describe-capacity-providers");
}

// Only tasks of its own strategy start on a managed instance.
TEST(PlacementManaged, IsNotForTasksOfLaunchTypeEc2) {
  json bundle = on_managed();
  support::move_to_instance(bundle);
  support::container_instance(bundle)["capacityProviderName"] = "asg";
  support::service(bundle).erase("capacityProviderStrategy");
  EXPECT_TRUE(only_task(bundle).sources.empty());
  support::container_instance(bundle).erase("capacityProviderName");
  EXPECT_EQ(only_task(bundle).sources.size(), 1U);
}

}  // namespace
}  // namespace pullproof::model::placement_managed_test
