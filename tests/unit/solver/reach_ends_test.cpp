// What may be an end of a query, and what no packet comes from or gets to.
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/support/joined_vpcs.h"
#include "tests/support/network_account.h"
#include "tests/support/reached.h"

namespace pullproof::solver::reach_ends_test {
namespace {

using nlohmann::json;
using support::ask;
using support::network_answer;
using support::peered_vpcs;
using support::put_routes;
using support::route;
using support::Told;

const json kLocal = route("10.0.0.0/16", "local");
const model::ReachQuestion kToFar{.from = "eni-task", .to = "eni-far"};

json& interface(json& bundle, std::size_t which) {
  return network_answer(bundle,
                        "ec2-describe-network-interfaces")["NetworkInterfaces"][which];
}

json with_instance(const char* state) {
  json bundle = peered_vpcs();
  interface(bundle, 1)["Attachment"] = {{"InstanceId", "i-far"}, {"DeviceIndex", 0}};
  network_answer(bundle, "ec2-describe-instances")["Reservations"] = {
      {{"Instances",
        {{{"InstanceId", "i-far"},
          {"VpcId", "vpc-2"},
          {"State", {{"Name", state}}}}}}}};
  return bundle;
}

// EC2 user guide, "Instance lifecycle": only a running instance has a network.
TEST(ReachEnds, AStoppedInstanceIsReachedByNoName) {
  for (const char* to : {"eni-far", "i-far", "10.9.1.10"}) {
    const model::ReachQuestion question{.from = "eni-task", .to = to};
    EXPECT_EQ(ask(with_instance("running"), question).verdict, Reachability::Reachable)
        << ask(with_instance("running"), question).why;
    EXPECT_EQ(ask(with_instance("stopped"), question).forward, "BAD_STATE") << to;
    EXPECT_EQ(ask(with_instance("terminated"), question).back, "BAD_STATE") << to;
    EXPECT_EQ(ask(with_instance("pending"), question).verdict, Reachability::Unknown);
  }
}

// EC2 API reference, NetworkInterface: `available` is attached to nothing.
TEST(ReachEnds, ClaimsNothingOfAnInterfaceThatIsNotAttached) {
  json bundle = peered_vpcs();
  interface(bundle, 1)["Status"] = "in-use";
  EXPECT_EQ(ask(bundle, kToFar).verdict, Reachability::Reachable);
  interface(bundle, 1)["Status"] = "available";
  EXPECT_EQ(ask(bundle, kToFar).verdict, Reachability::Unknown);
  interface(bundle, 1)["Status"] = "in-use";
  interface(bundle, 1)["Attachment"] = {{"Status", "detaching"}};
  EXPECT_EQ(ask(bundle, kToFar).verdict, Reachability::Unknown);
}

TEST(ReachEnds, ClaimsNothingOfAnInterfaceWithoutGroups) {
  for (const char* type : {"interface", "efa", "branch", "lambda", ""}) {
    json bundle = peered_vpcs();
    interface(bundle, 1)["InterfaceType"] = type;
    interface(bundle, 1)["Groups"] = json::array();
    EXPECT_EQ(ask(bundle, kToFar).verdict, Reachability::Unknown) << type;
  }
}

// EC2 API reference, NetworkInterface: InterfaceType natGateway, which the CLI prints
// as nat_gateway.
TEST(ReachEnds, ANatGatewaysInterfaceIsTheGateway) {
  for (const char* type : {"nat_gateway", "natGateway"}) {
    json bundle = peered_vpcs();
    json own = interface(bundle, 0);
    own["NetworkInterfaceId"] = "eni-nat";
    own["InterfaceType"] = type;
    own["SubnetId"] = "subnet-nat";
    own["Groups"] = json::array();
    own["PrivateIpAddress"] = "10.0.0.10";
    own.erase("PrivateIpAddresses");
    network_answer(bundle, "ec2-describe-network-interfaces")["NetworkInterfaces"]
        .push_back(own);
    network_answer(
        bundle, "ec2-describe-nat-gateways")["NatGateways"][0]["NatGatewayAddresses"][0]
                                            ["NetworkInterfaceId"] = "eni-nat";
    const model::ReachQuestion question{.from = "eni-task", .to = "eni-nat"};
    EXPECT_EQ(ask(bundle, question).forward, "NO_POSSIBLE_DESTINATION") << type;
    support::forget_answer(bundle, "ec2-describe-nat-gateways");
    EXPECT_EQ(ask(bundle, question).why,
              "the NAT gateway of eni-nat is not in the "
              "snapshot");
  }
}

TEST(ReachEnds, ARegionalNatGatewayAnswersNothingEither) {
  json bundle = peered_vpcs();
  json& gateway = network_answer(bundle, "ec2-describe-nat-gateways")["NatGateways"][0];
  gateway.erase("SubnetId");
  gateway["AvailabilityMode"] = "regional";
  EXPECT_EQ(ask(bundle, {.from = "eni-task", .to = "nat-1"}).forward,
            "NO_POSSIBLE_DESTINATION");
}

// What the routes say of a private address that no VPC of the snapshot has.
TEST(ReachEnds, AnAddressOfNoVpcIsWhereRoutesLead) {
  const model::ReachQuestion question{.from = "eni-task", .to = "10.200.0.1"};
  const auto by = [](const std::vector<json>& routes) {
    json bundle = peered_vpcs();
    put_routes(bundle, routes);
    return bundle;
  };
  EXPECT_EQ(ask(by({kLocal}), question).forward, "NO_ROUTE_TO_DESTINATION");
  EXPECT_EQ(ask(by({kLocal, route("0.0.0.0/0", "igw-1")}), question).forward,
            "IGW_DESTINATION_ADDRESS_NOT_IN_RFC1918_EGRESS");
  EXPECT_EQ(ask(by({kLocal, route("0.0.0.0/0", "igw-1")}),
                {.from = "eni-task", .to = "100.64.0.9"})
                .forward,
            "IGW_DESTINATION_ADDRESS_NOT_IN_RFC6598_EGRESS");
  EXPECT_EQ(ask(by({kLocal, route("0.0.0.0/0", "vgw-1")}), question).verdict,
            Reachability::Unknown);
  EXPECT_EQ(ask(by({kLocal, route("0.0.0.0/0", "pcx-1")}), question).verdict,
            Reachability::Unreachable);
}

// What the snapshot tells of a gateway or an appliance counts without --assume, too.
TEST(ReachEnds, WhatNobodyVouchesForMayStillRefuse) {
  const model::ReachQuestion question{.from = "eni-task", .to = "192.168.1.5"};
  json bundle = peered_vpcs();
  put_routes(bundle, {kLocal, route("0.0.0.0/0", "vgw-1")});
  network_answer(bundle, "ec2-describe-vpn-gateways")["VpnGateways"] = {
      {{"VpnGatewayId", "vgw-1"},
       {"State", "available"},
       {"VpcAttachments", json::array()}}};
  EXPECT_EQ(ask(bundle, question).forward, "BAD_STATE_ATTACHMENT");
  json appliance = peered_vpcs();
  put_routes(appliance, {kLocal, route("0.0.0.0/0", "eni-other")});
  json other = interface(appliance, 0);
  other["NetworkInterfaceId"] = "eni-other";
  other["SubnetId"] = "subnet-data";
  other["PrivateIpAddress"] = "10.0.2.20";
  other.erase("PrivateIpAddresses");
  support::put_group(appliance, "sg-other", {support::permission("sg-task")}, {});
  other["Groups"] = {{{"GroupId", "sg-other"}}};
  network_answer(appliance, "ec2-describe-network-interfaces")["NetworkInterfaces"]
      .push_back(other);
  EXPECT_EQ(ask(appliance, question).forward, "ENI_SOURCE_DEST_CHECK_RESTRICTION");
  network_answer(appliance, "ec2-describe-network-interfaces")["NetworkInterfaces"]
      .back()["SourceDestCheck"] = false;
  const Told open = ask(appliance, question);
  EXPECT_EQ(open.verdict, Reachability::Unknown) << open.forward;
  EXPECT_NE(open.why.find("--assume eni-other"), std::string::npos) << open.why;
}

TEST(ReachEnds, AnAddressOfNoHostIsNoEnd) {
  json bundle = peered_vpcs();
  put_routes(bundle, {kLocal, route("0.0.0.0/0", "vgw-1")});
  network_answer(bundle, "ec2-describe-vpn-gateways")["VpnGateways"] = {
      {{"VpnGatewayId", "vgw-1"},
       {"State", "available"},
       {"VpcAttachments", {{{"VpcId", "vpc-1"}, {"State", "attached"}}}}}};
  const auto told = [&](const char* to) {
    return ask(bundle, {.from = "eni-task", .to = to}, {"vgw-1"}).verdict;
  };
  EXPECT_EQ(told("192.168.1.5"), Reachability::Reachable);
  for (const char* to : {"224.0.0.1", "255.255.255.255", "127.0.0.1", "0.0.0.0"}) {
    EXPECT_EQ(told(to), Reachability::Unknown) << to;
  }
}

// PrivateLink guide: an endpoint of an AWS service takes TCP.
TEST(ReachEnds, AnInterfaceEndpointIsKnownToTakeTcpOnly) {
  json bundle = peered_vpcs();
  json own = interface(bundle, 0);
  own["NetworkInterfaceId"] = "eni-api";
  own["InterfaceType"] = "vpc_endpoint";
  own["SubnetId"] = "subnet-data";
  own["PrivateIpAddress"] = "10.0.2.10";
  own.erase("PrivateIpAddresses");
  support::put_group(bundle, "sg-open", {support::permission("0.0.0.0/0")}, {});
  own["Groups"] = {{{"GroupId", "sg-open"}}};
  network_answer(bundle, "ec2-describe-network-interfaces")["NetworkInterfaces"]
      .push_back(own);
  json endpoint = support::interface_endpoint("vpce-api", "ecr.api");
  endpoint["NetworkInterfaceIds"] = {"eni-api"};
  endpoint["Groups"] = {{{"GroupId", "sg-open"}}};
  support::put_endpoint(bundle, endpoint);
  model::ReachQuestion question{.from = "eni-task", .to = "vpce-api"};
  EXPECT_EQ(ask(bundle, question).verdict, Reachability::Reachable)
      << ask(bundle, question).why;
  question.protocol = 17;
  EXPECT_EQ(ask(bundle, question).verdict, Reachability::Unknown);
  network_answer(bundle, "ec2-describe-vpc-endpoints")["VpcEndpoints"]
      .back()["Groups"] = {{{"GroupId", "sg-task"}}};
  question.protocol = 6;
  EXPECT_EQ(ask(bundle, question).why,
            "vpce-api and its interface eni-api name different security groups");
}

}  // namespace
}  // namespace pullproof::solver::reach_ends_test
