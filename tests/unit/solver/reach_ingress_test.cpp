// Connections that somebody on the internet opens.
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/support/dual_stack.h"
#include "tests/support/joined_vpcs.h"
#include "tests/support/network_account.h"
#include "tests/support/reached.h"

namespace pullproof::solver::reach_ingress_test {
namespace {

using nlohmann::json;
using support::ask;
using support::network_answer;
using support::permission;
using support::put_acl;
using support::route;
using support::routes_of;
using support::Told;

constexpr const char* kClient = "81.2.69.142";

/// eni-task has the public address 18.195.7.7, sg-task lets everybody in on port 443,
/// and rtb-task leads to igw-1.
json account() {
  json bundle = support::peered_vpcs();
  auto& interface =
      network_answer(bundle, "ec2-describe-network-interfaces")["NetworkInterfaces"][0];
  interface["PrivateIpAddress"] = "10.0.1.10";
  interface["Association"] = {{"PublicIp", "18.195.7.7"}};
  for (auto& group :
       network_answer(bundle, "ec2-describe-security-groups")["SecurityGroups"]) {
    if (group["GroupId"] != "sg-task") continue;
    group["IpPermissions"] = {permission("0.0.0.0/0", "tcp", 443, 443)};
  }
  routes_of(bundle, "rtb-task") = {route("10.0.0.0/16", "local"),
                                   route("0.0.0.0/0", "igw-1")};
  return bundle;
}

Told come_in(const json& bundle, const char* to = "eni-task") {
  return ask(bundle, {.from = kClient, .to = to});
}

TEST(ReachIngress, ComesInByThePublicAddress) {
  for (const char* to : {"eni-task", "18.195.7.7"}) {
    const Told told = come_in(account(), to);
    EXPECT_EQ(told.verdict, Reachability::Reachable) << told.why << to;
  }
}

// Reachability Analyzer: IGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS.
TEST(ReachIngress, NeedsAPublicAddress) {
  EXPECT_EQ(come_in(account(), "eni-far").forward,
            "IGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS");
  EXPECT_EQ(come_in(account(), "10.0.1.10").forward,
            "IGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS");
}

TEST(ReachIngress, NeedsAnInternetGateway) {
  json bundle = account();
  json& gateways =
      network_answer(bundle, "ec2-describe-internet-gateways")["InternetGateways"];
  gateways = json::array();
  EXPECT_EQ(come_in(bundle).forward, "BAD_STATE_ATTACHMENT");
  support::forget_answer(bundle, "ec2-describe-internet-gateways");
  EXPECT_EQ(come_in(bundle).verdict, Reachability::Unknown);
}

TEST(ReachIngress, NeedsRulesOfTheGroupAndTheAclForAllPortsOfClients) {
  json bundle = account();
  for (auto& group :
       network_answer(bundle, "ec2-describe-security-groups")["SecurityGroups"]) {
    if (group["GroupId"] == "sg-task") group["IpPermissions"] = json::array();
  }
  EXPECT_EQ(come_in(bundle).forward, "SG_HAS_NO_RULES");
  bundle = account();
  put_acl(bundle, {{.egress = false},
                   {.first_port = 32768, .last_port = 60999, .egress = true}});
  EXPECT_EQ(come_in(bundle).back, "");
  put_acl(bundle,
          {{.egress = false},
           {.protocol = "6", .first_port = 32768, .last_port = 60999, .egress = true}});
  EXPECT_EQ(come_in(bundle).back, "SUBNET_ACL_RESTRICTION");
}

TEST(ReachIngress, NeedsRepliesToGoBackThroughTheGateway) {
  json bundle = account();
  routes_of(bundle, "rtb-task")[1] = route("0.0.0.0/0", "nat-1");
  const Told told = come_in(bundle);
  EXPECT_EQ(told.verdict, Reachability::Unreachable);
  EXPECT_EQ(told.forward, "");
  EXPECT_EQ(told.back, "NO_ROUTE_TO_DESTINATION");
}

// network.md 25: `block-ingress` leaves only NAT and egress-only gateways, and
// `allow-egress` is no exclusion of what comes in.
TEST(ReachIngress, IsStoppedByBlockPublicAccess) {
  for (const char* mode : {"block-ingress", "block-bidirectional"}) {
    json bundle = account();
    network_answer(
        bundle,
        "ec2-describe-vpc-block-public-access-options")["VpcBlockPublicAccessOptions"]
                                                       ["InternetGatewayBlockMode"] =
                                                           mode;
    EXPECT_EQ(come_in(bundle).forward, "VPC_BLOCK_PUBLIC_ACCESS_ENABLED");
    const auto exclude = [&](const char* how) {
      network_answer(bundle, "ec2-describe-vpc-block-public-access-exclusions")
          ["VpcBlockPublicAccessExclusions"] = {
              {{"ExclusionId", "vpcbpa-exclude-1"},
               {"ResourceArn", "arn:aws:ec2:eu-central-1:111122223333:vpc/vpc-1"},
               {"InternetGatewayExclusionMode", how},
               {"State", "create-complete"}}};
      return come_in(bundle).forward;
    };
    EXPECT_EQ(exclude("allow-egress"), "VPC_BLOCK_PUBLIC_ACCESS_ENABLED");
    EXPECT_EQ(exclude("allow-bidirectional"), "");
  }
}

TEST(ReachIngress, ClaimsNothingOfPacketsThatLeaveAVpcToComeBackIn) {
  EXPECT_EQ(ask(account(), {.from = "eni-far", .to = "18.195.7.7"}).verdict,
            Reachability::Unknown);
}

TEST(ReachIngress, ComesInByIpv6ThroughAnInternetGatewayOnly) {
  const auto with_route = [](const char* target) {
    json bundle = support::dual_stack(account());
    network_answer(bundle, "ec2-describe-egress-only-internet-gateways") = json::parse(
        R"({"EgressOnlyInternetGateways": [{"EgressOnlyInternetGatewayId": "eigw-1",
            "Attachments": [{"State": "attached", "VpcId": "vpc-1"}]}]})");
    for (auto& group :
         network_answer(bundle, "ec2-describe-security-groups")["SecurityGroups"]) {
      if (group["GroupId"] != "sg-task") continue;
      group["IpPermissions"].push_back(permission("::/0", "tcp", 443, 443));
    }
    routes_of(bundle, "rtb-task").push_back(route("::/0", target));
    return ask(bundle, {.from = "2600:9000:21f3::1", .to = "2a05:d014:1:1::10"});
  };
  EXPECT_EQ(with_route("igw-1").verdict, Reachability::Reachable);
  EXPECT_EQ(with_route("eigw-1").back, "NO_ROUTE_TO_DESTINATION");
}

}  // namespace
}  // namespace pullproof::solver::reach_ingress_test
