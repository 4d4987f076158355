// Ways from one VPC into another.
#include <algorithm>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/support/joined_vpcs.h"
#include "tests/support/network_account.h"
#include "tests/support/reached.h"

namespace pullproof::solver::reach_vpcs_test {
namespace {

using nlohmann::json;
using support::ask;
using support::attachment;
using support::joined_vpcs;
using support::network_answer;
using support::peered_vpcs;
using support::permission;
using support::route;
using support::routes_of;
using support::Told;
using support::transit_route;
using support::transit_routes;
using support::with_second_table;
using Texts = std::vector<std::string>;

constexpr const char* kOther = "444455556666/eu-central-1/";
const model::ReachQuestion kToFar{.from = "eni-task", .to = "eni-far"};
const model::ReachQuestion kToInternet{.from = "eni-task", .to = "3.121.0.9"};

bool passes(const Told& told, const char* id) {
  return std::find(told.path.begin(), told.path.end(), id) != told.path.end();
}

json& far_group(json& bundle) {
  return network_answer(bundle, "ec2-describe-security-groups")["SecurityGroups"]
      .back();
}

// Transit Gateway guide, "How transit gateways work", and "Network ACLs for transit
// gateways" for which ACLs see the packet.
TEST(ReachThroughTransitGateway, ProvesTheWayThereAndBack) {
  const Told told = ask(joined_vpcs(), kToFar);
  EXPECT_EQ(told.verdict, Reachability::Reachable)
      << told.why << told.forward << told.back;
  EXPECT_EQ(told.path, (Texts{"eni-task", "sg-task", "acl-1", "rtb-task",
                              "tgw-attach-1", "acl-1", "tgw-rtb-1", "tgw-attach-2",
                              "acl-2", "rtb-far-join", "acl-2", "sg-far", "eni-far"}));
}

// Every side routes by itself: both tables, and the gateway's, in both directions.
TEST(ReachThroughTransitGateway, NeedsRoutesInBothDirections) {
  json there = joined_vpcs();
  support::put_routes(there, {route("10.0.0.0/16", "local")});
  EXPECT_EQ(ask(there, kToFar).forward, "NO_ROUTE_TO_DESTINATION");
  json back = joined_vpcs();
  routes_of(back, "rtb-far").erase(1);
  const Told told = ask(back, kToFar);
  EXPECT_EQ(told.forward, "");
  EXPECT_EQ(told.back, "NO_ROUTE_TO_DESTINATION");
  json between = joined_vpcs();
  transit_routes(between) = {transit_route("10.9.0.0/16", 2)};
  EXPECT_EQ(ask(between, kToFar).back, "TGW_RTB_NO_ROUTE_TO_TGW_ATTACHMENT");
  transit_routes(between) = {transit_route("10.0.0.0/16", 1)};
  EXPECT_EQ(ask(between, kToFar).forward, "TGW_RTB_NO_ROUTE_TO_TGW_ATTACHMENT");
}

// "Route evaluation order": longest prefix, then static before propagated; a blackhole
// that wins drops.
TEST(ReachThroughTransitGateway, TakesTheBestRoute) {
  json bundle = joined_vpcs();
  transit_routes(bundle).push_back(transit_route("10.9.1.0/24", 0));
  EXPECT_EQ(ask(bundle, kToFar).forward, "TGW_RTB_BAD_STATE_ROUTE");
  transit_routes(bundle).back() = transit_route("10.9.0.0/16", 0);
  EXPECT_EQ(ask(bundle, kToFar).forward, "TGW_RTB_BAD_STATE_ROUTE");
  transit_routes(bundle).back() = transit_route("10.0.0.0/8", 0);
  EXPECT_EQ(ask(bundle, kToFar).verdict, Reachability::Reachable);
}

// "Amazon VPC attachments": only from zones in which the attachment has a subnet.
TEST(ReachThroughTransitGateway, NeedsASubnetInTheZone) {
  json bundle = joined_vpcs();
  for (auto& one : network_answer(bundle, "ec2-describe-subnets")["Subnets"]) {
    if (one["SubnetId"] != "subnet-join") continue;
    one["AvailabilityZone"] = "eu-central-1b";
    one["AvailabilityZoneId"] = "euc1-az3";
  }
  EXPECT_EQ(ask(bundle, kToFar).forward, "TGW_ROUTE_AZ_RESTRICTION");
  attachment(bundle, 1)["SubnetIds"].push_back("subnet-gone");
  EXPECT_EQ(ask(bundle, kToFar).verdict, Reachability::Unknown);
}

TEST(ReachThroughTransitGateway, NeedsAttachmentsInGoodState) {
  json bundle = joined_vpcs();
  attachment(bundle, 1)["State"] = "pendingAcceptance";
  EXPECT_EQ(ask(bundle, kToFar).forward, "BAD_STATE_ATTACHMENT");
  bundle = joined_vpcs();
  attachment(bundle, 2)["State"] = "failed";
  EXPECT_EQ(ask(bundle, kToFar).forward, "BAD_STATE_ATTACHMENT");
  bundle = joined_vpcs();
  network_answer(bundle,
                 "ec2-describe-transit-gateways")["TransitGateways"][0]["State"] =
      "deleting";
  EXPECT_EQ(ask(bundle, kToFar).forward, "BAD_STATE");
  bundle = joined_vpcs();
  attachment(bundle, 1)["VpcId"] = "vpc-3";
  // The list of attachments of all kinds still has it.
  EXPECT_EQ(ask(bundle, kToFar).verdict, Reachability::Unknown);
  network_answer(
      bundle, "ec2-describe-transit-gateway-attachments")["TransitGatewayAttachments"]
                                                         [0]["ResourceId"] = "vpc-3";
  EXPECT_EQ(ask(bundle, kToFar).forward, "BAD_STATE");
  bundle = joined_vpcs();
  network_answer(
      bundle,
      "ec2-describe-transit-gateway-attachments")["TransitGatewayAttachments"][0]
      .erase("Association");
  EXPECT_EQ(ask(bundle, kToFar).forward, "TGW_ATTACH_MISSING_TGW_RTB_ASSOCIATION");
}

// Half-collected: each call that the way hangs on.
TEST(ReachThroughTransitGateway, IsUnknownWhereACallIsMissing) {
  for (const char* call :
       {"ec2-describe-transit-gateway-vpc-attachments",
        "ec2-describe-transit-gateway-attachments", "ec2-describe-transit-gateways",
        "ec2-search-transit-gateway-routes/tgw-rtb-1"}) {
    json bundle = joined_vpcs();
    support::forget_answer(bundle, call);
    EXPECT_EQ(ask(bundle, kToFar).verdict, Reachability::Unknown) << call;
  }
  json bundle = joined_vpcs();
  network_answer(
      bundle,
      "ec2-search-transit-gateway-routes/tgw-rtb-1")["AdditionalRoutesAvailable"] =
      true;
  EXPECT_EQ(ask(bundle, kToFar).verdict, Reachability::Unknown);
  bundle = joined_vpcs();
  transit_routes(bundle)[1]["TransitGatewayAttachments"][0]["ResourceType"] = "vpn";
  EXPECT_EQ(ask(bundle, kToFar).verdict, Reachability::Unknown);
}

// Security group rules reference: across a transit gateway only where it is on for the
// gateway and for both attachments.
TEST(ReachThroughTransitGateway, KeepsGroupsOnlyWhereReferencingIsOn) {
  json bundle = joined_vpcs();
  far_group(bundle)["IpPermissions"] = {permission("sg-task", "tcp", 443, 443)};
  EXPECT_EQ(ask(bundle, kToFar).verdict, Reachability::Reachable);
  attachment(bundle, 1)["Options"]["SecurityGroupReferencingSupport"] = "disable";
  EXPECT_EQ(ask(bundle, kToFar).forward, "SG_REFERENCING_SUPPORT");
  // Where no rule names the group either, referencing is not what is wrong.
  far_group(bundle)["IpPermissions"] = {permission("sg-else", "tcp", 443, 443)};
  EXPECT_EQ(ask(bundle, kToFar).forward, "ENI_SG_RULES_MISMATCH");
  far_group(bundle)["IpPermissions"] = {permission("sg-task", "tcp", 80, 80)};
  EXPECT_EQ(ask(bundle, kToFar).forward, "ENI_SG_RULES_MISMATCH");
  far_group(bundle)["IpPermissions"] = {permission("sg-task", "tcp", 443, 443)};
  attachment(bundle, 1).erase("Options");
  EXPECT_EQ(ask(bundle, kToFar).verdict, Reachability::Unknown);
}

// "Introducing security group referencing for AWS Transit Gateway": inbound rules only.
TEST(ReachThroughTransitGateway, OutboundRulesNameNoGroupsOfOtherVpcs) {
  const auto restricted = [](json bundle) {
    network_answer(
        bundle,
        "ec2-describe-security-groups")["SecurityGroups"][0]["IpPermissionsEgress"] = {
        permission("sg-far", "tcp", 443, 443)};
    return bundle;
  };
  EXPECT_EQ(ask(restricted(joined_vpcs()), kToFar).forward, "ENI_SG_RULES_MISMATCH");
  EXPECT_EQ(ask(restricted(peered_vpcs()), kToFar).verdict, Reachability::Reachable);
}

// Appliance mode, or no subnet in the zone: AWS chooses where packets come out, and all
// of those ways have to work.
TEST(ReachThroughTransitGateway, EverySubnetThatAwsMayChooseHasToWork) {
  json bundle = joined_vpcs();
  attachment(bundle, 2)["SubnetIds"].push_back("subnet-far-nat");
  attachment(bundle, 2)["Options"]["ApplianceModeSupport"] = "enable";
  const Told told = ask(bundle, kToFar);
  EXPECT_EQ(told.verdict, Reachability::Reachable) << told.why << told.forward;
  json& acls = network_answer(bundle, "ec2-describe-network-acls")["NetworkAcls"];
  acls[1]["Associations"].erase(2);
  acls.push_back({{"NetworkAclId", "acl-3"},
                  {"VpcId", "vpc-2"},
                  {"Associations", json::array({{{"SubnetId", "subnet-far-nat"}}})},
                  {"Entries", json::array()}});
  EXPECT_EQ(ask(bundle, kToFar).forward, "SUBNET_ACL_RESTRICTION");
}

// Nobody promises that a VPC passes packets of others on without a NAT gateway.
TEST(ReachThroughTransitGateway, IsUnknownBehindAVpcThatPassesPacketsOn) {
  json bundle = with_second_table({transit_route("0.0.0.0/0", 2)});
  json by_vpn = transit_route("0.0.0.0/0", 1);
  by_vpn["TransitGatewayAttachments"][0]["ResourceType"] = "vpn";
  transit_routes(bundle) = {transit_route("10.0.0.0/16", 1), by_vpn};
  routes_of(bundle, "rtb-far-join")[1] = route("0.0.0.0/0", "tgw-1");
  EXPECT_EQ(ask(bundle, kToInternet).verdict, Reachability::Unknown);
  // A gateway that it is not attached to takes nothing, whatever it passes on.
  routes_of(bundle, "rtb-far-join")[1] = route("0.0.0.0/0", "tgw-2");
  EXPECT_EQ(ask(bundle, kToInternet).verdict, Reachability::Unreachable);
}

// Transit Gateway guide, "Modify a transit gateway": its attachments experience no
// interruption.
TEST(ReachThroughTransitGateway, CarriesPacketsWhileTheGatewayIsModified) {
  json bundle = joined_vpcs();
  network_answer(bundle,
                 "ec2-describe-transit-gateways")["TransitGateways"][0]["State"] =
      "modifying";
  EXPECT_EQ(ask(bundle, kToFar).verdict, Reachability::Reachable);
}

// What is in between states, and what only the gateway's owner sees.
TEST(ReachThroughTransitGateway, IsUnknownWhereStatesDoNotTell) {
  json bundle = joined_vpcs();
  attachment(bundle, 1)["State"] = "modifying";
  EXPECT_EQ(ask(bundle, kToFar).verdict, Reachability::Unknown);
  bundle = joined_vpcs();
  json& row = network_answer(
      bundle,
      "ec2-describe-transit-gateway-attachments")["TransitGatewayAttachments"][0];
  row["Association"]["State"] = "disassociating";
  EXPECT_EQ(ask(bundle, kToFar).verdict, Reachability::Unknown);
  row["Association"]["State"] = "disassociated";
  EXPECT_EQ(ask(bundle, kToFar).forward, "TGW_ATTACH_MISSING_TGW_RTB_ASSOCIATION");
  row.erase("Association");
  row["TransitGatewayOwnerId"] = "444455556666";
  EXPECT_EQ(ask(bundle, kToFar).verdict, Reachability::Unknown);
  bundle = joined_vpcs();
  transit_routes(bundle)[1]["State"] = "pending";
  EXPECT_EQ(ask(bundle, kToFar).verdict, Reachability::Unknown);
}

// "Network ACLs for transit gateways".
TEST(ReachThroughTransitGateway, AsksTheAclsOfTheAttachmentsSubnets) {
  json bundle = joined_vpcs();
  json& acls = network_answer(bundle, "ec2-describe-network-acls")["NetworkAcls"];
  json& first = acls[0]["Associations"];
  first.erase(first.size() - 1);
  acls.push_back({{"NetworkAclId", "acl-join"},
                  {"VpcId", "vpc-1"},
                  {"Associations", json::array({{{"SubnetId", "subnet-join"}}})},
                  {"Entries", support::acl_entries({{.egress = true}})}});
  EXPECT_EQ(ask(bundle, kToFar).forward, "SUBNET_ACL_RESTRICTION");
  acls.back()["Entries"] = support::acl_entries({{.egress = false}});
  const Told told = ask(bundle, kToFar);
  EXPECT_EQ(told.forward, "");
  EXPECT_EQ(told.back, "SUBNET_ACL_RESTRICTION");
}

// Transit Gateway guide, "Example: Centralized outbound routing to the internet".
TEST(ReachThroughTransitGateway, LeavesThroughANatGatewayOfTheOtherVpc) {
  const Told told = ask(joined_vpcs(), kToInternet);
  EXPECT_EQ(told.verdict, Reachability::Reachable)
      << told.why << told.forward << told.back;
  EXPECT_TRUE(passes(told, "nat-2"));
  EXPECT_TRUE(passes(told, "igw-2"));
  // The reply leaves the NAT gateway by its own subnet's table.
  json bundle = joined_vpcs();
  routes_of(bundle, "rtb-far-nat").erase(1);
  const Told lost = ask(bundle, kToInternet);
  EXPECT_EQ(lost.forward, "");
  EXPECT_EQ(lost.verdict, Reachability::Unreachable) << lost.why;
  EXPECT_NE(lost.back, "");
}

// An internet gateway translates addresses of its own VPC only.
TEST(ReachThroughTransitGateway, NeedsNatBeforeAnInternetGateway) {
  json bundle = joined_vpcs();
  routes_of(bundle, "rtb-far-join")[1] = route("0.0.0.0/0", "igw-2");
  EXPECT_EQ(ask(bundle, kToInternet).forward, "NO_ROUTE_TO_DESTINATION");
}

// A route table's local route keeps packets to addresses that both VPCs have.
TEST(ReachThroughTransitGateway, VpcsWithOneBlockDoNotReachEachOther) {
  json bundle = joined_vpcs();
  json& interfaces =
      network_answer(bundle, "ec2-describe-network-interfaces")["NetworkInterfaces"];
  interfaces[1]["PrivateIpAddresses"][0]["PrivateIpAddress"] = "10.0.5.10";
  for (auto& one : network_answer(bundle, "ec2-describe-subnets")["Subnets"]) {
    if (one["SubnetId"] == "subnet-far") one["CidrBlock"] = "10.0.5.0/24";
  }
  const json associated = {{"State", "associated"}};
  network_answer(bundle, "ec2-describe-vpcs")["Vpcs"][1]["CidrBlockAssociationSet"] = {
      {{"CidrBlock", "10.9.0.0/16"}, {"CidrBlockState", associated}},
      {{"CidrBlock", "10.0.0.0/16"}, {"CidrBlockState", associated}}};
  routes_of(bundle, "rtb-far")[1] = route("10.0.0.0/16", "local");
  EXPECT_EQ(ask(bundle, kToFar).forward, "NO_ROUTE_TO_DESTINATION");
}

// VPC peering guide, "How VPC peering connections work".
TEST(ReachThroughPeering, ProvesTheWayThereAndBack) {
  const Told told = ask(peered_vpcs(), kToFar);
  EXPECT_EQ(told.verdict, Reachability::Reachable)
      << told.why << told.forward << told.back;
  EXPECT_EQ(told.path, (Texts{"eni-task", "sg-task", "acl-1", "rtb-task", "pcx-1",
                              "acl-2", "sg-far", "eni-far"}));
  json one_sided = peered_vpcs();
  routes_of(one_sided, "rtb-far").erase(1);
  EXPECT_EQ(ask(one_sided, kToFar).back, "NO_ROUTE_TO_DESTINATION");
  json groups = peered_vpcs();
  far_group(groups)["IpPermissions"] = {permission("sg-task", "tcp", 443, 443)};
  EXPECT_EQ(ask(groups, kToFar).verdict, Reachability::Reachable);
}

TEST(ReachThroughPeering, IsUnknownWhereBlocksAreNewerThanTheRecord) {
  json bundle = peered_vpcs();
  json& peering = network_answer(
      bundle, "ec2-describe-vpc-peering-connections")["VpcPeeringConnections"][0];
  peering["AccepterVpcInfo"]["CidrBlock"] = "10.9.0.0/24";
  peering["AccepterVpcInfo"].erase("CidrBlockSet");
  EXPECT_EQ(ask(bundle, kToFar).verdict, Reachability::Unknown);
}

// A NAT gateway gives replies a source that nobody awaits.
TEST(ReachThroughPeering, LosesRepliesThatANatGatewayTakes) {
  json bundle = peered_vpcs();
  routes_of(bundle, "rtb-far")[1] = route("0.0.0.0/0", "nat-2");
  const Told told = ask(bundle, kToFar);
  EXPECT_EQ(told.forward, "");
  EXPECT_EQ(told.back, "NO_ROUTE_TO_DESTINATION");
}

// VPC user guide, "VPC encryption controls": what enforcing them stops is not modelled.
TEST(ReachThroughPeering, IsUnknownWhereAVpcEnforcesEncryption) {
  for (const auto& joined : {peered_vpcs(), joined_vpcs()}) {
    for (const char* vpc : {"vpc-1", "vpc-2"}) {
      json bundle = joined;
      network_answer(bundle, "ec2-describe-vpc-encryption-controls") = {
          {"VpcEncryptionControls", json::array({{{"VpcEncryptionControlId", "vpcec-1"},
                                                  {"VpcId", vpc},
                                                  {"Mode", "enforce"}}})}};
      EXPECT_EQ(ask(bundle, kToFar).verdict, Reachability::Unknown) << vpc;
    }
  }
}

// VPC peering guide, "VPC peering limitations": no transit and no edge-to-edge routing,
// so neither to another VPC's peers nor through its gateways.
TEST(ReachThroughPeering, LeadsToTheOtherVpcOnly) {
  EXPECT_EQ(ask(peered_vpcs(), kToInternet).forward,
            "PCX_REQUIRES_ADDRESS_IN_VPC_CIDR");
  json beyond = peered_vpcs();
  routes_of(beyond, "rtb-far").push_back(route("10.8.0.0/16", "pcx-2"));
  EXPECT_EQ(ask(beyond, {.from = "eni-task", .to = "10.8.0.9"}).forward,
            "PCX_REQUIRES_ADDRESS_IN_VPC_CIDR");
}

TEST(ReachThroughPeering, NeedsAnActiveConnection) {
  json bundle = peered_vpcs();
  json& peering = network_answer(
      bundle, "ec2-describe-vpc-peering-connections")["VpcPeeringConnections"][0];
  peering["Status"]["Code"] = "pending-acceptance";
  EXPECT_EQ(ask(bundle, kToFar).forward, "BAD_STATE");
  peering["Status"]["Code"] = "active";
  peering["RequesterVpcInfo"]["VpcId"] = "vpc-3";
  EXPECT_EQ(ask(bundle, kToFar).forward, "BAD_STATE");
  support::forget_answer(bundle, "ec2-describe-vpc-peering-connections");
  EXPECT_EQ(ask(bundle, kToFar).verdict, Reachability::Unknown);
}

// AWS does not install the second of two equal propagations.
TEST(ReachVpcs, ClaimsNothingOfTwoEqualRoutesOfATransitGateway) {
  for (const bool home_first : {true, false}) {
    json bundle = joined_vpcs();
    const json home = support::transit_route("10.9.0.0/16", 1, "propagated");
    const json far = support::transit_route("10.9.0.0/16", 2, "propagated");
    support::transit_routes(bundle) = {
        support::transit_route("10.0.0.0/16", 1, "propagated"), home_first ? home : far,
        home_first ? far : home};
    EXPECT_EQ(ask(bundle, {.from = "eni-task", .to = "eni-far"}).verdict,
              Reachability::Unknown);
  }
}

// Facts of one attachment that cannot all be true.
TEST(ReachVpcs, ClaimsNothingOfAnAttachmentThatIsPrintedTwice) {
  json bundle = joined_vpcs();
  const std::string other = kOther;
  json& mine = network_answer(bundle, "ec2-describe-transit-gateway-vpc-attachments");
  json theirs = mine;
  bundle[other + "ec2-describe-transit-gateway-vpc-attachments.json"] = theirs;
  EXPECT_EQ(ask(bundle, kToFar).verdict, Reachability::Reachable);
  json& changed = bundle[other + "ec2-describe-transit-gateway-vpc-attachments.json"]
                        ["TransitGatewayVpcAttachments"][1];
  changed["Options"]["ApplianceModeSupport"] = "enable";
  EXPECT_EQ(ask(bundle, kToFar).why,
            "two documents do not agree on the appliance mode of tgw-attach-2");
  json listed = joined_vpcs();
  network_answer(
      listed, "ec2-describe-transit-gateway-attachments")["TransitGatewayAttachments"]
                                                         [1]["State"] = "deleting";
  EXPECT_EQ(ask(listed, kToFar).why,
            "two documents do not agree on the state of tgw-attach-2");
}

// Transit Gateway guide, "Route evaluation order": static, then prefix lists, then
// propagated routes, whatever type a reference is printed with.
TEST(ReachThroughTransitGateway, PrefersPrefixListsToPropagatedRoutes) {
  json bundle = joined_vpcs();
  json reference = transit_route("10.9.0.0/16", 0, "propagated");
  reference["PrefixListId"] = "pl-1";
  transit_routes(bundle) = {transit_route("10.0.0.0/16", 1),
                            transit_route("10.9.0.0/16", 2, "propagated"), reference};
  EXPECT_EQ(ask(bundle, kToFar).forward, "TGW_RTB_BAD_STATE_ROUTE");
  transit_routes(bundle)[1]["Type"] = "static";
  EXPECT_EQ(ask(bundle, kToFar).verdict, Reachability::Reachable);
}

TEST(ReachThroughTransitGateway, TakesTheAttachmentThatIsAvailableInWhateverOrder) {
  for (const char* state : {"failed", "rejected", "pendingAcceptance"}) {
    json bundle = joined_vpcs();
    json& all = network_answer(
        bundle,
        "ec2-describe-transit-gateway-vpc-attachments")["TransitGatewayVpcAttachments"];
    json old = all[0];
    old["TransitGatewayAttachmentId"] = "tgw-attach-0";
    old["State"] = state;
    all.insert(all.begin(), old);
    EXPECT_EQ(ask(bundle, kToFar).verdict, Reachability::Reachable) << state;
  }
}

// Facts of one gateway or connection that cannot all be true are open in both
// directions.
TEST(ReachVpcs, ClaimsNothingOfWhatTwoAccountsPrintDifferently) {
  const std::string other = kOther;
  const auto twice = [&](json bundle, const char* call) {
    bundle[other + call + ".json"] = network_answer(bundle, call);
    return bundle;
  };
  json gateway = twice(joined_vpcs(), "ec2-describe-transit-gateways");
  EXPECT_EQ(ask(gateway, kToFar).verdict, Reachability::Reachable);
  gateway[other + "ec2-describe-transit-gateways.json"]["TransitGateways"][0]["State"] =
      "modifying";
  EXPECT_EQ(ask(gateway, kToFar).why,
            "two documents do not agree on the state of tgw-1");
  json mine = twice(joined_vpcs(), "ec2-describe-transit-gateway-vpc-attachments");
  attachment(mine, 2)["State"] = "failed";
  const Told told = ask(mine, kToFar);
  EXPECT_EQ(told.verdict, Reachability::Unknown) << told.forward << told.back;
  json peering = twice(peered_vpcs(), "ec2-describe-vpc-peering-connections");
  EXPECT_EQ(ask(peering, kToFar).verdict, Reachability::Reachable);
  network_answer(peering,
                 "ec2-describe-vpc-peering-connections")["VpcPeeringConnections"][0]
                                                        ["Status"]["Code"] = "deleted";
  EXPECT_EQ(ask(peering, kToFar).verdict, Reachability::Unknown);
}

// "Gateway endpoints": of its own VPC only, whatever the query calls the other end, and
// TCP and echo requests only.
TEST(ReachVpcs, AGatewayEndpointOfAnotherVpcCarriesNothing) {
  json bundle = joined_vpcs();
  support::put_prefix_list(bundle, "pl-s3", "com.amazonaws.eu-central-1.s3",
                           {"52.219.0.0/16"});
  support::put_endpoint(bundle, {{"VpcEndpointId", "vpce-s3"},
                                 {"VpcEndpointType", "Gateway"},
                                 {"VpcId", "vpc-2"},
                                 {"ServiceName", "com.amazonaws.eu-central-1.s3"},
                                 {"State", "available"},
                                 {"RouteTableIds", {"rtb-far-join"}}});
  routes_of(bundle, "rtb-far-join")[1] = route("pl-s3", "vpce-s3");
  const model::ReachQuestion to_s3{.from = "eni-task", .to = "52.219.1.1"};
  EXPECT_EQ(ask(bundle, to_s3).verdict, Reachability::Unreachable);
  json own = bundle;
  network_answer(own, "ec2-describe-vpc-endpoints")["VpcEndpoints"].back()["VpcId"] =
      "vpc-1";
  support::put_routes(own, {route("10.0.0.0/16", "local"), route("pl-s3", "vpce-s3")});
  EXPECT_EQ(ask(own, to_s3).verdict, Reachability::Reachable) << ask(own, to_s3).why;
  model::ReachQuestion udp = to_s3;
  udp.protocol = 17;
  EXPECT_EQ(ask(own, udp).forward, "VPCE_GATEWAY_PROTOCOL_RESTRICTION");
  // Without entries the list is S3's address set all the same (network.md 35).
  support::put_prefix_list(own, "pl-s3", "com.amazonaws.eu-central-1.s3", {});
  network_answer(own, "ec2-describe-managed-prefix-lists")["PrefixLists"].erase(0);
  support::forget_answer(own, "ec2-get-managed-prefix-list-entries/pl-s3");
  EXPECT_EQ(ask(own, {.from = "eni-task", .to = "vpce-s3"}).verdict,
            Reachability::Reachable)
      << ask(own, {.from = "eni-task", .to = "vpce-s3"}).why;
}

}  // namespace
}  // namespace pullproof::solver::reach_vpcs_test
