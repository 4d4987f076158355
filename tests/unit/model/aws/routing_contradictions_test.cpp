#include "model/aws/routing_contradictions.h"

#include <string>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/support/joined_vpcs.h"
#include "tests/support/network_account.h"

namespace pullproof::aws::routing_contradictions_test {
namespace {

using nlohmann::json;
using support::joined_vpcs;
using support::network_answer;
using support::route;
using support::routes_of;

/// Why it is not known what is true of it; "" if it is. Each is a warning, too.
template <class T>
std::string dispute(const json& bundle, const std::string& id) {
  const support::NetworkWorld world(bundle);
  const T* row = world.find<T>(id);
  const auto* found = row == nullptr ? nullptr : world.account().dispute(*row);
  if (found == nullptr) return "";
  bool is_told = false;
  for (const auto& warning : world.account().warnings()) {
    is_told = is_told || warning.message == found->why;
  }
  EXPECT_TRUE(is_told) << found->why;
  return found->why;
}

/// Of some of the table's routes.
std::string routes_dispute(const json& bundle, const std::string& id) {
  const support::NetworkWorld world(bundle);
  const auto* found = world.account().dispute_about_routes(*world.find<RouteTable>(id));
  return found == nullptr ? "" : found->why;
}

json& table(json& bundle, const std::string& id) {
  for (json& row : network_answer(bundle, "ec2-describe-route-tables")["RouteTables"]) {
    if (row["RouteTableId"] == id) return row;
  }
  throw std::runtime_error("no " + id);
}

json& vpc(json& bundle) {
  return network_answer(bundle, "ec2-describe-vpcs")["Vpcs"][0];
}

json blocks(const char* state) {
  return {{{"CidrBlock", "10.0.0.0/16"}, {"CidrBlockState", {{"State", state}}}}};
}

// VPC user guide, "Subnet basics": a subnet's block is part of its VPC's.
TEST(RoutingContradictions, AreSubnetsOutsideOfTheirVpc) {
  json bundle = joined_vpcs();
  EXPECT_EQ(dispute<Subnet>(bundle, "subnet-task"), "");
  vpc(bundle)["CidrBlockAssociationSet"] = blocks("associated");
  EXPECT_EQ(dispute<Subnet>(bundle, "subnet-task"), "");
  vpc(bundle)["CidrBlockAssociationSet"] = blocks("disassociated");
  EXPECT_EQ(dispute<Subnet>(bundle, "subnet-task"),
            "10.0.1.0/24 of subnet-task is outside of the blocks of vpc-1");
  // Who printed no block at all has told nothing.
  vpc(bundle).erase("CidrBlockAssociationSet");
  vpc(bundle).erase("CidrBlock");
  EXPECT_EQ(dispute<Subnet>(bundle, "subnet-task"), "");
}

TEST(RoutingContradictions, AreIpv6SubnetsOutsideOfTheirVpc) {
  json bundle = joined_vpcs();
  json& subnet = network_answer(bundle, "ec2-describe-subnets")["Subnets"][0];
  const std::string id = subnet["SubnetId"];
  subnet["Ipv6CidrBlockAssociationSet"] = {
      {{"Ipv6CidrBlock", "2600:1f18::/64"},
       {"Ipv6CidrBlockState", {{"State", "associated"}}}}};
  EXPECT_EQ(dispute<Subnet>(bundle, id), "");
  vpc(bundle)["Ipv6CidrBlockAssociationSet"] = {
      {{"Ipv6CidrBlock", "2600:1f19::/56"},
       {"Ipv6CidrBlockState", {{"State", "associated"}}}}};
  EXPECT_EQ(dispute<Subnet>(bundle, id),
            "2600:1f18::/64 of " + id + " is outside of the blocks of vpc-1");
}

// VPC user guide, "Subnet route tables": a subnet uses a table of its VPC.
TEST(RoutingContradictions, AreTablesOfAnotherVpc) {
  json bundle = joined_vpcs();
  table(bundle, "rtb-task")["VpcId"] = "vpc-2";
  EXPECT_EQ(dispute<Subnet>(bundle, "subnet-task"),
            "rtb-task of vpc-2 is associated with subnet-task of vpc-1");
}

// EC2 API reference, RouteTableAssociationState.
TEST(RoutingContradictions, AreAssociationsThatAreChanging) {
  const auto with = [](const char* id, const json& association) {
    json bundle = joined_vpcs();
    table(bundle, id)["Associations"].push_back(association);
    return bundle;
  };
  for (const std::string state : {"associating", "disassociating", "failed"}) {
    const json changing = {{"State", state}};
    EXPECT_EQ(dispute<Subnet>(with("rtb-far", {{"SubnetId", "subnet-far"},
                                               {"AssociationState", changing}}),
                              "subnet-far"),
              "the association of rtb-far with subnet-far is in state `" + state + "`");
    const json as_main =
        with("rtb-far-nat", {{"Main", true}, {"AssociationState", changing}});
    EXPECT_EQ(
        dispute<Subnet>(as_main, "subnet-far"),
        "the association of rtb-far-nat as the main table is in state `" + state + "`");
    EXPECT_EQ(dispute<Subnet>(as_main, "subnet-far-join"), "") << "it has its own";
    EXPECT_EQ(dispute<RouteTable>(with("rtb-far", {{"GatewayId", "igw-2"},
                                                   {"AssociationState", changing}}),
                                  "rtb-far"),
              "the association of rtb-far with igw-2 is in state `" + state + "`");
  }
  for (const std::string state : {"associated", "disassociated"}) {
    EXPECT_EQ(
        dispute<Subnet>(with("rtb-far", {{"SubnetId", "subnet-far"},
                                         {"AssociationState", {{"State", state}}}}),
                        "subnet-far"),
        "");
  }
}

// VPC user guide, "Route tables": every table has a local route for each block.
TEST(RoutingContradictions, AreTablesWithoutALocalRoute) {
  json bundle = joined_vpcs();
  EXPECT_EQ(routes_dispute(bundle, "rtb-far"), "");
  routes_of(bundle, "rtb-far")[0] = route("10.9.0.0/16", "eni-appliance");
  EXPECT_EQ(routes_dispute(bundle, "rtb-far"), "") << "its target may change";
  routes_of(bundle, "rtb-far").erase(0);
  EXPECT_EQ(routes_dispute(bundle, "rtb-far"),
            "rtb-far has no local route for 10.9.0.0/16, a block of vpc-2");
}

// VPC user guide, "Routing for a middlebox appliance".
TEST(RoutingContradictions, AreRoutesWithinTheVpcThatAwsRefuses) {
  const auto with = [](const json& added) {
    json bundle = joined_vpcs();
    routes_of(bundle, "rtb-task").push_back(added);
    return routes_dispute(bundle, "rtb-task");
  };
  EXPECT_EQ(with(route("10.0.2.0/24", "nat-1")), "");
  // Its subnet may be gone.
  EXPECT_EQ(with(route("10.0.2.0/25", "nat-1")), "");
  EXPECT_EQ(with(route("10.0.2.0/24", "tgw-1")),
            "rtb-task sends 10.0.2.0/24, which is in vpc-1, to tgw-1, where no such "
            "route can lead");
  json propagated = route("10.0.2.0/24", "vgw-1");
  propagated["Origin"] = "EnableVgwRoutePropagation";
  EXPECT_EQ(with(propagated), "");
}

// Transit Gateway guide, "Transit gateway route tables".
TEST(RoutingContradictions, AreTransitTablesThatAreDeleted) {
  json bundle = joined_vpcs();
  const auto with_state = [&bundle](const char* state) {
    network_answer(bundle, "ec2-describe-transit-gateway-route-tables") = {
        {"TransitGatewayRouteTables",
         {{{"TransitGatewayRouteTableId", "tgw-rtb-1"},
           {"TransitGatewayId", "tgw-1"},
           {"State", state}}}}};
    return dispute<TransitGatewayRoutes>(bundle, "tgw-rtb-1");
  };
  EXPECT_EQ(with_state("available"), "");
  EXPECT_EQ(with_state("deleting"),
            "transit gateway route table tgw-rtb-1 is in state `deleting`");
}

TEST(RoutingContradictions, AreTransitRoutesToAnotherVpc) {
  json bundle = joined_vpcs();
  EXPECT_EQ(dispute<TransitGatewayVpcAttachment>(bundle, "tgw-attach-2"), "");
  for (json& each : support::transit_routes(bundle)) {
    json& target = each["TransitGatewayAttachments"][0];
    if (target["TransitGatewayAttachmentId"] == "tgw-attach-2") {
      target["ResourceId"] = "vpc-3";
    }
  }
  EXPECT_EQ(dispute<TransitGatewayVpcAttachment>(bundle, "tgw-attach-2"),
            "tgw-rtb-1 says that tgw-attach-2 is of vpc-3, and it is of vpc-2");
}

}  // namespace
}  // namespace pullproof::aws::routing_contradictions_test
