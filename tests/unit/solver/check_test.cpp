#include "solver/check.h"

#include <atomic>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/support/iam_account.h"
#include "tests/support/network_account.h"
#include "tests/support/service_account.h"

namespace pullproof::solver::check_test {
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

/// Instances to come are in subnet-data, which has no route to the internet.
json with_a_group() {
  json bundle = service_account();
  support::use_group(bundle);
  support::network_answer(bundle, "ec2-describe-route-tables")["RouteTables"].push_back(
      {{"RouteTableId", "rtb-data"},
       {"VpcId", "vpc-1"},
       {"Associations", {{{"SubnetId", "subnet-data"}}}},
       {"Routes", {support::route("10.0.0.0/16", "local")}}});
  return bundle;
}

TEST(Check, FindsWhatInstancesToComeWouldMiss) {
  json bundle = with_a_group();
  const auto verdict = check_of(bundle).verdicts.at(0);
  EXPECT_EQ(verdict.verdict, Verdict::Intermittent);
  ASSERT_FALSE(verdict.findings.empty());
  EXPECT_EQ(verdict.findings[0].blame, std::vector<std::string>{"rtb-data"});
  support::auto_scaling_group(bundle)["VPCZoneIdentifier"] = "subnet-task";
  EXPECT_EQ(check_of(bundle).verdicts.at(0).verdict, Verdict::Pulls);
}

json on_external() {
  json bundle = service_account();
  service(bundle)["launchType"] = "EXTERNAL";
  return bundle;
}

// image-pull.md: the network is unknown, the role's part is provable.
TEST(Check, RefutesAnExternalTaskWhoseRoleMayNotPull) {
  json bundle = on_external();
  EXPECT_EQ(check_of(bundle).verdicts.at(0).verdict, Verdict::Unknown);
  support::global_answer(bundle, "iam-get-account-authorization-details")
      .at("RoleDetailList")[0]["RolePolicyList"] = json::array();
  const auto verdict = check_of(bundle).verdicts.at(0);
  EXPECT_EQ(verdict.verdict, Verdict::Fails);
  EXPECT_EQ(verdict.findings.at(0).mechanism, "identity-policy");
}

TEST(Check, ClaimsNothingOfTheRoleOfAnExternalTaskThatNamesNone) {
  json bundle = on_external();
  support::task_definition(bundle).erase("executionRoleArn");
  const auto verdict = check_of(bundle).verdicts.at(0);
  EXPECT_EQ(verdict.verdict, Verdict::Unknown);
  EXPECT_TRUE(verdict.findings.empty());
}

/// Both interfaces are in subnet-task, with sg-task.
json on_managed_instances() {
  json bundle = service_account();
  const json network = service(bundle)["networkConfiguration"];
  support::use_provider(bundle, json::parse(R"({"name": "asg",
    "managedInstancesProvider": {"instanceLaunchTemplate": {"networkConfiguration": {
      "subnets": ["subnet-task"], "securityGroups": ["sg-task"]}}}})"));
  for (json& subnet :
       support::network_answer(bundle, "ec2-describe-subnets").at("Subnets")) {
    subnet["MapPublicIpOnLaunch"] = false;
  }
  service(bundle)["networkConfiguration"] = network;
  return bundle;
}

// network.md, rule 29: which interface pulls is not documented, so both must.
TEST(Check, ProvesManagedInstancesOnlyThroughBothInterfaces) {
  json bundle = on_managed_instances();
  EXPECT_EQ(check_of(bundle).verdicts.at(0).verdict, Verdict::Pulls);
  support::service_network(bundle)["securityGroups"] = {"sg-endpoint"};
  EXPECT_EQ(check_of(bundle).verdicts.at(0).verdict, Verdict::Unknown);
  support::put_routes(bundle, {support::route("10.0.0.0/16", "local")});
  EXPECT_EQ(check_of(bundle).verdicts.at(0).verdict, Verdict::Fails);
}

TEST(Check, DoesNotKnowWhichRoleManagedInstancesPullWithWithoutAnExecutionRole) {
  json bundle = on_managed_instances();
  support::task_definition(bundle).erase("executionRoleArn");
  const auto verdict = check_of(bundle).verdicts.at(0);
  EXPECT_EQ(verdict.verdict, Verdict::Unknown);
  EXPECT_TRUE(verdict.findings.empty());
}

/// Lets replies into subnet-task at these ports only; NAT gateways use higher ones.
void put_acl_of_task(json& bundle, int last_port) {
  json& acls =
      support::network_answer(bundle, "ec2-describe-network-acls").at("NetworkAcls");
  json own = acls.at(0);
  own["NetworkAclId"] = "acl-task";
  own["Associations"] = json::array({{{"SubnetId", "subnet-task"}}});
  own["Entries"] = support::acl_entries(
      {{.egress = true}, {.protocol = "6", .first_port = 443, .last_port = last_port}});
  json& others = acls.at(0).at("Associations");
  for (std::size_t i = others.size(); i-- > 0;) {
    if (others[i].at("SubnetId") == "subnet-task") others.erase(i);
  }
  acls.push_back(own);
}

// AWS: VPC user guide, "Security groups": of the VPC, or associated with it.
TEST(Check, IsOpenWhereAGroupIsOfAnotherVpc) {
  json bundle = service_account();
  for (auto& group : support::network_answer(bundle, "ec2-describe-security-groups")
                         .at("SecurityGroups")) {
    if (group.at("GroupId") == "sg-task") group["VpcId"] = "vpc-other";
  }
  EXPECT_EQ(check_of(bundle).verdicts.at(0).verdict, Verdict::Unknown);
}

// Windows replies come to other ports than those of Linux.
TEST(Check, JudgesAnInstanceByThePortsOfItsOwnSystem) {
  json bundle = service_account();
  support::move_to_instance(bundle);
  support::task_definition(bundle).erase("runtimePlatform");
  put_acl_of_task(bundle, 61000);
  const auto refused_by_acl = [&] {
    const auto report = check_of(bundle);
    for (const auto& finding : report.verdicts.at(0).findings) {
      if (finding.mechanism == "network-acl") return true;
    }
    return false;
  };
  EXPECT_FALSE(refused_by_acl());
  support::network_answer(bundle, "ec2-describe-instances")
      .at("Reservations")[0]["Instances"][0]["Platform"] = "windows";
  EXPECT_TRUE(refused_by_acl());
}

/// As AWS publishes it: ECR's addresses are among those of AMAZON.
json ip_ranges() {
  const auto entry = [](const char* block, const char* region, const char* service) {
    return json{{"ip_prefix", block},
                {"region", region},
                {"service", service},
                {"network_border_group", region}};
  };
  return {{"syncToken", "1764200000"},
          {"createDate", "2026-11-26-23-33-20"},
          {"prefixes",
           {entry("3.120.0.0/14", "eu-central-1", "AMAZON"),
            entry("3.5.136.0/22", "eu-central-1", "S3"),
            entry("52.0.0.0/8", "us-east-1", "AMAZON")}},
          {"ipv6_prefixes", json::array()}};
}

// VPC user guide, "AWS IP address ranges": rules for a region's ranges are enough.
TEST(Check, ProvesRulesForTheRangesThatAwsPublishes) {
  json bundle = service_account();
  support::put_group(bundle, "sg-ranges", {},
                     {support::permission("3.120.0.0/14", "tcp", 443, 443),
                      support::permission("3.5.136.0/22", "tcp", 443, 443)});
  support::service_network(bundle)["securityGroups"] = {"sg-ranges"};
  EXPECT_NE(check_of(bundle).verdicts.at(0).verdict, Verdict::Pulls);
  bundle["ip-ranges.json"] = ip_ranges();
  EXPECT_EQ(check_of(bundle).verdicts.at(0).verdict, Verdict::Pulls);
  bundle["ip-ranges.json"]["prefixes"][0]["ip_prefix"] = "3.112.0.0/12";
  EXPECT_NE(check_of(bundle).verdicts.at(0).verdict, Verdict::Pulls);
  // Another region's say nothing.
  bundle["ip-ranges.json"]["prefixes"][0]["region"] = "us-east-1";
  EXPECT_NE(check_of(bundle).verdicts.at(0).verdict, Verdict::Pulls);
}

// The same for the NAT gateway's routes and for both directions of its ACL.
TEST(Check, ProvesRoutesAndAclsForTheRangesThatAwsPublishes) {
  json bundle = service_account();
  bundle["ip-ranges.json"] = ip_ranges();
  support::put_routes(bundle, {support::route("10.0.0.0/16", "local"),
                               support::route("3.120.0.0/14", "nat-1"),
                               support::route("3.5.136.0/22", "nat-1")});
  EXPECT_EQ(check_of(bundle).verdicts.at(0).verdict, Verdict::Pulls);
  support::put_acl(bundle, {{.number = 10, .cidr = "10.0.0.0/16", .egress = false},
                            {.number = 20, .cidr = "3.120.0.0/14", .egress = false},
                            {.number = 30, .cidr = "3.5.136.0/22", .egress = false},
                            {.egress = true}});
  EXPECT_EQ(check_of(bundle).verdicts.at(0).verdict, Verdict::Pulls);
  bundle.erase("ip-ranges.json");
  EXPECT_NE(check_of(bundle).verdicts.at(0).verdict, Verdict::Pulls);
}

}  // namespace
}  // namespace pullproof::solver::check_test
