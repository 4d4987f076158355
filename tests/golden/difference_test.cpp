// What `diff` says of each scenario before and after its repair: the difference as a
// change of resources gives the repaired account, and the cause of the repair is a part
// of the change under which the task is repaired, too.
#include "model/changes/difference.h"

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "model/changes/apply_edits.h"
#include "solver/what_if.h"
#include "src/report/check_json.h"
#include "tests/support/bundle.h"

namespace pullproof::golden::difference_test {
namespace {

namespace fs = std::filesystem;
using changes::AccountDocuments;
using solver::Outcome;

fs::path folder_of(const std::string& name) {
  return fs::path(PULLPROOF_SOURCE_DIR) / "scenarios" / name;
}

std::vector<std::string> scenario_names() {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(folder_of(""))) {
    if (fs::exists(entry.path() / "scenario.json")) {
      names.push_back(entry.path().filename().string());
    }
  }
  std::sort(names.begin(), names.end());
  return names;
}

AccountDocuments documents(const nlohmann::json& bundle) {
  auto read = AccountDocuments::from_bundle(bundle);
  EXPECT_TRUE(read.ok());
  return std::move(read.value());
}

std::string checked(const aws::Snapshot& account) {
  const auto report = solver::check(account, {});
  return cli::check_json(report, {.warnings = account.warnings(), .not_read = {}});
}

class ScenarioDifference : public ::testing::TestWithParam<std::string> {};

TEST_P(ScenarioDifference, DiffersByAChangeThatGivesTheRepairedAccount) {
  AccountDocuments broken = documents(testing::scenario_bundle(GetParam()));
  const AccountDocuments repaired = documents(testing::repaired_bundle(GetParam()));
  const changes::Change change = changes::difference(broken, repaired);
  const Problems problems = changes::apply_edits(broken, change);
  ASSERT_TRUE(problems.empty()) << problems.front().message;
  const auto changed = broken.read();
  ASSERT_TRUE(changed.ok()) << changed.problems().front().message;
  EXPECT_EQ(checked(changed.value()), checked(repaired.before()));
  broken.restore();
  EXPECT_EQ(broken.bundle(), testing::scenario_bundle(GetParam()));
}

TEST_P(ScenarioDifference, HasACauseForEachVerdictThatTheRepairChanges) {
  AccountDocuments broken = documents(testing::scenario_bundle(GetParam()));
  const AccountDocuments repaired = documents(testing::repaired_bundle(GetParam()));
  const changes::Change change = changes::difference(broken, repaired);
  const solver::WhatIf answer = solver::difference(broken, change, repaired, {});
  for (const solver::VerdictChange& each : answer.changes) {
    if (each.outcome != Outcome::Repaired) continue;
    ASSERT_FALSE(each.causes.empty()) << each.after->service;
    broken.restore();
    const auto is_cause = [&](const std::string& origin) {
      return std::find(each.causes.begin(), each.causes.end(), origin) !=
             each.causes.end();
    };
    ASSERT_TRUE(changes::apply_edits(broken, change, is_cause).empty());
    const auto account = broken.read();
    ASSERT_TRUE(account.ok());
    const auto report = solver::check(account.value(), {});
    for (const auto& task : report.verdicts) {
      if (solver::identity(task) == solver::identity(*each.after)) {
        EXPECT_EQ(task.verdict, model::Verdict::Pulls) << task.service;
      }
    }
  }
}

std::string name_of(const ::testing::TestParamInfo<std::string>& scenario) {
  std::string name = scenario.param;
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
}

INSTANTIATE_TEST_SUITE_P(All, ScenarioDifference, ::testing::ValuesIn(scenario_names()),
                         name_of);

}  // namespace
}  // namespace pullproof::golden::difference_test
