#include "solver/reach.h"

#include <algorithm>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/support/network_account.h"
#include "tests/support/reached.h"

namespace pullproof::solver::reach_test {
namespace {

using nlohmann::json;
using support::acl_entries;
using support::ask;
using support::network_account;
using support::network_answer;
using support::permission;
using support::put_acl;
using support::put_group;
using support::put_routes;
using support::route;
using support::Told;
using Texts = std::vector<std::string>;

json interface(const char* id, const char* subnet, const char* address,
               const char* group) {
  return {{"NetworkInterfaceId", id},
          {"SubnetId", subnet},
          {"VpcId", "vpc-1"},
          {"OwnerId", "111122223333"},
          {"InterfaceType", "interface"},
          {"PrivateIpAddress", address},
          {"PrivateIpAddresses",
           json::array({{{"Primary", true}, {"PrivateIpAddress", address}}})},
          {"Groups", json::array({{{"GroupId", group}, {"GroupName", group}}})},
          {"SourceDestCheck", true}};
}

/// eni-task in subnet-task, which may send anything, and eni-data in subnet-data, which
/// lets sg-task in on port 443.
json account() {
  json bundle = network_account();
  network_answer(bundle, "ec2-describe-network-interfaces") = {
      {"NetworkInterfaces",
       json::array(
           {interface("eni-task", "subnet-task", "10.0.1.10", "sg-task"),
            interface("eni-data", "subnet-data", "10.0.2.10", "sg-endpoint")})}};
  return bundle;
}

const model::ReachQuestion kTaskToData{.from = "eni-task", .to = "eni-data"};

TEST(Reach, ProvesTheWayThereAndBack) {
  const Told told = ask(account(), kTaskToData);
  EXPECT_EQ(told.verdict, Reachability::Reachable) << told.why;
  EXPECT_EQ(told.path, (Texts{"eni-task", "sg-task", "acl-1", "rtb-task", "acl-1",
                              "sg-endpoint", "eni-data"}));
}

// VPC user guide, "Security groups": ingress must allow the port, replies need nothing.
TEST(Reach, GroupsAreAskedOnTheWayThereOnly) {
  model::ReachQuestion other = kTaskToData;
  other.ports = {80, 80};
  EXPECT_EQ(ask(account(), other).forward, "ENI_SG_RULES_MISMATCH");
  json silent = account();
  put_group(silent, "sg-silent", {permission("0.0.0.0/0")}, {});
  network_answer(
      silent, "ec2-describe-network-interfaces")["NetworkInterfaces"][1]["Groups"] = {
      {{"GroupId", "sg-silent"}, {"GroupName", "silent"}}};
  EXPECT_EQ(ask(silent, kTaskToData).verdict, Reachability::Reachable);
  EXPECT_EQ(ask(silent, {.from = "eni-data", .to = "eni-task"}).forward,
            "SG_HAS_NO_RULES");
}

// VPC user guide, "Network ACLs": they are stateless, and not asked inside of a subnet.
TEST(Reach, AclsAreAskedBothWaysForEveryPort) {
  json bundle = account();
  put_acl(
      bundle,
      {{.number = 100, .egress = true},
       {.number = 100, .protocol = "6", .first_port = 443, .last_port = 443},
       {.number = 110, .protocol = "6", .first_port = 50'000, .last_port = 65'535}});
  const Told told = ask(bundle, kTaskToData);
  EXPECT_EQ(told.verdict, Reachability::Unreachable);
  EXPECT_EQ(told.forward, "");
  EXPECT_EQ(told.back, "SUBNET_ACL_RESTRICTION");
  model::ReachQuestion from_one_port = kTaskToData;
  from_one_port.source_ports = Interval{50'000, 50'000};
  EXPECT_EQ(ask(bundle, from_one_port).verdict, Reachability::Reachable);
  put_acl(bundle, {});
  network_answer(bundle, "ec2-describe-network-interfaces")["NetworkInterfaces"][1] =
      interface("eni-data", "subnet-task", "10.0.1.11", "sg-endpoint");
  EXPECT_EQ(ask(bundle, kTaskToData).verdict, Reachability::Reachable);
}

TEST(Reach, PublicAddressesAreReachedThroughTheNatGateway) {
  const Told told = ask(account(), {.from = "eni-task", .to = "3.121.0.9"});
  EXPECT_EQ(told.verdict, Reachability::Reachable) << told.why << told.forward;
  EXPECT_NE(std::find(told.path.begin(), told.path.end(), "nat-1"), told.path.end());
  json bundle = account();
  put_routes(bundle, {route("10.0.0.0/16", "local")});
  EXPECT_EQ(ask(bundle, {.from = "eni-task", .to = "3.121.0.9"}).forward,
            "NO_ROUTE_TO_DESTINATION");
  put_routes(bundle, {route("10.0.0.0/16", "local"), route("0.0.0.0/0", "igw-1")});
  EXPECT_EQ(ask(bundle, {.from = "eni-task", .to = "3.121.0.9"}).forward,
            "IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS");
}

// Reachability Analyzer: an internet gateway drops packets to private addresses.
TEST(Reach, PrivateAddressesAreNotReachedThroughAnInternetGateway) {
  json bundle = account();
  json& vpcs = network_answer(bundle, "ec2-describe-vpcs")["Vpcs"];
  json other = vpcs[0];
  other["VpcId"] = "vpc-2";
  for (const char* key : {"CidrBlock"}) other[key] = "10.1.0.0/16";
  other["CidrBlockAssociationSet"] = {{{"AssociationId", "a"},
                                       {"CidrBlock", "10.1.0.0/16"},
                                       {"CidrBlockState", {{"State", "associated"}}}}};
  vpcs.push_back(other);
  json& subnets = network_answer(bundle, "ec2-describe-subnets")["Subnets"];
  json subnet = subnets[0];
  subnet["SubnetId"] = "subnet-far";
  subnet["VpcId"] = "vpc-2";
  subnet["CidrBlock"] = "10.1.0.0/24";
  subnets.push_back(subnet);
  json far = interface("eni-far", "subnet-far", "10.1.0.10", "sg-far");
  far["VpcId"] = "vpc-2";
  network_answer(bundle, "ec2-describe-network-interfaces")["NetworkInterfaces"]
      .push_back(far);
  const model::ReachQuestion question{.from = "eni-task", .to = "eni-far"};
  // Through the NAT gateway, whose subnet leads to igw-1.
  EXPECT_EQ(ask(bundle, question).forward,
            "IGW_DESTINATION_ADDRESS_NOT_IN_RFC1918_EGRESS");
  put_routes(bundle, {route("10.0.0.0/16", "local"), route("10.1.0.0/16", "pcx-1")});
  EXPECT_EQ(ask(bundle, question).forward, "");
}

TEST(Reach, WhatIsNotModelledIsUnknown) {
  json bundle = account();
  put_routes(bundle, {route("10.0.0.0/16", "local"), route("0.0.0.0/0", "pcx-1")});
  const Told told = ask(bundle, {.from = "eni-task", .to = "3.121.0.9"});
  EXPECT_EQ(told.verdict, Reachability::Unknown);
  EXPECT_NE(told.why.find("pcx-1"), std::string::npos) << told.why;
}

TEST(Reach, PlacesThatAreNotThereAreUnknown) {
  for (const char* place : {"eni-9", "i-9", "vpce-9", "nat-9", "10.0.2.99"}) {
    const Told told = ask(account(), {.from = "eni-task", .to = place});
    EXPECT_EQ(told.verdict, Reachability::Unknown) << place;
    EXPECT_NE(told.why.find(place), std::string::npos) << told.why;
  }
  EXPECT_NE(
      ask(account(), {.from = "task", .to = "eni-1"}).why.find("expected as `from`"),
      std::string::npos);
}

TEST(Reach, AddressesOfSeveralVpcsNeedTheVpc) {
  json bundle = account();
  json& vpcs = network_answer(bundle, "ec2-describe-vpcs")["Vpcs"];
  json other = vpcs[0];
  other["VpcId"] = "vpc-2";
  vpcs.push_back(other);
  model::ReachQuestion question{.from = "eni-task", .to = "10.0.2.10"};
  EXPECT_NE(ask(bundle, question).why.find("vpc-1, vpc-2"), std::string::npos);
  question.vpc = "vpc-1";
  EXPECT_EQ(ask(bundle, question).verdict, Reachability::Reachable);
}

// Each was "reachable" once.
TEST(Reach, ContradictionsAndUnseenThingsAreUnknown) {
  const auto interfaces = [](json& bundle) -> json& {
    return network_answer(bundle,
                          "ec2-describe-network-interfaces")["NetworkInterfaces"];
  };
  json outside = account();
  interfaces(outside)[1] =
      interface("eni-data", "subnet-data", "10.0.9.9", "sg-endpoint");
  EXPECT_EQ(ask(outside, kTaskToData).verdict, Reachability::Unknown);
  json twice = account();
  interfaces(twice).push_back(
      interface("eni-other", "subnet-data", "10.0.2.10", "sg-endpoint"));
  EXPECT_EQ(ask(twice, {.from = "eni-task", .to = "10.0.2.10"}).verdict,
            Reachability::Unknown);
  json bare = account();
  interfaces(bare)[1]["Groups"] = json::array();
  EXPECT_EQ(ask(bare, kTaskToData).verdict, Reachability::Unknown);
  EXPECT_EQ(ask(account(), {.from = "8.8.8.8", .to = "8.8.4.4"}).verdict,
            Reachability::Unknown);
}

// EC2 user guide, "Elastic IP addresses": one for each private address.
TEST(Reach, GoesOutByTheElasticAddressOfASecondPrivateOne) {
  const auto outside = [](const json& association) {
    json bundle = account();
    put_routes(bundle, {route("10.0.0.0/16", "local"), route("0.0.0.0/0", "igw-1")});
    json second = {{"Primary", false}, {"PrivateIpAddress", "10.0.1.11"}};
    if (!association.is_null()) second["Association"] = association;
    json& task = network_answer(
        bundle, "ec2-describe-network-interfaces")["NetworkInterfaces"][0];
    task["PrivateIpAddresses"].push_back(second);
    task["Association"] = {{"PublicIp", "18.196.0.1"}};
    return ask(bundle, {.from = "10.0.1.11", .to = "3.121.0.9"});
  };
  EXPECT_EQ(outside({{"PublicIp", "18.196.0.2"}}).verdict, Reachability::Reachable);
  EXPECT_EQ(outside(nullptr).forward, "IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS");
}

// network.md 35: an address may be one of a list whose entries are not known.
TEST(Reach, LeavesOpenWhetherAnAddressIsInAListWithoutEntries) {
  json bundle = account();
  support::put_prefix_list(bundle, "pl-s3", "com.amazonaws.eu-central-1.s3", {});
  put_routes(bundle, {route("10.0.0.0/16", "local"), route("pl-s3", "vpce-s3"),
                      route("0.0.0.0/0", "nat-1")});
  const model::ReachQuestion question{.from = "eni-task", .to = "52.219.44.9"};
  EXPECT_EQ(ask(bundle, question).verdict, Reachability::Unknown);
  json filtered = account();
  support::put_prefix_list(filtered, "pl-s3", "com.amazonaws.eu-central-1.s3", {});
  for (auto& group :
       network_answer(filtered, "ec2-describe-security-groups")["SecurityGroups"]) {
    if (group["GroupId"] != "sg-task") continue;
    group["IpPermissionsEgress"] = {permission("pl-s3")};
  }
  EXPECT_EQ(ask(filtered, question).verdict, Reachability::Unknown);
}

TEST(Reach, TakesTheRouteOfAServicesAddressToItsGatewayEndpoint) {
  json bundle = account();
  support::put_prefix_list(bundle, "pl-s3", "com.amazonaws.eu-central-1.s3",
                           {"52.219.0.0/16"});
  support::put_endpoint(bundle, {{"VpcEndpointId", "vpce-s3"},
                                 {"VpcEndpointType", "Gateway"},
                                 {"VpcId", "vpc-1"},
                                 {"ServiceName", "com.amazonaws.eu-central-1.s3"},
                                 {"State", "available"}});
  put_routes(bundle, {route("10.0.0.0/16", "local"), route("pl-s3", "vpce-s3")});
  EXPECT_EQ(ask(bundle, {.from = "eni-task", .to = "52.219.44.9"}).verdict,
            Reachability::Reachable);
  EXPECT_EQ(
      ask(bundle, {.from = "eni-task", .to = "52.219.44.9", .protocol = 17}).forward,
      "VPCE_GATEWAY_PROTOCOL_RESTRICTION");
}

// A reply passes the table of the internet gateway, if it has one.
TEST(Reach, LeavesOpenWhereAGatewaysOwnTableLeadsReplies) {
  json bundle = account();
  json& tables = network_answer(bundle, "ec2-describe-route-tables")["RouteTables"];
  tables.push_back({{"RouteTableId", "rtb-edge"},
                    {"VpcId", "vpc-1"},
                    {"Associations", json::array({{{"GatewayId", "igw-1"}}})},
                    {"Routes", json::array({route("10.0.0.0/16", "local"),
                                            route("10.0.0.0/24", "vpce-fw")})}});
  const model::ReachQuestion question{.from = "eni-task", .to = "3.121.0.9"};
  EXPECT_EQ(ask(account(), question).verdict, Reachability::Reachable);
  EXPECT_EQ(ask(bundle, question).verdict, Reachability::Unknown);
}

// Where the system of the source is not known, ports that one of them only uses refute
// nothing.
TEST(Reach, ClaimsNothingOfPortsThatTheSourceMayNotUse) {
  json bundle = account();
  put_acl(bundle,
          {{.egress = true},
           {.protocol = "6", .first_port = 32768, .last_port = 60999},
           {.number = 110, .protocol = "6", .first_port = 443, .last_port = 443}});
  EXPECT_EQ(ask(bundle, kTaskToData).verdict, Reachability::Unknown);
  put_acl(bundle,
          {{.egress = true}, {.protocol = "6", .first_port = 443, .last_port = 443}});
  EXPECT_EQ(ask(bundle, kTaskToData).back, "SUBNET_ACL_RESTRICTION");
}

// VPC user guide, "NAT gateways": a reply comes through the gateway that sent the
// packet, and through no other.
TEST(Reach, RepliesDoNotStartConnectionsThroughANatGateway) {
  json bundle = account();
  json& tables = network_answer(bundle, "ec2-describe-route-tables")["RouteTables"];
  json table = tables[0];
  table["RouteTableId"] = "rtb-data";
  table["Associations"] = {{{"RouteTableAssociationId", "rtbassoc-data"},
                            {"RouteTableId", "rtb-data"},
                            {"SubnetId", "subnet-data"},
                            {"Main", false},
                            {"AssociationState", {{"State", "associated"}}}}};
  table["Routes"] = {route("10.0.0.0/16", "local"), route("10.0.1.0/24", "nat-1")};
  tables.push_back(table);
  EXPECT_EQ(ask(bundle, kTaskToData).back, "NO_ROUTE_TO_DESTINATION");
}

// VPC user guide, "NAT gateways": whoever is behind sees the gateway's address.
TEST(Reach, GroupsSeeTheNatGatewaysAddress) {
  const auto through_nat = [](const char* allowed) {
    json bundle = account();
    put_group(bundle, "sg-from", {permission(allowed, "tcp", 443, 443)}, {});
    network_answer(
        bundle, "ec2-describe-network-interfaces")["NetworkInterfaces"][1]["Groups"] = {
        {{"GroupId", "sg-from"}, {"GroupName", "from"}}};
    put_routes(bundle, {route("10.0.0.0/16", "local"), route("10.0.2.0/24", "nat-1")});
    return ask(bundle, kTaskToData).forward;
  };
  EXPECT_EQ(through_nat("10.0.0.10/32"), "");
  EXPECT_EQ(through_nat("10.0.1.10/32"), "ENI_SG_RULES_MISMATCH");
  EXPECT_EQ(through_nat("sg-task"), "SG_REFERENCES_NOT_PRESERVED");
}

// VPC user guide, "Network ACLs", "Ephemeral ports": an unseen system may be Windows;
// load balancers and Lambda use every port from 1024 on.
TEST(Reach, PortsAreThoseOfWhateverStartsTheConnection) {
  json bundle = account();
  put_acl(
      bundle,
      {{.number = 100, .egress = true},
       {.number = 100, .protocol = "6", .first_port = 443, .last_port = 443},
       {.number = 110, .protocol = "6", .first_port = 32'768, .last_port = 60'999}});
  EXPECT_EQ(ask(bundle, kTaskToData).verdict, Reachability::Unknown);
  put_acl(
      bundle,
      {{.number = 100, .egress = true},
       {.number = 100, .protocol = "6", .first_port = 443, .last_port = 443},
       {.number = 110, .protocol = "6", .first_port = 32'768, .last_port = 65'535}});
  EXPECT_EQ(ask(bundle, kTaskToData).verdict, Reachability::Reachable);
  network_answer(
      bundle,
      "ec2-describe-network-interfaces")["NetworkInterfaces"][0]["InterfaceType"] =
      "lambda";
  EXPECT_EQ(ask(bundle, kTaskToData).back, "SUBNET_ACL_RESTRICTION");
  json& source =
      network_answer(bundle, "ec2-describe-network-interfaces")["NetworkInterfaces"][0];
  source["InterfaceType"] = "interface";
  source["Description"] = "ELB app/front/0123456789abcdef";
  EXPECT_EQ(ask(bundle, kTaskToData).back, "SUBNET_ACL_RESTRICTION");
  put_acl(bundle,
          {{.number = 100, .egress = true},
           {.number = 110, .protocol = "6", .first_port = 443, .last_port = 65'535},
           {.number = 120, .protocol = "6", .first_port = 1024, .last_port = 65'535}});
  EXPECT_EQ(ask(bundle, kTaskToData).verdict, Reachability::Reachable);
}

TEST(Reach, RangesOfPortsAreReachedAsAWhole) {
  model::ReachQuestion question = kTaskToData;
  question.ports = {443, 444};
  const Told told = ask(account(), question);
  EXPECT_EQ(told.verdict, Reachability::Unreachable);
  EXPECT_EQ(told.forward, "ENI_SG_RULES_MISMATCH");
}

/// The interfaces of `account`, to be changed.
json& interfaces(json& bundle) {
  return network_answer(bundle, "ec2-describe-network-interfaces")["NetworkInterfaces"];
}

// Elastic Load Balancing: its interfaces carry its name in their descriptions.
TEST(Reach, FindsALoadBalancerByItsNameOrArn) {
  json bundle = account();
  interfaces(bundle)[1]["Description"] = "ELB app/web/50dc6c495c0c9188";
  const std::string arn =
      "arn:aws:elasticloadbalancing:eu-central-1:111122223333:loadbalancer/app/web/"
      "50dc6c495c0c9188";
  const model::ReachQuestion by_arn{.from = "eni-task", .to = arn};
  EXPECT_EQ(ask(bundle, by_arn).verdict, Reachability::Unknown);
  json& answer = network_answer(bundle, "elbv2-describe-load-balancers");
  answer["LoadBalancers"] = {{{"LoadBalancerArn", arn},
                              {"LoadBalancerName", "web"},
                              {"Type", "application"},
                              {"VpcId", "vpc-1"},
                              {"State", {{"Code", "active"}}}}};
  const Told told = ask(bundle, by_arn);
  EXPECT_EQ(told.verdict, Reachability::Reachable) << told.why;
  EXPECT_EQ(told.path.back(), "eni-data");
  EXPECT_EQ(ask(bundle, {.from = "eni-task", .to = "web"}).verdict,
            Reachability::Reachable);
  EXPECT_EQ(ask(bundle, {.from = "eni-task", .to = "web", .ports = {80, 80}}).forward,
            "ENI_SG_RULES_MISMATCH");
  answer["LoadBalancers"][0]["State"]["Code"] = "failed";
  EXPECT_EQ(ask(bundle, by_arn).why, "load balancer web is in state `failed`");
  answer["LoadBalancers"][0]["State"]["Code"] = "active";
  json& zones = answer["LoadBalancers"][0]["AvailabilityZones"];
  zones = {{{"SubnetId", "subnet-data"}}};
  EXPECT_EQ(ask(bundle, by_arn).verdict, Reachability::Reachable);
  zones.push_back({{"SubnetId", "subnet-nat"}});
  EXPECT_EQ(ask(bundle, by_arn).why, "not all interfaces of web are in the snapshot");
  interfaces(bundle)[1]["Description"] = "ELB app/else/1";
  EXPECT_EQ(ask(bundle, by_arn).why, "no interfaces of web are in the snapshot");
}

// VPC user guide, "Security groups": a group is of one VPC.
TEST(Reach, ClaimsNothingOfGroupsOfAnotherVpc) {
  json bundle = account();
  for (auto& group :
       network_answer(bundle, "ec2-describe-security-groups")["SecurityGroups"]) {
    if (group["GroupId"] == "sg-endpoint") group["VpcId"] = "vpc-2";
  }
  EXPECT_EQ(ask(bundle, kTaskToData).why,
            "security group sg-endpoint is of vpc-2, and AWS takes it for vpc-1 only "
            "where it is associated with that VPC");
  // "Associate security groups with multiple VPCs".
  json& associations = network_answer(
      bundle,
      "ec2-describe-security-group-vpc-associations")["SecurityGroupVpcAssociations"];
  associations = {
      {{"GroupId", "sg-endpoint"}, {"VpcId", "vpc-1"}, {"State", "associated"}}};
  EXPECT_EQ(ask(bundle, kTaskToData).verdict, Reachability::Reachable);
  associations[0]["State"] = "disassociating";
  EXPECT_EQ(ask(bundle, kTaskToData).verdict, Reachability::Unknown);
}

// EC2 API reference, Subnet: `pending` and `failed` ones carry nothing yet.
TEST(Reach, ClaimsNothingOfSubnetsThatAreNotAvailable) {
  json bundle = account();
  for (auto& subnet : network_answer(bundle, "ec2-describe-subnets")["Subnets"]) {
    subnet["State"] = "available";
  }
  EXPECT_EQ(ask(bundle, kTaskToData).verdict, Reachability::Reachable);
  for (auto& subnet : network_answer(bundle, "ec2-describe-subnets")["Subnets"]) {
    if (subnet["SubnetId"] == "subnet-task") subnet["State"] = "pending";
  }
  EXPECT_EQ(ask(bundle, kTaskToData).why, "subnet-task is in state `pending`");
}

// Reachability Analyzer, VPCE_INTRA_VPC_TRAFFIC; PrivateLink guide, "Concepts".
TEST(Reach, EndpointsOpenNoConnections) {
  json bundle = account();
  json endpoint = support::interface_endpoint("vpce-api", "ecr.api");
  endpoint["NetworkInterfaceIds"] = {"eni-data"};
  support::put_endpoint(bundle, endpoint);
  interfaces(bundle)[1]["InterfaceType"] = "vpc_endpoint";
  EXPECT_EQ(ask(bundle, {.from = "eni-task", .to = "vpce-api"}).verdict,
            Reachability::Reachable);
  for (const char* from : {"vpce-api", "eni-data"}) {
    const Told told = ask(bundle, {.from = from, .to = "eni-task"});
    EXPECT_EQ(told.verdict, Reachability::Unreachable) << told.why;
    EXPECT_EQ(told.forward, "VPCE_INTRA_VPC_TRAFFIC");
  }
  support::forget_answer(bundle, "ec2-describe-vpc-endpoints");
  EXPECT_EQ(ask(bundle, {.from = "eni-data", .to = "eni-task"}).why,
            "the endpoint of eni-data is not in the snapshot");
}

// Facts of one NAT gateway that cannot all be true.
TEST(Reach, ClaimsNothingOfANatGatewayThatContradictsItself) {
  const model::ReachQuestion out{.from = "eni-task", .to = "3.121.0.9"};
  json moved = account();
  json& gateways = network_answer(moved, "ec2-describe-nat-gateways")["NatGateways"];
  gateways[0]["NatGatewayAddresses"][0]["NetworkInterfaceId"] = "eni-nat";
  json own = interface("eni-nat", "subnet-nat", "10.0.0.10", "sg-task");
  own["InterfaceType"] = "nat_gateway";
  own["PrivateIpAddresses"][0]["Association"] = {{"PublicIp", "18.195.0.1"}};
  interfaces(moved).push_back(own);
  EXPECT_EQ(ask(moved, out).verdict, Reachability::Reachable);
  interfaces(moved).back()["SubnetId"] = "subnet-data";
  EXPECT_EQ(ask(moved, out).why,
            "nat-1 is in subnet-nat, and its interface eni-nat in subnet-data");

  json twice = account();
  json& all = network_answer(twice, "ec2-describe-nat-gateways")["NatGateways"];
  json other = all[0];
  other["NatGatewayId"] = "nat-2";
  other["State"] = "deleted";
  all.push_back(other);
  EXPECT_EQ(ask(twice, out).verdict, Reachability::Reachable);
  json borrowed = account();
  interfaces(borrowed)[1]["Association"]["PublicIp"] = "18.195.0.1";
  EXPECT_EQ(ask(borrowed, out).why,
            "nat-1 and eni-data both have the public address 18.195.0.1");
  all.back()["State"] = "available";
  EXPECT_NE(ask(twice, out).why.find("nat-1 and nat-2 both have the public address"),
            std::string::npos);
}

TEST(Reach, AsksForAPlaceThatItKnows) {
  EXPECT_NE(ask(account(), {.from = "eni-task", .to = "web"})
                .why.find("a load balancer's name or ARN"),
            std::string::npos);
}

// AWS gives a public address to one interface at a time.
TEST(Reach, IsUnknownWhereTwoInterfacesHaveThePublicAddress) {
  json bundle = account();
  put_routes(bundle, {route("10.0.0.0/16", "local"), route("0.0.0.0/0", "igw-1")});
  interfaces(bundle)[0]["Association"]["PublicIp"] = "18.195.0.9";
  const model::ReachQuestion out{.from = "eni-task", .to = "3.121.0.9"};
  const model::ReachQuestion in{.from = "3.121.0.9", .to = "18.195.0.9"};
  EXPECT_EQ(ask(bundle, out).verdict, Reachability::Reachable);
  EXPECT_EQ(ask(bundle, in).verdict, Reachability::Unreachable);
  interfaces(bundle)[1]["Association"]["PublicIp"] = "18.195.0.9";
  for (const auto& question : {out, in}) {
    EXPECT_EQ(ask(bundle, question).why,
              "eni-task and eni-data both have the public address 18.195.0.9");
  }
  EXPECT_EQ(ask(bundle, kTaskToData).verdict, Reachability::Reachable);
}

// EC2 user guide, "Prefix delegation for network interfaces".
TEST(Reach, FindsTheInterfaceThatAPrefixIsDelegatedTo) {
  json bundle = account();
  const model::ReachQuestion question{.from = "eni-task", .to = "10.0.2.37"};
  EXPECT_EQ(ask(bundle, question).verdict, Reachability::Unknown);
  interfaces(bundle)[1]["Ipv4Prefixes"] = {{{"Ipv4Prefix", "10.0.2.32/28"}}};
  const Told told = ask(bundle, question);
  EXPECT_EQ(told.verdict, Reachability::Reachable) << told.why;
  EXPECT_EQ(told.path.back(), "eni-data");
  EXPECT_EQ(ask(bundle, {.from = "eni-task", .to = "10.0.2.48"}).verdict,
            Reachability::Unknown);
  interfaces(bundle)[0]["Ipv4Prefixes"] = interfaces(bundle)[1]["Ipv4Prefixes"];
  EXPECT_EQ(ask(bundle, question).verdict, Reachability::Unknown);
}

// VPC user guide, "Troubleshoot NAT gateways": they answer nothing themselves.
// Reachability Analyzer, NO_POSSIBLE_DESTINATION.
TEST(Reach, NatGatewaysAnswerNothing) {
  const Told told = ask(account(), {.from = "eni-task", .to = "nat-1"});
  EXPECT_EQ(told.verdict, Reachability::Unreachable) << told.why;
  EXPECT_EQ(told.forward, "NO_POSSIBLE_DESTINATION");
  EXPECT_EQ(told.path.back(), "nat-1");
}

// Reachability Analyzer, UNASSOCIATED_COMPONENT.
TEST(Reach, NothingGetsToWhatHasNoAddressOfTheFamily) {
  for (const model::ReachQuestion& question :
       {model::ReachQuestion{.from = "eni-task", .to = "2600:1f18::9"},
        model::ReachQuestion{.from = "2600:1f18::9", .to = "eni-task"},
        model::ReachQuestion{.from = "2600:1f18::9", .to = "nat-1"}}) {
    const Told told = ask(account(), question);
    EXPECT_EQ(told.verdict, Reachability::Unreachable) << told.why;
    EXPECT_EQ(told.forward, "UNASSOCIATED_COMPONENT");
    EXPECT_EQ(told.back, "UNASSOCIATED_COMPONENT");
  }
  EXPECT_EQ(ask(account(), {.from = "3.121.0.9", .to = "2600:1f18::9"}).verdict,
            Reachability::Unknown);
}

// Reachability Analyzer, IGW_DESTINATION_ADDRESS_NOT_IN_RFC6598_EGRESS; packets to a
// public address go to whoever has it on the internet.
TEST(Reach, AnInternetGatewayLeadsToNoAddressOfAnotherVpc) {
  const auto code = [](const std::string& block, const std::string& address) {
    json bundle = account();
    json& vpcs = network_answer(bundle, "ec2-describe-vpcs")["Vpcs"];
    json other = vpcs[0];
    other["VpcId"] = "vpc-2";
    other["CidrBlock"] = block;
    other["CidrBlockAssociationSet"] = {
        {{"AssociationId", "a"},
         {"CidrBlock", block},
         {"CidrBlockState", {{"State", "associated"}}}}};
    vpcs.push_back(other);
    json subnet = network_answer(bundle, "ec2-describe-subnets")["Subnets"][0];
    subnet["SubnetId"] = "subnet-2";
    subnet["VpcId"] = "vpc-2";
    subnet["CidrBlock"] = block;
    network_answer(bundle, "ec2-describe-subnets")["Subnets"].push_back(subnet);
    json there = interface("eni-2", "subnet-2", address.c_str(), "sg-task");
    there["VpcId"] = "vpc-2";
    put_group(bundle, "sg-2", {permission("0.0.0.0/0")}, {});
    network_answer(bundle, "ec2-describe-security-groups")["SecurityGroups"]
        .back()["VpcId"] = "vpc-2";
    there["Groups"][0]["GroupId"] = "sg-2";
    interfaces(bundle).push_back(there);
    put_routes(bundle, {route("10.0.0.0/16", "local"), route("0.0.0.0/0", "igw-1")});
    const Told told = ask(bundle, {.from = "eni-task", .to = "eni-2"});
    return told.forward;
  };
  EXPECT_EQ(code("100.64.0.0/24", "100.64.0.9"),
            "IGW_DESTINATION_ADDRESS_NOT_IN_RFC6598_EGRESS");
  EXPECT_EQ(code("172.31.0.0/24", "172.31.0.9"),
            "IGW_DESTINATION_ADDRESS_NOT_IN_RFC1918_EGRESS");
}

TEST(Reach, ClaimsNothingOfANatGatewayWhoseInterfaceHasAnotherAddress) {
  json bundle = account();
  json& gateway = network_answer(bundle, "ec2-describe-nat-gateways")["NatGateways"][0];
  gateway["NatGatewayAddresses"][0]["NetworkInterfaceId"] = "eni-nat";
  gateway["NatGatewayAddresses"][0]["PrivateIp"] = "10.0.0.10";
  json own = interface("eni-nat", "subnet-nat", "10.0.0.10", "sg-task");
  own["InterfaceType"] = "nat_gateway";
  own["PrivateIpAddresses"][0]["Association"] = {{"PublicIp", "18.195.0.1"}};
  interfaces(bundle).push_back(own);
  const model::ReachQuestion out{.from = "eni-task", .to = "3.121.0.9"};
  EXPECT_EQ(ask(bundle, out).verdict, Reachability::Reachable) << ask(bundle, out).why;
  interfaces(bundle).back()["PrivateIpAddresses"][0]["Association"]["PublicIp"] =
      "18.195.0.77";
  EXPECT_EQ(ask(bundle, out).why,
            "nat-1 has the public address 18.195.0.1, and its interface eni-nat has "
            "18.195.0.77");
}

}  // namespace
}  // namespace pullproof::solver::reach_test
