// AWS: VPC user guide, "Regional NAT gateways for automatic multi-AZ expansion".
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/support/joined_vpcs.h"
#include "tests/support/network_account.h"
#include "tests/support/reached.h"

namespace pullproof::solver::reach_regional_nat_test {
namespace {

using nlohmann::json;
using support::network_answer;
using support::peered_vpcs;
using support::put_routes;
using support::route;
using support::Told;

const json kLocalRoute = route("10.0.0.0/16", "local");

json& gateway_of(json& bundle) {
  return network_answer(bundle, "ec2-describe-nat-gateways")["NatGateways"][0];
}

/// eni-task sends to nat-1, which is regional and has an address in that zone.
json account_with(const std::string& zone) {
  json bundle = peered_vpcs();
  put_routes(bundle, {kLocalRoute, route("0.0.0.0/0", "nat-1")});
  json& gateway = gateway_of(bundle);
  gateway.erase("SubnetId");
  gateway["AvailabilityMode"] = "regional";
  gateway["AutoProvisionZones"] = "disabled";
  gateway["RouteTableId"] = "rtb-regional";
  gateway["NatGatewayAddresses"] =
      json::array({{{"PublicIp", "18.195.0.1"}, {"AvailabilityZone", zone}}});
  network_answer(bundle, "ec2-describe-route-tables")["RouteTables"].push_back(
      {{"RouteTableId", "rtb-regional"},
       {"VpcId", "vpc-1"},
       {"Associations", json::array()},
       {"Routes", {kLocalRoute, route("0.0.0.0/0", "igw-1")}}});
  return bundle;
}

json& own_routes(json& bundle) {
  return network_answer(bundle, "ec2-describe-route-tables")["RouteTables"]
      .back()["Routes"];
}

Told outside(const json& bundle) {
  return support::ask(bundle, {.from = "eni-task", .to = "52.95.0.1"});
}

TEST(ReachRegionalNat, LeadsOutFromTheZonesThatItIsRegisteredIn) {
  const Told told = outside(account_with("eu-central-1a"));
  EXPECT_EQ(told.verdict, Reachability::Reachable) << told.why << told.forward;
  const Told elsewhere = outside(account_with("eu-central-1b"));
  EXPECT_EQ(elsewhere.verdict, Reachability::Unreachable);
  EXPECT_EQ(elsewhere.forward, "REGIONAL_NGW_ROUTE_AZ_RESTRICTION");
}

TEST(ReachRegionalNat, LeadsOutFromEveryZoneIfItAddsZones) {
  json bundle = account_with("eu-central-1b");
  gateway_of(bundle)["AutoProvisionZones"] = "enabled";
  EXPECT_EQ(outside(bundle).verdict, Reachability::Reachable);
}

TEST(ReachRegionalNat, NeedsAWayOutInItsOwnTable) {
  json bundle = account_with("eu-central-1a");
  own_routes(bundle).erase(1);
  EXPECT_EQ(outside(bundle).forward, "NO_ROUTE_TO_DESTINATION");
  own_routes(bundle).push_back(route("0.0.0.0/0", "nat-1"));
  EXPECT_EQ(outside(bundle).verdict, Reachability::Unreachable);
}

TEST(ReachRegionalNat, IsUnknownWithoutItsOwnTable) {
  json bundle = account_with("eu-central-1a");
  gateway_of(bundle).erase("RouteTableId");
  const Told told = outside(bundle);
  EXPECT_EQ(told.verdict, Reachability::Unknown);
  EXPECT_NE(told.why.find("route table of nat-1"), std::string::npos) << told.why;
}

// It is in no subnet: the ACL of the subnet that a zonal one had is not asked, and that
// of the source sees the source's own ports.
TEST(ReachRegionalNat, PassesNoAclOfItsOwn) {
  json bundle = account_with("eu-central-1a");
  // A zonal gateway would get replies at these ports; the clients of Linux do not.
  support::put_acl(bundle, {{.number = 50,
                             .action = "deny",
                             .protocol = "6",
                             .first_port = 1024,
                             .last_port = 2000,
                             .egress = false},
                            {.egress = false},
                            {.egress = true}});
  EXPECT_EQ(outside(bundle).verdict, Reachability::Reachable);
}

// "Regional NAT gateways do not support private NAT."
TEST(ReachRegionalNat, IsUnknownTowardsOtherVpcs) {
  json bundle = account_with("eu-central-1a");
  own_routes(bundle).push_back(route("10.9.0.0/16", "pcx-1"));
  EXPECT_EQ(support::ask(bundle, {.from = "eni-task", .to = "eni-far"}).verdict,
            Reachability::Unknown);
}

}  // namespace
}  // namespace pullproof::solver::reach_regional_nat_test
