// Pulls through a VPC whose firewall sees what a transit gateway sends from one VPC to
// another.
//
// Transit Gateway guide, "Appliance in a shared services VPC".
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "solver/check.h"
#include "tests/support/firewall_account.h"
#include "tests/support/iam_account.h"
#include "tests/support/inspected_vpcs.h"
#include "tests/support/joined_vpcs.h"
#include "tests/support/network_account.h"
#include "tests/support/private_zone.h"
#include "tests/support/service_account.h"

namespace pullproof::solver::check_inspection_test {
namespace {

using model::Verdict;
using nlohmann::json;
using support::network_answer;
using Texts = std::vector<std::string>;

/// The service's task in vpc-1; nat-2 of vpc-2 is everybody's way out.
json account(bool appliance_mode) {
  json bundle = support::service_account();
  bundle.update(support::inspected_vpcs(appliance_mode));
  return bundle;
}

/// The same, where api.ecr's name leads to endpoint vpce-api in vpc-2.
json with_central_endpoint() {
  json bundle = account(true);
  json endpoint = support::interface_endpoint("vpce-api", "ecr.api");
  endpoint["VpcId"] = "vpc-2";
  endpoint["PrivateDnsEnabled"] = false;
  endpoint["SubnetIds"] = {"subnet-far"};
  endpoint["NetworkInterfaceIds"] = {"eni-far"};
  endpoint["Groups"] = {{{"GroupId", "sg-far"}}};
  support::put_endpoint(bundle, endpoint);
  for (auto& one :
       network_answer(bundle, "ec2-describe-network-interfaces")["NetworkInterfaces"]) {
    if (one["NetworkInterfaceId"] == "eni-far") one["InterfaceType"] = "vpc_endpoint";
  }
  const std::string name = "api.ecr.eu-central-1.amazonaws.com";
  support::put_zone(bundle, "Z1", name,
                    {support::record(name + ".", "A", {"10.9.1.10"})});
  return bundle;
}

model::TaskVerdict check_of(const json& bundle) {
  const aws::Snapshot snapshot = support::read_account(bundle);
  auto report = check(snapshot, {});
  EXPECT_EQ(report.verdicts.size(), 1U);
  return report.verdicts.at(0);
}

std::string why_of(const model::TaskVerdict& verdict) {
  return verdict.missing.empty() ? "" : verdict.missing.begin()->why;
}

void expect_refused(const json& bundle, const char* code, const Texts& blame) {
  const auto verdict = check_of(bundle);
  EXPECT_EQ(verdict.verdict, Verdict::Fails) << why_of(verdict);
  ASSERT_FALSE(verdict.findings.empty());
  EXPECT_EQ(verdict.findings[0].code, code);
  EXPECT_EQ(verdict.findings[0].blame, blame);
}

TEST(CheckThroughInspection, PullsWithApplianceMode) {
  const auto verdict = check_of(account(true));
  EXPECT_EQ(verdict.verdict, Verdict::Pulls) << why_of(verdict);
}

// vpc-2 is in another zone than the task.
TEST(CheckThroughInspection, FailsWhereEachDirectionStaysInItsZone) {
  expect_refused(account(false), "FIREWALL_ASYMMETRIC_ROUTING", {"tgw-attach-3"});
}

TEST(CheckThroughInspection, BlamesTheTableThatLeadsRepliesPastTheFirewall) {
  json bundle = account(true);
  network_answer(bundle, "ec2-describe-transit-gateway-attachments")
      ["TransitGatewayAttachments"][1]["Association"]["TransitGatewayRouteTableId"] =
          "tgw-rtb-3";
  expect_refused(bundle, "FIREWALL_ASYMMETRIC_ROUTING", {"tgw-rtb-3"});
}

TEST(CheckThroughInspection, AsksTheFirewallsRules) {
  json bundle = account(true);
  support::put_domains(bundle, "names", "DENYLIST", {".amazonaws.com"});
  support::rule_group(
      bundle,
      "names")["RuleVariables"]["IPSets"]["HOME_NET"]["Definition"] = {"10.0.0.0/8"};
  expect_refused(bundle, "FIREWALL_RULES_RESTRICTION",
                 {support::rule_group_arn("names")});
}

TEST(CheckThroughInspection, ReachesACentralEndpoint) {
  const auto verdict = check_of(with_central_endpoint());
  EXPECT_EQ(verdict.verdict, Verdict::Pulls) << why_of(verdict);
  // "Security group rules": references do not hold through a middlebox.
  json by_name = with_central_endpoint();
  network_answer(by_name, "ec2-describe-security-groups")["SecurityGroups"]
      .back()["IpPermissions"] =
      json::array({support::permission("sg-task", "tcp", 443, 443)});
  expect_refused(by_name, "SG_REFERENCES_NOT_PRESERVED", {"sg-far"});
}

// Of which service an endpoint is that a route leads to, only its owner's export tells.
TEST(CheckThroughInspection, IsUnknownBehindAnEndpointThatNoFirewallHas) {
  json bundle = account(true);
  bundle.erase("111122223333/eu-central-1/network-firewall-describe-firewall/fw.json");
  const auto verdict = check_of(bundle);
  EXPECT_EQ(verdict.verdict, Verdict::Unknown);
  ASSERT_FALSE(verdict.missing.empty());
  EXPECT_EQ(verdict.missing.begin()->call, aws::NetworkFirewall::kCall);
}

TEST(CheckThroughInspection, IsUnknownWhereNoFirewallPassesPacketsOn) {
  json bundle = account(true);
  for (const char* table : {"rtb-look-a", "rtb-look-b"}) {
    support::routes_of(bundle, table)[1] = support::route("0.0.0.0/0", "tgw-1");
  }
  EXPECT_EQ(check_of(bundle).verdict, Verdict::Unknown);
}

}  // namespace
}  // namespace pullproof::solver::check_inspection_test
