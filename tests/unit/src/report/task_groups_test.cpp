#include "src/report/task_groups.h"

#include <gtest/gtest.h>

#include "tests/unit/src/sample_report.h"

namespace pullproof::cli::task_groups_test {
namespace {

model::TaskVerdict named(model::TaskVerdict task, const std::string& service) {
  task.service = service;
  return task;
}

TEST(TaskGroups, LeaveOutTasksThatPull) {
  const model::CheckReport report{.verdicts = {pulling_task()}, .statistics = {}};
  EXPECT_TRUE(groups(report, false).empty());
}

TEST(TaskGroups, JoinTasksOfOneCauseInTheReportsOrder) {
  const model::CheckReport report{
      .verdicts = {unknown_task(), failing_task(), named(failing_task(), "other")},
      .statistics = {}};
  const auto all = groups(report, false);
  ASSERT_EQ(all.size(), 2U);
  ASSERT_EQ(all[0].size(), 2U);
  EXPECT_EQ(all[0][0]->service, "web");
  EXPECT_EQ(all[0][1]->service, "other");
  EXPECT_EQ(all[1][0]->service, "legacy");
}

TEST(TaskGroups, KeepDifferentBlameApart) {
  model::TaskVerdict other = failing_task();
  other.findings[0].blame = {"rtb-2"};
  const model::CheckReport report{.verdicts = {failing_task(), other},
                                  .statistics = {}};
  EXPECT_EQ(groups(report, false).size(), 2U);
}

TEST(TaskGroups, StayAloneIfAsked) {
  const model::CheckReport report{.verdicts = {failing_task(), failing_task()},
                                  .statistics = {}};
  EXPECT_EQ(groups(report, true).size(), 2U);
}

}  // namespace
}  // namespace pullproof::cli::task_groups_test
