#include "model/gates/transit_lookup.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/support/joined_vpcs.h"
#include "tests/support/network_account.h"

namespace pullproof::gates::transit_lookup_test {
namespace {

using nlohmann::json;

/// To 10.1.2.3 among others.
json route(const char* cidr, const char* type, const char* to) {
  json made = support::transit_route(cidr, 2, type);
  made["TransitGatewayAttachments"][0]["ResourceType"] = to;
  return made;
}

/// What the route to 10.1.2.3 leads to; "" if it is a blackhole, "-" if there is none.
std::string best(const std::vector<json>& routes) {
  json bundle = support::joined_vpcs();
  support::transit_routes(bundle) = routes;
  const support::NetworkWorld world(bundle);
  const auto& table = world.account().table<aws::TransitGatewayRoutes>().all().front();
  const auto branches = look_up_transit_route(
      world.context(), table, support::block("10.1.2.3/32"), Family::Ipv4);
  EXPECT_EQ(branches.size(), 1U);
  const auto* found = branches.front().route;
  if (found == nullptr) return "-";
  return found->state == "blackhole" ? "" : found->targets.front().resource_type;
}

// AWS: Transit Gateway guide, "Route evaluation order".
TEST(TransitLookup, TakesRoutesInTheOrderOfTheirPriority) {
  const json wide = route("10.0.0.0/8", "static", "vpc");
  EXPECT_EQ(best({}), "-");
  EXPECT_EQ(best({route("10.2.0.0/16", "static", "vpc")}), "-");
  EXPECT_EQ(best({route("::/0", "static", "vpc")}), "-");
  EXPECT_EQ(best({wide, route("10.1.0.0/16", "propagated", "vpn")}), "vpn");
  EXPECT_EQ(best({route("10.0.0.0/8", "propagated", "vpc"),
                  route("10.0.0.0/8", "static", "peering")}),
            "peering");
  EXPECT_EQ(best({route("10.0.0.0/8", "propagated", "vpn"),
                  route("10.0.0.0/8", "propagated", "connect"),
                  route("10.0.0.0/8", "propagated", "direct-connect-gateway")}),
            "direct-connect-gateway");
  EXPECT_EQ(best({wide, support::transit_route("10.1.2.0/24", 0)}), "");
}

// EC2 API reference, TransitGatewayRoute: what is deleted takes nothing any more; what
// is being deleted may.
TEST(TransitLookup, LeavesDeletedRoutesOut) {
  json gone = route("10.1.2.0/24", "static", "vpn");
  gone["State"] = "deleted";
  EXPECT_EQ(best({route("10.0.0.0/8", "static", "vpc"), gone}), "vpc");
  EXPECT_EQ(best({gone}), "-");
  gone["State"] = "deleting";
  EXPECT_EQ(best({route("10.0.0.0/8", "static", "vpc"), gone}), "vpn");
}

TEST(TransitLookup, SplitsDestinationsBetweenRoutes) {
  json bundle = support::joined_vpcs();
  support::transit_routes(bundle) = {route("10.1.0.0/16", "static", "vpc"),
                                     route("10.1.128.0/17", "static", "vpn")};
  const support::NetworkWorld world(bundle);
  const auto& table = world.account().table<aws::TransitGatewayRoutes>().all().front();
  const auto branches = look_up_transit_route(
      world.context(), table, support::block("10.0.0.0/15"), Family::Ipv4);
  ASSERT_EQ(branches.size(), 3U);
  EXPECT_EQ(branches[0].destinations, support::block("10.1.128.0/17"));
  EXPECT_EQ(branches[1].destinations, support::block("10.1.0.0/17"));
  EXPECT_EQ(branches[2].route, nullptr);
  EXPECT_EQ(branches[2].destinations, support::block("10.0.0.0/16"));
}

}  // namespace
}  // namespace pullproof::gates::transit_lookup_test
