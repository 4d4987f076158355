#include "solver/cause_status.h"

#include <gtest/gtest.h>

namespace pullproof::solver {
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

TEST(CauseStatus, RefutesNothingOfTheStartWhichIsNotJudgedYet) {
  EXPECT_EQ(cause_status(report(Verdict::Pulls, {}), Stage::Start, "route").status,
            CauseStatus::Unknown);
  EXPECT_EQ(cause_status(report(Verdict::Pulls, {}), Stage::Layers, "route").status,
            CauseStatus::Refuted);
}

}  // namespace
}  // namespace pullproof::solver
