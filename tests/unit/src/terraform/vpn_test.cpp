#include "model/changes/apply_edits.h"
#include "tests/unit/src/terraform/written_plan.h"

namespace pullproof::cli::terraform::vpn_test {
namespace {

using namespace pullproof::cli::terraform::testing;

constexpr const char* kVpc = "vpc-0822b33ad87c148a0";
constexpr const char* kTable = "rtb-00ee67d0f811f87be";
constexpr const char* kGateway = "vgw-aws_vpn_gateway.office";

Json gateway() {
  return made("aws_vpn_gateway.office", {{"vpc_id", kVpc}},
              {{"id", true}, {"arn", true}});
}

Json propagation() {
  return made("aws_vpn_gateway_route_propagation.private",
              {{"route_table_id", kTable}, {"vpn_gateway_id", kGateway}},
              {{"id", true}});
}

Json connection(bool is_static) {
  return made("aws_vpn_connection.office",
              {{"static_routes_only", is_static},
               {"vpn_gateway_id", kGateway},
               {"transit_gateway_id", nullptr}},
              {{"id", true}, {"arn", true}});
}

Json route() {
  return made("aws_vpn_connection_route.office",
              {{"destination_cidr_block", "192.168.0.0/16"},
               {"vpn_connection_id", "vpn-aws_vpn_connection.office"}},
              {{"id", true}});
}

TEST(VpnPlan, AttachesAGatewayThatIsNew) {
  auto account = changes::AccountDocuments::from_bundle(healthy_bundle());
  ASSERT_TRUE(account.ok());
  const Change change = change_of(plan_of({gateway()}), account.value());
  EXPECT_EQ(doubts_of(change), std::vector<std::string>());
  EXPECT_EQ(
      value_of(change, "aws_vpn_gateway.office", Edit::Kind::SetEntry, "VpnGateway"),
      Json({{"State", "attached"}, {"VpcId", kVpc}}));
  EXPECT_TRUE(changes::apply_edits(account.value(), change).empty());
  EXPECT_TRUE(account.value().read().ok());
}

TEST(VpnPlan, PropagatesStaticRoutesOfConnectionsThatAreNew) {
  const Change change =
      change_of(plan_of({gateway(), connection(true), route(), propagation()}));
  EXPECT_EQ(doubts_of(change), std::vector<std::string>());
  EXPECT_EQ(value_of(change, "aws_vpn_gateway_route_propagation.private",
                     Edit::Kind::SetEntry, "RouteTable"),
            Json({{"DestinationCidrBlock", "192.168.0.0/16"},
                  {"GatewayId", kGateway},
                  {"Origin", "EnableVgwRoutePropagation"},
                  {"State", "active"}}));
}

TEST(VpnPlan, DoubtsWhatTheFarSideAnnounces) {
  const Change change =
      change_of(plan_of({gateway(), connection(false), propagation()}));
  EXPECT_EQ(doubts_of(change).size(), 1U);
  const Json known = made("aws_vpn_gateway_route_propagation.private",
                          {{"route_table_id", kTable}, {"vpn_gateway_id", "vgw-1"}});
  EXPECT_EQ(doubts_of(change_of(plan_of({known}))).size(), 1U);
}

TEST(VpnPlan, ReadsPropagationInsideOfATable) {
  const Json table =
      made("aws_route_table.own", {{"vpc_id", kVpc}, {"propagating_vgws", {kGateway}}},
           {{"id", true}});
  EXPECT_EQ(doubts_of(change_of(plan_of({gateway(), table}))),
            std::vector<std::string>());
}

TEST(VpnPlan, AttachesAConnectionToATransitGateway) {
  const Json hub = made("aws_ec2_transit_gateway.hub",
                        {{"default_route_table_association", "enable"},
                         {"default_route_table_propagation", "enable"}},
                        {{"id", true}});
  Json tunnel = connection(true);
  tunnel["change"]["after"]["vpn_gateway_id"] = nullptr;
  tunnel["change"]["after"]["transit_gateway_id"] = "tgw-aws_ec2_transit_gateway.hub";
  tunnel["change"]["after_unknown"]["transit_gateway_attachment_id"] = true;
  const Change change = change_of(plan_of({hub, tunnel}));
  EXPECT_EQ(doubts_of(change), std::vector<std::string>());
  const Json row = value_of(change, "aws_vpn_connection.office", Edit::Kind::Add,
                            "TransitGatewayAttachment");
  EXPECT_EQ(row["ResourceType"], "vpn");
  EXPECT_EQ(row["Association"]["TransitGatewayRouteTableId"],
            "tgw-rtb-aws_ec2_transit_gateway.hub");
  tunnel["change"]["after"]["static_routes_only"] = false;
  EXPECT_EQ(doubts_of(change_of(plan_of({hub, tunnel}))).size(), 1U);
}

}  // namespace
}  // namespace pullproof::cli::terraform::vpn_test
