#include "model/aws/route_table.h"

#include "tests/unit/model/aws/one_document.h"

namespace pullproof::aws::route_table_test {
namespace {

Result<Snapshot> read_table(const std::string& rest) {
  return read("ec2-describe-route-tables",
              R"({"RouteTables": [{"RouteTableId": "rtb-1", "VpcId": "vpc-1", )" +
                  rest + "}]}");
}

Route route(const std::string& text) {
  const auto table = only<RouteTable>(read_table(R"("Routes": [)" + text + "]"));
  return table.routes.empty() ? Route{} : table.routes.front();
}

TEST(RouteTable, ReadsItsAssociations) {
  const auto table = only<RouteTable>(read_table(R"("Associations": [
    {"Main": true, "RouteTableId": "rtb-1"},
    {"Main": false, "SubnetId": "subnet-1", "RouteTableId": "rtb-1",
     "AssociationState": {"State": "associated"}},
    {"SubnetId": "subnet-2", "AssociationState": {"State": "disassociated"}},
    {"SubnetId": "subnet-3", "AssociationState": {"State": "associating"}},
    {"GatewayId": "igw-1"}])"));
  EXPECT_TRUE(table.main);
  ASSERT_EQ(table.subnets.size(), 1U);
  EXPECT_EQ(table.subnets[0].text, "subnet-1");
  EXPECT_EQ(table.gateways, std::vector<Symbol>{"igw-1"});
  ASSERT_EQ(table.unsettled.size(), 1U);
  EXPECT_EQ(table.unsettled[0].subnet.text, "subnet-3");
  EXPECT_EQ(table.unsettled[0].state, "associating");
}

TEST(RouteTable, RefusesAnAssociationOfAnotherTable) {
  EXPECT_EQ(problems(read_table(R"("Associations": [
              {"SubnetId": "subnet-1", "RouteTableId": "rtb-2"}])")),
            Texts{"/RouteTables/0/Associations/0/RouteTableId: the association of "
                  "`rtb-1` says `rtb-2`"});
}

TEST(Route, KnowsItsTargets) {
  using Target = Route::Target;
  const std::vector<std::pair<std::string, Target>> cases{
      {R"("GatewayId": "local")", Target::Local},
      {R"("GatewayId": "igw-1")", Target::InternetGateway},
      {R"("GatewayId": "vpce-1")", Target::VpcEndpoint},
      {R"("GatewayId": "vgw-1")", Target::Other},
      {R"("NatGatewayId": "nat-1")", Target::NatGateway},
      {R"("EgressOnlyInternetGatewayId": "eigw-1")", Target::EgressOnlyInternetGateway},
      {R"("TransitGatewayId": "tgw-1")", Target::TransitGateway},
      {R"("VpcPeeringConnectionId": "pcx-1")", Target::Peering}};
  for (const auto& [target, kind] : cases) {
    const auto read = route(R"({"DestinationCidrBlock": "0.0.0.0/0", )" + target + "}");
    EXPECT_EQ(read.target, kind) << target;
    EXPECT_NE(target.find('"' + read.target_id + '"'), std::string::npos);
  }
}

TEST(Route, NamesTheInterfaceOfAnInstanceRoute) {
  const auto read = route(R"({"DestinationCidrBlock": "0.0.0.0/0",
    "InstanceId": "i-1", "NetworkInterfaceId": "eni-1", "InstanceOwnerId": "1"})");
  EXPECT_EQ(read.target_id, "eni-1");
}

TEST(Route, ReadsEveryKindOfDestination) {
  EXPECT_EQ(route(R"({"DestinationCidrBlock": "10.0.0.0/8", "GatewayId": "local"})")
                .destination_text(),
            "10.0.0.0/8");
  EXPECT_EQ(route(R"({"DestinationIpv6CidrBlock": "::/0", "GatewayId": "igw-1"})")
                .destination_text(),
            "::/0");
  const auto list =
      route(R"({"DestinationPrefixListId": "pl-1", "GatewayId": "vpce-1"})");
  EXPECT_FALSE(list.destination);
  EXPECT_EQ(list.destination_text(), "pl-1");
}

TEST(Route, NeedsExactlyOneDestination) {
  EXPECT_EQ(problems(read_table(R"("Routes": [{"GatewayId": "igw-1"}])")),
            Texts{"/RouteTables/0/Routes/0: expected one destination of the route, "
                  "found 0"});
  EXPECT_EQ(problems(read_table(R"("Routes": [{"GatewayId": "igw-1",
              "DestinationPrefixListId": "pl-1",
              "DestinationCidrBlock": "0.0.0.0/0"}])"))
                .size(),
            1U);
}

TEST(Route, RefusesHostBits) {
  EXPECT_EQ(problems(read_table(R"("Routes": [{"GatewayId": "igw-1",
              "DestinationCidrBlock": "10.0.0.1/8"}])"))
                .size(),
            1U);
}

TEST(Route, KnowsBlackholesAndPropagatedRoutes) {
  const auto read = route(R"({"DestinationCidrBlock": "0.0.0.0/0", "State": "blackhole",
    "NatGatewayId": "nat-1", "Origin": "EnableVgwRoutePropagation"})");
  EXPECT_TRUE(read.blackhole);
  EXPECT_TRUE(read.propagated);
  EXPECT_EQ(read.source.pointer, "/RouteTables/0/Routes/0");
}

TEST(Route, WarnsOfWhatItDoesNotKnow) {
  const auto unknown_state = read_table(R"("Routes": [{"GatewayId": "igw-1",
    "DestinationCidrBlock": "0.0.0.0/0", "State": "filtered"}])");
  EXPECT_EQ(warnings(unknown_state), Texts{"/RouteTables/0/Routes/0/State: route state "
                                           "`filtered` is not modelled"});
  EXPECT_EQ(only<RouteTable>(unknown_state).routes[0].target, Route::Target::Other);
  EXPECT_EQ(warnings(read_table(R"("Routes": [{"QuantumGatewayId": "q-1",
              "DestinationCidrBlock": "0.0.0.0/0"}])"))
                .size(),
            1U);
}

}  // namespace
}  // namespace pullproof::aws::route_table_test
