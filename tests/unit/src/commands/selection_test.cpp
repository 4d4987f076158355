#include "src/commands/selection.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/unit/src/sample_report.h"

namespace pullproof::cli::selection_test {
namespace {

using nlohmann::json;

json service(const std::string& cluster, const std::string& name) {
  const std::string prefix = "arn:aws:ecs:eu-central-1:111122223333:";
  return {{"serviceArn", prefix + "service/" + cluster + "/" + name},
          {"serviceName", name},
          {"clusterArn", prefix + "cluster/" + cluster},
          {"status", "ACTIVE"},
          {"launchType", "FARGATE"},
          {"taskDefinition", prefix + "task-definition/" + name + ":1"}};
}

aws::Snapshot snapshot(const json& services) {
  const json bundle = {{"111122223333/eu-central-1/ecs-describe-services/prod.json",
                        {{"services", services}, {"failures", json::array()}}}};
  auto read = aws::Snapshot::from_bundle(bundle);
  EXPECT_TRUE(read.ok());
  return std::move(read.value());
}

aws::Snapshot some_services() {
  return snapshot(
      {service("prod", "web"), service("prod", "batch"), service("test", "probe")});
}

solver::CheckOptions options(const std::string& cluster, const std::string& name,
                             const std::string& task = "") {
  solver::CheckOptions options;
  options.cluster = cluster;
  options.service = name;
  options.task_definition = task;
  return options;
}

TEST(Selection, IsEmptyWithoutATask) {
  EXPECT_TRUE(selects_nothing(options("", "wbe"), {}));
  EXPECT_FALSE(selects_nothing(options("", ""), sample_report()));
}

TEST(Selection, IsEmptyIfTheTaskDefinitionIsNotAmongTheTasks) {
  EXPECT_TRUE(selects_nothing(options("", "", "web:2"), sample_report()));
  EXPECT_TRUE(selects_nothing(options("", "", "we"), sample_report()));
  EXPECT_FALSE(selects_nothing(options("", "", "web"), sample_report()));
  EXPECT_FALSE(selects_nothing(options("", "", "web:1"), sample_report()));
  EXPECT_FALSE(selects_nothing(
      options("", "", "arn:aws:ecs:eu-central-1:111122223333:task-definition/web:1"),
      sample_report()));
}

TEST(Selection, NamesTheNearestServicesOfTheCluster) {
  EXPECT_EQ(explain_selection(some_services(), options("prod", "wbe")),
            "pullproof: no task matches --service `wbe`; the services there are: `web` "
            "and `batch`\n");
}

TEST(Selection, NamesTheClusters) {
  EXPECT_EQ(explain_selection(some_services(), options("prd", "web")),
            "pullproof: no task matches --cluster `prd`; the clusters there are: "
            "`prod` and `test`\n");
}

TEST(Selection, TakesArnsForNames) {
  EXPECT_EQ(explain_selection(
                some_services(),
                options("arn:aws:ecs:eu-central-1:111122223333:cluster/test", "x")),
            "pullproof: no task matches --service `x`; the service there is: "
            "`probe`\n");
}

TEST(Selection, SaysHowToGoOnWithoutAnyService) {
  EXPECT_EQ(explain_selection(snapshot(json::array()), options("", "")),
            "pullproof: nothing to check: the snapshot holds no ECS service (collect "
            "`aws ecs describe-services`), or name a task definition with "
            "--task-definition; the snapshot holds no task definition\n");
}

TEST(Selection, EscapesNames) {
  const std::string text = explain_selection(
      snapshot(json::array({service("prod", "w\u202e")})), options("", "\x1b"));
  EXPECT_EQ(text,
            "pullproof: no task matches --service `\\x1b`; the service there is: "
            "`w\\u202e`\n");
}

}  // namespace
}  // namespace pullproof::cli::selection_test
