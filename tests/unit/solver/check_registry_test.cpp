// Images of registries that are not private ECR.
//
// AWS: ECR public user guide; ECS developer guide, "Using non-AWS container images in
// Amazon ECS".
#include <algorithm>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "solver/check.h"
#include "tests/support/iam_account.h"
#include "tests/support/network_account.h"
#include "tests/support/private_zone.h"
#include "tests/support/service_account.h"

namespace pullproof::solver::check_registry_test {
namespace {

using nlohmann::json;

/// Service web with this image alone.
json account_with(const std::string& image) {
  json bundle = support::service_account();
  support::task_definition(bundle)["containerDefinitions"][0]["image"] = image;
  return bundle;
}

/// The same, in a subnet whose table leads nowhere.
json isolated(const std::string& image) {
  json bundle = account_with(image);
  for (json& table :
       support::network_answer(bundle, "ec2-describe-route-tables")["RouteTables"]) {
    if (table["RouteTableId"] != "rtb-task") continue;
    json kept = json::array();
    for (const json& route : table["Routes"]) {
      if (!route.contains("NatGatewayId")) kept.push_back(route);
    }
    table["Routes"] = kept;
  }
  return bundle;
}

model::TaskVerdict verdict_of(const json& bundle) {
  const aws::Snapshot account = support::read_account(bundle);
  return check(account, {}).verdicts.at(0);
}

std::string told(const json& bundle) {
  const auto verdict = verdict_of(bundle);
  if (verdict.findings.empty()) return std::string(model::name(verdict.verdict));
  const auto& first = verdict.findings.front();
  return std::string(model::name(first.stage)) + ' ' + first.mechanism + ' ' +
         first.code;
}

constexpr const char* kPublic = "public.ecr.aws/nginx/nginx:1.27";
constexpr const char* kHub = "nginx:1.27";
constexpr const char* kOwn = "registry.example.com/acme/web:1";

TEST(CheckRegistry, TakesAPublicImageForGranted) {
  for (const char* image : {kPublic, kHub}) {
    const auto verdict = verdict_of(account_with(image));
    EXPECT_EQ(verdict.verdict, model::Verdict::Pulls) << image;
    const bool tells = std::any_of(
        verdict.assumptions.begin(), verdict.assumptions.end(), [](const auto& one) {
          return one.name.find("nginx:1.27") != std::string::npos;
        });
    EXPECT_TRUE(tells) << image;
  }
}

TEST(CheckRegistry, VouchesForNoOther) {
  EXPECT_EQ(told(account_with(kOwn)), "unknown");
  EXPECT_EQ(told(account_with("localhost:5000/web:1")), "unknown");
  EXPECT_EQ(told(account_with("10.0.0.9:5000/web:1")), "unknown");
}

TEST(CheckRegistry, ProvesThatNothingLeadsThere) {
  for (const char* image : {kPublic, kHub, "ghcr.io/acme/web:1"}) {
    EXPECT_EQ(told(isolated(image)), "manifest route NO_ROUTE_TO_DESTINATION") << image;
  }
  // Somebody's own registry may be inside of the VPC.
  EXPECT_EQ(told(isolated(kOwn)), "unknown");
}

/// A private zone may lead to a mirror, which may need no other host.
TEST(CheckRegistry, ClaimsNothingOfAMirror) {
  const json records =
      json::array({support::record("registry-1.docker.io", "A", {"10.0.2.50"})});
  for (json bundle : {account_with(kHub), isolated(kHub)}) {
    support::put_zone(bundle, "Z1", "docker.io", records);
    EXPECT_EQ(told(bundle), "unknown");
  }
  // What the registry's own host needs is needed, mirror or not.
  json closed = account_with(kHub);
  support::put_zone(closed, "Z1", "docker.io",
                    {support::record("www.docker.io", "A", {"10.0.2.50"})});
  EXPECT_EQ(told(closed), "manifest dns DNS_NAME_NOT_FOUND");
  json other = isolated(kHub);
  support::put_zone(other, "Z1", "example.com", records);
  EXPECT_EQ(told(other), "manifest route NO_ROUTE_TO_DESTINATION");
}

// ECR public user guide: layers come from names of CloudFront that AWS does not list.
TEST(CheckRegistry, ClaimsNothingOfNamesThatAreNotListed) {
  json bundle = account_with(kPublic);
  support::network_answer(bundle,
                          "route53resolver-list-firewall-rule-group-associations") = {
      {"FirewallRuleGroupAssociations",
       {{{"Id", "rslvr-frgassoc-1"},
         {"FirewallRuleGroupId", "rslvr-frg-1"},
         {"VpcId", "vpc-1"},
         {"Priority", 101},
         {"Status", "COMPLETE"}}}}};
  support::network_answer(bundle, "route53resolver-list-firewall-rules/rslvr-frg-1") = {
      {"FirewallRules",
       {{{"FirewallRuleGroupId", "rslvr-frg-1"},
         {"FirewallDomainListId", "rslvr-fdl-1"},
         {"Priority", 10},
         {"Action", "BLOCK"},
         {"BlockResponse", "NXDOMAIN"}}}}};
  json& domains = support::network_answer(
      bundle, "route53resolver-list-firewall-domains/rslvr-fdl-1");
  domains = {{"Domains", {"d5l0dvt14r5h8.cloudfront.net."}}};
  EXPECT_EQ(told(bundle), "unknown");
  domains = {{"Domains", {"public.ecr.aws."}}};
  EXPECT_EQ(told(bundle), "manifest dns DNS_FIREWALL_BLOCKS_NAME");
}

// AWS General reference, "Amazon ECR endpoints and quotas".
TEST(CheckRegistry, ClaimsNothingOfFipsHostsThatAreNotListed) {
  json bundle =
      account_with("111122223333.dkr.ecr-fips.eu-central-1.amazonaws.com/acme/web:1");
  EXPECT_EQ(told(bundle), "unknown");
}

/// A group that lets HTTPS out alone stops a registry on another port.
TEST(CheckRegistry, LooksAtThePort) {
  const auto with = [](const std::string& image) {
    json bundle = account_with(image);
    support::put_group(bundle, "sg-https", {},
                       {support::permission("0.0.0.0/0", "tcp", 443, 443)});
    support::service_network(bundle)["securityGroups"] = {"sg-https"};
    return told(bundle);
  };
  EXPECT_EQ(with(kOwn), "unknown");
  EXPECT_EQ(with("registry.example.com:5000/acme/web:1"),
            "manifest security-group ENI_SG_RULES_MISMATCH");
}

}  // namespace
}  // namespace pullproof::solver::check_registry_test
