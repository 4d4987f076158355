// What is proved of one stopped task, whatever its service has become.
//
// AWS: ECS API reference, Task and Attachment; ECS developer guide, "Stopped task error
// messages".
#include "solver/told_task.h"

#include <memory>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/support/ecs_texts.h"
#include "tests/support/iam_account.h"
#include "tests/support/network_account.h"
#include "tests/support/service_account.h"

namespace pullproof::solver::told_task_test {
namespace {

using nlohmann::json;

constexpr const char* kDefinitions =
    "arn:aws:ecs:eu-central-1:111122223333:task-definition/";

constexpr const char* kLayers = support::kLayersTimedOut;

std::string denied(const std::string& call) {
  return "CannotPullContainerError: AccessDeniedException: User: "
         "arn:aws:sts::111122223333:assumed-role/pull/1 is not authorized to "
         "perform: " +
         call + " with an explicit deny in an identity-based policy";
}

const std::string kImageDenied = denied(
    "ecr:BatchGetImage on resource: "
    "arn:aws:ecr:eu-central-1:111122223333:repository/acme/web");
const std::string kTokenDenied = denied("ecr:GetAuthorizationToken on resource: *");

/// Service web, whose role may not read the image; a task of web:1 was in the subnet.
json account_with(const char* subnet) {
  json bundle = support::service_account();
  support::add_inline(bundle, support::policy({support::deny({"ecr:BatchGetImage"})}));
  support::network_answer(bundle, "ecs-describe-tasks/prod") = {
      {"tasks",
       {{{"taskArn", "arn:aws:ecs:eu-central-1:111122223333:task/prod/0a1b"},
         {"clusterArn", "arn:aws:ecs:eu-central-1:111122223333:cluster/prod"},
         {"taskDefinitionArn", std::string(kDefinitions) + "web:1"},
         {"group", "service:web"},
         {"lastStatus", "STOPPED"},
         {"attachments",
          {{{"type", "ElasticNetworkInterface"},
            {"status", "DELETED"},
            {"details", {{{"name", "subnetId"}, {"value", subnet}}}}}}},
         {"stoppedReason", "Task failed to start"}}}}};
  return bundle;
}

json& stopped(json& bundle) {
  return support::network_answer(bundle, "ecs-describe-tasks/prod")["tasks"][0];
}

struct Answer {
  CauseStatus status = CauseStatus::Unknown;
  std::string why;
};

/// Of the best match of the text.
Answer ask(const json& bundle, const std::string& text, std::string_view cause) {
  const aws::Snapshot account = support::read_account(bundle);
  const TaskInquiry inquiry(account, account.table<aws::RunningTask>().all().front(),
                            {});
  const auto messages = model::read_messages(text);
  const auto& message = messages.at(0);
  const CauseAnswer answer = inquiry.ask(message, message.matches.front(), cause);
  return {.status = answer.status, .why = answer.why};
}

TEST(ToldTask, IsJudgedByItsServiceIfThatStillRunsIt) {
  const json bundle = account_with("subnet-task");
  EXPECT_EQ(ask(bundle, kImageDenied, "identity-policy").status, CauseStatus::Proved);
  EXPECT_EQ(ask(bundle, kTokenDenied, "identity-policy").status, CauseStatus::Refuted);
  EXPECT_EQ(ask(bundle, kLayers, "route").status, CauseStatus::Refuted);
}

TEST(ToldTask, IsJudgedByTheRevisionThatItRan) {
  json bundle = account_with("subnet-task");
  support::service(bundle)["taskDefinition"] = std::string(kDefinitions) + "web:2";
  EXPECT_EQ(ask(bundle, kImageDenied, "identity-policy").status, CauseStatus::Proved);
  EXPECT_EQ(ask(bundle, kTokenDenied, "identity-policy").status, CauseStatus::Refuted);
  // The groups that the older deployment had nobody tells.
  const Answer route = ask(bundle, kLayers, "route");
  EXPECT_EQ(route.status, CauseStatus::Unknown);
  EXPECT_NE(route.why.find("web:2"), std::string::npos) << route.why;
}

TEST(ToldTask, IsNotJudgedByARevisionThatItDidNotRun) {
  json bundle = account_with("subnet-task");
  stopped(bundle)["taskDefinitionArn"] = std::string(kDefinitions) + "web:2";
  const Answer answer = ask(bundle, kImageDenied, "identity-policy");
  EXPECT_EQ(answer.status, CauseStatus::Unknown);
  EXPECT_NE(answer.why.find("web:2"), std::string::npos) << answer.why;
}

TEST(ToldTask, IsNotJudgedByAnotherService) {
  json bundle = account_with("subnet-task");
  stopped(bundle)["taskDefinitionArn"] = std::string(kDefinitions) + "api:1";
  stopped(bundle)["group"] = "service:api";
  const Answer answer = ask(bundle, kImageDenied, "identity-policy");
  EXPECT_EQ(answer.status, CauseStatus::Unknown);
  EXPECT_NE(answer.why.find("service api"), std::string::npos) << answer.why;
}

TEST(ToldTask, IsNotJudgedWhereItWasNot) {
  const json bundle = account_with("subnet-data");
  const Answer answer = ask(bundle, kLayers, "route");
  EXPECT_EQ(answer.status, CauseStatus::Unknown);
  EXPECT_NE(answer.why.find("subnet-data"), std::string::npos) << answer.why;
}

// ECS API reference, TaskOverride: what RunTask was given counts.
TEST(ToldTask, IsNotJudgedByARoleThatItDidNotHave) {
  json bundle = account_with("subnet-task");
  json& given = stopped(bundle)["overrides"]["executionRoleArn"];
  given = "arn:aws:iam::111122223333:role/other";
  const Answer answer = ask(bundle, kImageDenied, "identity-policy");
  EXPECT_EQ(answer.status, CauseStatus::Unknown);
  EXPECT_NE(answer.why.find("role/other"), std::string::npos) << answer.why;
  given = nullptr;
  EXPECT_EQ(ask(bundle, kImageDenied, "identity-policy").status, CauseStatus::Proved);
}

// ECS developer guide, "Fargate platform versions for Linux": before 1.4.0 the login
// leaves elsewhere.
TEST(ToldTask, IsNotJudgedByAnotherPlatformVersion) {
  json bundle = account_with("subnet-task");
  stopped(bundle)["platformVersion"] = "1.3.0";
  const Answer answer = ask(bundle, kTokenDenied, "identity-policy");
  EXPECT_EQ(answer.status, CauseStatus::Unknown);
  EXPECT_NE(answer.why.find("1.3.0"), std::string::npos) << answer.why;
  support::service(bundle)["platformVersion"] = "1.2.0";
  EXPECT_EQ(ask(bundle, kTokenDenied, "identity-policy").status, CauseStatus::Refuted);
}

TEST(ToldTask, LeavesTheWayOfATaskOfNoServiceOpen) {
  json bundle = account_with("subnet-task");
  stopped(bundle)["group"] = "family:web";
  const Answer route = ask(bundle, kLayers, "route");
  EXPECT_EQ(route.status, CauseStatus::Unknown);
  EXPECT_NE(route.why.find("groups"), std::string::npos) << route.why;
}

using model::Placement;

Placement in(const std::string& subnet, const std::string& instance = "") {
  return {.subnet = subnet, .availability_zone = "", .instance = instance};
}

/// The way to the layers is refused in each of `refused`, for a reason of its own.
model::TaskVerdict verdict_of(const std::vector<Placement>& refused,
                              const std::vector<Placement>& passing) {
  model::TaskVerdict verdict;
  verdict.launch_type = "FARGATE";
  model::LegProof proof;
  proof.stage = model::Stage::Layers;
  proof.host = "prod-eu-central-1-starport-layer-bucket.s3.eu-central-1.amazonaws.com";
  for (const Placement& place : refused) {
    model::LegRefusal& refusal = proof.refusals.emplace_back();
    refusal.mechanism = "route";
    refusal.placement = place;
    model::Finding& finding = verdict.findings.emplace_back();
    finding.stage = proof.stage;
    finding.mechanism = "route";
    finding.placements = {place};
    finding.blame = {"rtb of " + place.subnet};
    verdict.placements.push_back(place);
  }
  verdict.placements.insert(verdict.placements.end(), passing.begin(), passing.end());
  verdict.proofs.legs.push_back(
      {.proof = std::make_shared<const model::LegProof>(proof),
       .images = {},
       .dependency = "",
       .needed = "",
       .versions = {}});
  return verdict;
}

CauseAnswer route_at(const TaskPlace& place, const model::TaskVerdict& verdict) {
  const auto messages = model::read_messages(kLayers);
  const auto& message = messages.at(0);
  return cause_at(place, verdict, message, message.matches.front(), "route");
}

TEST(CauseAt, IsWhatRefusesWhereTheTaskWas) {
  const auto verdict = verdict_of({in("subnet-a"), in("subnet-b")}, {});
  TaskPlace place;
  place.subnet = "subnet-b";
  const CauseAnswer answer = route_at(place, verdict);
  ASSERT_EQ(answer.status, CauseStatus::Proved);
  EXPECT_EQ(answer.finding->blame, std::vector<std::string>{"rtb of subnet-b"});
}

TEST(CauseAt, IsOpenWhereTheTaskMayHaveBeenElsewhere) {
  EXPECT_EQ(route_at({}, verdict_of({in("subnet-a")}, {in("subnet-b")})).status,
            CauseStatus::Unknown);
  EXPECT_EQ(route_at({}, verdict_of({in("subnet-a")}, {})).status, CauseStatus::Proved);
}

TEST(CauseAt, IsOfTheTasksOwnInstanceAndOfNoneToCome) {
  TaskPlace place;
  place.is_on_instance = true;
  place.instance = "i-1";
  place.instance_subnet = "subnet-a";
  const auto to_come = verdict_of({in("subnet-a")}, {in("subnet-a", "i-1")});
  EXPECT_EQ(route_at(place, to_come).status, CauseStatus::Unknown);
  const auto running = verdict_of({in("subnet-a", "i-1")}, {in("subnet-a")});
  EXPECT_EQ(route_at(place, running).status, CauseStatus::Proved);
}

TEST(ToldTask, WasOnTheInstanceThatItsRegistrationNames) {
  json bundle = account_with("subnet-data");
  support::move_to_instance(bundle);
  stopped(bundle)["containerInstanceArn"] =
      support::container_instance(bundle)["containerInstanceArn"];
  const aws::Snapshot account = support::read_account(bundle);
  const auto& task = account.table<aws::RunningTask>().all().front();
  const TaskPlace place = place_of(account, task);
  EXPECT_TRUE(place.is_on_instance);
  EXPECT_EQ(place.instance, "i-1");
  EXPECT_EQ(place.instance_subnet, "subnet-task");
  EXPECT_EQ(place.subnet, "subnet-data");
}

}  // namespace
}  // namespace pullproof::solver::told_task_test
