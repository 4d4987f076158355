#include "src/report/check_json.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/unit/src/sample_report.h"

namespace pullproof::cli::check_json_test {
namespace {

using nlohmann::json;

json read(const model::CheckReport& report, const ReportExtras& extras = {}) {
  return json::parse(check_json(report, extras));
}

std::vector<std::string> keys(const nlohmann::ordered_json& object) {
  std::vector<std::string> names;
  for (const auto& [key, value] : object.items()) names.push_back(key);
  return names;
}

TEST(CheckJson, NamesItsFormatAndCountsEveryVerdict) {
  const json document = read(sample_report());
  EXPECT_EQ(document["format"], "pullproof-check/1");
  EXPECT_EQ(document["summary"],
            (json{{"pulls", 1}, {"fails", 1}, {"intermittent", 1}, {"unknown", 1}}));
  EXPECT_EQ(read({})["summary"],
            (json{{"pulls", 0}, {"fails", 0}, {"intermittent", 0}, {"unknown", 0}}));
}

TEST(CheckJson, TellsATask) {
  const json task =
      read({.verdicts = {failing_task()}, .statistics = {}})["verdicts"][0];
  EXPECT_EQ(task["service"], "web");
  EXPECT_EQ(task["cluster"], "prod");
  EXPECT_EQ(task["taskDefinition"], "web:1");
  EXPECT_EQ(task["account"], "111122223333");
  EXPECT_EQ(task["region"], "eu-central-1");
  EXPECT_EQ(task["launchType"], "FARGATE");
  EXPECT_EQ(task["verdict"], "fails");
  EXPECT_EQ(task["placements"].size(), 2U);
  EXPECT_FALSE(task.contains("passingChoice"));
}

TEST(CheckJson, TellsAFinding) {
  const json finding = read(
      {.verdicts = {failing_task()}, .statistics = {}})["verdicts"][0]["findings"][0];
  EXPECT_EQ(finding["stage"], "token");
  EXPECT_EQ(finding["alsoStages"], (json{"manifest", "layers"}));
  EXPECT_EQ(finding["mechanism"], "route");
  EXPECT_EQ(finding["code"], "NO_ROUTE_TO_DESTINATION");
  EXPECT_EQ(finding["placement"],
            (json{{"subnet", "subnet-a"}, {"az", "eu-central-1a"}}));
  EXPECT_EQ(finding["blame"], json::array({"rtb-1"}));
  EXPECT_EQ(finding["counterexample"], (json{{"packet",
                                              {{"source", "10.20.10.10:32768"},
                                               {"destination", "3.121.0.9:443"},
                                               {"protocol", "tcp"},
                                               {"direction", "forward"}}}}));
  EXPECT_EQ(finding["path"][2],
            (json{{"hop", "route-table"}, {"id", "rtb-1"}, {"refuses", true}}));
  EXPECT_EQ(finding["path"][1], (json{{"hop", "security-group"}, {"id", "sg-1"}}));
  EXPECT_EQ(finding["evidence"][0]["pointer"], "/RouteTables/0/Routes");
  EXPECT_EQ(finding["evidence"][0]["file"],
            "1/eu-central-1/ec2-describe-route-tables.json");
}

TEST(CheckJson, TellsBothSidesOfAnIntermittentVerdict) {
  const json task =
      read({.verdicts = {intermittent_task()}, .statistics = {}})["verdicts"][0];
  EXPECT_EQ(task["findings"][0]["everyChoice"], false);
  EXPECT_EQ(task["findings"][0]["counterexample"]["choice"],
            (json::array({{{"name", "source port"}, {"value", "40000"}}})));
  EXPECT_EQ(task["passingChoice"][1],
            (json{{"name", "source port"}, {"value", "32768"}}));
}

TEST(CheckJson, TellsWhatIsMissingAndAssumed) {
  const json document = read(sample_report());
  EXPECT_EQ(document["verdicts"][2]["missing"],
            (json::array({{{"call", "ecr-get-repository-policy/acme/legacy"},
                           {"why", "the policy of acme/legacy was not collected"}}})));
  EXPECT_EQ(document["verdicts"][0]["assumptions"][1],
            (json{{"name", "proxy"}, {"value", "none"}}));
}

TEST(CheckJson, TellsARequestWithItsContext) {
  model::TaskVerdict task = failing_task();
  task.findings[0].counterexample = {};
  task.findings[0].counterexample.request = {.principal = "arn:aws:iam::1:role/r",
                                             .action = "ecr:BatchGetImage",
                                             .resource = "*",
                                             .context = {{"aws:sourcevpc", "vpc-1"}}};
  const json document = read({.verdicts = {task}, .statistics = {}});
  EXPECT_EQ(document["verdicts"][0]["findings"][0]["counterexample"]["request"],
            (json{{"principal", "arn:aws:iam::1:role/r"},
                  {"action", "ecr:BatchGetImage"},
                  {"resource", "*"},
                  {"context", {{"aws:sourcevpc", "vpc-1"}}}}));
}

TEST(CheckJson, KeepsTheOrderOfKeys) {
  const auto document = nlohmann::ordered_json::parse(check_json(sample_report(), {}));
  EXPECT_EQ(keys(document),
            (std::vector<std::string>{"format", "summary", "verdicts", "warnings"}));
  EXPECT_EQ(keys(document["summary"]),
            (std::vector<std::string>{"pulls", "fails", "intermittent", "unknown"}));
  EXPECT_EQ(keys(document["verdicts"][0])[0], "service");
}

TEST(CheckJson, IsIndentedAndEndsItsLastLine) {
  const std::string text = check_json(sample_report(), {});
  EXPECT_EQ(text.substr(0, 5), "{\n  \"");
  EXPECT_EQ(text.substr(text.size() - 3), "\n}\n");
}

TEST(CheckJson, NeverFailsOnBytesThatAreNoUtf8) {
  model::TaskVerdict task = failing_task();
  task.service = "a\xff\xfe";
  task.findings[0].message = "\xc3";
  const json document = read({.verdicts = {task}, .statistics = {}});
  EXPECT_EQ(document["verdicts"][0]["service"], "a\ufffd\ufffd");
}

TEST(CheckJson, PrintsNothingThatSteersATerminal) {
  model::TaskVerdict task = failing_task();
  task.service = "\x1b[2J\x7f\u009b\u202e";
  const std::string text = check_json({.verdicts = {task}, .statistics = {}}, {});
  for (const char c : text) EXPECT_TRUE(c == '\n' || (c >= ' ' && c < '\x7f'));
  EXPECT_EQ(json::parse(text)["verdicts"][0]["service"], task.service);
}

TEST(CheckJson, AddsStatisticsOnlyIfVerbose) {
  const ReportExtras extras{.verbose = true,
                            .warnings = {{"f", "/p", "odd"}},
                            .not_read = {{.what = "Vpcs[].Tags", .count = 3}}};
  const json document = read(sample_report(), extras);
  EXPECT_EQ(document["statistics"]["solverQueries"], 2);
  EXPECT_EQ(document["notRead"][0], (json{{"what", "Vpcs[].Tags"}, {"count", 3}}));
  EXPECT_EQ(document["warnings"][0]["message"], "odd");
  EXPECT_FALSE(read(sample_report()).contains("statistics"));
}

}  // namespace
}  // namespace pullproof::cli::check_json_test
