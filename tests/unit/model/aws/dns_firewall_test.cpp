#include "model/aws/dns_firewall.h"

#include "model/aws/encryption_control.h"
#include "model/aws/resolver_rule.h"
#include "model/aws/route53_profile.h"
#include "tests/unit/model/aws/one_document.h"

namespace pullproof::aws::dns_firewall_test {
namespace {

TEST(DnsFirewallRules, AreInTheOrderOfTheirPriority) {
  const auto group = only<DnsFirewallRules>(
      read("route53resolver-list-firewall-rules/frg-1", R"({"FirewallRules": [
        {"FirewallRuleGroupId": "frg-1", "FirewallDomainListId": "l2", "Name": "b",
         "Priority": 200, "Action": "BLOCK", "BlockResponse": "NODATA"},
        {"FirewallRuleGroupId": "frg-1", "FirewallDomainListId": "l1", "Name": "a",
         "Priority": 100, "Action": "ALLOW"}]})"));
  EXPECT_EQ(group.id(), "frg-1");
  ASSERT_EQ(group.rules.size(), 2U);
  EXPECT_EQ(group.rules.front().domain_list, "l1");
}

TEST(DnsFirewallDomains, DropFinalDots) {
  const auto list =
      only<DnsFirewallDomains>(read("route53resolver-list-firewall-domains/fdl-1",
                                    R"({"Domains": ["*.", "*.Example.com."]})"));
  EXPECT_EQ(list.domains, (std::vector<std::string>{"*", "*.example.com"}));
}

TEST(DnsAssociations, NameTheirVpc) {
  const auto result = read(
      {{"a", R"({"ResolverRuleAssociations": [
                 {"Id": "1", "ResolverRuleId": "rr-1", "VPCId": "vpc-1"}]})"},
       {"b", R"({"FirewallRuleGroupAssociations": [{"Id": "2", "VpcId": "vpc-2"}]})"},
       {"c", R"({"ProfileAssociations": [{"Id": "3", "ResourceId": "vpc-3"}]})"},
       {"d", R"({"VpcEncryptionControls": [{"VpcEncryptionControlId": "4",
                 "VpcId": "vpc-4", "Mode": "enforce"}]})"}});
  EXPECT_EQ(only<ResolverRuleAssociation>(result).vpc_id.text, "vpc-1");
  EXPECT_EQ(only<DnsFirewallAssociation>(result).vpc_id.text, "vpc-2");
  EXPECT_EQ(only<ProfileAssociation>(result).vpc_id.text, "vpc-3");
  EXPECT_EQ(only<EncryptionControl>(result).mode, "enforce");
}

}  // namespace
}  // namespace pullproof::aws::dns_firewall_test
