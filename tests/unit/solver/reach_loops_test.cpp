// Packets that transit gateways and VPCs send round.
#include <algorithm>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/support/joined_vpcs.h"
#include "tests/support/network_account.h"
#include "tests/support/reached.h"

namespace pullproof::solver::reach_loops_test {
namespace {

using nlohmann::json;
using support::ask;
using support::joined_vpcs;
using support::network_answer;
using support::route;
using support::routes_of;
using support::Told;
using support::transit_route;
using support::transit_routes;
using support::with_second_table;

const model::ReachQuestion kToInternet{.from = "eni-task", .to = "3.121.0.9"};

/// The subnet of vpc-1's attachment leads everything there.
void put_table_of_attachment(json& bundle, const char* target) {
  network_answer(bundle, "ec2-describe-route-tables")["RouteTables"].push_back(
      {{"RouteTableId", "rtb-join"},
       {"VpcId", "vpc-1"},
       {"Associations", {{{"SubnetId", "subnet-join"}}}},
       {"Routes", {route("10.0.0.0/16", "local"), route("0.0.0.0/0", target)}}});
}

// Whether a gateway sends packets back, and a VPC passes them on, is documented
// nowhere: they arrive in neither case.
TEST(ReachThroughTransitGateway, NamesLoops) {
  json back = joined_vpcs();
  put_table_of_attachment(back, "tgw-1");
  transit_routes(back).back() = transit_route("0.0.0.0/0", 1);
  EXPECT_EQ(ask(back, kToInternet).forward, "ROUTE_LOOP");
  // The gateway's owner exports the attachments of other accounts, too.
  const std::string call = "ec2-describe-transit-gateway-vpc-attachments";
  back["000011112222/eu-central-1/" + call + ".json"] = network_answer(back, call);
  EXPECT_EQ(ask(back, kToInternet).forward, "ROUTE_LOOP");
  json bundle = joined_vpcs();
  routes_of(bundle, "rtb-far-join")[1] = route("0.0.0.0/0", "tgw-1");
  const Told told = ask(bundle, kToInternet);
  EXPECT_EQ(told.forward, "ROUTE_LOOP");
  EXPECT_NE(told.message.find("round without end, through vpc-2"), std::string::npos)
      << told.message;
}

// Whether the VPC drops them or the gateway, whose table has no route, they are lost.
TEST(ReachThroughTransitGateway, LosesWhatGetsNoFurtherBehindAVpcThatPassesItOn) {
  json bundle = with_second_table({transit_route("0.0.0.0/0", 2)});
  transit_routes(bundle) = {transit_route("10.0.0.0/16", 1)};
  routes_of(bundle, "rtb-far-join")[1] = route("0.0.0.0/0", "tgw-1");
  EXPECT_EQ(ask(bundle, kToInternet).forward, "TGW_RTB_NO_ROUTE_TO_TGW_ATTACHMENT");
}

TEST(ReachThroughTransitGateway, ClaimsNothingOfPacketsThatMayLeaveALoop) {
  json bundle = joined_vpcs();
  transit_routes(bundle).back() = transit_route("0.0.0.0/0", 1);
  put_table_of_attachment(bundle, "igw-1");
  EXPECT_EQ(ask(bundle, kToInternet).verdict, Reachability::Unknown);
}

}  // namespace
}  // namespace pullproof::solver::reach_loops_test
