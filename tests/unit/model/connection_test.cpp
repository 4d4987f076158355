#include "model/connection.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/support/network_account.h"

namespace pullproof::model::connection_test {
namespace {

using nlohmann::json;
using support::interface_endpoint;
using support::network_account;
using support::network_answer;
using support::put_endpoint;
using support::put_routes;
using support::route;
using Texts = std::vector<std::string>;

constexpr const char* kS3 = "com.amazonaws.eu-central-1.s3";
const Target kToken{"api.ecr.eu-central-1.amazonaws.com", "ecr.api", "eu-central-1"};
const Target kLayer{
    "prod-eu-central-1-starport-layer-bucket.s3.eu-central-1."
    "amazonaws.com",
    "s3", "eu-central-1"};

/// Where a hop filters, in words: "group out", "acl in subnet-nat".
std::string text(const Hop& hop) {
  if (const auto* at = std::get_if<gates::GroupPlace>(&hop.place)) {
    return std::string(at->egress ? "group out " : "group in ") + hop.id;
  }
  if (const auto* at = std::get_if<gates::SubnetPlace>(&hop.place)) {
    const bool back = at->packet.direction == gates::Direction::Back;
    return std::string(back ? "reply acl " : "acl ") + (at->egress ? "out " : "in ") +
           at->subnet.text;
  }
  return hop.kind + ' ' + hop.id;
}

/// One connection from `subnet`, and what it told about its way.
struct Connected {
  explicit Connected(const json& bundle, const Target& target = kToken,
                     const std::string& subnet = "subnet-task",
                     const std::string& os = "linux")
      : world(bundle), context(world.context()) {
    leg.placement = leg.fields.add({.name = "placement",
                                    .kind = Field::Kind::Placement,
                                    .domain = IntervalSet::single(0),
                                    .text_domain = {},
                                    .exact = true});
    leg.graph.add({});
    SourceInterface source;
    source.scope = support::kNetworkScope;
    source.subnet = SubnetId(subnet);
    source.vpc = VpcId("vpc-1");
    source.addresses = world.find<aws::Subnet>(subnet)->usable_addresses();
    source.ipv6_addresses = world.find<aws::Subnet>(subnet)->usable_ipv6_addresses();
    source.dns64 = world.find<aws::Subnet>(subnet)->dns64;
    source.public_ipv6 = true;
    source.groups = {SecurityGroupId("sg-task")};
    source.hop_kind = "task";
    source.placement.subnet = subnet;
    add_connection(leg, context, 0, source, os, target,
                   [&](std::size_t last, const PathFacts& told) {
                     facts.push_back(told);
                     Hop end;
                     end.kind = "carried";
                     leg.graph.then(last, end);
                   });
  }

  /// Every way behind task and resolver, up to what it carries.
  [[nodiscard]] std::vector<Texts> ways() const {
    std::vector<Texts> all;
    for (const auto& lane : leg.graph.lanes()) {
      Texts way;
      for (const std::size_t hop : lane) way.push_back(text(leg.graph.hops()[hop]));
      all.emplace_back(way.begin() + 3, way.end());
    }
    return all;
  }

  /// Between the task and the resolver.
  [[nodiscard]] Texts way_to_the_resolver() const {
    Texts way;
    const auto lanes = leg.graph.lanes();
    for (const std::size_t hop : lanes.front()) {
      const Hop& at = leg.graph.hops()[hop];
      if (at.kind == "resolver") break;
      if (hop > 1) way.push_back(text(at));
    }
    return way;
  }

  [[nodiscard]] const Field& field(const std::string& name) const {
    for (const auto& each : leg.fields.all()) {
      if (each.name == name) return each;
    }
    throw std::out_of_range(name);
  }

