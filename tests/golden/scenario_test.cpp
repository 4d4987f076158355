// Every scenario's verdict is as its file states: broken before, pulling after the
// repair, still broken after each tempting wrong repair. Each is run twice, on one
// thread and on two, and both times gives the same bytes.
#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "model/aws/snapshot.h"
#include "model/error_catalogue.h"
#include "model/error_details.h"
#include "solver/cause_status.h"
#include "solver/check.h"
#include "src/report/check_json.h"

namespace pullproof {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

fs::path scenarios() { return fs::path(PULLPROOF_SOURCE_DIR) / "scenarios"; }

std::vector<std::string> scenario_names() {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(scenarios())) {
    if (fs::exists(entry.path() / "scenario.json")) {
      names.push_back(entry.path().filename().string());
    }
  }
  std::sort(names.begin(), names.end());
  return names;
}

json scenario(const std::string& name) {
  std::ifstream file(scenarios() / name / "scenario.json");
  return json::parse(file);
}

model::CheckReport check_scenario(const std::string& name,
                                  const aws::ScenarioState& state, unsigned jobs) {
  auto account = aws::Snapshot::load((scenarios() / name).string(), state);
  EXPECT_TRUE(account.ok()) << account.problems().front().file << ": "
                            << account.problems().front().message;
  solver::CheckOptions options;
  options.jobs = jobs;
  options.keep_proofs = true;
  return solver::check(account.value(), options);
}

const model::TaskVerdict* verdict_of(const model::CheckReport& report,
                                     const std::string& service) {
  for (const auto& verdict : report.verdicts) {
    if (verdict.service == service) return &verdict;
  }
  return nullptr;
}

/// The first finding is as the scenario states it: its blame names one of those.
void expect_finding(const model::TaskVerdict& verdict, const json& expected) {
  ASSERT_FALSE(verdict.findings.empty());
  const auto& finding = verdict.findings.front();
  for (const char* key : {"stage", "mechanism", "code"}) {
    if (!expected.contains(key) || expected[key].is_null()) continue;
    const std::string got = key == std::string("stage")
                                ? std::string(model::name(finding.stage))
                            : key == std::string("mechanism") ? finding.mechanism
                                                              : finding.code;
    EXPECT_EQ(got, expected[key].get<std::string>()) << verdict.service << " " << key;
  }
  if (!expected.contains("blame") || expected["blame"].empty()) return;
  bool named = false;
  for (const auto& id : expected["blame"]) {
    for (const auto& blamed : finding.blame) named = named || blamed == id;
  }
  EXPECT_TRUE(named) << verdict.service << " blames "
                     << (finding.blame.empty() ? "nothing" : finding.blame.front());
}

class Scenario : public ::testing::TestWithParam<std::string> {};

TEST_P(Scenario, IsAsItStates) {
  const json stated = scenario(GetParam());
  const auto report = check_scenario(GetParam(), {}, 1);
  for (const auto& [service, expected] : stated["expect"].items()) {
    const auto* verdict = verdict_of(report, service);
    ASSERT_NE(verdict, nullptr) << service;
    EXPECT_EQ(model::name(verdict->verdict), expected["verdict"].get<std::string>())
        << service;
    if (verdict->verdict == model::Verdict::Fails ||
        verdict->verdict == model::Verdict::Intermittent) {
      expect_finding(*verdict, expected);
    }
  }
}

TEST_P(Scenario, GivesTheSameBytesOnTwoThreads) {
  EXPECT_EQ(cli::check_json(check_scenario(GetParam(), {}, 1), {}),
            cli::check_json(check_scenario(GetParam(), {}, 2), {}));
}

// What ECS will print, asked about with the same snapshot, is proved to be the cause.
TEST_P(Scenario, ProvesTheCauseOfTheWordsThatItTells) {
  const auto report = check_scenario(GetParam(), {}, 1);
  for (const auto& verdict : report.verdicts) {
    for (const auto& finding : verdict.findings) {
      const auto matches = model::read_error(finding.ecs_error);
      if (matches.empty()) continue;
      const auto details = model::error_details(finding.ecs_error);
      const auto answer = solver::cause_status(
          report.verdicts, {.match = matches.front(), .details = details},
          finding.mechanism);
      EXPECT_EQ(answer.status, solver::CauseStatus::Proved)
          << finding.ecs_error << ": " << finding.mechanism << ", " << answer.why;
    }
  }
}

TEST_P(Scenario, PullsOnceRepaired) {
  const json stated = scenario(GetParam());
  if (!stated.contains("repair")) GTEST_SKIP() << "nothing to repair";
  const auto report =
      check_scenario(GetParam(), {.kind = aws::ScenarioState::Kind::Repaired}, 1);
  for (const auto& [service, expected] : stated["expect"].items()) {
    const auto* verdict = verdict_of(report, service);
    ASSERT_NE(verdict, nullptr) << service;
    EXPECT_EQ(verdict->verdict, model::Verdict::Pulls)
        << service << ": "
        << (verdict->findings.empty() ? "" : verdict->findings.front().message)
        << (verdict->missing.empty() ? "" : verdict->missing.front().why);
  }
}

TEST_P(Scenario, StaysBrokenAfterEachWrongRepair) {
  const json stated = scenario(GetParam());
  const std::size_t count =
      stated.contains("wrong_repairs") ? stated["wrong_repairs"].size() : 0;
  for (std::size_t i = 0; i < count; ++i) {
    const auto report = check_scenario(
        GetParam(), {.kind = aws::ScenarioState::Kind::WrongRepair, .wrong_repair = i},
        1);
    const auto* verdict = verdict_of(report, stated["service"].get<std::string>());
    ASSERT_NE(verdict, nullptr);
    EXPECT_NE(verdict->verdict, model::Verdict::Pulls)
        << stated["wrong_repairs"][i]["title"];
  }
}

INSTANTIATE_TEST_SUITE_P(All, Scenario, ::testing::ValuesIn(scenario_names()),
                         [](const auto& each) {
                           std::string name = each.param;
                           std::replace(name.begin(), name.end(), '-', '_');
                           return name;
                         });

// real_cases.md: which scenario shows which real case.
TEST(RealCases, AreShownByScenariosThatThereAre) {
  std::ifstream file(fs::path(PULLPROOF_SOURCE_DIR) / "tests/golden/real_cases.md");
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  const std::regex in_backticks("`([a-z0-9]+(-[a-z0-9]+)+)`");
  std::size_t named = 0;
  for (std::sregex_iterator each(text.begin(), text.end(), in_backticks), end;
       each != end; ++each) {
    if ((*each)[1] == "name-with-hyphens") continue;
    ++named;
    EXPECT_TRUE(fs::exists(scenarios() / (*each)[1].str() / "scenario.json"))
        << (*each)[1];
  }
  EXPECT_GE(named, 54U);
}

}  // namespace
}  // namespace pullproof
