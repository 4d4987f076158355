// What is not certain of routes and gateways is not claimed, in either direction.
#include <functional>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/support/joined_vpcs.h"
#include "tests/support/network_account.h"
#include "tests/support/reached.h"

namespace pullproof::solver::reach_contradictions_test {
namespace {

using nlohmann::json;
using support::ask;
using support::joined_vpcs;
using support::network_answer;
using support::route;
using support::routes_of;
using support::Told;

const model::ReachQuestion kToFar{.from = "eni-task", .to = "eni-far"};

struct Edit {
  const char* name;
  std::function<void(json&)> make;
  const char* why;  ///< Part of what is told.
};

void PrintTo(const Edit& edit, std::ostream* out) { *out << edit.name; }

json& table(json& bundle, const std::string& id) {
  for (json& row : network_answer(bundle, "ec2-describe-route-tables")["RouteTables"]) {
    if (row["RouteTableId"] == id) return row;
  }
  throw std::runtime_error("no " + id);
}

void set_state(json& bundle, const char* id, const char* state) {
  table(bundle, id)["Associations"][0]["AssociationState"] = {{"State", state}};
}

const Edit kEdits[] = {
    {"TheTableIsBeingAssociated",
     [](json& bundle) { set_state(bundle, "rtb-task", "associating"); }, "associating"},
    {"TheTableIsBeingTakenAway",
     [](json& bundle) { set_state(bundle, "rtb-task", "disassociating"); },
     "disassociating"},
    {"TheMainTableIsChanging",
     [](json& bundle) { set_state(bundle, "rtb-far", "disassociating"); },
     "as the main table"},
    {"TheTableIsOfAnotherVpc",
     [](json& bundle) { table(bundle, "rtb-task")["VpcId"] = "vpc-2"; },
     "rtb-task of vpc-2"},
    {"TheSubnetIsOutsideOfItsVpc",
     [](json& bundle) {
       network_answer(bundle, "ec2-describe-vpcs")["Vpcs"][0]["CidrBlock"] =
           "10.1.0.0/16";
     },
     "outside of the blocks"},
    {"TheTransitTableIsBeingDeleted",
     [](json& bundle) {
       network_answer(bundle, "ec2-describe-transit-gateway-route-tables") = {
           {"TransitGatewayRouteTables",
            {{{"TransitGatewayRouteTableId", "tgw-rtb-1"}, {"State", "deleting"}}}}};
     },
     "`deleting`"},
    {"TheTransitRouteNamesAnotherVpc",
     [](json& bundle) {
       for (json& each : support::transit_routes(bundle)) {
         each["TransitGatewayAttachments"][0]["ResourceId"] = "vpc-3";
       }
     },
     "is of vpc-3"}};

class ReachContradictions : public ::testing::TestWithParam<Edit> {};

TEST_P(ReachContradictions, AreUnknownAndSaid) {
  json bundle = joined_vpcs();
  ASSERT_EQ(ask(bundle, kToFar).verdict, Reachability::Reachable);
  GetParam().make(bundle);
  const Told told = ask(bundle, kToFar);
  EXPECT_EQ(told.verdict, Reachability::Unknown) << told.forward << told.back;
  EXPECT_NE(told.why.find(GetParam().why), std::string::npos) << told.why;
}

INSTANTIATE_TEST_SUITE_P(All, ReachContradictions, ::testing::ValuesIn(kEdits),
                         [](const auto& edit) { return edit.param.name; });

// VPC user guide, "Route tables", "Routing for a middlebox appliance": a route within
// the VPC is for a whole subnet, and leads to a NAT gateway, an interface or an
// endpoint.
TEST(ReachContradictions, AreRoutesWithinTheVpcThatAwsRefuses) {
  json bundle = joined_vpcs();
  const json address = {{"Primary", true}, {"PrivateIpAddress", "10.0.2.10"}};
  const json group = {{"GroupId", "sg-endpoint"}};
  network_answer(bundle, "ec2-describe-network-interfaces")["NetworkInterfaces"][1] = {
      {"NetworkInterfaceId", "eni-data"},
      {"SubnetId", "subnet-data"},
      {"VpcId", "vpc-1"},
      {"InterfaceType", "interface"},
      {"PrivateIpAddresses", json::array({address})},
      {"Groups", json::array({group})}};
  const model::ReachQuestion question{.from = "eni-task", .to = "eni-data"};
  ASSERT_EQ(ask(bundle, question).verdict, Reachability::Reachable);
  json& routes = routes_of(bundle, "rtb-task");
  routes.push_back(route("10.0.2.0/24", "tgw-1"));
  EXPECT_EQ(ask(bundle, question).verdict, Reachability::Unknown) << "another target";
  // The gateway's address is in none of sg-endpoint's rules. A route stays when its
  // subnet is gone, and may be for half of another one.
  for (const char* block : {"10.0.2.0/24", "10.0.2.0/25"}) {
    routes.back() = route(block, "nat-1");
    EXPECT_EQ(ask(bundle, question).forward, "SG_REFERENCES_NOT_PRESERVED") << block;
  }
  routes.erase(routes.size() - 1);
  routes.erase(0);
  const Told without_local = ask(bundle, question);
  EXPECT_EQ(without_local.verdict, Reachability::Unknown);
  EXPECT_NE(without_local.why.find("no local route"), std::string::npos)
      << without_local.why;
}

// Of one family or block, the rest is as told.
TEST(ReachContradictions, HarmNothingThatDoesNotHangOnThem) {
  json bundle = joined_vpcs();
  network_answer(bundle,
                 "ec2-describe-vpcs")["Vpcs"][0]["Ipv6CidrBlockAssociationSet"] = {
      {{"Ipv6CidrBlock", "2600:1f18::/56"},
       {"Ipv6CidrBlockState", {{"State", "associated"}}}}};
  routes_of(bundle, "rtb-task").push_back(route("10.0.7.0/24", "tgw-1"));
  const Told told = ask(bundle, kToFar);
  EXPECT_EQ(told.verdict, Reachability::Reachable) << told.why;
}

// VPC user guide, "NAT gateway basics": a private one translates to a private address.
TEST(ReachContradictions, AreGatewaysWithoutAnAddress) {
  json bundle = joined_vpcs();
  json& nat = network_answer(bundle, "ec2-describe-nat-gateways")["NatGateways"][0];
  nat["ConnectivityType"] = "private";
  routes_of(bundle, "rtb-task")[1] = route("0.0.0.0/0", "nat-1");
  routes_of(bundle, "rtb-nat") = {route("10.0.0.0/16", "local"),
                                  route("0.0.0.0/0", "tgw-1")};
  EXPECT_EQ(ask(bundle, kToFar).verdict, Reachability::Reachable);
  nat["NatGatewayAddresses"][0]["Status"] = "failed";
  const Told told = ask(bundle, kToFar);
  EXPECT_EQ(told.verdict, Reachability::Unknown);
  EXPECT_NE(told.why.find("nat-1"), std::string::npos) << told.why;
}

}  // namespace
}  // namespace pullproof::solver::reach_contradictions_test
