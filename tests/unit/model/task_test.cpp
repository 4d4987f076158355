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

// ECS API, TaskDefinition: "The short name or full Amazon Resource Name (ARN)".
TEST(Task, TakesTheShortNameOfItsTaskRole) {
  json bundle = service_account();
  task_definition(bundle)["taskRoleArn"] = "pull";
  EXPECT_EQ(only_task(bundle).task_role_arn, "arn:aws:iam::111122223333:role/pull");
  json& role = support::global_answer(
      bundle, "iam-get-account-authorization-details")["RoleDetailList"][0];
  ASSERT_EQ(role["Arn"], "arn:aws:iam::111122223333:role/pull");
  role["Arn"] = "arn:aws:iam::111122223333:role/apps/pull";
  EXPECT_EQ(only_task(bundle).task_role_arn, "pull");
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

/// Adds revision web:10.
void add_revision(json& bundle, const char* status) {
  json newer = network_answer(bundle, "ecs-describe-task-definition/web:1");
  newer["taskDefinition"]["revision"] = 10;
  newer["taskDefinition"]["status"] = status;
  newer["taskDefinition"]["taskDefinitionArn"] =
      "arn:aws:ecs:eu-central-1:111122223333:task-definition/web:10";
  network_answer(bundle, "ecs-describe-task-definition/web:10") = newer;
}

TaskSelection on_its_own(const std::string& definition) {
  TaskSelection selection;
  selection.task_definition = definition;
  selection.subnets = {"subnet-data"};
  return selection;
}

// ECS API, RunTask: without a revision, the latest ACTIVE one is used.
TEST(TaskSelection, PassesOverRevisionsThatAreNotActive) {
  for (const char* status : {"INACTIVE", "DELETE_IN_PROGRESS"}) {
    json bundle = service_account();
    add_revision(bundle, status);
    const Task task = only_task(bundle, on_its_own("web"));
    EXPECT_EQ(task.task_definition, "web:1") << status;
    EXPECT_TRUE(task.missing.empty());
    EXPECT_TRUE(task.warnings.empty());
  }
  json bundle = service_account();
  add_revision(bundle, "ACTIVE");
  EXPECT_EQ(only_task(bundle, on_its_own("web")).task_definition, "web:10");
}

// ECS API, DeregisterTaskDefinition: it cannot be used to run new tasks; a service that
// has it goes on.
TEST(TaskSelection, DoesNotStartARevisionThatIsNotActive) {
  json bundle = service_account();
  add_revision(bundle, "INACTIVE");
  const Task task = only_task(bundle, on_its_own("web:10"));
  const std::string why = "web:10 is INACTIVE: AWS runs no new tasks from it";
  ASSERT_EQ(task.missing.size(), 1U);
  EXPECT_EQ(task.missing[0].why, why);
  EXPECT_EQ(task.warnings, Texts{why});
  task_definition(bundle)["status"] = "INACTIVE";
  EXPECT_TRUE(only_task(bundle).missing.empty());
}

json task_set(const char* status, const char* definition, double scale) {
  return {{"id", "ecs-svc/2"},
          {"status", status},
          {"taskDefinition",
           std::string("arn:aws:ecs:eu-central-1:111122223333:task-definition/") +
               definition},
          {"launchType", "FARGATE"},
          {"networkConfiguration",
           {{"awsvpcConfiguration", {{"subnets", {"subnet-data"}}}}}},
          {"scale", {{"value", scale}, {"unit", "PERCENT"}}}};
}

// ECS API, TaskSet: ACTIVE means that it serves no production traffic, not that it
// starts nothing.
TEST(Task, IsStartedByEachTaskSetThatHasAScale) {
  json bundle = service_account();
  add_revision(bundle, "ACTIVE");
  json& sets = service(bundle)["taskSets"];
  sets = json::array({task_set("ACTIVE", "web:10", 100)});
  const auto tasks = tasks_of(bundle);
  ASSERT_EQ(tasks.size(), 2U);
  EXPECT_EQ(tasks[0].task_definition, "web:1");
  EXPECT_EQ(subnets_of(tasks[0]), Texts{"subnet-task"});
  EXPECT_TRUE(tasks[0].warnings.empty());
  EXPECT_EQ(tasks[1].task_definition, "web:10");
  EXPECT_EQ(subnets_of(tasks[1]), Texts{"subnet-data"});
  EXPECT_EQ(tasks[1].warnings,
            Texts{"it is started by task set ecs-svc/2, which is not the PRIMARY one"});
  sets = json::array({task_set("ACTIVE", "web:10", 0)});
  EXPECT_EQ(tasks_of(bundle).size(), 1U);
  sets = json::array({task_set("DRAINING", "web:10", 100)});
  EXPECT_EQ(tasks_of(bundle).size(), 1U);
}

// ECS API, CreateService: with a controller of the user's own, only task sets say what
// starts.
TEST(Task, IsLeftToTaskSetsWhereTheServiceNamesNoDefinition) {
  json bundle = service_account();
  for (const char* field : {"taskDefinition", "networkConfiguration", "launchType"}) {
    service(bundle).erase(field);
  }
  const Task none = only_task(bundle);
  ASSERT_FALSE(none.missing.empty());
  EXPECT_EQ(none.missing[0].call, "ecs-describe-services/prod");
  service(bundle)["taskSets"] = json::array({task_set("ACTIVE", "web:1", 50)});
  const auto tasks = tasks_of(bundle);
  ASSERT_EQ(tasks.size(), 1U);
  EXPECT_EQ(tasks[0].task_definition, "web:1");
  EXPECT_TRUE(tasks[0].fargate);
  EXPECT_TRUE(tasks[0].missing.empty());
}

TEST(Task, IsNotKnownWhereTheServiceAndItsPrimaryTaskSetDisagree) {
  json bundle = service_account();
  add_revision(bundle, "ACTIVE");
  service(bundle)["taskSets"] = json::array({task_set("PRIMARY", "web:10", 100)});
  const Task other = only_task(bundle);
  ASSERT_EQ(other.missing.size(), 1U);
  EXPECT_EQ(other.missing[0].call, "ecs-describe-services/prod");
  EXPECT_EQ(other.missing[0].why,
            "the service names web:1, and its PRIMARY task set web:10");
  EXPECT_TRUE(other.images.empty());
  EXPECT_EQ(other.warnings.size(), 2U);
  service(bundle)["taskSets"] = json::array({task_set("PRIMARY", "web:1", 100)});
  const Task elsewhere = only_task(bundle);
  EXPECT_TRUE(elsewhere.missing.empty());
  ASSERT_EQ(elsewhere.sources.size(), 1U);
  EXPECT_EQ(support::asks_for(elsewhere.sources[0]), "ecs-describe-services/prod");
  EXPECT_EQ(elsewhere.warnings.size(), 1U);
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
