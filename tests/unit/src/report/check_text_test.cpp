#include "src/report/check_text.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "src/escape.h"
#include "src/layout.h"
#include "tests/unit/src/sample_report.h"

namespace pullproof::cli::check_text_test {
namespace {

using nlohmann::json;

void read_nothing(const std::set<std::string>&,
                  const std::function<void(const std::string&, const json&)>&) {}

std::string text_of(const model::CheckReport& report, const ReportExtras& extras = {}) {
  return check_text(report, extras, Palette(false), read_nothing);
}

std::string text_of(std::vector<model::TaskVerdict> tasks) {
  return text_of(model::CheckReport{.verdicts = std::move(tasks), .statistics = {}});
}

std::vector<std::string> lines(const std::string& text) {
  std::vector<std::string> all;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) all.push_back(line);
  return all;
}

testing::AssertionResult contains(const std::string& text, const std::string& part) {
  if (text.find(part) != std::string::npos) return testing::AssertionSuccess();
  return testing::AssertionFailure() << "`" << part << "` is not in:\n" << text;
}

TEST(CheckText, BeginsWithALineForEachTaskGravestFirst) {
  const auto all = lines(text_of(sample_report()));
  EXPECT_EQ(all[0],
            "✗ fails        prod/web     token, route: no route leads to 3.121.0.9");
  EXPECT_EQ(all[1].rfind("~ intermittent prod/edge    layers, network-acl: ", 0), 0U);
  EXPECT_EQ(all[2],
            "? unknown      prod/legacy  the policy of acme/legacy was not collected");
  EXPECT_EQ(all[3], "✓ pulls        prod/batch   proved for 2 placements");
}

TEST(CheckText, TellsWhyAPullFails) {
  const std::string text = text_of({failing_task()});
  EXPECT_TRUE(contains(text,
                       "✗ prod/web: fails  (task definition web:1, FARGATE, "
                       "account 111122223333, eu-central-1)\n"));
  EXPECT_TRUE(contains(text,
                       "  stops at    step 2 of 4: get a registry token from "
                       "api.ecr.eu-central-1.amazonaws.com\n"));
  EXPECT_TRUE(contains(
      text, "  why         no route leads to 3.121.0.9 [NO_ROUTE_TO_DESTINATION]\n"));
  EXPECT_TRUE(contains(text, "every placement: subnet-a (eu-central-1a) and subnet-b"));
  EXPECT_TRUE(contains(text, "  packet      tcp 10.20.10.10:32768 -> 3.121.0.9:443\n"));
  EXPECT_TRUE(contains(text, "  fact        rtb-1: has only the local route\n"));
  EXPECT_TRUE(contains(text, "ec2-describe-route-tables.json /RouteTables/0/Routes\n"));
  EXPECT_TRUE(contains(text, "  ECS prints  ResourceInitializationError: "));
  EXPECT_TRUE(contains(text, "  repair      add a route 0.0.0.0/0 to a NAT gateway\n"));
  EXPECT_TRUE(
      contains(text, "  also blocks manifest and layers, for the same reason\n"));
}

TEST(CheckText, MarksTheHopThatRefuses) {
  const std::string text = text_of({failing_task()});
  EXPECT_TRUE(contains(text, "  path        ✓ task              web\n"));
  EXPECT_TRUE(contains(text, "✗ route-table       rtb-1  <-- refused here\n"));
  EXPECT_TRUE(contains(text, "· internet-gateway  igw-1\n"));
}

TEST(CheckText, ShowsTheExcerptOfTheFact) {
  const DocumentReader reader = [](const auto& files, const auto& visit) {
    for (const std::string& file : files) {
      visit(file, json{{"RouteTables", {{{"Routes", {{{"GatewayId", "local"}}}}}}}});
    }
  };
  const std::string text = check_text({.verdicts = {failing_task()}, .statistics = {}},
                                      {}, Palette(false), reader);
  EXPECT_TRUE(contains(text, R"(                "Routes": [{"GatewayId": "local"}])"));
}

TEST(CheckText, ShowsTheInnerOneOfTwoFacts) {
  model::TaskVerdict task = failing_task();
  Fact outer = *task.findings[0].evidence[0];
  outer.pointer = "/RouteTables/0";
  task.findings[0].evidence.insert(task.findings[0].evidence.begin(),
                                   std::make_shared<const Fact>(outer));
  const DocumentReader reader = [](const auto& files, const auto& visit) {
    for (const std::string& file : files) {
      visit(file, json{{"RouteTables", {{{"Routes", {1}}, {"Id", "rtb-1"}}}}});
    }
  };
  const std::string text =
      check_text({.verdicts = {task}, .statistics = {}}, {}, Palette(false), reader);
  EXPECT_TRUE(contains(text, "/RouteTables/0\n"));
  EXPECT_TRUE(contains(text, R"("Routes": [1])"));
  EXPECT_EQ(text.find(R"("Id")"), std::string::npos);
}

TEST(CheckText, TellsBothSidesOfAnIntermittentVerdict) {
  const std::string text = text_of({intermittent_task()});
  EXPECT_TRUE(contains(text, "  where       only subnet-a (eu-central-1a)\n"));
  EXPECT_TRUE(contains(text, "  refused if  source port = 40000\n"));
  EXPECT_TRUE(
      contains(text, "  passes if   placement = subnet-b and source port = 32768"));
  EXPECT_TRUE(contains(text, "-> 10.0.0.5:40000, the reply\n"));
}

TEST(CheckText, TellsTheCommandThatSettlesAQuestion) {
  const std::string text = text_of({unknown_task()});
  EXPECT_TRUE(contains(text,
                       "  undecided   the policy of acme/legacy was not collected\n"
                       "  to settle   aws ecr get-repository-policy "
                       "--repository-name acme/legacy\n"));
}

TEST(CheckText, TellsFurtherBlockersInShort) {
  model::TaskVerdict task = failing_task();
  task.findings.push_back(intermittent_task().findings[0]);
  EXPECT_TRUE(contains(text_of({task}),
                       "  also        layers, network-acl: the inbound entries"));
}

TEST(CheckText, TellsACommonCauseOnce) {
  model::TaskVerdict other = failing_task();
  other.service = "api";
  const std::string text = text_of({failing_task(), other});
  EXPECT_TRUE(contains(text, "  same for    prod/api\n"));
  EXPECT_EQ(text.find("prod/api: fails"), std::string::npos);
}

TEST(CheckText, EndsWithTotalsAndWhatWasAssumed) {
  EXPECT_EQ(lines(text_of(sample_report())).back(),
            "4 tasks: 1 fails, 1 intermittent, 1 unknown, 1 pulls. Assumed to refuse "
            "nothing, because it was not collected: what `aws network-firewall "
            "list-firewalls` would tell. Taken for granted: proxy: none.");
  EXPECT_EQ(lines(text_of({failing_task(), failing_task()})).back(),
            "2 tasks: 2 fail.");
}

TEST(CheckText, StaysWithinThePage) {
  model::TaskVerdict task = failing_task();
  for (std::string* text : {&task.findings[0].message, &task.findings[0].repair,
                            &task.findings[0].ecs_error}) {
    for (int i = 0; i < 60; ++i) *text += " word";
  }
  for (const std::string& line : lines(text_of({task}))) {
    EXPECT_LE(columns(line), kPageWidth) << line;
  }
}

// Every text of a report, made hostile.
template <class Text>
void poison(Text& text) {
  text = text + "\x1b[2J\xc2\x9b\u202e\n\x07";
}

TEST(CheckText, LetsNoTextOfASnapshotSteerTheTerminal) {
  model::TaskVerdict task = failing_task();
  model::Finding& finding = task.findings[0];
  finding.counterexample.request = {
      .principal = "p", .action = "a", .resource = "r", .context = {{"k", "v"}}};
  finding.counterexample.choice = {{"n", "v"}};
  finding.every_choice = false;
  Fact fact = *finding.evidence[0];
  task.missing = unknown_task().missing;
  task.assumptions = {{.name = "x", .value = "y"}};
  task.warnings = {"w"};
  for (std::string* text : {&task.account,
                            &task.region,
                            &task.service,
                            &task.cluster,
                            &task.task_definition,
                            &task.launch_type,
                            &finding.mechanism,
                            &finding.code,
                            &finding.container,
                            &finding.image,
                            &finding.host,
                            &finding.message,
                            &finding.ecs_error,
                            &finding.repair,
                            &finding.placements[0].subnet,
                            &finding.placements[0].availability_zone,
                            &finding.placements[0].instance,
                            &finding.path[0].kind,
                            &finding.counterexample.packet->source,
                            &finding.counterexample.packet->protocol,
                            &finding.counterexample.packet->destination,
                            &finding.counterexample.request->principal,
                            &finding.counterexample.request->action,
                            &finding.counterexample.request->resource,
                            &finding.counterexample.request->context[0].first,
                            &finding.counterexample.request->context[0].second,
                            &finding.counterexample.choice[0].first,
                            &finding.counterexample.choice[0].second,
                            &fact.pointer,
                            &fact.note,
                            &task.missing[0].call,
                            &task.missing[0].why,
                            &task.assumptions[0].name,
                            &task.assumptions[0].value,
                            &task.warnings[0]}) {
    poison(*text);
  }
  for (Symbol* text :
       {&finding.path[0].id, &finding.path[2].id, &fact.id, &fact.file}) {
    poison(*text);
  }
  finding.evidence = {std::make_shared<const Fact>(fact)};
  task.passing_choice = finding.counterexample.choice;
  task.findings.push_back(finding);
  model::TaskVerdict alone = task;
  alone.service.clear();
  const ReportExtras extras{
      .verbose = true, .warnings = {}, .not_read = {{.what = "a\x1b", .count = 1}}};
  for (const bool verbose : {false, true}) {
    ReportExtras some = extras;
    some.verbose = verbose;
    const std::string text =
        text_of({.verdicts = {task, alone}, .statistics = {}}, some);
    EXPECT_EQ(text.find('\x1b'), std::string::npos);
    EXPECT_EQ(text.find('\x07'), std::string::npos);
    EXPECT_EQ(text.find("\xc2\x9b"), std::string::npos);
    EXPECT_EQ(text.find("\u202e"), std::string::npos);
    for (const std::string& line : lines(text)) EXPECT_EQ(escape(line), line);
  }
}

TEST(CheckText, ColorsOnlyIfAsked) {
  const model::CheckReport report = sample_report();
  EXPECT_EQ(text_of(report).find('\x1b'), std::string::npos);
  const std::string colored = check_text(report, {}, Palette(true), read_nothing);
  EXPECT_TRUE(contains(colored, "\x1b[31m✗ fails"));
  EXPECT_TRUE(contains(colored, "\x1b[32m✓ pulls"));
}

TEST(CheckText, ListsEverythingIfVerbose) {
  const ReportExtras extras{.verbose = true,
                            .warnings = {},
                            .not_read = {{.what = "Vpcs[].Tags", .count = 3}}};
  const std::string text = text_of(sample_report(), extras);
  EXPECT_TRUE(contains(text, "  assumed     proxy: none (1 task)\n"));
  EXPECT_TRUE(contains(text, "  not read    Vpcs[].Tags (3)\n"));
  EXPECT_TRUE(contains(text, "  work        16 legs, 9 proofs, 2 solver queries\n"));
}

TEST(CheckText, TellsTasksOfSeveralAccountsApart) {
  model::TaskVerdict other = failing_task();
  other.account = "444455556666";
  EXPECT_TRUE(contains(text_of({failing_task(), other}),
                       "✗ fails        444455556666/eu-central-1 prod/web"));
}

}  // namespace
}  // namespace pullproof::cli::check_text_test
