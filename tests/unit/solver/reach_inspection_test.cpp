// Ways through a VPC whose firewall sees what a transit gateway sends from one VPC to
// another.
//
// Transit Gateway guide, "Appliance in a shared services VPC".
#include <algorithm>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/support/inspected_vpcs.h"
#include "tests/support/joined_vpcs.h"
#include "tests/support/network_account.h"
#include "tests/support/reached.h"

namespace pullproof::solver::reach_inspection_test {
namespace {

using nlohmann::json;
using support::ask;
using support::inspected_vpcs;
using support::network_answer;
using support::permission;
using support::route;
using support::routes_of;
using support::Told;
using support::transit_route;

const model::ReachQuestion kToFar{.from = "eni-task", .to = "eni-far"};
const model::ReachQuestion kToInternet{.from = "eni-task", .to = "3.121.0.9"};

json& inspected_routes(json& bundle) {
  return network_answer(bundle,
                        "ec2-search-transit-gateway-routes/tgw-rtb-3")["Routes"];
}

bool passes(const Told& told, const std::string& id) {
  return std::find(told.path.begin(), told.path.end(), id) != told.path.end();
}

// With appliance mode, one endpoint sees both directions, whatever their zones.
TEST(ReachThroughInspection, ProvesTheWayThereAndBackWithApplianceMode) {
  const Told told = ask(inspected_vpcs(true), kToFar);
  EXPECT_EQ(told.verdict, Reachability::Reachable)
      << told.why << told.forward << told.back;
  EXPECT_TRUE(passes(told, "vpce-fw-a") || passes(told, "vpce-fw-b"));
}

// Without it, each direction stays in the zone that it comes from.
TEST(ReachThroughInspection, DropsRepliesOfAnotherZoneWithoutApplianceMode) {
  const Told told = ask(inspected_vpcs(false), kToFar);
  EXPECT_EQ(told.verdict, Reachability::Unreachable) << told.why;
  EXPECT_EQ(told.forward, "");
  EXPECT_EQ(told.back, "FIREWALL_ASYMMETRIC_ROUTING");
  json same_zone = inspected_vpcs(false);
  for (auto& subnet : network_answer(same_zone, "ec2-describe-subnets")["Subnets"]) {
    if (subnet["VpcId"] != "vpc-2") continue;
    subnet["AvailabilityZone"] = "eu-central-1a";
    subnet["AvailabilityZoneId"] = "euc1-az2";
  }
  EXPECT_EQ(ask(same_zone, kToFar).verdict, Reachability::Reachable);
}

TEST(ReachThroughInspection, DropsRepliesThatGoRoundTheFirewall) {
  json bundle = inspected_vpcs(true);
  json& far = network_answer(
      bundle,
      "ec2-describe-transit-gateway-attachments")["TransitGatewayAttachments"][1];
  ASSERT_EQ(far["TransitGatewayAttachmentId"], "tgw-attach-2");
  far["Association"]["TransitGatewayRouteTableId"] = "tgw-rtb-3";
  const Told told = ask(bundle, kToFar);
  EXPECT_EQ(told.verdict, Reachability::Unreachable) << told.why;
  EXPECT_EQ(told.back, "FIREWALL_ASYMMETRIC_ROUTING");
}

TEST(ReachThroughInspection, FollowsTheInspectionVpcsOwnRoutes) {
  json blackhole = inspected_vpcs(true);
  inspected_routes(blackhole).push_back(transit_route("10.9.1.0/24", 0));
  EXPECT_EQ(ask(blackhole, kToFar).forward, "TGW_RTB_BAD_STATE_ROUTE");
  json no_return = inspected_vpcs(true);
  inspected_routes(no_return).erase(0);
  EXPECT_NE(ask(no_return, kToFar).verdict, Reachability::Reachable);
  json no_route = inspected_vpcs(true);
  routes_of(no_route, "rtb-fw").erase(1);
  EXPECT_EQ(ask(no_route, kToFar).forward, "NO_ROUTE_TO_DESTINATION");
}

// "Security group rules": references do not hold through a middlebox.
TEST(ReachThroughInspection, NamesNoGroupsBehindTheFirewall) {
  json bundle = inspected_vpcs(true);
  network_answer(bundle, "ec2-describe-security-groups")["SecurityGroups"]
      .back()["IpPermissions"] = json::array({permission("sg-task", "tcp", 443, 443)});
  EXPECT_EQ(ask(bundle, kToFar).forward, "SG_REFERENCES_NOT_PRESERVED");
}

// Routes of the attachment's subnet that lead straight back are nobody's documented
// way.
TEST(ReachThroughInspection, IsUnknownWhereNoFirewallPassesPacketsOn) {
  json bundle = inspected_vpcs(true);
  for (const char* table : {"rtb-look-a", "rtb-look-b"}) {
    routes_of(bundle, table)[1] = route("0.0.0.0/0", "tgw-1");
  }
  EXPECT_EQ(ask(bundle, kToFar).verdict, Reachability::Unknown);
}

TEST(ReachThroughInspection, NamesLoopsThroughTheFirewall) {
  json bundle = inspected_vpcs(true);
  inspected_routes(bundle) = {transit_route("0.0.0.0/0", 3)};
  EXPECT_EQ(ask(bundle, kToFar).forward, "ROUTE_LOOP");
}

// The replies come back behind NAT: what they meet is left open where the firewall's
// endpoint may be one of two.
TEST(ReachThroughInspection, LeavesThroughANatGatewayOfAnEgressVpc) {
  const Told told = ask(inspected_vpcs(true), kToInternet);
  EXPECT_NE(told.verdict, Reachability::Unreachable) << told.forward << told.back;
  EXPECT_TRUE(passes(told, "nat-2"));
}

}  // namespace
}  // namespace pullproof::solver::reach_inspection_test
