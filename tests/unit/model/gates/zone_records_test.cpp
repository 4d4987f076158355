#include "model/gates/zone_records.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/support/network_account.h"
#include "tests/support/private_zone.h"

namespace pullproof::gates::zone_records_test {
namespace {

using nlohmann::json;
using support::alias_record;
using support::put_zone;
using support::record;

const std::string kDomain = "dkr.ecr.eu-central-1.amazonaws.com";
const std::string kHost = "111122223333." + kDomain;
const std::string kEndpoint = "vpce-dkr-x1y2.dkr.ecr.eu-central-1.vpce.amazonaws.com.";

/// vpc-1 with the endpoint vpce-dkr, which has eni-a (10.0.2.20) in eu-central-1a.
json account() {
  json bundle = support::network_account();
  json endpoint = support::interface_endpoint("vpce-dkr", "ecr.dkr");
  endpoint["PrivateDnsEnabled"] = false;
  endpoint["NetworkInterfaceIds"] = {"eni-a"};
  support::put_endpoint(bundle, endpoint);
  support::network_answer(bundle,
                          "ec2-describe-network-interfaces")["NetworkInterfaces"]
      .push_back(
          {{"NetworkInterfaceId", "eni-a"},
           {"InterfaceType", "vpc_endpoint"},
           {"VpcId", "vpc-1"},
           {"SubnetId", "subnet-data"},
           {"PrivateIpAddress", "10.0.2.20"},
           {"PrivateIpAddresses",
            json::array({{{"PrivateIpAddress", "10.0.2.20"}, {"Primary", true}}})},
           {"Groups", json::array({{{"GroupId", "sg-endpoint"}}})}});
  return bundle;
}

std::string text(const ZoneAnswer& answer) {
  switch (answer.kind) {
    case ZoneAnswer::Kind::Nothing:
      return "nothing";
    case ZoneAnswer::Kind::Undecided:
      return "undecided";
    case ZoneAnswer::Kind::Endpoint:
      break;
  }
  std::string ids = answer.endpoint->id();
  for (const auto& interface : answer.interfaces) ids += ' ' + interface.text;
  return ids;
}

/// What the zone with these records answers for a registry's name.
std::string ask(const std::vector<json>& records, const std::string& domain = kDomain,
                json bundle = account()) {
  put_zone(bundle, "Z1", domain + ".", records);
  const support::NetworkWorld world(bundle);
  return text(look_up(*world.account().find<aws::ZoneRecords>({}, "Z1"), domain, kHost,
                      *world.find<aws::Vpc>("vpc-1"), world.context()));
}

// network.md 34: a hand-made zone for dkr.ecr.<region> needs a wildcard record.
TEST(ZoneRecords, AnswerForNamesBelowTheZoneByAWildcardOnly) {
  EXPECT_EQ(ask({alias_record(kDomain + ".", kEndpoint)}), "nothing");
  EXPECT_EQ(ask({alias_record("\\052." + kDomain + ".", kEndpoint)}), "vpce-dkr");
  EXPECT_EQ(ask({alias_record("*." + kDomain + ".", kEndpoint)}), "vpce-dkr");
  EXPECT_EQ(ask({alias_record("\\052.ECR.eu-central-1.amazonaws.com.", kEndpoint)},
                "ecr.eu-central-1.amazonaws.com"),
            "vpce-dkr");
}

TEST(ZoneRecords, PreferTheNameItselfToAWildcard) {
  const json wildcard =
      alias_record("\\052." + kDomain + ".", "vpce-gone-1.x.vpce.amazonaws.com.");
  EXPECT_EQ(ask({wildcard, alias_record(kHost + ".", kEndpoint)}), "vpce-dkr");
  EXPECT_EQ(ask({alias_record("\\052." + kDomain + ".", kEndpoint),
                 record(kHost + ".", "TXT", {"\"x\""})}),
            "nothing");
}

// RFC 4592, 4.2: a name that exists below the wildcard's hides it.
TEST(ZoneRecords, LeaveOpenWhetherAnExistingNameHidesAWildcardAboveIt) {
  EXPECT_EQ(ask({alias_record("\\052.eu-central-1.amazonaws.com.", kEndpoint),
                 record("api.ecr.eu-central-1.amazonaws.com.", "A", {"10.0.2.9"})},
                "eu-central-1.amazonaws.com"),
            "undecided");
}

TEST(ZoneRecords, FollowAliasesWithinTheZone) {
  json alias = alias_record("\\052." + kDomain + ".", kDomain + ".");
  alias["AliasTarget"]["HostedZoneId"] = "Z1";
  EXPECT_EQ(ask({alias, alias_record(kDomain + ".", kEndpoint)}), "vpce-dkr");
  EXPECT_EQ(ask({record("\\052." + kDomain + ".", "CNAME", {kDomain + "."}),
                 record(kDomain + ".", "A", {"10.0.2.20"})}),
            "vpce-dkr eni-a");
  EXPECT_EQ(ask({record("\\052." + kDomain + ".", "CNAME", {"a." + kDomain + "."})}),
            "undecided");
}

TEST(ZoneRecords, FindAnEndpointByTheAddressesOfItsInterfaces) {
  const std::string wildcard = "\\052." + kDomain + ".";
  EXPECT_EQ(ask({record(wildcard, "A", {"10.0.2.20"})}), "vpce-dkr eni-a");
  EXPECT_EQ(ask({record(wildcard, "A", {"10.0.2.20", "10.0.2.21"})}), "undecided");
  EXPECT_EQ(ask({record(wildcard, "A", {"3.121.0.9"})}), "undecided");
  EXPECT_EQ(ask({record(wildcard, "AAAA", {"fd00::1"})}), "undecided");
}

TEST(ZoneRecords, FindTheInterfacesOfAZonalName) {
  const std::string wildcard = "\\052." + kDomain + ".";
  const auto zonal = [&](const std::string& zone) {
    return ask({alias_record(wildcard, "vpce-dkr-x1y2-" + zone +
                                           ".dkr.ecr.eu-central-1.vpce.amazonaws."
                                           "com.")});
  };
  EXPECT_EQ(zonal("eu-central-1a"), "vpce-dkr eni-a");
  EXPECT_EQ(zonal("eu-central-1c"), "undecided");
}

TEST(ZoneRecords, ClaimNothingOfWhatIsNoEndpoint) {
  const std::string wildcard = "\\052." + kDomain + ".";
  EXPECT_EQ(ask({alias_record(wildcard, "proxy-1.elb.eu-central-1.amazonaws.com.")}),
            "undecided");
  EXPECT_EQ(ask({alias_record(wildcard,
                              "vpce-far-1.dkr.ecr.eu-central-1.vpce."
                              "amazonaws.com.")}),
            "undecided");
}

// An alias says in which zone its target is; AWS's own is no part of this one.
TEST(ZoneRecords, DoNotLookForTheTargetsOfOthersInTheZoneItself) {
  EXPECT_EQ(ask({alias_record("\\052." + kDomain + ".", kEndpoint)}, "amazonaws.com"),
            "vpce-dkr");
}

TEST(ZoneRecords, ClaimNothingOfNamesThatTheEndpointDoesNotHave) {
  const std::string wildcard = "\\052." + kDomain + ".";
  for (const char* name : {"vpce-dkr-x1y2.api.ecr.eu-central-1.vpce.amazonaws.com.",
                           "vpce-dkr-x1y2.dkr.ecr.eu-west-1.vpce.amazonaws.com."}) {
    EXPECT_EQ(ask({alias_record(wildcard, name)}), "undecided") << name;
  }
  json bundle = account();
  support::network_answer(bundle, "ec2-describe-vpc-endpoints")["VpcEndpoints"]
      .back()["DnsEntries"] = {
      {{"DnsName", "vpce-dkr-zzzz.dkr.ecr.eu-central-1.vpce.amazonaws.com"},
       {"HostedZoneId", "Z273ZU8SZ5RJPC"}}};
  EXPECT_EQ(ask({alias_record(wildcard, kEndpoint)}, kDomain, bundle), "undecided");
}

// The Resolver asks anew for what a CNAME names; somebody else may answer that.
TEST(ZoneRecords, FollowACnameOutOfTheZoneWhereNobodyElseMayAnswer) {
  const json cname = record("\\052." + kDomain + ".", "CNAME", {kEndpoint});
  EXPECT_EQ(ask({cname}), "vpce-dkr");
  json bundle = account();
  put_zone(bundle, "Z2", "vpce.amazonaws.com.", {});
  EXPECT_EQ(ask({cname}, kDomain, bundle), "undecided");
  json beside = account();
  put_zone(beside, "Z2", "api.ecr.eu-central-1.amazonaws.com.", {});
  EXPECT_EQ(ask({cname}, kDomain, beside), "vpce-dkr");
}

// Route 53 developer guide, "Using rules to control which queries are forwarded to your
// network": a rule is for its domain and what lies below it.
TEST(ZoneRecords, FollowACnameThatNoRuleOfTheVpcIsAbout) {
  const json cname = record("\\052." + kDomain + ".", "CNAME", {kEndpoint});
  json bundle = account();
  support::network_answer(
      bundle,
      "route53resolver-list-resolver-rule-associations")["ResolverRuleAssociations"] =
      json::array(
          {{{"Id", "rslvr-a"}, {"ResolverRuleId", "rslvr-1"}, {"VPCId", "vpc-1"}}});
  EXPECT_EQ(ask({cname}, kDomain, bundle), "undecided");
  json& rules = support::network_answer(
      bundle, "route53resolver-list-resolver-rules")["ResolverRules"];
  rules = json::array(
      {{{"Id", "rslvr-1"}, {"DomainName", "corp.example."}, {"RuleType", "FORWARD"}}});
  EXPECT_EQ(ask({cname}, kDomain, bundle), "vpce-dkr");
  rules[0]["DomainName"] = "vpce.amazonaws.com.";
  EXPECT_EQ(ask({cname}, kDomain, bundle), "undecided");
}

TEST(ZoneRecords, ClaimNothingOfRecordsForSomePlacesOnly) {
  json record = alias_record("\\052." + kDomain + ".", kEndpoint);
  record["SetIdentifier"] = "us";
  record["GeoLocation"] = {{"CountryCode", "US"}};
  EXPECT_EQ(ask({record}), "undecided");
}

TEST(ZoneRecords, ClaimNothingWhereARoutingPolicyChoosesBetweenEndpoints) {
  const std::string wildcard = "\\052." + kDomain + ".";
  json one = alias_record(wildcard, kEndpoint);
  json other = record(wildcard, "A", {"10.0.2.77"});
  one["SetIdentifier"] = "a";
  one["Weight"] = 1;
  other["SetIdentifier"] = "b";
  other["Weight"] = 1;
  EXPECT_EQ(ask({one, other}), "undecided");
  json twin = one;
  twin["SetIdentifier"] = "b";
  EXPECT_EQ(ask({one, twin}), "vpce-dkr");
}

}  // namespace
}  // namespace pullproof::gates::zone_records_test
