// Stopped tasks against what is proved of their service.
//
// AWS: ECS developer guide, "Stopped task error messages".
#include "solver/stopped_tasks.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "solver/check.h"
#include "tests/support/ecs_texts.h"
#include "tests/support/iam_account.h"
#include "tests/support/network_account.h"
#include "tests/support/service_account.h"

namespace pullproof::solver::stopped_tasks_test {
namespace {

using model::ObservedStop;
using nlohmann::json;
using Agreement = ObservedStop::Agreement;

constexpr const char* kLayers = support::kLayersTimedOut;

std::string not_assumed(const std::string& role) {
  return "ECS was unable to assume the role 'arn:aws:iam::111122223333:role/" + role +
         "' that was provided for this task. Please verify that the role being passed "
         "has the proper trust relationship and permissions and that your IAM user has "
         "permissions to pass this role.";
}

/// AWS: IAM user guide, "Troubleshoot access denied error messages".
std::string denied(const std::string& role, const std::string& call) {
  return "CannotPullContainerError: AccessDeniedException: User: "
         "arn:aws:sts::111122223333:assumed-role/" +
         role + "/1 is not authorized to perform: " + call +
         " with an explicit deny in an identity-based policy";
}

constexpr const char* kGetToken = "ecr:GetAuthorizationToken on resource: *";
constexpr const char* kGetImage =
    "ecr:BatchGetImage on resource: "
    "arn:aws:ecr:eu-central-1:111122223333:repository/acme/web";

/// Service web, one task of which stopped so.
json account_with(const std::string& reason) {
  json bundle = support::service_account();
  support::network_answer(bundle, "ecs-describe-tasks/prod") = {
      {"tasks",
       {{{"taskArn", "arn:aws:ecs:eu-central-1:111122223333:task/prod/0a1b"},
         {"clusterArn", "arn:aws:ecs:eu-central-1:111122223333:cluster/prod"},
         {"taskDefinitionArn",
          "arn:aws:ecs:eu-central-1:111122223333:task-definition/web:1"},
         {"group", "service:web"},
         {"lastStatus", "STOPPED"},
         {"stoppedReason", reason}}}}};
  return bundle;
}

json& stopped(json& bundle) {
  return support::network_answer(bundle, "ecs-describe-tasks/prod")["tasks"];
}

std::vector<ObservedStop> observed(const json& bundle) {
  const aws::Snapshot account = support::read_account(bundle);
  return check(account, {}).verdicts.at(0).observed;
}

TEST(StoppedTasks, TellsWhatIsAsPredicted) {
  json bundle = account_with(not_assumed("gone"));
  support::task_definition(bundle)["executionRoleArn"] =
      "arn:aws:iam::111122223333:role/gone";
  const auto found = observed(bundle);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].task, "0a1b");
  EXPECT_EQ(found[0].error, "E54");
  EXPECT_EQ(found[0].agreement, Agreement::AsPredicted);
}

TEST(StoppedTasks, AsksForTheRoleAndTheActionThatWereDenied) {
  const auto agreement = [](const std::string& text) {
    json bundle = account_with(text);
    support::add_inline(bundle,
                        support::policy({support::deny({"ecr:BatchGetImage"})}));
    const auto found = observed(bundle);
    EXPECT_EQ(found.size(), 1U) << text;
    return found.empty() ? Agreement::Open : found[0].agreement;
  };
  EXPECT_EQ(agreement(denied("pull", kGetImage)), Agreement::AsPredicted);
  EXPECT_EQ(agreement(denied("pull", kGetToken)), Agreement::OtherThanPredicted);
  EXPECT_EQ(agreement(denied("other", kGetImage)), Agreement::Open);
}

// What only was taken for granted is not contradicted.
TEST(StoppedTasks, LeavesOpenWhatWasAssumed) {
  json bundle = account_with(kLayers);
  support::forget_answer(bundle, "ec2-describe-vpc-block-public-access-options");
  const auto found = observed(bundle);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].agreement, Agreement::Open);
}

TEST(StoppedTasks, TellsWhatNothingExplains) {
  const auto found = observed(account_with(kLayers));
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].agreement, Agreement::OtherThanPredicted);
}

