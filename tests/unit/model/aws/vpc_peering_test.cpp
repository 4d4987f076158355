#include "model/aws/vpc_peering.h"

#include <gtest/gtest.h>

#include "tests/unit/model/aws/one_document.h"

namespace pullproof::aws::vpc_peering_test {
namespace {

TEST(VpcPeering, JoinsTwoVpcs) {
  const auto peering = only<VpcPeering>(
      read("ec2-describe-vpc-peering-connections", R"({"VpcPeeringConnections": [{
    "VpcPeeringConnectionId": "pcx-1", "Status": {"Code": "active", "Message": "x"},
    "RequesterVpcInfo": {"VpcId": "vpc-1", "OwnerId": "111122223333",
      "Region": "eu-central-1", "CidrBlock": "10.0.0.0/16", "PeeringOptions": {}},
    "AccepterVpcInfo": {"VpcId": "vpc-2", "OwnerId": "444455556666",
      "Region": "us-east-1", "CidrBlock": "10.1.0.0/16",
      "CidrBlockSet": [{"CidrBlock": "10.1.0.0/16"}, {"CidrBlock": "10.2.0.0/16"}],
      "Ipv6CidrBlockSet": [{"Ipv6CidrBlock": "2001:db8::/56"}]}}]})"));
  EXPECT_EQ(peering.state, "active");
  const auto* far = peering.other_than(VpcId("vpc-1"));
  ASSERT_NE(far, nullptr);
  EXPECT_EQ(far->vpc_id.text, "vpc-2");
  EXPECT_EQ(far->scope, (Scope{"444455556666", "us-east-1"}));
  EXPECT_EQ(far->cidrs.size(), 3U);
  EXPECT_EQ(peering.other_than(VpcId("vpc-2"))->vpc_id.text, "vpc-1");
  EXPECT_EQ(peering.other_than(VpcId("vpc-3")), nullptr);
}

// A rejected connection tells nothing of the other side.
TEST(VpcPeering, MayLackASide) {
  const auto peering = only<VpcPeering>(
      read("ec2-describe-vpc-peering-connections", R"({"VpcPeeringConnections": [{
    "VpcPeeringConnectionId": "pcx-1", "Status": {"Code": "rejected"},
    "AccepterVpcInfo": {"VpcId": "vpc-2", "OwnerId": "444455556666"},
    "RequesterVpcInfo": {"VpcId": "vpc-1"}}]})"));
  EXPECT_EQ(peering.state, "rejected");
  EXPECT_TRUE(peering.accepter.cidrs.empty());
}

}  // namespace
}  // namespace pullproof::aws::vpc_peering_test
