#include "src/exit_code.h"

#include <gtest/gtest.h>

#include "tests/unit/src/sample_report.h"

namespace pullproof::cli::exit_code_test {
namespace {

model::CheckReport report_of(std::vector<model::TaskVerdict> tasks) {
  return {.verdicts = std::move(tasks), .statistics = {}};
}

TEST(ExitCode, IsZeroOnlyIfEveryTaskPulls) {
  EXPECT_EQ(exit_code(report_of({pulling_task(), pulling_task()})), ExitCode::Proved);
}

TEST(ExitCode, IsOneForAFailureHoweverManyAreUnknown) {
  EXPECT_EQ(exit_code(report_of({unknown_task(), failing_task(), pulling_task()})),
            ExitCode::Refuted);
}

TEST(ExitCode, IsOneForAnIntermittentTask) {
  EXPECT_EQ(exit_code(report_of({unknown_task(), intermittent_task()})),
            ExitCode::Refuted);
}

TEST(ExitCode, IsTwoIfNothingIsRefusedAndSomethingUnknown) {
  EXPECT_EQ(exit_code(report_of({pulling_task(), unknown_task()})),
            ExitCode::Undecided);
}

TEST(ExitCode, IsBadUsageForAnEmptySelection) {
  EXPECT_EQ(exit_code(report_of({})), ExitCode::BadUsage);
}

TEST(ExitCode, HasTheNumbersThatScriptsKnow) {
  EXPECT_EQ(static_cast<int>(ExitCode::Proved), 0);
  EXPECT_EQ(static_cast<int>(ExitCode::Refuted), 1);
  EXPECT_EQ(static_cast<int>(ExitCode::Undecided), 2);
  EXPECT_EQ(static_cast<int>(ExitCode::BadUsage), 64);
  EXPECT_EQ(static_cast<int>(ExitCode::BadInput), 65);
  EXPECT_EQ(static_cast<int>(ExitCode::OurBug), 70);
}

TEST(ExitCode, GraverWinsInEitherOrder) {
  const std::vector<ExitCode> by_gravity = {ExitCode::Proved,   ExitCode::Undecided,
                                            ExitCode::Refuted,  ExitCode::BadUsage,
                                            ExitCode::BadInput, ExitCode::OurBug};
  for (std::size_t i = 0; i < by_gravity.size(); ++i) {
    for (std::size_t j = i; j < by_gravity.size(); ++j) {
      EXPECT_EQ(graver(by_gravity[i], by_gravity[j]), by_gravity[j]);
      EXPECT_EQ(graver(by_gravity[j], by_gravity[i]), by_gravity[j]);
    }
  }
}

}  // namespace
}  // namespace pullproof::cli::exit_code_test
