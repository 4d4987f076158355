#include "src/scenario/scenario.h"

#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>

#include "src/scenario/library.h"

namespace pullproof::cli::scenario_test {
namespace {

namespace fs = std::filesystem;

class ScenarioTest : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = fs::path(testing::TempDir()) /
              testing::UnitTest::GetInstance()->current_test_info()->name();
    fs::remove_all(folder_);
    fs::create_directories(folder_);
  }
  void TearDown() override { fs::remove_all(folder_); }

  void write(const std::string& text) const {
    std::ofstream(folder_ / "scenario.json") << text;
  }

  fs::path folder_;
};

TEST_F(ScenarioTest, IsReadWithItsExpectationsAndRepairs) {
  write(R"({"title": "no route", "service": "web", "level": "beginner",
            "expect": {"web": {"verdict": "fails", "stage": "token",
                               "blame": ["rtb-2", "rtb-1"]},
                       "batch": {"verdict": "pulls", "stage": null}},
            "repair": {"title": "add it"},
            "wrong_repairs": [{"title": "other", "why": "because"}]})");
  const auto read = read_scenario(folder_.string() + "/");
  ASSERT_TRUE(read.ok());
  const Scenario& scenario = read.value();
  EXPECT_EQ(scenario.name, folder_.filename().string());
  EXPECT_EQ(scenario.verdict(), "fails");
  EXPECT_EQ(scenario.expect.at("web").blame,
            (std::vector<std::string>{"rtb-1", "rtb-2"}));
  EXPECT_EQ(scenario.repair, "add it");
  EXPECT_EQ(scenario.wrong_repairs.at(0).why, "because");
}

TEST_F(ScenarioTest, TellsEverythingThatIsWrongWithIt) {
  write(R"({"title": 3, "expect": {"a/b": 1}, "repair": [], "wrong_repairs": [1]})");
  const auto read = read_scenario(folder_.string());
  ASSERT_FALSE(read.ok());
  std::vector<std::string> pointers;
  for (const Problem& each : read.problems()) pointers.push_back(each.pointer);
  EXPECT_EQ(pointers, (std::vector<std::string>{"/title", "/service", "/expect/a~1b",
                                                "/repair", "/wrong_repairs/0"}));
}

TEST_F(ScenarioTest, IsABadInputIfItIsNoJson) {
  write("{");
  EXPECT_FALSE(read_scenario(folder_.string()).ok());
  EXPECT_FALSE(read_scenario((folder_ / "nowhere").string()).ok());
}

TEST_F(ScenarioTest, LibraryPrefersWhatTheUserNames) {
  Environment environment;
  environment.scenarios = "from-environment";
  EXPECT_EQ(scenarios_folder("from-option", environment), "from-option");
  EXPECT_EQ(scenarios_folder("", environment), "from-environment");
}

TEST_F(ScenarioTest, LibraryIsFoundFromTheExecutable) {
  fs::create_directories(folder_ / "build/bin");
  fs::create_directories(folder_ / "scenarios");
  fs::create_directories(folder_ / "build/share/pullproof/scenarios");
  Environment environment;
  environment.executable_folder = (folder_ / "build/bin").string();
  EXPECT_EQ(scenarios_folder("", environment), (folder_ / "scenarios").string());
  fs::remove_all(folder_ / "scenarios");
  EXPECT_EQ(scenarios_folder("", environment),
            (folder_ / "build/share/pullproof/scenarios").string());
}

TEST_F(ScenarioTest, LibraryListsOnlyFoldersThatHoldOne) {
  for (const char* name : {"b", "a", "c"}) fs::create_directories(folder_ / name);
  std::ofstream(folder_ / "b/scenario.json") << "{}";
  std::ofstream(folder_ / "a/scenario.json") << "{}";
  EXPECT_EQ(
      scenario_folders(folder_.string()),
      (std::vector<std::string>{(folder_ / "a").string(), (folder_ / "b").string()}));
}

}  // namespace
}  // namespace pullproof::cli::scenario_test
