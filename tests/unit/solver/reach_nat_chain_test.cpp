// Ways through NAT gateways of several VPCs.
#include <algorithm>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/support/joined_vpcs.h"
#include "tests/support/network_account.h"
#include "tests/support/reached.h"

namespace pullproof::solver::reach_nat_chain_test {
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

const model::ReachQuestion kToInternet{.from = "eni-task", .to = "3.121.0.9"};

bool passes(const Told& told, const char* id) {
  return std::find(told.path.begin(), told.path.end(), id) != told.path.end();
}

/// vpc-1 goes out through its private nat-1, tgw-1 and nat-2 of vpc-2.
json chained_nats() {
  json bundle = joined_vpcs();
  json& nat = network_answer(bundle, "ec2-describe-nat-gateways")["NatGateways"][0];
  nat["ConnectivityType"] = "private";
  routes_of(bundle, "rtb-task")[1] = route("0.0.0.0/0", "nat-1");
  routes_of(bundle, "rtb-nat") = {route("10.0.0.0/16", "local"),
                                  route("0.0.0.0/0", "tgw-1")};
  return bundle;
}

// VPC user guide, "NAT gateway use cases": a private NAT gateway may lead to a transit
// gateway, and what comes out of that in another VPC to a public one.
TEST(ReachVpcs, GoesThroughAPrivateAndAPublicNatGateway) {
  const Told told = ask(chained_nats(), kToInternet);
  EXPECT_EQ(told.verdict, Reachability::Reachable) << told.forward << told.why;
  EXPECT_TRUE(passes(told, "nat-1"));
  EXPECT_TRUE(passes(told, "nat-2"));
  // The reply is one packet from gateway to gateway.
  EXPECT_EQ(told.nats_on_return, (std::vector<std::string>{"nat-2", "nat-1"}));
  // Each gateway needs its own way back.
  json no_return = chained_nats();
  routes_of(no_return, "rtb-far-nat").erase(1);
  const Told lost = ask(no_return, kToInternet);
  EXPECT_EQ(lost.forward, "");
  EXPECT_EQ(lost.verdict, Reachability::Unreachable) << lost.why;
  json to_task_only = chained_nats();
  routes_of(to_task_only, "rtb-far-nat")[1] = route("10.0.1.0/24", "tgw-1");
  EXPECT_EQ(ask(to_task_only, kToInternet).verdict, Reachability::Unreachable);
}

TEST(ReachVpcs, AnInternetGatewayTranslatesForNatGatewaysOfItsVpcOnly) {
  json bundle = chained_nats();
  routes_of(bundle, "rtb-far-join")[1] = route("0.0.0.0/0", "igw-2");
  EXPECT_EQ(ask(bundle, kToInternet).forward, "NO_ROUTE_TO_DESTINATION");
}

TEST(ReachVpcs, ClaimsNothingOfTwoNatGatewaysOfOneVpc) {
  json bundle = chained_nats();
  json& all = network_answer(bundle, "ec2-describe-nat-gateways")["NatGateways"];
  json third = all[0];
  third["NatGatewayId"] = "nat-3";
  third["SubnetId"] = "subnet-join";
  third["NatGatewayAddresses"] = {{{"PrivateIp", "10.0.9.10"}}};
  all.push_back(third);
  routes_of(bundle, "rtb-nat")[1] = route("0.0.0.0/0", "nat-3");
  EXPECT_EQ(ask(bundle, kToInternet).verdict, Reachability::Unknown);
  routes_of(bundle, "rtb-nat")[1] = route("0.0.0.0/0", "nat-1");
  EXPECT_EQ(ask(bundle, kToInternet).forward, "ROUTE_LOOP");
}

TEST(ReachVpcs, NamesLoopsBehindNatGateways) {
  json bundle = chained_nats();
  routes_of(bundle, "rtb-far-nat")[2] = route("0.0.0.0/0", "tgw-1");
  transit_routes(bundle).back() = transit_route("0.0.0.0/0", 2);
  EXPECT_EQ(ask(bundle, kToInternet).forward, "ROUTE_LOOP");
}

}  // namespace
}  // namespace pullproof::solver::reach_nat_chain_test
