#include "model/task.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/support/network_account.h"
#include "tests/support/selected_tasks.h"
#include "tests/support/service_account.h"

namespace pullproof::model::task_test {
namespace {

using nlohmann::json;
using support::network_answer;
using support::only_task;
using support::service;
using support::service_account;
using support::subnets_of;
using support::task_definition;
using support::tasks_of;
using Texts = std::vector<std::string>;

json on_instance() {
  json bundle = service_account();
  support::move_to_instance(bundle);
  return bundle;
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
  EXPECT_FALSE(only_task(bundle).placement_question);
  // ECS API, PlacementConstraint: any instance may have the one task.
  service(bundle)["placementConstraints"] =
      json::array({{{"type", "distinctInstance"}}});
  EXPECT_FALSE(only_task(bundle).placement_question);
  service(bundle)["placementConstraints"] = json::array(
      {{{"type", "memberOf"}, {"expression", "attribute:ecs.az == eu-central-1b"}}});
  EXPECT_TRUE(only_task(bundle).placement_question);
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

// Its subnets are the task's own: on EC2 the pull does not leave from there.
TEST(TaskSelection, PullsThroughInstancesWhereTheDefinitionIsForEc2) {
  json bundle = on_instance();
  network_answer(bundle, "ecs-describe-services/prod")["services"] = json::array();
  task_definition(bundle)["requiresCompatibilities"] = {"EC2"};
  TaskSelection selection;
  selection.task_definition = "web:1";
  selection.cluster = "prod";
  selection.subnets = {"subnet-data"};
  const Task task = only_task(bundle, selection);
  EXPECT_EQ(task.launch_type, "EC2");
  EXPECT_EQ(subnets_of(task), Texts{"subnet-task"});
  EXPECT_EQ(task.warnings.size(), 1U);
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
}  // namespace pullproof::model::task_test
