// network.md 33: every rule has its IPv6 twin.
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/support/dual_stack.h"
#include "tests/support/joined_vpcs.h"
#include "tests/support/network_account.h"
#include "tests/support/reached.h"

namespace pullproof::solver::reach_ipv6_test {
namespace {

using nlohmann::json;
using support::ask;
using support::dual_stack;
using support::joined_vpcs;
using support::network_answer;
using support::peered_vpcs;
using support::route;
using support::routes_of;
using support::Told;

constexpr const char* kTask = "2a05:d014:1:1::10";
constexpr const char* kFar = "2a05:d014:9:1::10";
constexpr const char* kOutside = "2600:9000:21f3::1";

Told far(const json& bundle) { return ask(bundle, {.from = kTask, .to = kFar}); }

/// vpc-1 with IPv6 and its way out: "igw-1" or "eigw-1".
json with_way_out(const char* target) {
  json bundle = dual_stack(peered_vpcs());
  routes_of(bundle, "rtb-task").push_back(route("::/0", target));
  network_answer(bundle, "ec2-describe-egress-only-internet-gateways") = json::parse(
      R"({"EgressOnlyInternetGateways": [{"EgressOnlyInternetGatewayId": "eigw-1",
          "Attachments": [{"State": "attached", "VpcId": "vpc-1"}]}]})");
  return bundle;
}

Told outside(const json& bundle) {
  return ask(bundle, {.from = "eni-task", .to = kOutside});
}

TEST(ReachIpv6, CrossesPeeringConnectionsAndTransitGateways) {
  for (const auto& joined : {peered_vpcs(), joined_vpcs()}) {
    const Told told = far(dual_stack(joined));
    EXPECT_EQ(told.verdict, Reachability::Reachable) << told.why << told.forward;
  }
}

TEST(ReachIpv6, IsAskedOfInterfacesThatHaveNoIpv4Address) {
  json bundle = dual_stack(peered_vpcs());
  EXPECT_EQ(ask(bundle, {.from = "eni-task", .to = "10.9.1.10"}).verdict,
            Reachability::Reachable);
  for (auto& one :
       network_answer(bundle, "ec2-describe-network-interfaces")["NetworkInterfaces"]) {
    one.erase("PrivateIpAddresses");
  }
  EXPECT_EQ(ask(bundle, {.from = "eni-task", .to = "eni-far"}).verdict,
            Reachability::Reachable);
  EXPECT_EQ(ask(bundle, {.from = "eni-task", .to = "10.9.1.10"}).verdict,
            Reachability::Unknown);
}

TEST(ReachIpv6, NeedsRulesOfItsOwnFamilyInGroups) {
  json bundle = dual_stack(peered_vpcs());
  for (auto& group :
       network_answer(bundle, "ec2-describe-security-groups")["SecurityGroups"]) {
    if (group["GroupId"] == "sg-far") group["IpPermissions"].erase(1);
  }
  const Told told = far(bundle);
  EXPECT_EQ(told.verdict, Reachability::Unreachable);
  EXPECT_EQ(told.forward, "ENI_SG_RULES_MISMATCH");
}

TEST(ReachIpv6, NeedsEntriesOfItsOwnFamilyInAcls) {
  json bundle = dual_stack(peered_vpcs());
  support::put_acl(bundle, {{.egress = false},
                            {.egress = true},
                            {.number = 101, .cidr = "::/0", .egress = true}});
  const Told told = far(bundle);
  EXPECT_EQ(told.verdict, Reachability::Unreachable);
  EXPECT_EQ(told.forward, "");
  EXPECT_EQ(told.back, "SUBNET_ACL_RESTRICTION");
}

TEST(ReachIpv6, TakesRoutesOfItsOwnFamily) {
  json bundle = dual_stack(peered_vpcs());
  json& routes = routes_of(bundle, "rtb-task");
  routes = {route("10.0.0.0/16", "local"), route("0.0.0.0/0", "pcx-1"),
            route("2a05:d014:1::/56", "local")};
  EXPECT_EQ(far(bundle).forward, "NO_ROUTE_TO_DESTINATION");
  routes.push_back(route("2a05:d014:9:1::/64", "pcx-1"));
  EXPECT_EQ(far(bundle).verdict, Reachability::Reachable);
}

TEST(ReachIpv6, NamesGroupsOfPeeredVpcs) {
  json bundle = dual_stack(peered_vpcs());
  for (auto& group :
       network_answer(bundle, "ec2-describe-security-groups")["SecurityGroups"]) {
    if (group["GroupId"] != "sg-far") continue;
    group["IpPermissions"] = {support::permission("sg-task", "tcp", 443, 443)};
  }
  EXPECT_EQ(far(bundle).verdict, Reachability::Reachable);
}

TEST(ReachIpv6, LeavesOpenWhatAnAttachmentWithoutIpv6SupportDoes) {
  json bundle = dual_stack(joined_vpcs());
  support::attachment(bundle, 2)["Options"]["Ipv6Support"] = "disable";
  EXPECT_EQ(far(bundle).verdict, Reachability::Unknown);
}

