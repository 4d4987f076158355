#include "solver/cause_status.h"

#include <gtest/gtest.h>

namespace pullproof::solver::cause_status_test {
namespace {

using model::Finding;
using model::Stage;
using model::TaskVerdict;
using model::Verdict;

Finding finding(Stage stage, const char* mechanism) {
  Finding result;
  result.stage = stage;
  result.mechanism = mechanism;
  return result;
}

model::CheckReport report(Verdict verdict, std::vector<Finding> findings) {
  TaskVerdict task;
  task.verdict = verdict;
  task.findings = std::move(findings);
  return {.verdicts = {task}, .statistics = {}};
}

TEST(CauseStatus, IsProvedByAFindingOfTheStage) {
  const auto fails = report(Verdict::Fails, {finding(Stage::Token, "route")});
  EXPECT_EQ(cause_status(fails, Stage::Token, "route").status, CauseStatus::Proved);
  EXPECT_EQ(cause_status(fails, std::nullopt, "route").status, CauseStatus::Proved);
  EXPECT_EQ(cause_status(fails, Stage::Layers, "route").status, CauseStatus::Refuted);
  EXPECT_EQ(cause_status(fails, Stage::Token, "dns").status, CauseStatus::Refuted);
}

TEST(CauseStatus, TakesABlockerOfAnEarlierStageForTheLaterOnes) {
  Finding early = finding(Stage::Token, "network-acl");
  early.also_stages = {Stage::Layers};
  EXPECT_EQ(cause_status(report(Verdict::Fails, {early}), Stage::Layers, "network-acl")
                .status,
            CauseStatus::Proved);
}

TEST(CauseStatus, RefutesNothingWhileSomethingIsUnknown) {
  const auto open = report(Verdict::Unknown, {finding(Stage::Token, "route")});
  EXPECT_EQ(cause_status(open, Stage::Token, "route").status, CauseStatus::Proved);
  EXPECT_EQ(cause_status(open, Stage::Token, "dns").status, CauseStatus::Unknown);
  auto hangs = report(Verdict::Fails, {});
  hangs.verdicts.front().missing.push_back({.call = "", .why = "something"});
  EXPECT_EQ(cause_status(hangs, Stage::Token, "dns").status, CauseStatus::Unknown);
  EXPECT_EQ(cause_status({}, Stage::Token, "dns").status, CauseStatus::Unknown);
}

TEST(CauseStatus, JudgesWhatAContainerNeeds) {
  const auto fails = report(Verdict::Fails, {finding(Stage::Start, "log-group")});
  EXPECT_EQ(cause_status(fails, Stage::Start, "log-group").status, CauseStatus::Proved);
  EXPECT_EQ(cause_status(fails, Stage::Start, "secret").status, CauseStatus::Refuted);
  EXPECT_EQ(cause_status(fails, Stage::Layers, "log-group").status,
            CauseStatus::Refuted);
}

TEST(CauseStatus, RefutesNothingThatIsTakenForGranted) {
  auto pulls = report(Verdict::Pulls, {});
  pulls.verdicts.front().assumptions = {
      {.name = "logs-describe-log-groups", .value = "has /ecs/web"},
      {.name = "secretsmanager-list-secrets", .value = "has prod/db"},
      {.name = "image-platform", .value = "linux/amd64"}};
  const auto status = [&](const char* mechanism) {
    return cause_status(pulls, Stage::Start, mechanism).status;
  };
  EXPECT_EQ(status("log-group"), CauseStatus::Unknown);
  EXPECT_EQ(status("secret"), CauseStatus::Unknown);
  EXPECT_EQ(status("kms"), CauseStatus::Unknown);
  EXPECT_EQ(status("identity-policy"), CauseStatus::Unknown);
  EXPECT_EQ(status("parameter"), CauseStatus::Refuted);
  EXPECT_EQ(status("route"), CauseStatus::Refuted);
  EXPECT_EQ(cause_status(pulls, Stage::Token, "identity-policy").status,
            CauseStatus::Refuted);
}

// The same facts may refuse both services, and are told once.
TEST(CauseStatus, LeavesOpenWhatRefusesAnotherServiceOfTheStart) {
  Finding logs = finding(Stage::Start, "security-group");
  logs.host = "logs.eu-central-1.amazonaws.com";
  Finding file = finding(Stage::Start, "endpoint-policy");
  file.host = "acme-config.s3.eu-central-1.amazonaws.com";
  const auto fails = report(Verdict::Fails, {logs, file});
  const auto status = [&](const char* mechanism, const char* service) {
    return cause_status(fails, Stage::Start, mechanism, service).status;
  };
  EXPECT_EQ(status("security-group", "logs"), CauseStatus::Proved);
  EXPECT_EQ(status("security-group", "ssm"), CauseStatus::Unknown);
  EXPECT_EQ(status("security-group", ""), CauseStatus::Proved);
  EXPECT_EQ(status("endpoint-policy", "s3"), CauseStatus::Proved);
  EXPECT_EQ(status("route", "ssm"), CauseStatus::Refuted);
}

TEST(CauseStatus, TakesWhatRefusesThePullForTheStartToo) {
  Finding early = finding(Stage::Token, "route");
  early.host = "api.ecr.eu-central-1.amazonaws.com";
  early.also_stages = {Stage::Start};
  EXPECT_EQ(cause_status(report(Verdict::Fails, {early}), Stage::Start, "route", "logs")
                .status,
            CauseStatus::Proved);
}

}  // namespace
}  // namespace pullproof::solver::cause_status_test
