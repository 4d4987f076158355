#include "src/cloudformation/block_to_come.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "model/core/address.h"
#include "tests/unit/src/cloudformation/template_account.h"

namespace pullproof::cli::cloudformation::block_to_come_test {
namespace {

using model::Verdict;
using Json = nlohmann::json;
using namespace template_account;

/// The private subnet has a block of AWS's choice, and a way out by it.
const std::string kDualStack = R"(
  Block:
    Type: AWS::EC2::VPCCidrBlock
    Properties: {VpcId: !Ref Vpc, AmazonProvidedIpv6CidrBlock: true}
  Six:
    Type: AWS::EC2::Subnet
    DependsOn: Block
    Properties:
      VpcId: !Ref Vpc
      CidrBlock: 10.0.2.0/24
      AvailabilityZone: eu-central-1a
      Ipv6CidrBlock: !Select [1, !Cidr [!Select [0, !GetAtt Vpc.Ipv6CidrBlocks], 4, 64]]
      AssignIpv6AddressOnCreation: true
  Egress: {Type: AWS::EC2::EgressOnlyInternetGateway, Properties: {VpcId: !Ref Vpc}}
  SixTable: {Type: AWS::EC2::RouteTable, Properties: {VpcId: !Ref Vpc}}
  SixUses:
    Type: AWS::EC2::SubnetRouteTableAssociation
    Properties: {RouteTableId: !Ref SixTable, SubnetId: !Ref Six}
  SixOut:
    Type: AWS::EC2::Route
    Properties: {RouteTableId: !Ref SixTable, DestinationIpv6CidrBlock: '::/0',
                 EgressOnlyInternetGatewayId: !Ref Egress}
  SixNat:
    Type: AWS::EC2::Route
    Properties: {RouteTableId: !Ref SixTable, DestinationCidrBlock: 0.0.0.0/0,
                 NatGatewayId: !Ref Nat}
)";

std::string service_in_six() {
  std::string service = fargate_service();
  service.replace(service.find("!Ref Private"), 12, "!Ref Six");
  return service;
}

TEST(BlocksToCome, AreOfTheirResourceAlone) {
  const std::string block = block_to_come("web", "Block");
  EXPECT_EQ(block, block_to_come("web", "Block"));
  EXPECT_NE(block, block_to_come("web", "Other"));
  const auto cidr = Cidr::parse(block);
  ASSERT_TRUE(cidr.has_value()) << block;
  EXPECT_EQ(cidr->prefix_length, 56U);
  EXPECT_TRUE(cidr->addresses().is_subset_of(public_ipv6()));
}

TEST(BlocksToCome, StandInSubnetsRoutesAndGroups) {
  const auto change = change_of(network() + kDualStack + R"(
  SixGroup:
    Type: AWS::EC2::SecurityGroup
    Properties:
      VpcId: !Ref Vpc
      GroupDescription: all of the VPC
      SecurityGroupIngress:
      - {IpProtocol: '-1', CidrIpv6: !Select [0, !GetAtt Vpc.Ipv6CidrBlocks]}
)",
                                nothing());
  EXPECT_TRUE(change.doubts.empty()) << change.doubts[0].why;
  EXPECT_EQ(change.warnings.size(), 1U);
  const std::string block = block_to_come("web", "Block");
  EXPECT_EQ(
      added(change, "SecurityGroup")["IpPermissions"][0]["Ipv6Ranges"][0]["CidrIpv6"],
      block);
  const auto account = made_of(network() + kDualStack);
  const auto subnet = account.named("subnet-Six", "Subnet").at(0);
  const auto own =
      Cidr::parse(account.at(subnet)["Ipv6CidrBlockAssociationSet"][0]["Ipv6CidrBlock"]
                      .get<std::string>());
  ASSERT_TRUE(own.has_value());
  EXPECT_TRUE(Cidr::parse(block)->contains(*own));
  EXPECT_EQ(own->prefix_length, 64U);
}

TEST(BlocksToCome, LeaveNothingOpenOfPullsThatDoNotHangOnThem) {
  const Told told = told_of(network() + kDualStack + service_in_six());
  EXPECT_EQ(told.verdicts.at("web"), Verdict::Pulls)
      << (told.reasons.empty() ? "" : told.reasons.front());
}

TEST(BlocksToCome, AreDoubtsBesideAddressesThatSomebodyNames) {
  const std::string policy = R"(
  Policy:
    Type: AWS::IAM::Policy
    Properties:
      PolicyName: from
      Roles: [!Ref Role]
      PolicyDocument:
        Statement: [{Effect: Deny, Action: 'ecr:*', Resource: '*', Condition:
          {IpAddress: {'aws:SourceIp': '2600:1f14:abc:de00::/56'}}}]
)";
  const Told told = told_of(network() + kDualStack + policy + service_in_six());
  EXPECT_EQ(told.verdicts.at("web"), Verdict::Unknown);
}

TEST(BlocksToCome, KnowTheBlocksOfTheSnapshot) {
  const Json bundle = {
      {"vpcs.json",
       {{"Vpcs",
         {{{"VpcId", "vpc-1"},
           {"Ipv6CidrBlockAssociationSet",
            {{{"Ipv6CidrBlock", "2600:1f14:abc:de00::/56"}}}}}}}}},
      {"routes.json", {{"To", "2600:1f14:abc:de00::/64"}, {"All", "::/0"}}},
      {"arn.json", {{"Arn", "arn:aws:s3:::a"}, {"At", "2026-01-10T08:00:00Z"}}}};
  EXPECT_EQ(foreign_ipv6({{block_to_come("a", "b"), "b"}}, {}, bundle), "");
  const Json other = {{"group.json", {{"CidrIpv6", "2600:1f14:abc:df00::/56"}}}};
  EXPECT_EQ(foreign_ipv6({}, {}, other), "2600:1f14:abc:df00::/56");
}

}  // namespace
}  // namespace pullproof::cli::cloudformation::block_to_come_test
