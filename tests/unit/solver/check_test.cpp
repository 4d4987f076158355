#include "solver/check.h"

#include <atomic>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/support/iam_account.h"
#include "tests/support/network_account.h"
#include "tests/support/service_account.h"

namespace pullproof::solver {
namespace {

using model::Verdict;
using nlohmann::json;
using support::service;
using support::service_account;

model::CheckReport check_of(const json& bundle, const CheckOptions& options = {}) {
  const aws::Snapshot account = support::read_account(bundle);
  return check(account, options);
}

/// Service `name` beside web, with another of these groups.
void add_service(json& bundle, const std::string& name, const std::string& group) {
  json copy = service(bundle);
  copy["serviceName"] = name;
  copy["serviceArn"] = "arn:aws:ecs:eu-central-1:111122223333:service/prod/" + name;
  copy["networkConfiguration"]["awsvpcConfiguration"]["securityGroups"] = {group};
  support::network_answer(bundle, "ecs-describe-services/prod")["services"].push_back(
      copy);
}

TEST(Check, ProvesASmallAccount) {
  const auto report = check_of(service_account());
  ASSERT_EQ(report.verdicts.size(), 1U);
  EXPECT_EQ(report.verdicts[0].service, "web");
  EXPECT_EQ(report.verdicts[0].verdict, Verdict::Pulls);
}

TEST(Check, RefutesItWithWhatRefuses) {
  json bundle = service_account();
  support::put_acl(bundle, {{.egress = true},
                            {.protocol = "6", .first_port = 443, .last_port = 65534}});
  const auto verdict = check_of(bundle).verdicts.at(0);
  EXPECT_EQ(verdict.verdict, Verdict::Intermittent);
  ASSERT_FALSE(verdict.findings.empty());
  EXPECT_EQ(verdict.findings[0].blame, std::vector<std::string>{"acl-1"});
  EXPECT_EQ(verdict.findings[0].counterexample.packet->direction, "return");
}

TEST(Check, OrdersVerdictsByService) {
  json bundle = service_account();
  add_service(bundle, "api", "sg-task");
  const auto report = check_of(bundle);
  ASSERT_EQ(report.verdicts.size(), 2U);
  EXPECT_EQ(report.verdicts[0].service, "api");
  EXPECT_EQ(report.verdicts[1].service, "web");
}

TEST(Check, ProvesASharedLegOnce) {
  json bundle = service_account();
  const auto alone = check_of(bundle).statistics;
  EXPECT_EQ(alone.legs, 6U);
  EXPECT_EQ(alone.proofs, 6U);
  add_service(bundle, "api", "sg-task");
  EXPECT_EQ(check_of(bundle).statistics.legs, 12U);
  EXPECT_EQ(check_of(bundle).statistics.proofs, 6U);
  add_service(bundle, "job", "sg-endpoint");
  EXPECT_GT(check_of(bundle).statistics.proofs, 6U);
}

TEST(Check, GivesTheSameReportOnAnyNumberOfThreads) {
  json bundle = service_account();
  add_service(bundle, "job", "sg-endpoint");
  CheckOptions many;
  many.jobs = 4;
  const auto one = check_of(bundle);
  const auto four = check_of(bundle, many);
  ASSERT_EQ(one.verdicts.size(), four.verdicts.size());
  for (std::size_t i = 0; i < one.verdicts.size(); ++i) {
    EXPECT_EQ(one.verdicts[i].verdict, four.verdicts[i].verdict);
    EXPECT_EQ(one.verdicts[i].findings.size(), four.verdicts[i].findings.size());
  }
  EXPECT_EQ(one.verdicts[0].verdict, Verdict::Fails);  // job: no outbound rule at all
}

TEST(Check, TellsItsProgress) {
  std::atomic<std::size_t> calls = 0;
  std::atomic<std::size_t> last = 0;
  CheckOptions options;
  options.progress = [&](std::size_t done, std::size_t all) {
    ++calls;
    EXPECT_EQ(all, 6U);
    last = done;
  };
  static_cast<void>(check_of(service_account(), options));
  EXPECT_EQ(calls, 6U);
  EXPECT_EQ(last, 6U);
}

TEST(Check, SaysNothingWhereNothingIsSelected) {
  CheckOptions options;
  options.service = "other";
  EXPECT_TRUE(check_of(service_account(), options).verdicts.empty());
}

// A call that nobody saw refuses nothing by assumption, and is open if strict.
TEST(Check, TakesAnUnseenPeripheralCallAsAQuestionIfStrict) {
  json bundle = service_account();
  support::forget_answer(bundle, "ec2-describe-vpc-block-public-access-options");
  EXPECT_EQ(check_of(bundle).verdicts.at(0).verdict, Verdict::Pulls);
  EXPECT_FALSE(check_of(bundle).verdicts.at(0).assumptions.empty());
  CheckOptions options;
  options.strict = true;
  const auto verdict = check_of(bundle, options).verdicts.at(0);
  EXPECT_EQ(verdict.verdict, Verdict::Unknown);
  EXPECT_FALSE(verdict.missing.empty());
}

TEST(Check, StartsANamedTaskDefinitionWhereTheCallerSays) {
  json bundle = service_account();
  CheckOptions options;
  options.task_definition = "web";
  options.subnets = {"subnet-data"};  // its table leads nowhere
  options.groups = {"sg-task"};
  const auto verdict = check_of(bundle, options).verdicts.at(0);
  EXPECT_EQ(verdict.service, "");
  EXPECT_EQ(verdict.verdict, Verdict::Fails);
  EXPECT_EQ(verdict.findings.at(0).code, "NO_ROUTE_TO_DESTINATION");
}

}  // namespace
}  // namespace pullproof::solver
