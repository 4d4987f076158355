#include "model/gates/vouched.h"

#include <set>
#include <string>
#include <utility>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "solver/check.h"
#include "tests/support/iam_account.h"
#include "tests/support/joined_vpcs.h"
#include "tests/support/network_account.h"
#include "tests/support/reached.h"
#include "tests/support/service_account.h"

namespace pullproof::gates::vouched_test {
namespace {

using model::Verdict;
using nlohmann::json;
using solver::Reachability;
using support::ask;
using support::peered_vpcs;
using support::route;
using support::routes_of;
using support::Told;

constexpr const char* kOnPremises = "192.168.1.5";

void attach_vpn_gateway(json& bundle) {
  support::network_answer(bundle, "ec2-describe-vpn-gateways")["VpnGateways"] = {
      {{"VpnGatewayId", "vgw-1"},
       {"State", "available"},
       {"VpcAttachments", {{{"VpcId", "vpc-1"}, {"State", "attached"}}}}}};
}

/// rtb-task leads to this for everything.
json behind(const char* target) {
  json bundle = peered_vpcs();
  attach_vpn_gateway(bundle);
  routes_of(bundle, "rtb-task")[1] = route("0.0.0.0/0", target);
  return bundle;
}

TEST(Vouched, OpensTheWayThroughAGatewayThatNoApiDescribes) {
  const model::ReachQuestion question{.from = "eni-task", .to = kOnPremises};
  EXPECT_EQ(ask(behind("vgw-1"), question).verdict, Reachability::Unknown);
  EXPECT_EQ(ask(behind("vgw-1"), question, {"vgw-2"}).verdict, Reachability::Unknown);
  const auto told = ask(behind("vgw-1"), question, {"vgw-1"});
  EXPECT_EQ(told.verdict, Reachability::Reachable) << told.why;
  ASSERT_EQ(told.assumptions.size(), 1U);
  EXPECT_EQ(told.assumptions.begin()->name, "vgw-1");
}

// VPC user guide, "Route tables", "Gateway route tables": what no call of the snapshot
// describes may do anything.
TEST(Vouched, IsAskedForOfEveryGatewayThatIsNotModelled) {
  const std::pair<const char*, const char*> targets[] = {
      {"CarrierGatewayId", "cagw-1"},
      {"LocalGatewayId", "lgw-1"},
      {"CoreNetworkArn", "arn:aws:networkmanager::111122223333:core-network/cn-1"}};
  for (const auto& [key, id] : targets) {
    json bundle = behind("vgw-1");
    json& way = routes_of(bundle, "rtb-task")[1];
    way.erase("GatewayId");
    way[key] = id;
    const model::ReachQuestion question{.from = "eni-task", .to = "3.121.0.9"};
    const Told open = ask(bundle, question);
    EXPECT_EQ(open.verdict, Reachability::Unknown) << id;
    EXPECT_NE(open.why.find(id), std::string::npos) << open.why;
    EXPECT_EQ(ask(bundle, question, {id}).verdict, Reachability::Reachable) << id;
  }
}

TEST(Vouched, DoesNotOpenWhatTheAccountItselfRefuses) {
  const model::ReachQuestion question{.from = "eni-task", .to = kOnPremises};
  json bundle = behind("vgw-1");
  support::put_acl(bundle, {{.egress = true}});
  EXPECT_EQ(ask(bundle, question, {"vgw-1"}).back, "SUBNET_ACL_RESTRICTION");
  EXPECT_EQ(ask(behind("igw-1"), question, {"vgw-1"}).forward,
            "IGW_DESTINATION_ADDRESS_NOT_IN_RFC1918_EGRESS");
}

TEST(Vouched, DoesNotOpenWhatIsModelled) {
  json bundle = support::service_account();
  support::put_acl(bundle, {{.egress = true}});
  const aws::Snapshot account = support::read_account(bundle);
  solver::CheckOptions options;
  options.vouched = {"nat-1", "igw-1"};
  EXPECT_TRUE(is_followed(account, {"111122223333", "eu-central-1"}, "nat-1"));
  EXPECT_FALSE(is_followed(account, {"111122223333", "eu-central-1"}, "vgw-1"));
  EXPECT_EQ(solver::check(account, options).verdicts.at(0).verdict,
            model::Verdict::Fails);
}

/// An appliance that rtb-task leads to, in a group of its own.
json behind_appliance(bool checks, const char* admits) {
  json bundle = behind("eni-appliance");
  support::put_group(bundle, "sg-appliance", {support::permission(admits)}, {});
  support::network_answer(bundle,
                          "ec2-describe-network-interfaces")["NetworkInterfaces"]
      .push_back({{"NetworkInterfaceId", "eni-appliance"},
                  {"SubnetId", "subnet-nat"},
                  {"VpcId", "vpc-1"},
                  {"InterfaceType", "interface"},
                  {"PrivateIpAddress", "10.0.0.20"},
                  {"Groups", json::array({{{"GroupId", "sg-appliance"}}})},
                  {"SourceDestCheck", checks}});
  return bundle;
}

// EC2 user guide, "Source/destination checking"; Reachability Analyzer,
// ENI_SOURCE_DEST_CHECK_RESTRICTION.
TEST(Vouched, StillAsksTheInterfaceOfAnAppliance) {
  const model::ReachQuestion question{.from = "eni-task", .to = kOnPremises};
  const auto told = [&](const json& bundle) {
    return ask(bundle, question, {"eni-appliance"});
  };
  EXPECT_EQ(told(behind_appliance(false, "10.0.0.0/16")).verdict,
            Reachability::Reachable);
  EXPECT_EQ(told(behind_appliance(false, "sg-task")).verdict, Reachability::Reachable);
  EXPECT_EQ(told(behind_appliance(false, "10.9.0.0/16")).forward,
            "ENI_SG_RULES_MISMATCH");
  EXPECT_EQ(told(behind_appliance(true, "10.0.0.0/16")).forward,
            "ENI_SOURCE_DEST_CHECK_RESTRICTION");
  // So are its subnet's routes, and the ACL that sees the replies that it sends on.
  json bundle = behind_appliance(false, "10.0.0.0/16");
  json lost = route("10.0.1.0/24", "eni-gone");
  lost["State"] = "blackhole";
  routes_of(bundle, "rtb-nat").push_back(lost);
  EXPECT_EQ(told(bundle).back, "BAD_STATE_ROUTE");
  bundle = behind_appliance(false, "10.0.0.0/16");
  json& acls =
      support::network_answer(bundle, "ec2-describe-network-acls")["NetworkAcls"];
  json own = acls[0];
  own["NetworkAclId"] = "acl-appliance";
  own["Associations"] = json::array({{{"SubnetId", "subnet-nat"}}});
  own["Entries"] = support::acl_entries({{.egress = false}});
  for (auto& association : acls[0]["Associations"]) {
    if (association["SubnetId"] == "subnet-nat")
      association["SubnetId"] = "subnet-none";
  }
  acls.push_back(own);
  EXPECT_EQ(told(bundle).back, "SUBNET_ACL_RESTRICTION");
}

TEST(Vouched, OpensNoGatewayThatIsNotThere) {
  const model::ReachQuestion question{.from = "eni-task", .to = "3.121.0.9"};
  for (const char* id : {"igw-none", "nat-none"}) {
    EXPECT_NE(ask(behind(id), question, {id}).verdict, Reachability::Reachable) << id;
  }
}

// Nobody can vouch for what the gateway's own tables drop.
TEST(Vouched, DoesNotOpenABlackholeOfATransitGateway) {
  const model::ReachQuestion question{.from = "eni-task", .to = kOnPremises};
  json bundle = support::joined_vpcs();
  support::transit_routes(bundle) = {support::transit_route("10.0.0.0/16", 1)};
  EXPECT_EQ(ask(bundle, question, {"tgw-1"}).forward,
            "TGW_RTB_NO_ROUTE_TO_TGW_ATTACHMENT");
  support::transit_routes(bundle).push_back(
      support::transit_route("192.168.0.0/16", 0));
  EXPECT_EQ(ask(bundle, question, {"tgw-1"}).forward, "TGW_RTB_BAD_STATE_ROUTE");
  json vpn = support::transit_route("192.168.0.0/16", 1);
  vpn["TransitGatewayAttachments"][0]["ResourceType"] = "vpn";
  support::transit_routes(bundle).back() = vpn;
  EXPECT_EQ(ask(bundle, question).verdict, Reachability::Unknown);
  EXPECT_EQ(ask(bundle, question, {"tgw-1"}).verdict, Reachability::Reachable);
  // What lies on this side is in the snapshot.
  json no_zone = bundle;
  support::attachment(no_zone, 1)["SubnetIds"] = {"subnet-far-join"};
  EXPECT_NE(ask(no_zone, question, {"tgw-1"}).verdict, Reachability::Reachable);
  json deleting = bundle;
  support::attachment(deleting, 1)["State"] = "deleting";
  EXPECT_NE(ask(deleting, question, {"tgw-1"}).verdict, Reachability::Reachable);
  // So is the other side, where the route leads to a VPC of the snapshot.
  json to_vpc = bundle;
  support::transit_routes(to_vpc).back() = support::transit_route("192.168.0.0/16", 2);
  EXPECT_NE(ask(to_vpc, question, {"tgw-1"}).verdict, Reachability::Reachable);
}

TEST(Vouched, LetsATaskPullThroughAnAppliance) {
  json bundle = support::service_account();
  support::put_routes(
      bundle, {route("10.0.0.0/16", "local"), route("0.0.0.0/0", "vpce-firewall")});
  support::put_endpoint(bundle,
                        {{"VpcEndpointId", "vpce-firewall"},
                         {"VpcEndpointType", "GatewayLoadBalancer"},
                         {"VpcId", "vpc-1"},
                         {"State", "available"},
                         {"ServiceName", "com.amazonaws.vpce.eu-central-1.vpce-svc-1"},
                         {"SubnetIds", {"subnet-data"}}});
  const aws::Snapshot account = support::read_account(bundle);
  solver::CheckOptions options;
  EXPECT_EQ(solver::check(account, options).verdicts.at(0).verdict,
            model::Verdict::Unknown);
  options.vouched = {"vpce-firewall"};
  const auto verdict = solver::check(account, options).verdicts.at(0);
  EXPECT_EQ(verdict.verdict, model::Verdict::Pulls);
}

json with_vpn_gateway(const char* state, const char* vpc, const char* attachment) {
  json bundle = behind("vgw-1");
  support::network_answer(bundle, "ec2-describe-vpn-gateways") = {
      {"VpnGateways",
       {{{"VpnGatewayId", "vgw-1"},
         {"State", state},
         {"Type", "ipsec.1"},
         {"VpcAttachments", {{{"VpcId", vpc}, {"State", attachment}}}}}}}};
  return bundle;
}

// Site-to-Site VPN user guide, "How AWS Site-to-Site VPN works"; Reachability Analyzer,
// BAD_STATE and BAD_STATE_ATTACHMENT.
TEST(Vouched, StillAsksWhetherAVirtualPrivateGatewayIsAttached) {
  const model::ReachQuestion question{.from = "eni-task", .to = kOnPremises};
  const auto told = [&](const json& bundle) {
    return ask(bundle, question, {"vgw-1"});
  };
  EXPECT_EQ(told(with_vpn_gateway("available", "vpc-1", "attached")).verdict,
            Reachability::Reachable);
  EXPECT_EQ(told(with_vpn_gateway("available", "vpc-2", "attached")).forward,
            "BAD_STATE_ATTACHMENT");
  EXPECT_EQ(told(with_vpn_gateway("available", "vpc-1", "detached")).forward,
            "BAD_STATE_ATTACHMENT");
  EXPECT_EQ(told(with_vpn_gateway("deleted", "vpc-1", "attached")).forward,
            "BAD_STATE");
  EXPECT_EQ(told(with_vpn_gateway("available", "vpc-1", "detaching")).why,
            "the attachment of vgw-1 to vpc-1 is being changed");
  json gone = with_vpn_gateway("available", "vpc-1", "attached");
  support::network_answer(gone, "ec2-describe-vpn-gateways")["VpnGateways"].clear();
  EXPECT_EQ(told(gone).verdict, Reachability::Unknown);
}

// VPC user guide, "VPC encryption controls".
TEST(Vouched, ClaimsNothingOfAVpcThatEnforcesEncryption) {
  json bundle = behind("vgw-1");
  support::network_answer(
      bundle, "ec2-describe-vpc-encryption-controls")["VpcEncryptionControls"] = {
      {{"VpcEncryptionControlId", "vpcec-1"}, {"VpcId", "vpc-1"}, {"Mode", "enforce"}}};
  EXPECT_EQ(ask(bundle, {.from = "eni-task", .to = kOnPremises}, {"vgw-1"}).verdict,
            Reachability::Unknown);
}

// EC2 user guide, "Instance lifecycle".
TEST(Vouched, StillAsksWhetherAnAppliancesInstanceRuns) {
  const model::ReachQuestion question{.from = "eni-task", .to = kOnPremises};
  const auto told = [&](const char* state) {
    json bundle = behind_appliance(false, "10.0.0.0/16");
    support::network_answer(bundle,
                            "ec2-describe-network-interfaces")["NetworkInterfaces"]
        .back()["Attachment"] = {{"InstanceId", "i-appliance"}, {"DeviceIndex", 0}};
    support::network_answer(bundle, "ec2-describe-instances")["Reservations"] = {
        {{"Instances",
          {{{"InstanceId", "i-appliance"},
            {"VpcId", "vpc-1"},
            {"SubnetId", "subnet-nat"},
            {"State", {{"Name", state}}}}}}}};
    const Told by_instance = ask(bundle, question, {"i-appliance"});
    const Told by_interface = ask(bundle, question, {"eni-appliance"});
    EXPECT_EQ(by_instance.verdict, by_interface.verdict);
    return by_interface;
  };
  EXPECT_EQ(told("running").verdict, Reachability::Reachable);
  EXPECT_EQ(told("stopped").forward, "BAD_STATE");
  EXPECT_EQ(told("stopping").why, "instance i-appliance is in state `stopping`");
}

TEST(Vouched, ClaimsNothingOfAnApplianceInAnotherVpc) {
  json bundle = behind_appliance(false, "10.0.0.0/16");
  support::network_answer(bundle,
                          "ec2-describe-network-interfaces")["NetworkInterfaces"]
      .back()["VpcId"] = "vpc-2";
  EXPECT_EQ(ask(bundle, {.from = "eni-task", .to = kOnPremises}, {"eni-appliance"}).why,
            "eni-appliance is in vpc-2, and a route of vpc-1 leads to it");
}

// The tables of a vouched gateway that drop replies, and attachments that are gone, are
// not opened.
TEST(Vouched, DoesNotOpenATransitGatewayThatDropsReplies) {
  const model::ReachQuestion question{.from = "eni-task", .to = kOnPremises};
  json bundle = support::joined_vpcs();
  json vpn = support::transit_route("192.168.0.0/16", 1);
  vpn["TransitGatewayAttachments"][0] = {
      {"TransitGatewayAttachmentId", "tgw-attach-vpn"},
      {"ResourceType", "vpn"},
      {"ResourceId", "vpn-1"}};
  support::transit_routes(bundle) = {support::transit_route("10.0.0.0/16", 1), vpn};
  json& attachments = support::network_answer(
      bundle, "ec2-describe-transit-gateway-attachments")["TransitGatewayAttachments"];
  attachments.push_back(
      {{"TransitGatewayAttachmentId", "tgw-attach-vpn"},
       {"TransitGatewayId", "tgw-1"},
       {"TransitGatewayOwnerId", "111122223333"},
       {"ResourceType", "vpn"},
       {"State", "available"},
       {"Association",
        {{"TransitGatewayRouteTableId", "tgw-rtb-1"}, {"State", "associated"}}}});
  const auto told = [&] { return ask(bundle, question, {"tgw-1"}).verdict; };
  EXPECT_EQ(told(), Reachability::Reachable);
  attachments.back()["State"] = "deleted";
  EXPECT_NE(told(), Reachability::Reachable);
  attachments.back()["State"] = "available";
  support::transit_routes(bundle)[0] = support::transit_route("10.0.0.0/16", 0);
  EXPECT_NE(told(), Reachability::Reachable);
}

solver::CheckOptions vouching(const std::set<std::string>& ids) {
  solver::CheckOptions options;
  options.vouched = ids;
  return options;
}

Verdict of_task(const json& bundle, const std::set<std::string>& vouched) {
  const aws::Snapshot account = support::read_account(bundle);
  return solver::check(account, vouching(vouched)).verdicts.at(0).verdict;
}

// A server of one's own may be vouched for; the way there is still asked.
TEST(Vouched, StillAsksTheWayToADnsServer) {
  json bundle = support::service_account();
  EXPECT_EQ(of_task(bundle, {}), Verdict::Pulls);
  json& options =
      support::network_answer(bundle, "ec2-describe-dhcp-options")["DhcpOptions"];
  for (auto& option : options) {
    option["DhcpConfigurations"] = {
        {{"Key", "domain-name-servers"}, {"Values", {{{"Value", "192.168.9.9"}}}}}};
  }
  EXPECT_EQ(of_task(bundle, {}), Verdict::Unknown);
  // By the NAT gateway, which leads to the internet.
  EXPECT_NE(of_task(bundle, {"192.168.9.9"}), Verdict::Pulls);
  auto& table = support::network_answer(bundle, "ec2-describe-route-tables");
  for (auto& one : table["RouteTables"]) {
    one["Routes"].push_back(route("192.168.0.0/16", "vgw-1"));
  }
  attach_vpn_gateway(bundle);
  EXPECT_EQ(of_task(bundle, {"192.168.9.9"}), Verdict::Unknown);
  EXPECT_EQ(of_task(bundle, {"192.168.9.9", "vgw-1"}), Verdict::Pulls);
}

// What was not collected, or is not there, nobody can vouch for.
TEST(Vouched, NeedsWhatTheSnapshotWouldTellOfIt) {
  const model::ReachQuestion question{.from = "eni-task", .to = kOnPremises};
  json bundle = behind("vgw-1");
  support::forget_answer(bundle, "ec2-describe-vpn-gateways");
  EXPECT_EQ(ask(bundle, question, {"vgw-1"}).verdict, Reachability::Unknown);
  json appliance = behind_appliance(false, "10.0.0.0/16");
  support::network_answer(appliance,
                          "ec2-describe-network-interfaces")["NetworkInterfaces"]
      .back()["NetworkInterfaceId"] = "eni-else";
  EXPECT_EQ(ask(appliance, question, {"eni-appliance"}).why,
            "a route leads to eni-appliance, which is not in the snapshot");
  json detached = behind_appliance(false, "10.0.0.0/16");
  support::network_answer(detached,
                          "ec2-describe-network-interfaces")["NetworkInterfaces"]
      .back()["Status"] = "available";
  EXPECT_EQ(ask(detached, question, {"eni-appliance"}).verdict, Reachability::Unknown);
}

// VPC peering guide: what a peering connection carries is modelled.
TEST(Vouched, OpensNoPeeringConnection) {
  json bundle = behind("pcx-1");
  EXPECT_NE(ask(bundle, {.from = "eni-task", .to = "8.8.8.8"}, {"pcx-1"}).verdict,
            Reachability::Reachable);
}

}  // namespace
}  // namespace pullproof::gates::vouched_test