  support::NetworkWorld world;
  gates::Context context;
  Leg leg;
  std::vector<PathFacts> facts;
};

json with_endpoint() {
  json bundle = network_account();
  put_endpoint(bundle, interface_endpoint("vpce-api", "ecr.api"));
  return bundle;
}

json with_s3_gateway() {
  json bundle = network_account();
  support::put_prefix_list(bundle, "pl-s3", kS3, {"52.219.72.0/22"});
  put_endpoint(bundle, {{"VpcEndpointId", "vpce-s3"},
                        {"VpcEndpointType", "Gateway"},
                        {"VpcId", "vpc-1"},
                        {"ServiceName", kS3},
                        {"State", "available"}});
  put_routes(bundle, {route("10.0.0.0/16", "local"), route("pl-s3", "vpce-s3")});
  return bundle;
}

Texts way_through_nat() {
  return {"group out sg-task",
          "acl out subnet-task",
          "route-table rtb-task",
          "acl in subnet-nat",
          "nat-gateway nat-1",
          "acl out subnet-nat",
          "route-table rtb-nat",
          "internet-gateway igw-1",
          "reply acl in subnet-nat",
          "reply acl out subnet-nat",
          "route-table rtb-nat",
          "reply acl in subnet-task",
          "carried "};
}

// network.md 9, 11 and 16: the groups once, each ACL on every crossing, both ways.
TEST(Connection, PassesTheNatGatewaysSubnetOnBothLegsAndBack) {
  const Connected connected(network_account());
  EXPECT_EQ(connected.ways(), std::vector<Texts>{way_through_nat()});
  ASSERT_EQ(connected.facts.size(), 1U);
  const FieldId seen = connected.facts[0].public_source.value();
  EXPECT_EQ(connected.leg.fields.at(seen).domain, IntervalSet::single(0x12C30001));
}

// network.md 10.
TEST(Connection, UsesTheClientPortsOfItsSystemAndOfNat) {
  const Connected on_linux(network_account());
  EXPECT_EQ(on_linux.field("source port").domain, IntervalSet::range(32768, 60999));
  EXPECT_EQ(on_linux.field("NAT port").domain, IntervalSet::range(1024, 65535));
  const Connected on_windows(network_account(), kToken, "subnet-task", "windows");
  EXPECT_EQ(on_windows.field("source port").domain, IntervalSet::range(49152, 65535));
}

// network.md 9: not evaluated inside one subnet.
TEST(Connection, PassesNoAclTowardsANatGatewayInItsOwnSubnet) {
  json bundle = network_account();
  json& gateway = network_answer(bundle, "ec2-describe-nat-gateways")["NatGateways"][0];
  gateway["SubnetId"] = "subnet-task";
  gateway["NatGatewayAddresses"][0]["PrivateIp"] = "10.0.1.9";
  put_routes(bundle, {route("10.0.0.0/16", "local"), route("0.0.0.0/0", "nat-1")});
  // The NAT gateway's own traffic comes back to it: its subnet must lead outside.
  const auto ways = Connected(bundle).ways();
  ASSERT_EQ(ways.size(), 1U);
  EXPECT_EQ(ways[0],
            (Texts{"group out sg-task", "acl out subnet-task", "route-table rtb-task",
                   "nat-gateway nat-1", "acl out subnet-task", "route-table rtb-task",
                   "carried "}));
}

TEST(Connection, GoesStraightToTheInternetGatewayFromAPublicSubnet) {
  const Connected connected(network_account(), kToken, "subnet-nat");
  EXPECT_EQ(connected.ways(),
            (std::vector<Texts>{{"group out sg-task", "acl out subnet-nat",
                                 "route-table rtb-nat", "internet-gateway igw-1",
                                 "reply acl in subnet-nat", "carried "}}));
}

// network.md 20: the ACLs of both subnets, the endpoint's inbound rules only.
TEST(Connection, CrossesBothSubnetsToAnInterfaceEndpoint) {
  const Connected connected(with_endpoint());
  EXPECT_EQ(
      connected.ways(),
      (std::vector<Texts>{
          {"group out sg-task", "endpoint-address vpce-api", "acl out subnet-task",
           "route-table rtb-task", "acl in subnet-data", "group in sg-endpoint",
           "endpoint vpce-api", "reply acl out subnet-data", "route-table rtb-main",
           "reply acl in subnet-task", "carried "}}));
  ASSERT_EQ(connected.facts.size(), 1U);
  EXPECT_EQ(connected.facts[0].endpoint->id(), "vpce-api");
  EXPECT_EQ(connected.facts[0].vpc, VpcId("vpc-1"));
  EXPECT_FALSE(connected.facts[0].public_source);
}

TEST(Connection, PassesNoAclTowardsAnEndpointInItsOwnSubnet) {
  const Connected connected(with_endpoint(), kToken, "subnet-data");
  EXPECT_EQ(
      connected.ways(),
      (std::vector<Texts>{{"group out sg-task", "endpoint-address vpce-api",
                           "group in sg-endpoint", "endpoint vpce-api", "carried "}}));
}

// network.md 19: the ACLs see S3's public addresses; there is no group at the far end.
TEST(Connection, LeavesByTheGatewayEndpointToS3) {
  const Connected connected(with_s3_gateway(), kLayer);
  EXPECT_EQ(connected.ways(),
            (std::vector<Texts>{{"group out sg-task", "acl out subnet-task",
                                 "route-table rtb-task", "endpoint vpce-s3",
                                 "reply acl in subnet-task", "carried "}}));
  EXPECT_EQ(connected.field("destination address").domain,
            support::block("52.219.72.0/22"));
  EXPECT_TRUE(connected.field("destination address").exact);
}

// What it would have carried is judged all the same, as far as it can be.
TEST(Connection, EndsWhereTheTableHasNoRoute) {
  const Connected connected(with_s3_gateway(), kToken);
  EXPECT_EQ(connected.ways(),
            (std::vector<Texts>{{"group out sg-task", "acl out subnet-task",
                                 "route-table rtb-task", "carried "}}));
  EXPECT_TRUE(connected.facts.at(0).undecided);
  std::size_t ends = 0;
  for (const auto& hop : connected.leg.graph.hops()) {
    const auto* place = std::get_if<gates::RoutePlace>(&hop.place);
    if (place == nullptr) continue;
    EXPECT_EQ(place->outcome, gates::RoutePlace::Outcome::None);
    ++ends;
  }
  EXPECT_EQ(ends, 1U);
}

TEST(Connection, SplitsWhereRoutesSplitTheDestinations) {
  json bundle = with_s3_gateway();
  put_routes(bundle, {route("10.0.0.0/16", "local"), route("0.0.0.0/0", "nat-1"),
                      route("52.219.72.0/23", "igw-1")});
  EXPECT_EQ(Connected(bundle, kLayer).ways().size(), 2U);
}

// Not modelled: what lies behind is carried on as undecided, never as passed.
TEST(Connection, ClaimsNothingBehindWhatIsNotModelled) {
  json bundle = network_account();
  for (const char* target : {"tgw-1", "vgw-1", "pcx-1", "eni-1"}) {
    put_routes(bundle, {route("0.0.0.0/0", target)});
    const Connected connected(bundle);
    ASSERT_EQ(connected.facts.size(), 1U) << target;
    EXPECT_TRUE(connected.facts[0].undecided) << target;
  }
}

/// nat-1 is regional, with an address in the zone of all subnets and a table of its
/// own.
json with_regional_nat() {
  json bundle = network_account();
  json& gateway = network_answer(bundle, "ec2-describe-nat-gateways")["NatGateways"][0];
  gateway.erase("SubnetId");
  gateway["AvailabilityMode"] = "regional";
  gateway["AutoProvisionZones"] = "disabled";
  gateway["AutoScalingIps"] = "disabled";
  gateway["RouteTableId"] = "rtb-regional";
  gateway["NatGatewayAddresses"] = json::array(
      {{{"PublicIp", "18.195.0.1"}, {"AvailabilityZone", "eu-central-1a"}}});
  network_answer(bundle, "ec2-describe-route-tables")["RouteTables"].push_back(
      {{"RouteTableId", "rtb-regional"},
       {"VpcId", "vpc-1"},
       {"Associations", json::array({{{"GatewayId", "nat-1"}}})},
       {"Routes",
        json::array({route("10.0.0.0/16", "local"), route("0.0.0.0/0", "igw-1")})}});
  return bundle;
}

json& regional_table(json& bundle) {
  return network_answer(bundle, "ec2-describe-route-tables")["RouteTables"].back();
}

// AWS: VPC user guide, "Regional NAT gateways for automatic multi-AZ expansion".
TEST(Connection, PassesARegionalNatGatewayInNoSubnetByATableOfItsOwn) {
  const Connected connected(with_regional_nat());
  EXPECT_EQ(
      connected.ways(),
      (std::vector<Texts>{
          {"group out sg-task", "acl out subnet-task", "route-table rtb-task",
           "nat-gateway nat-1", "route-table rtb-regional", "internet-gateway igw-1",
           "route-table rtb-regional", "reply acl in subnet-task", "carried "}}));
  ASSERT_EQ(connected.facts.size(), 1U);
  const FieldId seen = connected.facts[0].public_source.value();
  EXPECT_EQ(connected.leg.fields.at(seen).domain, IntervalSet::single(0x12C30001));
}

TEST(Connection, FindsTheTableOfARegionalNatGatewayByItsAssociation) {
  json bundle = with_regional_nat();
  network_answer(bundle, "ec2-describe-nat-gateways")["NatGateways"][0].erase(
      "RouteTableId");
  EXPECT_FALSE(Connected(bundle).facts.at(0).undecided);
  regional_table(bundle)["Associations"] = json::array();
  const Connected lost(bundle);
  EXPECT_EQ(lost.facts.at(0).undecided.value().call, "ec2-describe-route-tables");
}

TEST(Connection, ClaimsNothingWhereARegionalNatGatewaysTableLeadsElsewhere) {
  json bundle = with_regional_nat();
  regional_table(bundle)["Routes"][1] = route("0.0.0.0/0", "tgw-1");
  EXPECT_TRUE(Connected(bundle).facts.at(0).undecided);
  // "Use this route table to add return routes to your middleboxes."
  bundle = with_regional_nat();
  regional_table(bundle)["Routes"].push_back(route("10.0.1.0/24", "vpce-1"));
  EXPECT_TRUE(Connected(bundle).facts.at(0).undecided);
}

// Until the gateway has added the zone, it uses addresses that nobody knows.
TEST(Connection, KnowsNoAddressOfAZoneThatAGatewayHasYetToAdd) {
  json bundle = with_regional_nat();
  json& gateway = network_answer(bundle, "ec2-describe-nat-gateways")["NatGateways"][0];
  gateway["AutoProvisionZones"] = "enabled";
  gateway["NatGatewayAddresses"][0]["AvailabilityZone"] = "eu-central-1b";
  const Connected connected(bundle);
  const FieldId seen = connected.facts.at(0).public_source.value();
  EXPECT_FALSE(connected.leg.fields.at(seen).exact);
}

// "AutoScalingIps": AWS gives a zone more addresses when it needs more ports.
TEST(Connection, KnowsNotAllAddressesOfAGatewayThatAddsSome) {
  for (const char* setting : {"enabled", ""}) {
    json bundle = with_regional_nat();
    json& gateway =
        network_answer(bundle, "ec2-describe-nat-gateways")["NatGateways"][0];
    gateway["AutoScalingIps"] = setting;
    const Connected connected(bundle);
    const FieldId seen = connected.facts.at(0).public_source.value();
    EXPECT_FALSE(connected.leg.fields.at(seen).exact) << setting;
  }
}

constexpr const char* kIpv6Block = "2a05:d014:1::/56";

/// subnet-task has IPv6 alone, with DNS64, NAT64 and an egress-only internet gateway.
json with_ipv6_only() {
  json bundle = network_account();
  network_answer(bundle,
                 "ec2-describe-vpcs")["Vpcs"][0]["Ipv6CidrBlockAssociationSet"] =
      json::array({{{"Ipv6CidrBlock", kIpv6Block},
                    {"Ipv6CidrBlockState", {{"State", "associated"}}}}});
  for (auto& subnet : network_answer(bundle, "ec2-describe-subnets")["Subnets"]) {
    if (subnet["SubnetId"] != "subnet-task") continue;
    subnet.erase("CidrBlock");
    subnet["Ipv6Native"] = true;
    subnet["EnableDns64"] = true;
    subnet["Ipv6CidrBlockAssociationSet"] =
        json::array({{{"Ipv6CidrBlock", "2a05:d014:1:1::/64"}}});
  }
  for (auto& table :
       network_answer(bundle, "ec2-describe-route-tables")["RouteTables"]) {
    table["Routes"].push_back(route(kIpv6Block, "local"));
  }
  put_routes(bundle, {route("10.0.0.0/16", "local"), route(kIpv6Block, "local"),
                      route("64:ff9b::/96", "nat-1"), route("::/0", "eigw-1")});
  return bundle;
}

Target dual_stack_token() {
  return {.host = "ecr.eu-central-1.api.aws",
          .service = "ecr.api",
          .region = "eu-central-1",
          .dual_stack = true};
}

// AWS: VPC user guide, "DNS64 and NAT64": the NAT gateway's IPv4 side goes on from
// there.
TEST(Connection, TakesIpv6OnlyTasksToIpv4NamesThroughNat64) {
  const Connected connected(with_ipv6_only());
  EXPECT_EQ(connected.ways(), std::vector<Texts>{way_through_nat()});
  EXPECT_FALSE(connected.facts.at(0).undecided);
  const FieldId seen = connected.facts[0].public_source.value();
  EXPECT_EQ(connected.leg.fields.at(seen).domain, IntervalSet::single(0x12C30001));
  EXPECT_TRUE(connected.field("destination address")
                  .domain.is_subset_of(nat64_block().addresses()));
  EXPECT_TRUE(connected.field("IPv4 destination").domain.is_subset_of(public_ipv4()));
}

TEST(Connection, TakesIpv6OnlyTasksToDualStackNamesOverIpv6) {
  const Connected connected(with_ipv6_only(), dual_stack_token());
  EXPECT_EQ(connected.ways(),
            (std::vector<Texts>{{"group out sg-task", "acl out subnet-task",
                                 "route-table rtb-task",
                                 "egress-only-internet-gateway eigw-1",
                                 "reply acl in subnet-task", "carried "}}));
  EXPECT_FALSE(connected.facts.at(0).public_source);
}

// AWS: VPC user guide, "AWS IP address ranges", in both families.
TEST(Connection, KnowsTheIpv6AddressesThatAwsPublishes) {
  json bundle = with_ipv6_only();
  const auto entry = [](const char* key, const char* block) {
    return json::array(
        {{{key, block}, {"region", "eu-central-1"}, {"service", "AMAZON"}}});
  };
  bundle["ip-ranges.json"] = {
      {"syncToken", "1764200000"},
      {"prefixes", entry("ip_prefix", "3.120.0.0/14")},
      {"ipv6_prefixes", entry("ipv6_prefix", "2600:9000::/28")}};
  EXPECT_EQ(Connected(bundle, dual_stack_token()).field("destination address").domain,
            Cidr::parse("2600:9000::/28")->addresses());
}

TEST(Connection, ClaimsNothingForNat64AddressesAtAnInternetGateway) {
  json bundle = with_ipv6_only();
  for (const char* gateway : {"eigw-1", "igw-1"}) {
    put_routes(bundle, {route(kIpv6Block, "local"), route("::/0", gateway)});
    EXPECT_TRUE(Connected(bundle).facts.at(0).undecided) << gateway;
  }
}

TEST(Connection, ClaimsNothingForIpv6ThatIsLedToANatGateway) {
  json bundle = with_ipv6_only();
  put_routes(bundle, {route(kIpv6Block, "local"), route("::/0", "nat-1")});
  EXPECT_TRUE(Connected(bundle, dual_stack_token()).facts.at(0).undecided);
}

// AWS documents neither the name that ECR sends IPv6 clients to, nor the family that a
// client with both takes.
TEST(Connection, TakesBothWaysWhereAwsDoesNotDocumentWhich) {
  Target layer = kLayer;
  layer.dual_stack_host =
      "prod-eu-central-1-starport-layer-bucket.s3.dualstack."
      "eu-central-1.amazonaws.com";
  const Connected alone(with_ipv6_only(), layer);
  EXPECT_EQ(alone.ways().size(), 2U);
  EXPECT_EQ(alone.leg.sources.size(), 1U);
  json both = with_ipv6_only();
  for (auto& subnet : network_answer(both, "ec2-describe-subnets")["Subnets"]) {
    if (subnet["SubnetId"] == "subnet-task") subnet["CidrBlock"] = "10.0.1.0/24";
  }
  EXPECT_EQ(Connected(both).ways().size(), 2U);
  EXPECT_EQ(Connected(network_account(), layer).ways().size(), 1U);
}

TEST(Connection, ClaimsNothingForEndpointsOverIpv6) {
  json bundle = with_ipv6_only();
  put_endpoint(bundle, interface_endpoint("vpce-api", "ecr.api"));
  for (const auto& facts : Connected(bundle).facts) EXPECT_TRUE(facts.undecided);
}

TEST(Connection, ClaimsNothingWhereAGatewaysTableDivertsReplies) {
  json bundle = network_account();
  network_answer(bundle, "ec2-describe-route-tables")["RouteTables"].push_back(
      {{"RouteTableId", "rtb-edge"},
       {"VpcId", "vpc-1"},
       {"Associations", json::array({{{"GatewayId", "igw-1"}}})},
       {"Routes", json::array({route("10.0.0.0/24", "vpce-appliance")})}});
  EXPECT_TRUE(Connected(bundle).facts.at(0).undecided);
}

json with_dns_server(const std::string& address) {
  json bundle = network_account();
  network_answer(bundle, "ec2-describe-dhcp-options")
      .at("DhcpOptions")[0]["DhcpConfigurations"][0]["Values"] =
      json::array({{{"Value", address}}});
  return bundle;
}

// network.md 13 and 22: a server of one's own is ordinary traffic, on port 53.
TEST(Connection, MustReachItsOwnDnsServerFirst) {
  json bundle = with_dns_server("10.0.2.53");
  EXPECT_EQ(Connected(bundle).way_to_the_resolver(),
            (Texts{"dns-server 10.0.2.53", "group out sg-task", "acl out subnet-task",
                   "route-table ?", "reply acl in subnet-task"}));
  network_answer(bundle, "ec2-describe-network-interfaces")["NetworkInterfaces"] =
      json::array({{{"NetworkInterfaceId", "eni-dns"},
                    {"SubnetId", "subnet-data"},
                    {"VpcId", "vpc-1"},
                    {"PrivateIpAddress", "10.0.2.53"},
                    {"Groups", json::array({{{"GroupId", "sg-endpoint"}}})}}});
  EXPECT_EQ(Connected(bundle).way_to_the_resolver(),
            (Texts{"dns-server 10.0.2.53", "group out sg-task", "acl out subnet-task",
                   "acl in subnet-data", "group in sg-endpoint",
                   "reply acl out subnet-data", "reply acl in subnet-task"}));
}

TEST(Connection, AsksADnsServerInItsOwnSubnetWithoutAnyAcl) {
  EXPECT_EQ(Connected(with_dns_server("10.0.1.53")).way_to_the_resolver(),
            (Texts{"dns-server 10.0.1.53", "group out sg-task", "route-table ?"}));
}

TEST(Connection, AsksItsDnsServerByUdpOnPort53) {
  const Connected connected(with_dns_server("10.0.1.53"));
  const auto& place =
      std::get<gates::GroupPlace>(connected.leg.graph.hops().at(3).place);
  EXPECT_EQ(place.packet.protocol, 17);
  EXPECT_EQ(place.packet.destination_port.fixed, 53U);
}

}  // namespace
}  // namespace pullproof::model::connection_test
