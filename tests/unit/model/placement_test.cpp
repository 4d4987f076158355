#include "model/placement.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/support/network_account.h"
#include "tests/support/selected_tasks.h"
#include "tests/support/service_account.h"

namespace pullproof::model::placement_test {
namespace {

using nlohmann::json;
using support::asks_for;
using support::network_answer;
using support::only_task;
using support::service;
using support::service_account;
using support::service_network;
using Texts = std::vector<std::string>;

Texts hosts_of(const Task& task) {
  Texts hosts;
  for (const auto& source : task.sources) {
    hosts.emplace_back(source.host == Host::Fargate ? "fargate" : "instance");
  }
  return hosts;
}

TEST(Placement, TakesItsLaunchTypeFromTheCapacityProviders) {
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
  EXPECT_EQ(launch_type({"hosts"}), "");
  EXPECT_EQ(launch_type({"FARGATE", "hosts"}), "MIXED");
  EXPECT_EQ(launch_type({}), "EC2");
  network_answer(bundle, "ecs-describe-clusters")
      .at("clusters")[0]["defaultCapacityProviderStrategy"] =
      json::array({{{"capacityProvider", "FARGATE_SPOT"}, {"weight", 1}}});
  EXPECT_EQ(launch_type({}), "FARGATE");
}

// ECS developer guide, "Amazon ECS capacity providers": an unseen one may start managed
// instances, too.
TEST(Placement, HasNoLaunchTypeWithoutTheProvider) {
  json seen = service_account();
  support::use_group(seen);
  EXPECT_EQ(only_task(seen).launch_type, "EC2");
  json unseen = service_account();
  support::use_provider(unseen, {{"name", "another"}});
  EXPECT_EQ(only_task(unseen).launch_type, "");
}

// ECS refuses such a strategy, so that only another tool can have written it.
TEST(Placement, IsOnBothKindsOfAMixedStrategy) {
  json bundle = service_account();
  const json network = service(bundle)["networkConfiguration"];
  support::use_group(bundle);
  service(bundle)["networkConfiguration"] = network;
  service(bundle)["capacityProviderStrategy"].push_back(
      {{"capacityProvider", "FARGATE"}, {"weight", 1}});
  const Task task = only_task(bundle);
  EXPECT_EQ(task.launch_type, "MIXED");
  EXPECT_EQ(hosts_of(task), (Texts{"fargate", "instance", "instance", "instance"}));
  EXPECT_EQ(task.warnings.size(), 1U);
  EXPECT_TRUE(task.missing.empty());
}

// "ECS Anywhere": the host stands in a network of the customer's own.
TEST(Placement, IsUndecidedOnExternalInstances) {
  json bundle = service_account();
  service(bundle)["launchType"] = "EXTERNAL";
  const Task task = only_task(bundle);
  ASSERT_EQ(task.sources.size(), 1U);
  EXPECT_EQ(task.sources[0].host, Host::External);
  EXPECT_EQ(asks_for(task.sources[0]), "");
  EXPECT_TRUE(task.missing.empty());
}

TEST(Placement, NamesACapacityProviderThatTheSnapshotLacks) {
  json bundle = service_account();
  support::use_provider(bundle, {{"name", "another"}});
  EXPECT_EQ(asks_for(only_task(bundle).sources.at(1)),
            "ecs-describe-capacity-providers");
  support::forget_answer(bundle, "ecs-describe-capacity-providers");
  EXPECT_EQ(asks_for(only_task(bundle).sources.at(1)),
            "ecs-describe-capacity-providers");
}

// Managed instances have providers of their cluster.
TEST(Placement, TakesTheProviderOfItsOwnCluster) {
  json bundle = service_account();
  support::use_provider(bundle, {{"name", "asg"},
                                 {"cluster", "prod"},
                                 {"managedInstancesProvider", json::object()}});
  EXPECT_EQ(only_task(bundle).launch_type, "MANAGED_INSTANCES");
  network_answer(bundle, "ecs-describe-capacity-providers")
      .at("capacityProviders")[0]["cluster"] = "test";
  EXPECT_EQ(only_task(bundle).launch_type, "");
}

TEST(Placement, AsksForTheClusterOfATaskDefinitionOnEc2) {
  json bundle = service_account();
  support::move_to_instance(bundle);
  network_answer(bundle, "ecs-describe-services/prod")["services"] = json::array();
  support::task_definition(bundle)["requiresCompatibilities"] = {"EC2"};
  TaskSelection selection;
  selection.task_definition = "web:1";
  const Task nowhere = only_task(bundle, selection);
  EXPECT_NE(nowhere.missing.at(0).why.find("--cluster"), std::string::npos);
  selection.cluster = "arn:aws:ecs:eu-central-1:111122223333:cluster/prod";
  EXPECT_EQ(only_task(bundle, selection).sources.at(0).placement.instance, "i-1");
}

}  // namespace
}  // namespace pullproof::model::placement_test
