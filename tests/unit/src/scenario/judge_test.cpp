#include "src/scenario/judge.h"

#include <gtest/gtest.h>

#include "tests/unit/src/sample_report.h"

namespace pullproof::cli::judge_test {
namespace {

using Sentences = std::vector<std::string>;

Scenario lesson() {
  Scenario scenario;
  scenario.name = "lesson";
  scenario.service = "web";
  scenario.cluster = "prod";
  scenario.expect["web"] = {.verdict = "fails",
                            .stage = "token",
                            .mechanism = "route",
                            .code = "NO_ROUTE_TO_DESTINATION",
                            .blame = {"rtb-1"}};
  scenario.expect["batch"] = {
      .verdict = "pulls", .stage = "", .mechanism = "", .code = "", .blame = {}};
  scenario.repair = "add the route";
  scenario.wrong_repairs = {{.title = "open the group", .why = "it is open"}};
  return scenario;
}

model::CheckReport report_of(std::vector<model::TaskVerdict> tasks) {
  return {.verdicts = std::move(tasks), .statistics = {}};
}

model::TaskVerdict web_pulls() {
  model::TaskVerdict task = pulling_task();
  task.service = "web";
  return task;
}

TEST(Judge, FindsNoDifferenceIfAllIsAsClaimed) {
  EXPECT_EQ(differences(lesson(), report_of({pulling_task(), failing_task()})),
            Sentences{});
}

TEST(Judge, ComparesVerdictStageMechanismCodeAndBlame) {
  model::TaskVerdict task = failing_task();
  task.verdict = model::Verdict::Intermittent;
  task.findings[0].stage = model::Stage::Layers;
  task.findings[0].mechanism = "dns";
  task.findings[0].code = "X";
  task.findings[0].blame = {"rtb-2"};
  EXPECT_EQ(differences(lesson(), report_of({pulling_task(), task})),
            (Sentences{"web: expected `fails`, found `intermittent`",
                       "web stage: expected `token`, found `layers`",
                       "web mechanism: expected `route`, found `dns`",
                       "web code: expected `NO_ROUTE_TO_DESTINATION`, found `X`",
                       "web blame: expected rtb-1, found rtb-2"}));
}

TEST(Judge, MissesAServiceThatIsGone) {
  EXPECT_EQ(differences(lesson(), report_of({failing_task()})),
            Sentences{"batch is not in the snapshot"});
}

TEST(Judge, LooksInTheLessonsOwnCluster) {
  model::TaskVerdict elsewhere = web_pulls();
  elsewhere.cluster = "test";
  EXPECT_EQ(
      differences(lesson(), report_of({elsewhere, pulling_task(), failing_task()})),
      Sentences{});
}

TEST(Judge, WantsEveryServiceToPullAfterTheRepair) {
  EXPECT_EQ(not_repaired(lesson(), report_of({pulling_task(), web_pulls()})),
            Sentences{});
  EXPECT_EQ(not_repaired(lesson(), report_of({pulling_task(), failing_task()})),
            Sentences{"web: expected `pulls`, found `fails`"});
}

TEST(Judge, WantsAWrongRepairToLeaveTheServiceBroken) {
  EXPECT_EQ(mended_by_wrong_repair(lesson(), 0, report_of({failing_task()})),
            Sentences{});
  EXPECT_EQ(mended_by_wrong_repair(lesson(), 0, report_of({web_pulls()})),
            Sentences{"web pulls after `open the group`"});
  EXPECT_EQ(mended_by_wrong_repair(lesson(), 0, report_of({})),
            Sentences{"web is gone after `open the group`"});
}

}  // namespace
}  // namespace pullproof::cli::judge_test
