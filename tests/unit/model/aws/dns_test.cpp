#include "model/aws/dns.h"

#include "tests/unit/model/aws/one_document.h"

namespace pullproof::aws {
namespace {

TEST(HostedZone, BelongsToTheVpcInTheName) {
  const auto result = read("route53-list-hosted-zones-by-vpc/vpc-1",
                           R"({"HostedZoneSummaries": [
                               {"HostedZoneId": "Z1", "Name": "example.com."}]})");
  const auto zone = only<HostedZone>(result);
  EXPECT_EQ(zone.id(), "vpc-1/Z1");
  EXPECT_EQ(zone.name, "example.com");
  EXPECT_EQ(zone.scope, kHomeGlobal);
  EXPECT_TRUE(result.value().calls().seen(kHomeGlobal,
                                          "route53-list-hosted-zones-by-vpc/vpc-1"));
}

TEST(HostedZones, AreSeenEvenIfThereAreNone) {
  const auto result = read("route53-list-hosted-zones-by-vpc/vpc-1",
                           R"({"HostedZoneSummaries": [], "MaxItems": "100"})");
  EXPECT_TRUE(result.value().calls().seen(kHomeGlobal,
                                          "route53-list-hosted-zones-by-vpc/vpc-1"));
}

TEST(ResolverRule, DropsTheFinalDot) {
  const auto read_rule = [](const std::string& domain) {
    return only<ResolverRule>(read("route53resolver-list-resolver-rules",
                                   R"({"ResolverRules": [{"Id": "rr-1",
                                       "RuleType": "FORWARD", "DomainName": ")" +
                                       domain + "\"}]}"));
  };
  EXPECT_EQ(read_rule("example.com.").domain, "example.com");
  EXPECT_EQ(read_rule(".").domain, "");
  EXPECT_EQ(read_rule(".").type, "FORWARD");
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
}  // namespace pullproof::aws