// An IPv6 address is its own public address.
TEST(ReachIpv6, LeavesThroughInternetGatewaysWithoutAPublicIpv4Address) {
  EXPECT_EQ(outside(with_way_out("igw-1")).verdict, Reachability::Reachable);
  json bundle = with_way_out("igw-1");
  for (auto& subnet : network_answer(bundle, "ec2-describe-subnets")["Subnets"]) {
    if (subnet["SubnetId"] != "subnet-task") continue;
    subnet["Ipv6CidrBlockAssociationSet"][0]["Ipv6AddressAttribute"] = "private";
  }
  EXPECT_EQ(outside(bundle).forward, "IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS");
}

// network.md 18: an egress-only gateway is for IPv6, and stateful.
TEST(ReachIpv6, LeavesThroughAnEgressOnlyGatewayThatIsAttached) {
  json bundle = with_way_out("eigw-1");
  const Told told = outside(bundle);
  EXPECT_EQ(told.verdict, Reachability::Reachable) << told.why;
  EXPECT_EQ(told.path.back(), "2600:9000:21f3::1");
  json& gateway = network_answer(
      bundle,
      "ec2-describe-egress-only-internet-gateways")["EgressOnlyInternetGateways"][0];
  gateway["Attachments"][0]["VpcId"] = "vpc-2";
  EXPECT_EQ(outside(bundle).forward, "BAD_STATE_ATTACHMENT");
  support::forget_answer(bundle, "ec2-describe-egress-only-internet-gateways");
  EXPECT_EQ(outside(bundle).verdict, Reachability::Unknown);
}

// network.md 25: `block-ingress` leaves egress-only gateways.
TEST(ReachIpv6, IsStoppedByBlockPublicAccessBothWaysOnly) {
  for (const auto& [mode, egress_only, internet] :
       {std::tuple("block-bidirectional", Reachability::Unreachable,
                   Reachability::Unreachable),
        std::tuple("block-ingress", Reachability::Reachable,
                   Reachability::Unreachable)}) {
    for (const auto& [gateway, verdict] :
         {std::pair("eigw-1", egress_only), std::pair("igw-1", internet)}) {
      json bundle = with_way_out(gateway);
      network_answer(
          bundle,
          "ec2-describe-vpc-block-public-access-options")["VpcBlockPublicAccessOptions"]
                                                         ["InternetGatewayBlockMode"] =
                                                             mode;
      EXPECT_EQ(outside(bundle).verdict, verdict) << mode << ' ' << gateway;
    }
  }
}

TEST(ReachIpv6, ClaimsNothingOfIpv4PacketsToAnEgressOnlyGateway) {
  json bundle = with_way_out("eigw-1");
  routes_of(bundle, "rtb-task")[1] = route("0.0.0.0/0", "eigw-1");
  EXPECT_EQ(ask(bundle, {.from = "eni-task", .to = "3.121.0.9"}).verdict,
            Reachability::Unknown);
}

// network.md 8: a block that is not associated does not count.
// VPC user guide, "DNS64 and NAT64": TCP and UDP, to addresses of 64:ff9b::/96.
TEST(ReachIpv6, LeavesThroughNat64) {
  json bundle = dual_stack(peered_vpcs());
  const model::ReachQuestion behind{.from = "eni-task", .to = "64:ff9b::3.121.0.9"};
  EXPECT_EQ(ask(bundle, behind).forward, "NO_ROUTE_TO_DESTINATION");
  routes_of(bundle, "rtb-task").push_back(route("64:ff9b::/96", "nat-1"));
  const Told told = ask(bundle, behind);
  EXPECT_EQ(told.verdict, Reachability::Reachable)
      << told.why << told.forward << told.back;
  model::ReachQuestion ping = behind;
  ping.protocol = 1;
  EXPECT_EQ(ask(bundle, ping).verdict, Reachability::Unknown);
  EXPECT_EQ(ask(bundle, {.from = "eni-task", .to = "64:ff9b::10.9.1.10"}).verdict,
            Reachability::Unknown);
  // The gateway's own subnet sees IPv4 packets only.
  json blocked = bundle;
  support::put_acl(blocked, {{.cidr = "::/0", .egress = false},
                             {.cidr = "::/0", .egress = true},
                             {.number = 101, .cidr = "0.0.0.0/0", .egress = false}});
  EXPECT_EQ(ask(blocked, behind).forward, "SUBNET_ACL_RESTRICTION");
  json wrong_way = bundle;
  routes_of(wrong_way, "rtb-task").back() = route("64:ff9b::/96", "igw-1");
  EXPECT_EQ(ask(wrong_way, behind).verdict, Reachability::Unknown);
}

TEST(ReachIpv6, ClaimsNothingOfAnAddressInNoBlockOfTheVpc) {
  json bundle = with_way_out("igw-1");
  network_answer(bundle, "ec2-describe-vpcs")["Vpcs"][0]["Ipv6CidrBlockAssociationSet"]
                                             [0]["Ipv6CidrBlockState"]["State"] =
                                                 "disassociated";
  EXPECT_EQ(outside(bundle).verdict, Reachability::Unknown);
}

TEST(ReachIpv6, ClaimsNothingOfWhatComesBackInFromTheInternet) {
  json bundle = with_way_out("igw-1");
  routes_of(bundle, "rtb-task")
      .erase(3);  // The route to vpc-2: its address is a public one, too.
  EXPECT_EQ(far(bundle).verdict, Reachability::Unknown);
}

}  // namespace
}  // namespace pullproof::solver::reach_ipv6_test
