#include "model/aws/vpn_gateway.h"

#include "model/aws/group_association.h"
#include "tests/unit/model/aws/one_document.h"

namespace pullproof::aws::vpn_gateway_test {
namespace {

TEST(VpnGateway, TellsWhatItIsAttachedTo) {
  const auto gateway =
      only<VpnGateway>(read("ec2-describe-vpn-gateways",
                            R"({"VpnGateways": [{"VpnGatewayId": "vgw-1",
           "State": "available", "Type": "ipsec.1", "AmazonSideAsn": 64512, "Tags": [],
           "VpcAttachments": [{"State": "attached", "VpcId": "vpc-1"},
                              {"State": "detached", "VpcId": "vpc-2"},
                              {"State": "detaching", "VpcId": "vpc-3"}]}]})"));
  EXPECT_EQ(gateway.attached_to, std::vector<VpcId>{VpcId("vpc-1")});
  EXPECT_EQ(gateway.changing, std::vector<VpcId>{VpcId("vpc-3")});
}

TEST(GroupAssociation, IsOfOneGroupAndOneVpc) {
  const auto association =
      only<GroupAssociation>(read("ec2-describe-security-group-vpc-associations",
                                  R"({"SecurityGroupVpcAssociations": [
           {"GroupId": "sg-1", "VpcId": "vpc-2", "VpcOwnerId": "111122223333",
            "State": "associated", "GroupOwnerId": "111122223333"}]})"));
  EXPECT_EQ(association.id(),
            GroupAssociation::key_of(SecurityGroupId("sg-1"), VpcId("vpc-2")));
  EXPECT_EQ(association.state, "associated");
}

}  // namespace
}  // namespace pullproof::aws::vpn_gateway_test
