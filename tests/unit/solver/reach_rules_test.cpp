// AWS's network rules, each both ways, judged by `reach` and by the simulator of
// packets.
//
// Only what the other tests of `reach` do not say: see reach_test and reach_vpcs_test.
#include <functional>
#include <ostream>
#include <string>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/support/joined_vpcs.h"
#include "tests/support/network_account.h"
#include "tests/support/packet_simulator.h"
#include "tests/support/reached.h"
#include "tests/support/topology.h"

namespace pullproof::solver::reach_rules_test {
namespace {

using nlohmann::json;
using support::AclRule;
using support::joined_vpcs;
using support::network_answer;
using support::peered_vpcs;
using support::permission;
using support::put_acl;
using support::put_routes;
using support::route;
using support::routes_of;
using support::transit_route;
using support::transit_routes;
using support::with_second_table;

constexpr const char* kInternet = "3.121.0.9";
constexpr const char* kS3 = "vpce-s3";
constexpr const char* kInS3 = "52.219.0.1";

const json kLocal = route("10.0.0.0/16", "local");

enum class Way { Open, NotThere, NotBack };

struct Rule {
  const char* name;
  const char* page;  ///< That states it.
  std::function<json()> account;
  model::ReachQuestion question;
  Way way;
};

void PrintTo(const Rule& rule, std::ostream* out) {
  *out << rule.name << " (" << rule.page << ")";
}

/// eni-task sends through the table rtb-task with these routes behind the local one.
json with_routes(json bundle, std::vector<json> routes) {
  routes.insert(routes.begin(), kLocal);
  put_routes(bundle, routes);
  return bundle;
}

json& interface_of(json& bundle, std::size_t which) {
  return network_answer(bundle,
                        "ec2-describe-network-interfaces")["NetworkInterfaces"][which];
}

/// eni-task and eni-far, which is in subnet-data of the same VPC.
json one_vpc() {
  json bundle = peered_vpcs();
  json& far = interface_of(bundle, 1);
  far["VpcId"] = "vpc-1";
  far["SubnetId"] = "subnet-data";
  far["PrivateIpAddresses"][0]["PrivateIpAddress"] = "10.0.2.10";
  network_answer(bundle, "ec2-describe-security-groups")["SecurityGroups"].back() = {
      {"GroupId", "sg-far"},
      {"GroupName", "sg-far"},
      {"VpcId", "vpc-1"},
      {"IpPermissions", json::array({permission("10.0.0.0/16", "tcp", 443, 443)})},
      {"IpPermissionsEgress", json::array()}};
  return bundle;
}

json with_acl(json bundle, const std::vector<AclRule>& rules) {
  put_acl(bundle, rules);
  return bundle;
}

/// The NAT gateway of VPC 1, in the way to the internet, with this value.
json with_nat(const char* key, const json& value) {
  json bundle = with_routes(peered_vpcs(), {route("0.0.0.0/0", "nat-1")});
  network_answer(bundle, "ec2-describe-nat-gateways")["NatGateways"][0][key] = value;
  return bundle;
}

json with_main_route(const json& added) {
  json bundle = one_vpc();
  routes_of(bundle, "rtb-main").push_back(added);
  return bundle;
}

json with_public_address(json bundle) {
  bundle = with_routes(std::move(bundle), {route("0.0.0.0/0", "igw-1")});
  interface_of(
      bundle, 0)["PrivateIpAddresses"][0]["Association"] = {{"PublicIp", "18.196.0.1"}};
  return bundle;
}

/// Groups of either side name each other in place of addresses.
json with_named_groups(json bundle) {
  network_answer(bundle, "ec2-describe-security-groups")["SecurityGroups"]
      .back()["IpPermissions"] = {permission("sg-task", "tcp", 443, 443)};
  return bundle;
}

json with_egress(json bundle, const std::vector<json>& rules) {
  network_answer(
      bundle,
      "ec2-describe-security-groups")["SecurityGroups"][0]["IpPermissionsEgress"] =
      rules;
  return bundle;
}

/// vpce-s3 of vpc-1, whose prefix list rtb-task leads to.
json with_endpoint() {
  json bundle = with_routes(joined_vpcs(), {route("pl-s3", kS3)});
  support::put_prefix_list(bundle, "pl-s3", "com.amazonaws.eu-central-1.s3",
                           {"52.219.0.0/16"});
  support::put_endpoint(bundle, {{"VpcEndpointId", kS3},
                                 {"VpcEndpointType", "Gateway"},
                                 {"VpcId", "vpc-1"},
                                 {"ServiceName", "com.amazonaws.eu-central-1.s3"},
                                 {"State", "available"},
                                 {"RouteTableIds", json::array({"rtb-task"})}});
  return bundle;
}

json with_block(const char* state) {
  json bundle = one_vpc();
  network_answer(bundle, "ec2-describe-vpcs")["Vpcs"][1]["CidrBlockAssociationSet"] = {
      {{"AssociationId", "a"},
       {"CidrBlock", "10.9.0.0/16"},
       {"CidrBlockState", {{"State", "associated"}}}},
      {{"AssociationId", "b"},
       {"CidrBlock", "10.0.2.0/24"},
       {"CidrBlockState", {{"State", state}}}}};
  return bundle;
}

const model::ReachQuestion kToFar{.from = "eni-task", .to = "eni-far"};
const model::ReachQuestion kToInternet{.from = "eni-task", .to = kInternet};
const model::ReachQuestion kToS3{.from = "eni-task", .to = kS3};

model::ReachQuestion with_udp(model::ReachQuestion question) {
  question.protocol = 17;
  return question;
}

const AclRule kAllIn{.egress = false};
const AclRule kAllOut{.egress = true};

/// Everything but a reply's ports.
const AclRule kNoReplies{.number = 50,
                         .action = "deny",
                         .protocol = "6",
                         .first_port = 1024,
                         .last_port = 2000,
                         .egress = false};

const Rule kRouteRules[] = {
    {"ALongerPrefixWins", "Route tables, Route priority",
     [] {
       return with_routes(peered_vpcs(),
                          {route("0.0.0.0/0", "nat-1"), route("10.9.0.0/16", "pcx-1")});
     },
     kToFar, Way::Open},
    {"ALongerPrefixWinsWhateverItsOrigin", "Route tables, Route priority",
     [] {
       json propagated = route("10.9.1.0/24", "nat-1");
       propagated["Origin"] = "EnableVgwRoutePropagation";
       return with_routes(peered_vpcs(), {route("10.9.0.0/16", "pcx-1"), propagated});
     },
     kToFar, Way::NotThere},
    {"StaticBeatsPropagated", "Route tables, Route priority",
     [] {
       json propagated = route("10.9.0.0/16", "nat-1");
       propagated["Origin"] = "EnableVgwRoutePropagation";
       return with_routes(peered_vpcs(), {propagated, route("10.9.0.0/16", "pcx-1")});
     },
     kToFar, Way::Open},
    {"ABlackholeIsNotPassedBy", "Reachability Analyzer, BAD_STATE_ROUTE",
     [] {
       json dead = route("10.9.1.0/24", "pcx-1");
       dead["State"] = "blackhole";
       return with_routes(peered_vpcs(), {route("0.0.0.0/0", "pcx-1"), dead});
     },
     kToFar, Way::NotThere},
    {"AShorterBlackholeDoesNotMatter", "Reachability Analyzer, BAD_STATE_ROUTE",
     [] {
       json dead = route("0.0.0.0/0", "nat-1");
       dead["State"] = "blackhole";
       return with_routes(peered_vpcs(), {route("10.9.0.0/16", "pcx-1"), dead});
     },
     kToFar, Way::Open},
    {"SubnetsWithoutATableUseTheMainOne", "Route tables, Main route table",
     [] { return with_main_route(route("10.7.0.0/24", "nat-1")); }, kToFar, Way::Open},
    {"AWholeSubnetMayHaveAnotherWayThanLocal", "Route tables, Middlebox routing",
     [] {
       json bundle = with_routes(one_vpc(), {route("10.0.2.0/24", "nat-1")});
       routes_of(bundle, "rtb-nat").erase(1);
       return bundle;
     },
     kToFar, Way::Open},
    {"WhatIsSentThroughNatNeedsIt", "Route tables, Middlebox routing",
     [] {
       json bundle = with_routes(one_vpc(), {route("10.0.2.0/24", "nat-1")});
       network_answer(bundle, "ec2-describe-nat-gateways")["NatGateways"][0]["State"] =
           "failed";
       return bundle;
     },
     kToFar, Way::NotThere},
    {"ABlockThatIsNotAssociatedDoesNotCount",
     "VPC CIDR blocks",
     [] { return with_block("disassociated"); },
     {.from = "eni-task", .to = "10.0.2.10"},
     Way::Open}};

const Rule kFilterRules[] = {
    {"TheLowestRuleNumberDecidesWhateverTheOrder", "Network ACLs, Rules",
     [] {
       return with_acl(one_vpc(), {{.number = 90, .action = "deny"}, kAllIn, kAllOut});
     },
     kToFar, Way::NotThere},
    {"AHigherRuleNumberDoesNot", "Network ACLs, Rules",
     [] {
       return with_acl(one_vpc(), {{.number = 110, .action = "deny"}, kAllIn, kAllOut});
     },
     kToFar, Way::Open},
    {"RepliesPassTheAclToo", "Network ACLs, stateless",
     [] {
       return with_acl(
           one_vpc(),
           {{.number = 100, .protocol = "6", .first_port = 443, .last_port = 443},
            kAllOut});
     },
     kToFar, Way::NotBack},
    {"GroupsNameMembersInPeeredVpcs", "Security group rules, Referencing",
     [] { return with_named_groups(peered_vpcs()); }, kToFar, Way::Open},
    {"GroupsNameMembersOnly",
     "Security group rules, Referencing",
     [] {
       json bundle = with_named_groups(peered_vpcs());
       interface_of(bundle, 0)["Groups"] = {{{"GroupId", "sg-endpoint"}}};
       return with_egress(std::move(bundle), {});
     },
     {.from = "eni-far", .to = "eni-task"},
     Way::NotThere},
    {"GroupsNameMembersInTheSameVpc", "Security group rules, Referencing",
     [] { return with_named_groups(one_vpc()); }, kToFar, Way::Open},
    {"OutboundRulesNameMembersToo", "Security group rules, Referencing",
     [] { return with_egress(one_vpc(), {permission("sg-far")}); }, kToFar, Way::Open},
    {"GroupsNameNobodyBehindANatGateway", "Security group rules, Middlebox",
     [] {
       return with_routes(with_named_groups(one_vpc()),
                          {route("10.0.2.0/24", "nat-1")});
     },
     kToFar, Way::NotThere},
    {"NorDoOutboundRules", "Security group rules, Middlebox",
     [] {
       return with_routes(with_egress(one_vpc(), {permission("sg-far")}),
                          {route("10.0.2.0/24", "nat-1")});
     },
     kToFar, Way::NotThere}};

const Rule kGatewayRules[] = {
    {"AnInternetGatewayTakesPublicAddresses", "Internet gateways",
     [] { return with_public_address(peered_vpcs()); }, kToInternet, Way::Open},
    {"AnInternetGatewayNeedsAPublicAddress", "Internet gateways",
     [] { return with_routes(peered_vpcs(), {route("0.0.0.0/0", "igw-1")}); },
     kToInternet, Way::NotThere},
    {"AnInternetGatewayDropsPrivateAddresses", "Reachability Analyzer",
     [] { return with_public_address(peered_vpcs()); }, kToFar, Way::NotThere},
    {"APublicNatGatewayLeadsOut", "NAT gateways",
     [] { return with_nat("State", "available"); }, kToInternet, Way::Open},
    {"AGatewayThatIsNotAvailableDoesNot", "NAT gateways",
     [] { return with_nat("State", "pending"); }, kToInternet, Way::NotThere},
    {"APrivateGatewayDoesNot", "NAT gateways",
     [] { return with_nat("ConnectivityType", "private"); }, kToInternet,
     Way::NotThere},
    {"AGatewayWithoutAnElasticAddressDoesNot", "NAT gateways",
     [] {
       return with_nat("NatGatewayAddresses",
                       json::array({{{"PrivateIp", "10.0.0.10"}}}));
     },
     kToInternet, Way::NotThere},
    {"ItsOwnSubnetHasToLeadOut", "NAT gateways",
     [] {
       json bundle = with_nat("State", "available");
       routes_of(bundle, "rtb-nat").erase(1);
       return bundle;
     },
     kToInternet, Way::NotThere},
    {"NatIsForUdpToo", "NAT gateway basics",
     [] { return with_nat("State", "available"); }, with_udp(kToInternet), Way::Open},
    {"TheAclOfANatGatewaySeesItsPorts", "NAT gateway basics",
     [] {
       return with_acl(with_nat("State", "available"), {kAllIn, kAllOut, kNoReplies});
     },
     kToInternet, Way::NotBack},
    {"TheAclOfAnInterfaceSeesItsOwn", "Network ACLs, Ephemeral ports",
     [] {
       return with_acl(with_public_address(peered_vpcs()),
                       {kAllIn, kAllOut, kNoReplies});
     },
     kToInternet, Way::Open},
    {"ANatGatewayTranslatesOnTheWayToAPeer", "NAT gateways",
     [] {
       json bundle = with_nat("State", "available");
       routes_of(bundle, "rtb-nat").push_back(route("10.9.0.0/16", "pcx-1"));
       network_answer(bundle, "ec2-describe-security-groups")["SecurityGroups"]
           .back()["IpPermissions"] = {permission("10.0.0.10/32", "tcp", 443, 443)};
       return bundle;
     },
     kToFar, Way::Open},
    {"ANatGatewayIsNotUsedThroughPeering", "NAT gateway basics", peered_vpcs,
     kToInternet, Way::NotThere}};

const Rule kEndpointRules[] = {
    {"AGatewayEndpointTakesItsService", "Gateway endpoints", with_endpoint, kToS3,
     Way::Open},
    {"AGatewayEndpointTakesTcpOnly", "Gateway endpoints", with_endpoint,
     with_udp(kToS3), Way::NotThere},
    {"GroupsMayNameTheServicesList", "Gateway endpoints, Security groups",
     [] { return with_egress(with_endpoint(), {permission("pl-s3")}); }, kToS3,
     Way::Open},
    {"GroupsHaveToAllowTheService", "Gateway endpoints, Security groups",
     [] { return with_egress(with_endpoint(), {permission("10.0.0.0/8")}); }, kToS3,
     Way::NotThere},
    {"AclsSeeTheServicesPublicAddresses", "Gateway endpoints, Network ACLs",
     [] {
       return with_acl(with_endpoint(), {{.cidr = "52.219.0.0/16", .egress = true},
                                         {.cidr = "52.219.0.0/16"}});
     },
     kToS3, Way::Open},
    {"AclsSeeThemOnTheWayBack", "Gateway endpoints, Network ACLs",
     [] {
       return with_acl(with_endpoint(), {{.cidr = "52.219.0.0/16", .egress = true},
                                         {.cidr = "10.0.0.0/8"}});
     },
     kToS3, Way::NotBack},
    {"AGatewayEndpointServesItsOwnVpcOnly", "Gateway endpoints, Considerations",
     [] {
       json bundle = with_routes(with_endpoint(), {route("0.0.0.0/0", "tgw-1")});
       network_answer(
           bundle, "ec2-describe-vpc-endpoints")["VpcEndpoints"][0]["VpcId"] = "vpc-2";
       routes_of(bundle, "rtb-far-join")[1] = route("pl-s3", kS3);
       return bundle;
     },
     kToS3, Way::NotThere}};

const Rule kJoiningRules[] = {
    {"PeersNeedLongestPrefixOnBothSides", "VPC peering, Route tables",
     [] {
       json bundle = peered_vpcs();
       json dead = route("10.0.1.0/24", "pcx-2");
       dead["State"] = "blackhole";
       routes_of(bundle, "rtb-far").push_back(dead);
       return bundle;
     },
     kToFar, Way::NotBack},
    {"TheAssociationPicksTheTable", "Transit gateways, Routing",
     [] { return with_second_table({transit_route("10.9.0.0/16", 2)}); }, kToFar,
     Way::Open},
    {"NoOtherTableIsAsked", "Transit gateways, Routing",
     [] { return with_second_table({transit_route("10.0.0.0/16", 1)}); }, kToFar,
     Way::NotThere},
    {"TheReplyTakesItsOwnTable", "Transit gateways, Routing",
     [] {
       json bundle = with_second_table({transit_route("10.9.0.0/16", 2)});
       transit_routes(bundle) = {transit_route("10.9.0.0/16", 2)};
       return bundle;
     },
     kToFar, Way::NotBack},
    {"StaticTransitRoutesBeatPropagatedOnes", "Transit gateways, Route evaluation",
     [] {
       return with_second_table({transit_route("10.9.0.0/16", 0, "propagated"),
                                 transit_route("10.9.0.0/16", 2)});
     },
     kToFar, Way::Open},
    {"ALongerPropagatedRouteBeatsThem", "Transit gateways, Route evaluation",
     [] {
       return with_second_table({transit_route("10.9.1.0/24", 0, "propagated"),
                                 transit_route("10.9.0.0/16", 2)});
     },
     kToFar, Way::NotThere},
    {"AclsOfTheDoorsAreStateless", "Network ACLs for transit gateways",
     [] {
       return with_acl(joined_vpcs(), {kAllIn, kAllOut, kNoReplies});
     },
     kToFar, Way::Open}};

class ReachRules : public ::testing::TestWithParam<Rule> {};

TEST_P(ReachRules, AreKept) {
  const Rule& rule = GetParam();
  const support::Told told = support::ask(rule.account(), rule.question);
  const Reachability expected =
      rule.way == Way::Open ? Reachability::Reachable : Reachability::Unreachable;
  EXPECT_EQ(told.verdict, expected) << told.forward << told.back << told.why;
  EXPECT_EQ(!told.forward.empty(), rule.way == Way::NotThere) << told.forward;
  if (rule.way == Way::NotBack) {
    EXPECT_NE(told.back, "");
  }
}

/// An endpoint's service stands for itself by one of its addresses.
simulator::Ends ends_of(const simulator::Network& network,
                        const model::ReachQuestion& question) {
  if (question.to == "10.0.2.10") {
    return simulator::ends_of(network, question.from, "eni-far");
  }
  if (question.to != kS3) {
    return simulator::ends_of(network, question.from, question.to);
  }
  auto ends = simulator::ends_of(network, question.from, kInS3);
  ends.to = kS3;
  return ends;
}

TEST_P(ReachRules, AreKeptByTheSimulator) {
  const Rule& rule = GetParam();
  const auto network = simulator::read_network(rule.account());
  const auto found = simulator::simulate(network, ends_of(network, rule.question),
                                         rule.question.protocol, {});
  using simulator::Fate;
  EXPECT_EQ(found.there.fate,
            rule.way == Way::NotThere ? Fate::Dropped : Fate::Delivered)
      << found.there.where;
  if (rule.way == Way::NotThere) return;
  EXPECT_EQ(found.back.fate, rule.way == Way::NotBack ? Fate::Dropped : Fate::Delivered)
      << found.back.where;
}

std::string name_of(const ::testing::TestParamInfo<Rule>& rule) {
  return rule.param.name;
}

INSTANTIATE_TEST_SUITE_P(Routes, ReachRules, ::testing::ValuesIn(kRouteRules), name_of);
INSTANTIATE_TEST_SUITE_P(Filters, ReachRules, ::testing::ValuesIn(kFilterRules),
                         name_of);
INSTANTIATE_TEST_SUITE_P(Gateways, ReachRules, ::testing::ValuesIn(kGatewayRules),
                         name_of);
INSTANTIATE_TEST_SUITE_P(Endpoints, ReachRules, ::testing::ValuesIn(kEndpointRules),
                         name_of);
INSTANTIATE_TEST_SUITE_P(Joining, ReachRules, ::testing::ValuesIn(kJoiningRules),
                         name_of);

/// VPC 2 sends packets to the internet through tgw-1, which sends them back; rtb-join-2
/// leads on to nat-2.
json sent_back(bool two_accounts) {
  json bundle = support::topology_of(support::Shape{.vpcs = 2,
                                                    .by_transit = true,
                                                    .joined_apart = true,
                                                    .two_accounts = two_accounts,
                                                    .with_nat = true});
  for (auto& [path, document] : bundle.items()) {
    if (path.ends_with("tgw-rtb-1.json")) {
      document["Routes"].push_back(transit_route("0.0.0.0/0", 2));
    }
    if (!path.ends_with("ec2-describe-route-tables.json")) continue;
    json& tables = document["RouteTables"];
    for (std::size_t i = 0; i < tables.size(); ++i) {
      if (tables[i]["RouteTableId"] != "rtb-2") continue;
      json door = tables[i];
      door["RouteTableId"] = "rtb-join-2";
      door["Associations"] = {{{"SubnetId", "subnet-join-2-0"}}};
      tables[i]["Routes"].back() = route("0.0.0.0/0", "tgw-1");
      tables.push_back(door);
    }
  }
  return bundle;
}

// Nobody says whether a gateway sends packets back; both accounts print the attachment.
TEST(ReachAcrossAccounts, APacketThatIsSentBackIsUnknown) {
  for (const bool two_accounts : {false, true}) {
    const support::Told told =
        support::ask(sent_back(two_accounts), {.from = "eni-2-0", .to = kInternet});
    EXPECT_EQ(told.verdict, Reachability::Unknown) << two_accounts;
  }
}

// VPC peering guide, "Update your security groups to reference peer security groups".
TEST(ReachAcrossRegions, OutboundRulesNameNoGroupsOfPeers) {
  for (const bool two_regions : {false, true}) {
    json bundle =
        support::topology_of(support::Shape{.vpcs = 2, .two_regions = two_regions});
    network_answer(
        bundle,
        "ec2-describe-security-groups")["SecurityGroups"][0]["IpPermissionsEgress"] = {
        permission("sg-2")};
    const support::Told told =
        support::ask(bundle, {.from = "eni-1-0", .to = "eni-2-0"});
    EXPECT_EQ(told.forward, two_regions ? "ENI_SG_RULES_MISMATCH" : "");
  }
}

}  // namespace
}  // namespace pullproof::solver::reach_rules_test
