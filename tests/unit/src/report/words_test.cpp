#include "src/report/words.h"

#include <gtest/gtest.h>

#include "tests/unit/src/sample_report.h"

namespace pullproof::cli::words_test {
namespace {

model::Finding at(model::Stage stage, const std::string& mechanism = "") {
  model::Finding finding;
  finding.stage = stage;
  finding.mechanism = mechanism;
  return finding;
}

TEST(Words, NumberTheSteps) {
  EXPECT_EQ(step(at(model::Stage::Reference)),
            "before the pull: read the image's name");
  EXPECT_EQ(step(at(model::Stage::Role)), "step 1 of 4: assume the execution role");
  EXPECT_EQ(step(at(model::Stage::Role, "instance-profile")),
            "step 1 of 4: assume the instance's role");
  EXPECT_EQ(step(at(model::Stage::Layers)), "step 4 of 4: download the image's layers");
}

TEST(Words, NameTheHostOfAStep) {
  model::Finding finding = at(model::Stage::Manifest);
  finding.host = "1.dkr.ecr.eu-central-1.amazonaws.com";
  EXPECT_EQ(step(finding),
            "step 3 of 4: get the image's manifest from "
            "1.dkr.ecr.eu-central-1.amazonaws.com");
}

TEST(Words, SayWhatAContainerNeedsByTheHost) {
  model::Finding finding = at(model::Stage::Start, "route");
  EXPECT_EQ(step(finding), "beside the pull: get what the container needs to start");
  finding.host = "logs.eu-central-1.amazonaws.com";
  EXPECT_EQ(step(finding),
            "beside the pull: open a log stream at logs.eu-central-1.amazonaws.com");
  finding.host = "secretsmanager.eu-central-1.amazonaws.com";
  EXPECT_EQ(step(finding),
            "beside the pull: read a secret from "
            "secretsmanager.eu-central-1.amazonaws.com");
  finding.host = "ssm.eu-central-1.amazonaws.com";
  EXPECT_EQ(step(finding),
            "beside the pull: read a parameter from ssm.eu-central-1.amazonaws.com");
  finding.host = "acme-config.s3.eu-central-1.amazonaws.com";
  EXPECT_EQ(step(finding),
            "beside the pull: download an environment file from "
            "acme-config.s3.eu-central-1.amazonaws.com");
}

TEST(Words, TellTheTaskRoleFromTheExecutionRole) {
  model::Finding finding = at(model::Stage::Role, "task-role");
  EXPECT_EQ(step(finding), "step 1 of 4: assume the task role");
  finding.mechanism = "trust-policy";
  EXPECT_EQ(step(finding), "step 1 of 4: assume the execution role");
  finding.path = {{.kind = "task-role", .id = "arn", .refuses = true, .back = false}};
  EXPECT_EQ(step(finding), "step 1 of 4: assume the task role");
}

TEST(Words, NameATaskThatNoServiceRuns) {
  model::TaskVerdict task = failing_task();
  EXPECT_EQ(task_name(task), "prod/web");
  task.service.clear();
  EXPECT_EQ(task_name(task), "task web:1");
}

TEST(Words, SayWhereAnInstanceIs) {
  EXPECT_EQ(place({.subnet = "subnet-1", .availability_zone = "", .instance = "i-1"}),
            "i-1 in subnet-1");
}

TEST(Words, SayThatARefusalDoesNotHangOnThePlacement) {
  model::TaskVerdict task = failing_task();
  task.findings[0].placements.clear();
  EXPECT_EQ(where(task.findings[0], task), "wherever the task is placed");
}

TEST(Words, CountPlacementsThatAreTooMany) {
  model::TaskVerdict task = failing_task();
  task.placements.assign(9, {"subnet-1", "", ""});
  task.findings[0].placements.assign(9, {"subnet-1", "", ""});
  EXPECT_EQ(where(task.findings[0], task),
            "every placement: subnet-1, subnet-1, subnet-1, subnet-1 and 5 more "
            "placements");
}

TEST(Words, CountTheReasonsOfAnUnknown) {
  model::TaskVerdict task = unknown_task();
  task.missing.push_back({.call = "", .why = "other"});
  EXPECT_EQ(reason(task), "the policy of acme/legacy was not collected (and 1 more)");
}

TEST(Words, TotalAgreesInNumber) {
  EXPECT_EQ(totals_in_words({.verdicts = {pulling_task()}, .statistics = {}}),
            "1 task: 1 pulls");
  EXPECT_EQ(
      totals_in_words({.verdicts = {pulling_task(), pulling_task()}, .statistics = {}}),
      "2 tasks: 2 pull");
}

}  // namespace
}  // namespace pullproof::cli::words_test
