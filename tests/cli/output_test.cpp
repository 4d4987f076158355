// What does not fit into a table: files, colors, threads, bad input.

#include <filesystem>
#include <fstream>
#include <iterator>

#include <gtest/gtest.h>

#include "tests/cli/process.h"

namespace pullproof::cli {
namespace {

namespace fs = std::filesystem;

class ProgramTest : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = fs::path(testing::TempDir()) /
              (std::string("pullproof-") +
               testing::UnitTest::GetInstance()->current_test_info()->name());
    fs::remove_all(folder_);
    fs::create_directories(folder_);
  }
  void TearDown() override { fs::remove_all(folder_); }

  void write(const std::string& name, const std::string& text) const {
    fs::create_directories((folder_ / name).parent_path());
    std::ofstream(folder_ / name, std::ios::binary) << text;
  }
  [[nodiscard]] std::string content(const std::string& name) const {
    std::ifstream in(folder_ / name, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  [[nodiscard]] std::string path(const std::string& name) const {
    return (folder_ / name).string();
  }

  fs::path folder_;
};

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

TEST_F(ProgramTest, ListsEveryProblemOfABadInput) {
  write("1/eu-central-1/ec2-describe-vpcs.json", R"({"Vpcs": [)");
  write("1/eu-central-1/ec2-describe-subnets.json",
        R"({"Subnets": [{"SubnetId": 7}]})");
  for (const char* format : {"text", "json"}) {
    const Outcome outcome =
        run_program({"check", folder_.string(), "--format", format});
    EXPECT_EQ(outcome.exit_code, 65);
    EXPECT_EQ(outcome.out, "");
    EXPECT_TRUE(has(outcome.err, "1/eu-central-1/ec2-describe-vpcs.json: "));
    EXPECT_TRUE(has(outcome.err,
                    "1/eu-central-1/ec2-describe-subnets.json: /Subnets/0/SubnetId: "));
    EXPECT_TRUE(has(outcome.err, " problems in `")) << outcome.err;
  }
}

TEST_F(ProgramTest, ShowsNoControlCharactersOfABadInput) {
  write("1/eu-central-1/ec2-\x1b[2J.json", "{");
  const Outcome outcome = run_program({"check", folder_.string()});
  EXPECT_EQ(outcome.exit_code, 65);
  EXPECT_FALSE(has(outcome.err, "\x1b"));
  EXPECT_TRUE(has(outcome.err, "\\x1b[2J.json: "));
}

TEST_F(ProgramTest, WritesTheResultToAFileAndNothingElse) {
  const std::vector<std::string> check = {"check", scenario("nat-route-missing"),
                                          "--format", "json"};
  auto to_file = check;
  to_file.insert(to_file.end(), {"--output", path("report.json")});
  const Outcome outcome = run_program(to_file);
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_EQ(outcome.out, "");
  EXPECT_EQ(content("report.json"), run_program(check).out);
  EXPECT_EQ(std::distance(fs::directory_iterator(folder_), {}), 1);
}

TEST_F(ProgramTest, KeepsTheOldFileIfTheInputIsBad) {
  write("report", "old");
  write("snapshot/1/eu-central-1/ec2-describe-vpcs.json", "{");
  const Outcome outcome =
      run_program({"check", path("snapshot"), "--output", path("report")});
  EXPECT_EQ(outcome.exit_code, 65);
  EXPECT_EQ(content("report"), "old");
}

TEST_F(ProgramTest, ColorsATerminalOnly) {
  const std::vector<std::string> check = {"check", scenario("healthy")};
  EXPECT_FALSE(has(run_program(check).out, "\x1b"));
  EXPECT_TRUE(has(run_on_terminal(check).out, "\x1b[32m"));
  EXPECT_FALSE(has(run_on_terminal(check, {"NO_COLOR=1"}).out, "\x1b"));
  EXPECT_TRUE(has(run_on_terminal(check, {"NO_COLOR="}).out, "\x1b[32m"));
}

TEST_F(ProgramTest, ColorsAsTheUserSays) {
  const std::string healthy = scenario("healthy");
  EXPECT_TRUE(has(run_program({"check", healthy, "--color", "always"}).out, "\x1b"));
  EXPECT_TRUE(
      has(run_program({"check", healthy, "--color", "always"}, {"NO_COLOR=1"}).out,
          "\x1b"));
  EXPECT_FALSE(
      has(run_on_terminal({"check", healthy, "--color", "never"}).out, "\x1b"));
}

TEST_F(ProgramTest, GivesTheSameBytesWhateverTheThreads) {
  for (const char* format : {"text", "json"}) {
    const std::vector<std::string> check = {
        "check", scenario("nat-route-missing"), "--verbose", "--format", format, "-j"};
    auto one = check;
    auto four = check;
    one.emplace_back("1");
    four.emplace_back("4");
    EXPECT_EQ(run_program(one).out, run_program(four).out);
  }
}

TEST_F(ProgramTest, FindsScenariosThroughTheEnvironment) {
  write("lesson/scenario.json",
        R"({"title": "mine", "service": "a", "expect": {"a": {"verdict": "pulls"}}})");
  const Outcome outcome =
      run_program({"scenario", "list"}, {"PULLPROOF_SCENARIOS=" + folder_.string()});
  EXPECT_EQ(outcome.exit_code, 0);
  EXPECT_TRUE(has(outcome.out, "lesson  pulls"));
}

TEST_F(ProgramTest, AScenarioThatCannotBeReadHidesNoOther) {
  write("good/scenario.json",
        R"({"title": "mine", "service": "a", "expect": {"a": {"verdict": "pulls"}}})");
  write("bad/scenario.json", "{");
  const Outcome outcome =
      run_program({"scenario", "list", "--scenarios", folder_.string()});
  EXPECT_EQ(outcome.exit_code, 65);
  EXPECT_TRUE(has(outcome.out, "good"));
  EXPECT_TRUE(has(outcome.err, "bad/scenario.json: "));
}

TEST_F(ProgramTest, TellsAScenarioThatIsNotAsItClaims) {
  fs::copy(scenario("healthy") + "/snapshot.json", folder_ / "snapshot.json");
  write("scenario.json", R"({"title": "wrong claim", "service": "web",
    "cluster": "prod", "expect": {"web": {"verdict": "fails", "stage": "token"}}})");
  const Outcome outcome = run_program({"scenario", "check", folder_.string()});
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_TRUE(has(outcome.out, "broken: web: expected `fails`, found `pulls`"));
  EXPECT_TRUE(has(outcome.out, "0 of 1 scenario as claimed"));
}

}  // namespace
}  // namespace pullproof::cli
