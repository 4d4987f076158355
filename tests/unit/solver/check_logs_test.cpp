// The stage `start`: where a container sends its logs.
//
// AWS: ECS developer guide, "Send Amazon ECS logs to CloudWatch".
#include <algorithm>
#include <utility>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "solver/check.h"
#include "tests/support/iam_account.h"
#include "tests/support/network_account.h"
#include "tests/support/service_account.h"
#include "tests/support/start_account.h"

namespace pullproof::solver::check_logs_test {
namespace {

using nlohmann::json;
using support::asks;
using support::log_options;
using support::network_answer;
using support::on;
using support::task_definition;
using support::told;
using support::with_logs;

const json kLogs = support::allow({"logs:CreateLogStream"});

TEST(CheckLogs, WritesLogsAsTheExecutionRole) {
  EXPECT_EQ(told(with_logs({kLogs})), "pulls");
  EXPECT_EQ(told(with_logs({})), "start identity-policy IDENTITY_POLICY_NO_ALLOW");
  EXPECT_EQ(told(with_logs({on(kLogs, "arn:aws:logs:*:*:log-group:/ecs/web:*")})),
            "pulls");
  // AWS: CloudWatch Logs user guide, "Resources and operations": streams are not
  // named by the group's ARN alone.
  EXPECT_EQ(told(with_logs({on(
                kLogs, "arn:aws:logs:eu-central-1:111122223333:log-group:/ecs/web")})),
            "start identity-policy IDENTITY_POLICY_NO_ALLOW");
}

TEST(CheckLogs, NeedsTheLogGroup) {
  json bundle = with_logs({kLogs});
  log_options(bundle)["awslogs-group"] = "/ecs/other";
  EXPECT_EQ(told(bundle), "start log-group LOG_GROUP_NOT_FOUND");
  // The driver makes it, if the role may.
  log_options(bundle)["awslogs-create-group"] = "true";
  EXPECT_EQ(told(bundle), "start identity-policy IDENTITY_POLICY_NO_ALLOW");
  json makes = with_logs({kLogs, support::allow({"logs:CreateLogGroup"})});
  log_options(makes)["awslogs-group"] = "/ecs/other";
  log_options(makes)["awslogs-create-group"] = "true";
  EXPECT_EQ(told(makes), "pulls");
  log_options(makes)["awslogs-create-group"] = "T";
  EXPECT_EQ(told(makes), "pulls");
  log_options(makes)["awslogs-create-group"] = "yes";
  EXPECT_EQ(told(makes), "start log-group LOG_GROUP_NOT_FOUND");
}

TEST(CheckLogs, TakesAListThatWasNotCollectedForGranted) {
  json bundle = with_logs({kLogs});
  support::forget_answer(bundle, "logs-describe-log-groups");
  EXPECT_EQ(told(bundle), "pulls");
  EXPECT_TRUE(asks(bundle, "logs-describe-log-groups"));
  const aws::Snapshot account = support::read_account(bundle);
  const auto verdict = check(account, {}).verdicts.at(0);
  const gates::Assumption taken{.name = "logs-describe-log-groups",
                                .value = "has /ecs/web in eu-central-1"};
  EXPECT_NE(std::find(verdict.assumptions.begin(), verdict.assumptions.end(), taken),
            verdict.assumptions.end());
}

TEST(CheckLogs, LooksForLogsWhereTheyAreSent) {
  json bundle = with_logs({kLogs});
  log_options(bundle)["awslogs-region"] = "eu-west-1";
  // Nothing is known of that region's groups.
  EXPECT_EQ(told(bundle), "pulls");
  EXPECT_TRUE(asks(bundle, "logs-describe-log-groups"));
}

/// Moby pull request 36522; ECS developer guide, "Account settings".
TEST(CheckLogs, DoubtsLogsOnInstancesWhereNobodySaysTheMode) {
  json bundle = with_logs({kLogs});
  support::move_to_instance(bundle);
  log_options(bundle)["awslogs-group"] = "/ecs/other";
  EXPECT_EQ(told(bundle), "unknown");
  log_options(bundle)["mode"] = "blocking";
  EXPECT_EQ(told(bundle), "start log-group LOG_GROUP_NOT_FOUND");
  log_options(bundle)["mode"] = "non-blocking";
  EXPECT_EQ(told(bundle), "pulls");
}

TEST(CheckLogs, WritesLogsAsTheInstanceIfTheAgentSaysSo) {
  json bundle = with_logs({});
  support::move_to_instance(bundle);
  log_options(bundle)["mode"] = "blocking";
  EXPECT_EQ(told(bundle), "start identity-policy IDENTITY_POLICY_NO_ALLOW");
  json allowed = with_logs({kLogs});
  support::move_to_instance(allowed);
  support::network_answer(allowed,
                          "ec2-describe-instances")["Reservations"][0]["Instances"][0]
      .erase("IamInstanceProfile");
  log_options(allowed)["mode"] = "blocking";
  EXPECT_EQ(told(allowed), "pulls");
  // This instance has no role of its own.
  support::container_instance(allowed)["attributes"] = {{{"name", "ecs.os-type"}}};
  EXPECT_EQ(told(allowed), "unknown");
  support::container_instance(allowed)["attributes"].push_back(
      {{"name", "ecs.capability.execution-role-awslogs"}});
  EXPECT_EQ(told(allowed), "pulls");
}

/// Whether the driver has to make the group only the list tells.
TEST(CheckLogs, TakesAGroupForGrantedThatTheDriverMayMake) {
  json bundle = with_logs({kLogs});
  log_options(bundle)["awslogs-create-group"] = "true";
  support::forget_answer(bundle, "logs-describe-log-groups");
  EXPECT_EQ(told(bundle), "pulls");
  EXPECT_TRUE(asks(bundle, "logs-describe-log-groups"));
}

TEST(CheckLogs, KeepsLinkedAccountsGroupsApart) {
  json bundle = with_logs({kLogs});
  network_answer(bundle, "logs-describe-log-groups")["logGroups"][0]["arn"] =
      "arn:aws:logs:eu-central-1:444455556666:log-group:/ecs/web:*";
  EXPECT_EQ(told(bundle), "start log-group LOG_GROUP_NOT_FOUND");
}

TEST(CheckLogs, AsksTheAccountForTheModeOfLogs) {
  json bundle = with_logs({kLogs});
  support::move_to_instance(bundle);
  log_options(bundle)["awslogs-group"] = "/ecs/other";
  const auto with_mode = [&](const std::string& mode) {
    network_answer(bundle, "ecs-list-account-settings") = {
        {"settings",
         {{{"name", "defaultLogDriverMode"},
           {"value", mode},
           {"principalArn", "arn:aws:iam::111122223333:root"}}}}};
    return told(bundle);
  };
  EXPECT_EQ(with_mode("blocking"), "start log-group LOG_GROUP_NOT_FOUND");
  EXPECT_EQ(with_mode("non-blocking"), "pulls");
}

/// The verdict of a service does not hang on its neighbours.
TEST(CheckLogs, DoubtsOneContainerAndNotTheOther) {
  json bundle = with_logs({kLogs});
  support::move_to_instance(bundle);
  log_options(bundle)["awslogs-group"] = "/ecs/other";
  log_options(bundle).erase("awslogs-stream-prefix");
  support::add_container(bundle, "other", support::kWebImage);
  json& both = task_definition(bundle)["containerDefinitions"];
  both[1]["logConfiguration"] = both[0]["logConfiguration"];
  both[1]["logConfiguration"]["options"]["mode"] = "blocking";
  EXPECT_EQ(told(bundle), "start log-group LOG_GROUP_NOT_FOUND");
  std::swap(both[0], both[1]);
  EXPECT_EQ(told(bundle), "start log-group LOG_GROUP_NOT_FOUND");
}

/// AWS: ECS API reference, LogConfiguration (`mode`); ECS developer guide, "awslogs log
/// driver": awslogs-datetime-format and awslogs-multiline-pattern exclude each other.
TEST(CheckLogs, ClaimsNothingForOptionsThatThereAreNot) {
  json bundle = with_logs({kLogs});
  log_options(bundle)["awslogs-datetime-format"] = "%Y";
  EXPECT_EQ(told(bundle), "pulls");
  log_options(bundle)["awslogs-multiline-pattern"] = "^x";
  EXPECT_EQ(told(bundle), "unknown");
  log_options(bundle).erase("awslogs-datetime-format");
  EXPECT_EQ(told(bundle), "pulls");
  log_options(bundle)["mode"] = "nonblocking";
  EXPECT_EQ(told(bundle), "unknown");
  log_options(bundle)["mode"] = "non-blocking";
  EXPECT_EQ(told(bundle), "pulls");
}

TEST(CheckLogs, NeedsTheRegionOfLogsOnFargate) {
  json bundle = with_logs({kLogs});
  log_options(bundle).erase("awslogs-region");
  EXPECT_EQ(told(bundle), "unknown");
}

/// AWS: ECS developer guide: what is required, ECS places tasks by.
TEST(CheckLogs, BelievesWhatTheDefinitionRequires) {
  json bundle = with_logs({kLogs});
  support::move_to_instance(bundle);
  log_options(bundle)["mode"] = "blocking";
  support::container_instance(bundle)["attributes"] = {{{"name", "ecs.os-type"}}};
  task_definition(bundle)["requiresAttributes"] = {
      {{"name", "ecs.capability.execution-role-awslogs"}}};
  EXPECT_EQ(told(bundle), "pulls");
}

}  // namespace
}  // namespace pullproof::solver::check_logs_test
