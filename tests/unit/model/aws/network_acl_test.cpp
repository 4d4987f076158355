#include "model/aws/network_acl.h"

#include "tests/unit/model/aws/one_document.h"

namespace pullproof::aws::network_acl_test {
namespace {

Result<Snapshot> read_acl(const std::string& rest) {
  return read("ec2-describe-network-acls",
              R"({"NetworkAcls": [{"NetworkAclId": "acl-1", "VpcId": "vpc-1", )" +
                  rest + "}]}");
}

/// An entry with these fields in place of its own.
Result<Snapshot> read_entry(const std::string& fields) {
  nlohmann::json entry = nlohmann::json::parse(
      R"({"CidrBlock": "0.0.0.0/0", "Egress": true, "Protocol": "6",
          "PortRange": {"From": 443, "To": 443}, "RuleAction": "allow",
          "RuleNumber": 100})");
  entry.merge_patch(nlohmann::json::parse(fields));
  return read_acl(R"("Entries": [)" + entry.dump() + "]");
}

TEST(NetworkAcl, SortsEntriesByDirectionAndNumber) {
  const auto acl = only<NetworkAcl>(read_acl(R"("IsDefault": true,
    "Associations": [{"NetworkAclId": "acl-1", "SubnetId": "subnet-1"}],
    "Entries": [
      {"CidrBlock": "0.0.0.0/0", "Egress": true, "Protocol": "-1",
       "RuleAction": "deny", "RuleNumber": 32767},
      {"Ipv6CidrBlock": "::/0", "Egress": true, "Protocol": "-1",
       "RuleAction": "deny", "RuleNumber": 32768},
      {"CidrBlock": "10.0.0.0/8", "Egress": true, "Protocol": "17",
       "PortRange": {"From": 53, "To": 54}, "RuleAction": "allow", "RuleNumber": 100},
      {"CidrBlock": "0.0.0.0/0", "Egress": false, "Protocol": "1",
       "IcmpTypeCode": {"Type": -1, "Code": -1}, "RuleAction": "allow",
       "RuleNumber": 200}])"));
  EXPECT_TRUE(acl.is_default);
  ASSERT_EQ(acl.subnets.size(), 1U);
  ASSERT_EQ(acl.entries.size(), 4U);
  EXPECT_FALSE(acl.entries[0].egress);
  EXPECT_EQ(acl.entries[0].protocol, 1);
  EXPECT_EQ(acl.entries[1].rule_number, 100);
  EXPECT_EQ(acl.entries[1].protocol, 17);
  EXPECT_EQ(acl.entries[1].ports, (Interval{53, 54}));
  EXPECT_TRUE(acl.entries[1].allow);
  EXPECT_EQ(acl.entries[1].source.pointer, "/NetworkAcls/0/Entries/2");
  EXPECT_EQ(acl.entries[2].protocol, std::nullopt);
  EXPECT_EQ(acl.entries[2].ports, (Interval{0, 65535}));
  EXPECT_EQ(acl.entries[3].block.text(), "::/0");
}

TEST(NetworkAcl, RefusesAnAssociationOfAnotherAcl) {
  EXPECT_EQ(problems(read_acl(R"("Associations": [
              {"NetworkAclId": "acl-2", "SubnetId": "subnet-1"}])")),
            Texts{"/NetworkAcls/0/Associations/0/NetworkAclId: the association of "
                  "`acl-1` says `acl-2`"});
}

TEST(NetworkAcl, RefusesOneNumberTwiceInADirection) {
  const std::string entry = R"({"CidrBlock": "0.0.0.0/0", "Protocol": "-1",
    "RuleAction": "allow", "RuleNumber": 100, "Egress": )";
  EXPECT_TRUE(read_acl(R"("Entries": [)" + entry + "true}, " + entry + "false}]").ok());
  EXPECT_EQ(
      problems(read_acl(R"("Entries": [)" + entry + "true}, " + entry + "true}]")),
      Texts{"/NetworkAcls/0/Entries: rule number 100 occurs twice in direction "
            "egress"});
}

TEST(NetworkAclEntry, RefusesWhatNoAclHas) {
  for (const char* fields :
       {R"({"RuleAction": "Allow"})", R"({"RuleNumber": 0})",
        R"({"RuleNumber": 32769})", R"({"RuleNumber": null})", R"({"Egress": null})",
        R"({"Egress": "true"})", R"({"Protocol": "http"})", R"({"Protocol": "256"})",
        R"({"Protocol": 6})", R"({"CidrBlock": null})",
        R"({"CidrBlock": "10.0.0.1/8"})", R"({"Ipv6CidrBlock": "::/0"})",
        R"({"PortRange": {"From": -1}})", R"({"PortRange": {"To": 65536}})",
        R"({"PortRange": {"From": null}})", R"({"PortRange": {"From": 444}})"}) {
    EXPECT_EQ(problems(read_entry(fields)).size(), 1U) << fields;
  }
}

TEST(NetworkAclEntry, SaysThatAPortRangeEndsBeforeItStarts) {
  EXPECT_EQ(problems(read_entry(R"({"PortRange": {"From": 443, "To": 80}})")),
            Texts{"/NetworkAcls/0/Entries/0/PortRange: port range `443-80` ends before "
                  "it starts"});
}

TEST(NetworkAclEntry, WarnsOfTcpWithoutPorts) {
  const auto result = read_entry(R"({"PortRange": null})");
  EXPECT_EQ(warnings(result).size(), 1U);
  EXPECT_EQ(only<NetworkAcl>(result).entries[0].ports, (Interval{0, 65535}));
}

}  // namespace
}  // namespace pullproof::aws::network_acl_test
