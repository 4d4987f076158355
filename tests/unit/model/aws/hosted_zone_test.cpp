#include "model/aws/hosted_zone.h"

#include "tests/unit/model/aws/one_document.h"

namespace pullproof::aws::hosted_zone_test {
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

// Route 53 developer guide, "DNS domain name format".
TEST(DomainName, IsInLowerCaseWithoutEscapesAndFinalDot) {
  EXPECT_EQ(domain_name("\\052.Example.COM."), "*.example.com");
  EXPECT_EQ(domain_name("a\\05"), "a\\05");
  EXPECT_EQ(domain_name("."), "");
}

TEST(ZoneRecords, HoldAliasesAndValues) {
  const auto zone = only<ZoneRecords>(
      read("route53-list-resource-record-sets/Z1", R"({"ResourceRecordSets": [
        {"Name": "a.example.com.", "Type": "A", "AliasTarget": {"HostedZoneId": "Z2",
         "DNSName": "vpce-1.example.com.", "EvaluateTargetHealth": false}},
        {"Name": "\\052.example.com.", "Type": "A", "TTL": 60, "SetIdentifier": "x",
         "Weight": 1, "ResourceRecords": [{"Value": "10.0.0.1"}]}]})"));
  EXPECT_EQ(zone.id(), "Z1");
  ASSERT_EQ(zone.records.size(), 2U);
  EXPECT_EQ(zone.records[0].alias, "vpce-1.example.com");
  EXPECT_EQ(zone.records[1].name, "*.example.com");
  EXPECT_EQ(zone.records[1].values, std::vector<std::string>{"10.0.0.1"});
}

}  // namespace
}  // namespace pullproof::aws::hosted_zone_test
