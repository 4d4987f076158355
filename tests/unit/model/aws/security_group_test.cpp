#include "model/aws/security_group.h"

#include "tests/unit/model/aws/one_document.h"

namespace pullproof::aws::security_group_test {
namespace {

Result<Snapshot> read_egress(const std::string& permission) {
  return read("ec2-describe-security-groups",
              R"({"SecurityGroups": [{"GroupId": "sg-1", "GroupName": "task",
                  "VpcId": "vpc-1", "IpPermissions": [],
                  "IpPermissionsEgress": [)" +
                  permission + "]}]}");
}

TEST(SecurityGroup, ReadsEverySourceOfAPermission) {
  const auto group = only<SecurityGroup>(read_egress(R"({
    "IpProtocol": "tcp", "FromPort": 443, "ToPort": 444,
    "IpRanges": [{"CidrIp": "10.0.0.0/8", "Description": "x"}],
    "Ipv6Ranges": [{"CidrIpv6": "::/0"}],
    "PrefixListIds": [{"PrefixListId": "pl-1"}],
    "UserIdGroupPairs": [{"GroupId": "sg-2", "UserId": "111122223333"}]})"));
  EXPECT_EQ(group.id(), "sg-1");
  EXPECT_EQ(group.name, "task");
  EXPECT_TRUE(group.ingress.empty());
  ASSERT_EQ(group.egress.size(), 1U);
  const auto& permission = group.egress[0];
  EXPECT_EQ(permission.protocol, 6);
  EXPECT_EQ(permission.ports, (Interval{443, 444}));
  ASSERT_EQ(permission.cidrs.size(), 2U);
  EXPECT_EQ(permission.cidrs[1].text(), "::/0");
  EXPECT_EQ(permission.prefix_lists.at(0).text, "pl-1");
  EXPECT_EQ(permission.groups.at(0).group.text, "sg-2");
  EXPECT_EQ(permission.source.pointer, "/SecurityGroups/0/IpPermissionsEgress/0");
}

TEST(SecurityGroup, GivesAllPortsToProtocolsWithoutPorts) {
  for (const char* permission :
       {R"({"IpProtocol": "-1"})",
        R"({"IpProtocol": "-1", "FromPort": -1, "ToPort": -1})",
        R"({"IpProtocol": "icmp", "FromPort": -1, "ToPort": -1})",
        R"({"IpProtocol": "50"})"}) {
    const auto group = only<SecurityGroup>(read_egress(permission));
    EXPECT_EQ(group.egress.at(0).ports, (Interval{0, 65535})) << permission;
  }
}

// EC2 API reference, IpPermission: the type, and the code.
TEST(SecurityGroup, GivesTypesOfIcmpWhereOthersHavePorts) {
  const auto types = [](const char* permission) {
    return only<SecurityGroup>(read_egress(permission)).egress.at(0).ports;
  };
  EXPECT_EQ(types(R"({"IpProtocol": "icmp", "FromPort": 8, "ToPort": 0})"),
            (Interval{8, 8}));
  EXPECT_EQ(types(R"({"IpProtocol": "icmpv6", "FromPort": 128, "ToPort": -1})"),
            (Interval{128, 128}));
  EXPECT_EQ(types(R"({"IpProtocol": "icmp", "FromPort": 3, "ToPort": 4})"),
            (Interval{65535, 65535}));
}

// VPC peering guide, "Work with stale security group rules".
TEST(SecurityGroup, KeepsGroupsOfPeersThatAreGoneApart) {
  const auto named = [](const char* status) {
    return only<SecurityGroup>(
               read_egress(std::string(R"({"IpProtocol": "-1", "UserIdGroupPairs": [
                   {"GroupId": "sg-9", "PeeringStatus": ")") +
                           status + R"("}]})"))
        .egress.at(0);
  };
  EXPECT_EQ(named("active").groups.size(), 1U);
  EXPECT_TRUE(named("active").stale_groups.empty());
  EXPECT_TRUE(named("deleted").groups.empty());
  EXPECT_EQ(named("deleted").stale_groups.size(), 1U);
}

TEST(SecurityGroup, RefusesWhatNoGroupHas) {
  for (const char* permission :
       {R"({"IpProtocol": "tcp", "FromPort": -1, "ToPort": 443})",
        R"({"IpProtocol": "tcp", "FromPort": 443, "ToPort": 70000})",
        R"({"IpProtocol": "udp", "FromPort": 53})",
        R"({"IpProtocol": "udp", "FromPort": 53, "ToPort": 52})",
        R"({"IpProtocol": "tcp", "FromPort": "443", "ToPort": 443})",
        R"({"IpProtocol": "all"})", R"({"FromPort": 1, "ToPort": 2})",
        R"({"IpProtocol": "-1", "IpRanges": [{}]})",
        R"({"IpProtocol": "-1", "IpRanges": [{"CidrIp": "::/0"}]})",
        R"({"IpProtocol": "-1", "IpRanges": [{"CidrIp": "1.2.3.4/24"}]})",
        R"({"IpProtocol": "-1", "Ipv6Ranges": [{"CidrIpv6": "0.0.0.0/0"}]})",
        R"({"IpProtocol": "-1", "PrefixListIds": [{}]})",
        R"({"IpProtocol": "-1", "UserIdGroupPairs": [{"GroupId": ""}]})"}) {
    EXPECT_EQ(problems(read_egress(permission)).size(), 1U) << permission;
  }
}

}  // namespace
}  // namespace pullproof::aws::security_group_test
