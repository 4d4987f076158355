#include "model/gates/route_lookup.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/support/network_account.h"

namespace pullproof::gates::route_lookup_test {
namespace {

using nlohmann::json;
using support::network_account;
using support::put_prefix_list;
using support::put_routes;
using support::route;

constexpr const char* kS3 = "com.amazonaws.eu-central-1.s3";

json propagated(const std::string& to, const std::string& target) {
  json result = route(to, target);
  result["Origin"] = "EnableVgwRoutePropagation";
  return result;
}

/// Where rtb-task sends `address`: a target, "none", or "?" if nobody can tell.
std::string target_of(const json& bundle, const std::string& address,
                      const std::string& far_service = "") {
  const support::NetworkWorld world(bundle);
  const auto* table = world.find<aws::RouteTable>("rtb-task");
  const Address wanted = Address::parse(address).value();
  const IntervalSet there = IntervalSet::single(wanted.value);
  const auto branches =
      look_up_route(world.context(), *table, {there, far_service, wanted.family});
  if (branches.size() != 1) return "several branches";
  if (branches.front().undecided) return "?";
  const auto* found = branches.front().route;
  if (found == nullptr) return "none";
  return found->target_id + (found->blackhole ? " (blackhole)" : "");
}

// network.md 1.
TEST(RouteLookup, TakesTheLongestPrefixWhateverItsOrigin) {
  json bundle = network_account();
  put_routes(bundle, {route("0.0.0.0/0", "nat-1"), route("52.0.0.0/8", "igw-1"),
                      propagated("52.219.0.0/16", "vgw-1")});
  EXPECT_EQ(target_of(bundle, "52.219.3.4"), "vgw-1");
  EXPECT_EQ(target_of(bundle, "52.218.3.4"), "igw-1");
  EXPECT_EQ(target_of(bundle, "18.0.0.1"), "nat-1");
}

// network.md 2 and 3, "How route priority works": of equal prefixes.
TEST(RouteLookup, PrefersStaticThenPrefixListThenPropagated) {
  json bundle = network_account();
  put_prefix_list(bundle, "pl-1", "partner", {"52.0.0.0/8"});
  const json vpn = propagated("52.0.0.0/8", "vgw-1");
  const json list = route("pl-1", "igw-1");
  put_routes(bundle, {vpn, list});
  EXPECT_EQ(target_of(bundle, "52.219.3.4"), "igw-1");
  put_routes(bundle, {vpn, list, route("52.0.0.0/8", "nat-1")});
  EXPECT_EQ(target_of(bundle, "52.219.3.4"), "nat-1");
  put_routes(bundle, {vpn, route("52.0.0.0/8", "nat-1")});
  EXPECT_EQ(target_of(bundle, "52.219.3.4"), "nat-1");
}

// VPC user guide, "Route priority for propagated routes".
TEST(RouteLookup, KeepsWhatIsLocalFromPropagatedRoutes) {
  json bundle = network_account();
  const json local = route("10.0.0.0/16", "local");
  put_routes(bundle, {local, propagated("10.0.2.0/24", "vgw-1"),
                      propagated("10.0.0.0/8", "vgw-1")});
  EXPECT_EQ(target_of(bundle, "10.0.2.9"), "local");
  EXPECT_EQ(target_of(bundle, "10.9.0.1"), "vgw-1");
  put_routes(bundle, {local, route("10.0.2.0/24", "nat-1")});
  EXPECT_EQ(target_of(bundle, "10.0.2.9"), "nat-1");
}

// network.md 4: AWS picks one of them.
TEST(RouteLookup, CannotTellBetweenPrefixListsWithDifferentTargets) {
  json bundle = network_account();
  put_prefix_list(bundle, "pl-1", "one", {"52.0.0.0/8"});
  put_prefix_list(bundle, "pl-2", "two", {"52.219.0.0/16"});
  put_routes(bundle, {route("pl-1", "nat-1"), route("pl-2", "igw-1")});
  EXPECT_EQ(target_of(bundle, "52.219.3.4"), "?");
  EXPECT_EQ(target_of(bundle, "52.1.0.1"), "nat-1");
  put_routes(bundle, {route("pl-1", "nat-1"), route("pl-2", "nat-1")});
  EXPECT_EQ(target_of(bundle, "52.219.3.4"), "nat-1");
}

// network.md 7: there is no second choice.
TEST(RouteLookup, DoesNotFallBackBehindABlackhole) {
  json bundle = network_account();
  json gone = route("52.0.0.0/8", "nat-2");
  gone["State"] = "blackhole";
  put_routes(bundle, {route("0.0.0.0/0", "nat-1"), gone});
  EXPECT_EQ(target_of(bundle, "52.219.3.4"), "nat-2 (blackhole)");
}

TEST(RouteLookup, FindsNoneWhereNoneMatches) {
  json bundle = network_account();
  put_routes(bundle, {route("10.0.0.0/16", "local"), route("::/0", "igw-1")});
  EXPECT_EQ(target_of(bundle, "52.219.3.4"), "none");
}

TEST(RouteLookup, TakesRoutesOfTheFamilyOfTheDestination) {
  json bundle = network_account();
  put_routes(bundle, {route("0.0.0.0/0", "nat-1"), route("::/0", "eigw-1")});
  EXPECT_EQ(target_of(bundle, "3.121.0.9"), "nat-1");
  EXPECT_EQ(target_of(bundle, "2600:9000::1"), "eigw-1");
}

// RouteAlreadyExists: AWS does not let two static routes have one destination.
TEST(RouteLookup, ClaimsNothingOfTwoRoutesOfOneDestination) {
  for (const bool nat_first : {true, false}) {
    json bundle = network_account();
    json routes = {route("3.0.0.0/8", "nat-1"), route("3.0.0.0/8", "igw-1")};
    put_routes(bundle, {routes[nat_first ? 0 : 1], routes[nat_first ? 1 : 0]});
    EXPECT_EQ(target_of(bundle, "3.121.0.9"), "?");
    EXPECT_EQ(target_of(bundle, "4.0.0.1"), "none");
  }
}

TEST(RouteLookup, SplitsASetOfDestinationsWithoutOverlapOrGap) {
  json bundle = network_account();
  put_routes(bundle, {route("52.0.0.0/9", "nat-1"), route("52.64.0.0/10", "igw-1")});
  const support::NetworkWorld world(bundle);
  const IntervalSet wanted = support::block("52.0.0.0/8");
  const auto branches = look_up_route(
      world.context(), *world.find<aws::RouteTable>("rtb-task"), {wanted});
  ASSERT_EQ(branches.size(), 3U);
  EXPECT_EQ(branches[0].destinations, support::block("52.0.0.0/10"));
  EXPECT_EQ(branches[1].destinations, support::block("52.64.0.0/10"));
  EXPECT_EQ(branches[2].destinations, support::block("52.128.0.0/9"));
  EXPECT_EQ(branches[2].route, nullptr);
}

// network.md 35: without its entries, S3's list matches exactly what S3 has.
TEST(RouteLookup, TakesPacketsToS3ByItsListWithoutEntries) {
  json bundle = network_account();
  put_prefix_list(bundle, "pl-s3", kS3, {});
  put_routes(bundle, {route("0.0.0.0/0", "nat-1"), route("pl-s3", "vpce-1")});
  EXPECT_EQ(target_of(bundle, "52.219.3.4", kS3), "vpce-1");
  EXPECT_EQ(target_of(bundle, "52.219.3.4", ""), "nat-1");
}

// No block of AWS's lists is as wide as half of the internet.
TEST(RouteLookup, PrefersS3sListToWideRoutes) {
  json bundle = network_account();
  put_prefix_list(bundle, "pl-s3", kS3, {});
  put_routes(bundle, {route("0.0.0.0/1", "nat-1"), route("128.0.0.0/1", "nat-1"),
                      route("pl-s3", "vpce-1")});
  EXPECT_EQ(target_of(bundle, "52.219.3.4", kS3), "vpce-1");
}

TEST(RouteLookup, CannotTellWhatAListWithoutEntriesTakes) {
  json bundle = network_account();
  put_prefix_list(bundle, "pl-1", "partner", {});
  put_routes(bundle, {route("52.219.3.0/24", "nat-1"), route("pl-1", "igw-1")});
  EXPECT_EQ(target_of(bundle, "52.219.3.4"), "?");
}

// network.md 6, "Configure route tables": 169.254.168.0/22 is never forwarded.
TEST(RouteLookup, ForwardsNothingToTheReservedLinkLocalBlock) {
  json bundle = network_account();
  put_routes(bundle, {route("0.0.0.0/0", "nat-1"), route("169.254.0.0/16", "igw-1")});
  EXPECT_EQ(target_of(bundle, "169.254.168.0"), "none");
  EXPECT_EQ(target_of(bundle, "169.254.171.255"), "none");
  EXPECT_EQ(target_of(bundle, "169.254.167.255"), "igw-1");
  EXPECT_EQ(target_of(bundle, "169.254.172.0"), "igw-1");
}

}  // namespace
}  // namespace pullproof::gates::route_lookup_test
