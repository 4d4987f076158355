#include "model/aws/transit_gateway.h"

#include <gtest/gtest.h>

#include "tests/unit/model/aws/one_document.h"

namespace pullproof::aws::transit_gateway_test {
namespace {

TEST(TransitGateway, TellsItsStateAndItsOptions) {
  const auto gateway = only<TransitGateway>(
      read("ec2-describe-transit-gateways", R"({"TransitGateways": [{
    "TransitGatewayId": "tgw-1", "State": "modifying", "OwnerId": "111122223333",
    "Options": {"AmazonSideAsn": 64512, "TransitGatewayCidrBlocks": [],
                "SecurityGroupReferencingSupport": "enable"}}]})"));
  EXPECT_EQ(gateway.id(), "tgw-1");
  EXPECT_EQ(gateway.state, "modifying");
  EXPECT_TRUE(gateway.references_groups);
}

TEST(TransitGatewayVpcAttachment, TellsItsSubnetsAndItsOptions) {
  const auto attachment = only<TransitGatewayVpcAttachment>(
      read("ec2-describe-transit-gateway-vpc-attachments",
           R"({"TransitGatewayVpcAttachments": [{"TransitGatewayAttachmentId": "att-1",
    "TransitGatewayId": "tgw-1", "VpcId": "vpc-1", "VpcOwnerId": "444455556666",
    "State": "available", "SubnetIds": ["subnet-1", "subnet-2"],
    "Options": {"DnsSupport": "enable", "ApplianceModeSupport": "enable"}}]})"));
  EXPECT_EQ(attachment.vpc_owner, "444455556666");
  EXPECT_EQ(attachment.subnets.size(), 2U);
  EXPECT_TRUE(attachment.appliance_mode);
  EXPECT_FALSE(attachment.references_groups);
}

TEST(TransitGatewayAttachment, HasATableWhereItIsAssociated) {
  const auto of = [](const std::string& association) {
    return only<TransitGatewayAttachment>(
        read("ec2-describe-transit-gateway-attachments",
             R"({"TransitGatewayAttachments": [{
      "TransitGatewayAttachmentId": "att-1", "TransitGatewayId": "tgw-1",
      "TransitGatewayOwnerId": "444455556666",
      "ResourceType": "vpc", "ResourceId": "vpc-1", "State": "available")" +
                 association + "}]}"));
  };
  EXPECT_EQ(of("").route_table, "");
  EXPECT_EQ(of("").gateway_owner, "444455556666");
  const auto leaving =
      of(R"(, "Association": {"TransitGatewayRouteTableId": "tgw-rtb-1",
                              "State": "disassociating"})");
  EXPECT_EQ(leaving.route_table, "tgw-rtb-1");
  EXPECT_EQ(leaving.association_state, "disassociating");
}

TransitGatewayRoutes routes(const std::string& text) {
  return only<TransitGatewayRoutes>(read("ec2-search-transit-gateway-routes/tgw-rtb-1",
                                         R"({"Routes": [)" + text + "]}"));
}

std::string route(const char* cidr, const char* type, const char* to,
                  const char* state = "active") {
  return std::string(R"({"DestinationCidrBlock": ")") + cidr + R"(", "Type": ")" +
         type + R"(", "State": ")" + state +
         R"(", "TransitGatewayAttachments": [{"TransitGatewayAttachmentId": "att-1",
      "ResourceId": "x", "ResourceType": ")" +
         to + R"("}]})";
}

TEST(TransitGatewayRoutes, TakeTheirTableFromTheName) {
  const auto table = routes(route("10.0.0.0/8", "propagated", "vpn"));
  EXPECT_EQ(table.id(), "tgw-rtb-1");
  EXPECT_TRUE(table.complete);
  ASSERT_EQ(table.routes.size(), 1U);
  EXPECT_TRUE(table.routes[0].propagated);
  EXPECT_EQ(table.routes[0].targets[0].resource_type, "vpn");
  const auto unnamed =
      read({{"x", R"({"Routes": []})"}, {"ec2-describe-vpcs", R"({"Vpcs": []})"}});
  ASSERT_TRUE(unnamed.ok());
  EXPECT_TRUE(unnamed.value().table<TransitGatewayRoutes>().all().empty());
}

}  // namespace
}  // namespace pullproof::aws::transit_gateway_test
