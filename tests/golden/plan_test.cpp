// A Terraform plan that repairs a scenario gives the verdicts of the repaired snapshot,
// whichever of Terraform's two forms of rules, routes and policies it is written in.
#include "src/terraform/plan.h"

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/support/bundle.h"
#include "tests/support/changed_account.h"
#include "tests/support/plan_answer.h"
#include "tests/support/planned_account.h"

namespace pullproof::golden::plan_test {
namespace {

namespace fs = std::filesystem;
using support::Form;
using support::TerraformState;

std::vector<std::string> repaired_scenarios() {
  std::vector<std::string> names;
  for (const auto& entry :
       fs::directory_iterator(fs::path(PULLPROOF_SOURCE_DIR) / "scenarios")) {
    const std::string name = entry.path().filename().string();
    const bool is_broken =
        fs::exists(entry.path() / "scenario.json") && !name.starts_with("healthy");
    if (is_broken) names.push_back(name);
  }
  std::sort(names.begin(), names.end());
  return names;
}

struct States {
  TerraformState before;
  TerraformState after;
  /// No plan can say what else differs.
  [[nodiscard]] bool is_a_plan() const { return before.rest == after.rest; }
};

States states_of(const std::string& scenario, Form form) {
  return {.before = support::terraform_state(testing::scenario_bundle(scenario), form),
          .after = support::terraform_state(testing::repaired_bundle(scenario), form)};
}

class ScenarioPlan : public ::testing::TestWithParam<std::string> {};

TEST_P(ScenarioPlan, GivesTheVerdictsOfTheRepairedAccount) {
  const auto wanted = solver::check(
      support::documents_of(testing::repaired_bundle(GetParam())).before(), {});
  for (const Form form : {Form::Inline, Form::Standalone}) {
    const States states = states_of(GetParam(), form);
    if (!states.is_a_plan()) GTEST_SKIP() << "its repair is nothing that a plan says";
    auto account = support::documents_of(testing::scenario_bundle(GetParam()));
    const auto answer =
        support::answer_of(account, support::plan_between(states.before, states.after));
    ASSERT_TRUE(answer.ok()) << answer.problems().front().message;
    const auto found = support::agreement(answer.value(), wanted);
    EXPECT_TRUE(found.different.empty()) << found.different.front();
    EXPECT_EQ(found.unknown, 0U) << (form == Form::Inline ? "inline" : "standalone");
  }
}

/// Or the test above would say little.
TEST(ScenarioPlans, AreMostRepairs) {
  std::size_t plans = 0;
  const auto names = repaired_scenarios();
  for (const std::string& name : names) {
    if (states_of(name, Form::Standalone).is_a_plan()) ++plans;
  }
  EXPECT_GT(plans * 2, names.size());
}

std::string name_of(const ::testing::TestParamInfo<std::string>& scenario) {
  std::string name = scenario.param;
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
}

INSTANTIATE_TEST_SUITE_P(All, ScenarioPlan, ::testing::ValuesIn(repaired_scenarios()),
                         name_of);

}  // namespace
}  // namespace pullproof::golden::plan_test