TEST(StoppedTasks, LeavesOpenWhatIsUnknown) {
  json bundle = account_with(kLayers);
  support::forget_answer(bundle, "ec2-describe-nat-gateways");
  const auto found = observed(bundle);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].agreement, Agreement::Open);
}

TEST(StoppedTasks, CountsEqualTextsOnce) {
  json bundle = account_with(kLayers);
  json again = stopped(bundle)[0];
  again["taskArn"] = "arn:aws:ecs:eu-central-1:111122223333:task/prod/0c2d";
  stopped(bundle).push_back(again);
  const auto found = observed(bundle);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].tasks, 2U);
}

// ECS API reference, Attachment: `details` of an interface name its subnet.
TEST(StoppedTasks, LooksWhereTheTaskWas) {
  const auto in_subnet = [](const char* subnet) {
    json bundle = account_with(kLayers);
    support::service_network(bundle)["subnets"] = {"subnet-task", "subnet-data"};
    json& tables =
        support::network_answer(bundle, "ec2-describe-route-tables")["RouteTables"];
    tables.push_back({{"RouteTableId", "rtb-data"},
                      {"VpcId", "vpc-1"},
                      {"Associations", {{{"SubnetId", "subnet-data"}}}},
                      {"Routes", {support::route("10.0.0.0/16", "local")}}});
    stopped(bundle)[0]["attachments"] = {
        {{"type", "ElasticNetworkInterface"},
         {"status", "DELETED"},
         {"details", {{{"name", "subnetId"}, {"value", subnet}}}}}};
    const auto found = observed(bundle);
    return found.empty() ? Agreement::Open : found[0].agreement;
  };
  EXPECT_EQ(in_subnet("subnet-data"), Agreement::AsPredicted);
  EXPECT_EQ(in_subnet("subnet-task"), Agreement::OtherThanPredicted);
}

// Nothing is proved of a subnet that the service uses no more.
TEST(StoppedTasks, LeaveOpenWhatWasElsewhere) {
  const auto in_subnet = [](const char* subnet) {
    json bundle = account_with(kLayers);
    stopped(bundle)[0]["attachments"] = {
        {{"type", "ElasticNetworkInterface"},
         {"status", "DELETED"},
         {"details", {{{"name", "subnetId"}, {"value", subnet}}}}}};
    const auto found = observed(bundle);
    EXPECT_EQ(found.size(), 1U) << subnet;
    return found.empty() ? Agreement::AsPredicted : found[0].agreement;
  };
  EXPECT_EQ(in_subnet("subnet-data"), Agreement::Open);
  EXPECT_EQ(in_subnet("subnet-task"), Agreement::OtherThanPredicted);
}

TEST(StoppedTasks, AreReplayedForATaskDefinitionOnItsOwn) {
  json bundle = account_with(kLayers);
  stopped(bundle)[0]["group"] = "family:web";
  const aws::Snapshot account = support::read_account(bundle);
  CheckOptions options;
  options.task_definition = "web";
  options.subnets = {"subnet-task"};
  options.groups = {"sg-task"};
  const auto found = check(account, options).verdicts.at(0).observed;
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].agreement, Agreement::OtherThanPredicted);
  stopped(bundle)[0]["group"] = "service:web";
  const aws::Snapshot other = support::read_account(bundle);
  EXPECT_TRUE(check(other, options).verdicts.at(0).observed.empty());
}

TEST(StoppedTasks, LeavesOutOthers) {
  for (const auto& [field, value] : std::vector<std::pair<const char*, const char*>>{
           {"group", "service:api"},
           {"group", "family:web"},
           {"clusterArn", "arn:aws:ecs:eu-central-1:111122223333:cluster/test"},
           {"taskDefinitionArn",
            "arn:aws:ecs:eu-central-1:111122223333:task-definition/web:2"},
           {"stoppedReason", "Essential container in task exited"},
           {"stoppedReason", "Scaling activity initiated by (deployment ecs-svc/1)"}}) {
    json bundle = account_with(kLayers);
    stopped(bundle)[0][field] = value;
    EXPECT_TRUE(observed(bundle).empty()) << field << ' ' << value;
  }
}

}  // namespace
}  // namespace pullproof::solver::stopped_tasks_test
