#include "model/gates/route.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/support/iam_account.h"
#include "tests/support/network_account.h"

namespace pullproof::gates::route_test {
namespace {

using support::blamed;
using support::truth;
using Texts = std::vector<std::string>;

aws::RouteTable table() {
  aws::RouteTable result;
  result.route_table_id = RouteTableId("rtb-1");
  result.source = {"tables.json", "/RouteTables/0"};
  aws::Route gone;
  gone.destination = Cidr::parse("0.0.0.0/0");
  gone.target_id = "nat-1";
  gone.source = {"tables.json", "/RouteTables/0/Routes/1"};
  result.routes = {gone};
  return result;
}

Gate ask(const aws::RouteTable* of, RoutePlace::Outcome outcome,
         const aws::Route* route) {
  const support::NetworkWorld world(support::network_account());
  RoutePlace place;
  place.outcome = outcome;
  place.table = of;
  place.route = route;
  place.towards = "api.ecr.eu-central-1.amazonaws.com";
  place.question = {.call = "ec2-describe-route-tables", .why = "it is not there"};
  return RouteGate::lets_through(place, world.context());
}

TEST(Route, RefusesWhereNoRouteMatches) {
  const auto rtb = table();
  const Gate gate = ask(&rtb, RoutePlace::Outcome::None, nullptr);
  EXPECT_EQ(truth(gate), Truth::No);
  EXPECT_EQ(gate.code, "NO_ROUTE_TO_DESTINATION");
  EXPECT_EQ(blamed(gate), Texts{"rtb-1"});
  EXPECT_EQ(blame(gate.lets_through, {}).front()->pointer, "/RouteTables/0/Routes");
  EXPECT_NE(gate.message.find("api.ecr.eu-central-1.amazonaws.com"), std::string::npos);
}

// network.md 7: a blackhole that wins drops.
TEST(Route, RefusesABlackholeAndPointsAtIt) {
  const auto rtb = table();
  const Gate gate = ask(&rtb, RoutePlace::Outcome::Blackhole, &rtb.routes[0]);
  EXPECT_EQ(truth(gate), Truth::No);
  EXPECT_EQ(gate.code, "BAD_STATE_ROUTE");
  EXPECT_EQ(blamed(gate), Texts{"rtb-1"});
  EXPECT_EQ(blame(gate.lets_through, {}).front()->pointer, "/RouteTables/0/Routes/1");
}

// Reachability Analyzer, MORE_SPECIFIC_ROUTE and HIGHER_PRIORITY_ROUTE.
TEST(Route, TellsWhichRouteABlackholeKeepsFromBeingAsked) {
  auto rtb = table();
  rtb.routes[0].destination = Cidr::parse("52.0.0.0/8");
  aws::Route wide = rtb.routes[0];
  wide.destination = Cidr::parse("0.0.0.0/0");
  wide.target = aws::Route::Target::NatGateway;
  wide.target_id = "nat-2";
  wide.blackhole = false;
  rtb.routes.push_back(wide);
  const auto told = [&] {
    return ask(&rtb, RoutePlace::Outcome::Blackhole, &rtb.routes[0]).message;
  };
  EXPECT_TRUE(told().ends_with(
      ", and its route 0.0.0.0/0 to nat-2 is not asked (MORE_SPECIFIC_ROUTE)"))
      << told();
  rtb.routes.back().destination = rtb.routes[0].destination;
  rtb.routes.back().propagated = true;
  EXPECT_NE(told().find("HIGHER_PRIORITY_ROUTE"), std::string::npos) << told();
  rtb.routes.back().destination = Cidr::parse("53.0.0.0/8");
  EXPECT_EQ(told().find("_ROUTE"), std::string::npos) << told();
}

TEST(Route, RefusesALoop) {
  const auto rtb = table();
  const Gate gate = ask(&rtb, RoutePlace::Outcome::Loop, &rtb.routes[0]);
  EXPECT_EQ(truth(gate), Truth::No);
  EXPECT_EQ(gate.code, "ROUTE_LOOP");
  EXPECT_NE(gate.message.find("nat-1"), std::string::npos);
}

TEST(Route, AsksWhatIsUndecided) {
  const Gate gate = ask(nullptr, RoutePlace::Outcome::Undecided, nullptr);
  EXPECT_EQ(truth(gate), Truth::Unknown);
  EXPECT_EQ(support::open_calls(gate), Texts{"ec2-describe-route-tables"});
  EXPECT_EQ(gate.message, "it is not there");
}

}  // namespace
}  // namespace pullproof::gates::route_test
