// Ways through two transit gateways.
#include <algorithm>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/support/joined_vpcs.h"
#include "tests/support/network_account.h"
#include "tests/support/reached.h"

namespace pullproof::solver::reach_peered_gateways_test {
namespace {

using nlohmann::json;
using support::ask;
using support::attachment;
using support::joined_vpcs;
using support::network_answer;
using support::permission;
using support::route;
using support::routes_of;
using support::Told;
using support::transit_route;
using support::transit_routes;

constexpr const char* kOther = "444455556666/eu-central-1/";

/// vpc-2 is attached to tgw-2 of another account, which peers with tgw-1.
json peered_gateways() {
  json bundle = joined_vpcs();
  const auto side = [](const char* gateway, const char* far, const char* owner,
                       const char* table) {
    return json{{"TransitGatewayAttachmentId", "tgw-attach-peer"},
                {"TransitGatewayId", gateway},
                {"TransitGatewayOwnerId", owner},
                {"ResourceType", "peering"},
                {"ResourceId", far},
                {"State", "available"},
                {"Association",
                 {{"TransitGatewayRouteTableId", table}, {"State", "associated"}}}};
  };
  const auto over = [](const char* cidr, const char* far) {
    return json{{"DestinationCidrBlock", cidr},
                {"Type", "static"},
                {"State", "active"},
                {"TransitGatewayAttachments",
                 {{{"TransitGatewayAttachmentId", "tgw-attach-peer"},
                   {"ResourceType", "peering"},
                   {"ResourceId", far}}}}};
  };
  json& attachments = network_answer(
      bundle, "ec2-describe-transit-gateway-attachments")["TransitGatewayAttachments"];
  json second = attachments[1];
  second["TransitGatewayId"] = "tgw-2";
  second["TransitGatewayOwnerId"] = "444455556666";
  second["Association"]["TransitGatewayRouteTableId"] = "tgw-rtb-2";
  attachments[1] = side("tgw-1", "tgw-2", "111122223333", "tgw-rtb-1");
  attachment(bundle, 2)["TransitGatewayId"] = "tgw-2";
  transit_routes(bundle) = {transit_route("10.0.0.0/16", 1),
                            over("10.9.0.0/16", "tgw-2")};
  const std::string other = kOther;
  bundle[other + "ec2-describe-transit-gateways.json"] = {
      {"TransitGateways", {{{"TransitGatewayId", "tgw-2"}, {"State", "available"}}}}};
  bundle[other + "ec2-describe-transit-gateway-attachments.json"] = {
      {"TransitGatewayAttachments",
       {second, side("tgw-2", "tgw-1", "444455556666", "tgw-rtb-2")}}};
  bundle[other + "ec2-search-transit-gateway-routes/tgw-rtb-2.json"] = {
      {"Routes", {transit_route("10.9.0.0/16", 2), over("10.0.0.0/16", "tgw-1")}}};
  for (const char* table : {"rtb-far", "rtb-far-nat"}) {
    routes_of(bundle, table)[1] = route("10.0.0.0/16", "tgw-2");
  }
  return bundle;
}

const model::ReachQuestion kOverPeers{.from = "eni-task", .to = "eni-far"};

// Transit Gateway guide, "Transit gateway peering attachments".
TEST(ReachVpcs, CrossesAPeeringAttachmentByEachGatewaysOwnTables) {
  const Told told = ask(peered_gateways(), kOverPeers);
  EXPECT_EQ(told.verdict, Reachability::Reachable) << told.why << told.forward;
  EXPECT_NE(std::find(told.path.begin(), told.path.end(), "tgw-rtb-2"),
            told.path.end());
}

TEST(ReachVpcs, NeedsARouteInTheOtherGatewaysTable) {
  json bundle = peered_gateways();
  json& routes = bundle[std::string(kOther) +
                        "ec2-search-transit-gateway-routes/tgw-rtb-2.json"]["Routes"];
  routes.erase(0);
  EXPECT_EQ(ask(bundle, kOverPeers).forward, "TGW_RTB_NO_ROUTE_TO_TGW_ATTACHMENT");
}

TEST(ReachVpcs, NamesLoopsOfTwoGateways) {
  json bundle = peered_gateways();
  json& routes = bundle[std::string(kOther) +
                        "ec2-search-transit-gateway-routes/tgw-rtb-2.json"]["Routes"];
  routes[0] = routes[1];
  routes[0]["DestinationCidrBlock"] = "10.9.0.0/16";
  const Told told = ask(bundle, kOverPeers);
  EXPECT_EQ(told.forward, "ROUTE_LOOP");
  EXPECT_NE(told.message.find("through tgw-2, tgw-1"), std::string::npos) << told.why;
}

TEST(ReachVpcs, NamesNoGroupsAcrossAPeeringAttachment) {
  json bundle = peered_gateways();
  for (auto& group :
       network_answer(bundle, "ec2-describe-security-groups")["SecurityGroups"]) {
    if (group["GroupId"] != "sg-far") continue;
    group["IpPermissions"] = {permission("sg-task", "tcp", 443, 443)};
  }
  EXPECT_EQ(ask(bundle, kOverPeers).forward, "ENI_SG_RULES_MISMATCH");
}

TEST(ReachVpcs, ClaimsNothingWithoutTheOtherGateway) {
  json bundle = peered_gateways();
  bundle.erase(std::string(kOther) + "ec2-describe-transit-gateways.json");
  EXPECT_EQ(ask(bundle, kOverPeers).verdict, Reachability::Unknown);
}

// EC2 API reference, TransitGatewayPeeringAttachment: within a region the accepter's
// side has an id of its own.
TEST(ReachVpcs, CrossesAPeeringAttachmentOfOneRegion) {
  json bundle = peered_gateways();
  const std::string other = kOther;
  json& far = bundle[other + "ec2-describe-transit-gateway-attachments.json"]
                    ["TransitGatewayAttachments"];
  far[1]["TransitGatewayAttachmentId"] = "tgw-attach-peer-2";
  json& routes =
      bundle[other + "ec2-search-transit-gateway-routes/tgw-rtb-2.json"]["Routes"];
  routes[1]["TransitGatewayAttachments"][0]["TransitGatewayAttachmentId"] =
      "tgw-attach-peer-2";
  const Told told = ask(bundle, kOverPeers);
  EXPECT_EQ(told.verdict, Reachability::Reachable) << told.why << told.forward;
  // Which of two belongs to this side nothing tells.
  json second = far[1];
  second["TransitGatewayAttachmentId"] = "tgw-attach-peer-3";
  far.push_back(second);
  EXPECT_EQ(ask(bundle, kOverPeers).verdict, Reachability::Unknown);
}

// Reachability Analyzer, BAD_STATE_ATTACHMENT.
TEST(ReachVpcs, NeedsThePeeringAttachmentOfGatewaysInGoodState) {
  for (const char* state : {"deleting", "rejected", "failed", "pendingAcceptance"}) {
    json bundle = peered_gateways();
    network_answer(
        bundle, "ec2-describe-transit-gateway-attachments")["TransitGatewayAttachments"]
                                                           [1]["State"] = state;
    EXPECT_EQ(ask(bundle, kOverPeers).forward, "BAD_STATE_ATTACHMENT") << state;
  }
  json open = peered_gateways();
  network_answer(
      open, "ec2-describe-transit-gateway-attachments")["TransitGatewayAttachments"][1]
                                                       ["State"] = "modifying";
  const Told told = ask(open, kOverPeers);
  EXPECT_EQ(told.verdict, Reachability::Unknown);
  EXPECT_NE(told.why.find("`modifying`"), std::string::npos) << told.why;
}

}  // namespace
}  // namespace pullproof::solver::reach_peered_gateways_test
