// Every contested point is a switch with different verdicts: for each one the folder
// `switches` has a file that says on which account, and what each value leads to.
#include <algorithm>
#include <cctype>
#include <filesystem>
#include <fstream>
#include <set>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "model/aws/snapshot.h"
#include "model/gates/switches.h"
#include "solver/check.h"
#include "tests/support/bundle.h"

namespace pullproof {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

struct Case {
  std::string name;  ///< Of the switch.
  const gates::Switch* tested = nullptr;
  json told;  ///< The file.
};

json read_case(const std::string& name) {
  std::ifstream file(fs::path(PULLPROOF_SOURCE_DIR) / "tests/golden/switches" /
                     (name + ".json"));
  if (!file) throw std::runtime_error("no file for the switch " + name);
  return json::parse(file);
}

std::vector<Case> cases() {
  std::vector<Case> all;
  for (const auto& each : gates::all_switches()) {
    const std::string name(each.name);
    all.push_back({name, &each, read_case(name)});
  }
  return all;
}

aws::Snapshot account_of(const json& told) {
  const std::string scenario = told.at("scenario");
  const bool repaired = told.value("repaired", false);
  const json bundle = repaired ? testing::repaired_bundle(scenario)
                               : testing::scenario_bundle(scenario);
  auto account =
      aws::Snapshot::from_bundle(bundle.patch(told.value("patch", json::array())));
  if (!account.ok()) throw std::runtime_error(account.problems().front().message);
  return std::move(account.value());
}

/// With what the file says is taken of other switches.
gates::Switches base_of(const json& told) {
  gates::Switches switches;
  const json others = told.value("others", json::object());
  for (const auto& [name, value] : others.items()) {
    const auto* other = gates::switch_named(name);
    for (std::size_t i = 0; i < other->values.size(); ++i) {
      if (other->values[i].name == value.get<std::string>()) other->set(switches, i);
    }
  }
  return switches;
}

model::TaskVerdict verdict_of(const aws::Snapshot& account, const json& told,
                              const gates::Switches& switches) {
  solver::CheckOptions options;
  options.service = told.at("service");
  options.switches = switches;
  for (const auto& id : told.value("vouched", json::array()))
    options.vouched.insert(id);
  auto report = solver::check(account, options);
  if (report.verdicts.size() != 1) throw std::runtime_error("no such service");
  return report.verdicts.front();
}

/// "pulls", or "fails at token: IDENTITY_POLICY_NO_ALLOW" by the first finding.
std::string in_words(const model::TaskVerdict& verdict) {
  std::string words(model::name(verdict.verdict));
  if (verdict.findings.empty()) return words;
  const auto& first = verdict.findings.front();
  return words + " at " + std::string(model::name(first.stage)) + ": " + first.code;
}

bool lists(const model::TaskVerdict& verdict, const std::string& name,
           std::string_view value) {
  const auto& all = verdict.assumptions;
  return std::any_of(all.begin(), all.end(), [&](const auto& one) {
    return one.name == name && one.value == value;
  });
}

class Switched : public ::testing::TestWithParam<Case> {};

TEST_P(Switched, HasTheVerdictOfEachOfItsValues) {
  const auto& [name, tested, told] = GetParam();
  const aws::Snapshot account = account_of(told);
  std::set<std::string> different;
  ASSERT_EQ(told.at("verdicts").size(), tested->values.size());
  for (std::size_t i = 0; i < tested->values.size(); ++i) {
    const std::string value(tested->values[i].name);
    gates::Switches switches = base_of(told);
    tested->set(switches, i);
    const auto verdict = verdict_of(account, told, switches);
    different.insert(in_words(verdict));
    EXPECT_EQ(in_words(verdict), told.at("verdicts").at(value)) << value;
    // What the user has said is told again.
    if (i == 0) continue;
    EXPECT_TRUE(lists(verdict, name, value)) << value;
  }
  EXPECT_GE(different.size(), 2U);
}

INSTANTIATE_TEST_SUITE_P(
    All, Switched, ::testing::ValuesIn(cases()), [](const auto& each) {
      std::string name = each.param.name;
      std::replace_if(
          name.begin(), name.end(),
          [](unsigned char letter) { return !std::isalnum(letter); }, '_');
      return name;
    });

}  // namespace
}  // namespace pullproof
