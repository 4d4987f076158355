// Rules, routes, associations and policies in a resource and as resources beside it
// make the same of an account.
#include <algorithm>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/support/small_plan.h"

namespace pullproof::cli::terraform::forms_test {
namespace {

using nlohmann::json;
using support::created;
using support::PlannedHealthy;
using support::small_plan;
using support::updated;

constexpr const char* kGroup = "sg-00ebb429fa86d481c";
constexpr const char* kAcl = "acl-0822b33ad87c148a0";
constexpr const char* kTable = "rtb-00ee67d0f811f87be";
constexpr const char* kNat = "nat-0d4eb996ebe442973";
constexpr const char* kEndpoint = "vpce-0fa72877b0ab0d006";
constexpr const char* kRole = "ecsTaskExecutionRole";

json sorted(const json& list) {
  json all = list;
  std::sort(all.begin(), all.end());
  return all;
}

/// Of one list of the group, each source as a permission of its own.
json sources_of(const json& group, const char* list) {
  json all = json::array();
  for (const json& permission : group.at(list)) {
    for (const char* kind :
         {"IpRanges", "Ipv6Ranges", "PrefixListIds", "UserIdGroupPairs"}) {
      for (const json& source : permission.value(kind, json::array())) {
        all.push_back({permission.at("IpProtocol"), permission.value("FromPort", -1),
                       kind, source});
      }
    }
  }
  return sorted(all);
}

json inline_rule(const char* protocol, int port) {
  return {{"protocol", protocol},
          {"from_port", port},
          {"to_port", port},
          {"self", false},
          {"description", ""},
          {"cidr_blocks", json::array()},
          {"ipv6_cidr_blocks", json::array()},
          {"prefix_list_ids", json::array()},
          {"security_groups", json::array()}};
}

TEST(TerraformForms, RulesOfAGroupAreTheSameInThreeForms) {
  json rule = inline_rule("tcp", 8443);
  rule["cidr_blocks"] = {"10.1.0.0/16"};
  rule["self"] = true;
  json open = inline_rule("-1", 0);
  open["cidr_blocks"] = {"0.0.0.0/0"};
  const json before = {{"id", kGroup}, {"ingress", json::array()}, {"egress", {open}}};
  const json after = {{"id", kGroup}, {"ingress", {rule}}, {"egress", {open}}};
  const PlannedHealthy one(
      small_plan({updated("aws_security_group.task", before, after)}));
  const json alone = {{"security_group_id", kGroup},
                      {"type", "ingress"},
                      {"protocol", "tcp"},
                      {"from_port", 8443},
                      {"to_port", 8443}};
  json by_block = alone;
  by_block["cidr_blocks"] = {"10.1.0.0/16"};
  by_block["self"] = false;
  json by_self = alone;
  by_self["self"] = true;
  const PlannedHealthy two(
      small_plan({created("aws_security_group_rule.block", by_block),
                  created("aws_security_group_rule.self", by_self)}));
  json newer = {{"security_group_id", kGroup},
                {"ip_protocol", "6"},
                {"from_port", 8443},
                {"to_port", 8443}};
  json newer_self = newer;
  newer["cidr_ipv4"] = "10.1.0.0/16";
  newer_self["referenced_security_group_id"] = kGroup;
  const PlannedHealthy three(
      small_plan({created("aws_vpc_security_group_ingress_rule.block", newer),
                  created("aws_vpc_security_group_ingress_rule.self", newer_self)}));
  const json wanted = sources_of(one.at("SecurityGroup", kGroup), "IpPermissions");
  EXPECT_EQ(wanted.size(), 2U);
  EXPECT_EQ(sources_of(two.at("SecurityGroup", kGroup), "IpPermissions"), wanted);
  EXPECT_EQ(sources_of(three.at("SecurityGroup", kGroup), "IpPermissions"), wanted);
  for (const auto* account : {&one, &two, &three}) {
    EXPECT_TRUE(account->doubts().empty());
  }
}

TEST(TerraformForms, RoutesAreTheSameInTheirTableAndBesideIt) {
  const json inline_route = {{"cidr_block", "10.99.0.0/16"},
                             {"nat_gateway_id", kNat},
                             {"gateway_id", ""},
                             {"ipv6_cidr_block", ""},
                             {"destination_prefix_list_id", ""}};
  const json before = {{"id", kTable}, {"route", json::array()}};
  const PlannedHealthy one(small_plan({updated(
      "aws_route_table.a", before, {{"id", kTable}, {"route", {inline_route}}})}));
  const PlannedHealthy two(
      small_plan({created("aws_route.a", {{"route_table_id", kTable},
                                          {"destination_cidr_block", "10.99.0.0/16"},
                                          {"nat_gateway_id", kNat}})}));
  EXPECT_EQ(one.at("RouteTable", kTable)["Routes"],
            two.at("RouteTable", kTable)["Routes"]);
  EXPECT_FALSE(support::route_of(one.account(), kTable, "10.99.0.0/16").is_null());
}

TEST(TerraformForms, EntriesAreTheSameInTheirAclAndBesideIt) {
  json allow = {{"rule_no", 100},   {"action", "allow"},
                {"protocol", "-1"}, {"cidr_block", "0.0.0.0/0"},
                {"from_port", 0},   {"to_port", 0}};
  json deny = {{"rule_no", 90},     {"action", "deny"},
               {"protocol", "tcp"}, {"cidr_block", "10.0.0.0/8"},
               {"from_port", 443},  {"to_port", 443}};
  const json before = {{"id", kAcl},
                       {"default_network_acl_id", kAcl},
                       {"ingress", {allow}},
                       {"egress", {allow}}};
  json after = before;
  after["egress"].push_back(deny);
  const PlannedHealthy one(
      small_plan({updated("aws_default_network_acl.main", before, after)}));
  const PlannedHealthy two(
      small_plan({created("aws_network_acl_rule.deny", {{"network_acl_id", kAcl},
                                                        {"rule_number", 90},
                                                        {"egress", true},
                                                        {"protocol", "6"},
                                                        {"rule_action", "deny"},
                                                        {"cidr_block", "10.0.0.0/8"},
                                                        {"from_port", 443},
                                                        {"to_port", 443}})}));
  EXPECT_EQ(sorted(one.at("NetworkAcl", kAcl)["Entries"]),
            sorted(two.at("NetworkAcl", kAcl)["Entries"]));
  EXPECT_EQ(one.at("NetworkAcl", kAcl)["Entries"].size(), 5U);
}

TEST(TerraformForms, AssociationsOfAnEndpointAreTheSameInItAndBesideIt) {
  const json subnets = {"subnet-01ac797abbe00ed6d", "subnet-0df9a44342ec17c10"};
  const json before = {{"id", kEndpoint},
                       {"vpc_endpoint_type", "Interface"},
                       {"subnet_ids", subnets},
                       {"security_group_ids", {"sg-0a46c629dd642fe32"}}};
  json after = before;
  after["subnet_ids"] = {"subnet-01ac797abbe00ed6d"};
  after["security_group_ids"] = {"sg-0a46c629dd642fe32", "sg-04bb24efc9641afc5"};
  const PlannedHealthy one(
      small_plan({updated("aws_vpc_endpoint.api", before, after)}));
  const PlannedHealthy two(
      small_plan({support::deleted("aws_vpc_endpoint_subnet_association.b",
                                   {{"vpc_endpoint_id", kEndpoint},
                                    {"subnet_id", "subnet-0df9a44342ec17c10"}}),
                  created("aws_vpc_endpoint_security_group_association.b",
                          {{"vpc_endpoint_id", kEndpoint},
                           {"security_group_id", "sg-04bb24efc9641afc5"},
                           {"replace_default_association", false}})}));
  for (const auto* account : {&one, &two}) {
    const json endpoint = account->at("VpcEndpoint", kEndpoint);
    EXPECT_EQ(endpoint["SubnetIds"], json::array({"subnet-01ac797abbe00ed6d"}));
    EXPECT_EQ(endpoint["Groups"].size(), 2U);
    EXPECT_EQ(endpoint["NetworkInterfaceIds"].size(), 1U);
  }
}

TEST(TerraformForms, RouteTablesOfAGatewayEndpointAreTheSameInItAndBesideIt) {
  json gateway;
  const auto account = support::documents_of(testing::healthy_bundle());
  for (const auto& place : account.all("VpcEndpoint")) {
    if (account.at(place)["VpcEndpointType"] == "Gateway") gateway = account.at(place);
  }
  ASSERT_FALSE(gateway.is_null());
  const json id = gateway["VpcEndpointId"];
  const json table = gateway["RouteTableIds"][0];
  json fewer = gateway["RouteTableIds"];
  fewer.erase(0);
  const PlannedHealthy one(small_plan({updated(
      "aws_vpc_endpoint.s3",
      {{"id", id},
       {"vpc_endpoint_type", "Gateway"},
       {"route_table_ids", gateway["RouteTableIds"]}},
      {{"id", id}, {"vpc_endpoint_type", "Gateway"}, {"route_table_ids", fewer}})}));
  const PlannedHealthy two(small_plan(
      {support::deleted("aws_vpc_endpoint_route_table_association.a",
                        {{"vpc_endpoint_id", id}, {"route_table_id", table}})}));
  for (const auto* changed : {&one, &two}) {
    EXPECT_EQ(changed->at("VpcEndpoint", id)["RouteTableIds"], fewer);
    const json routes = changed->at("RouteTable", table)["Routes"];
    EXPECT_TRUE(std::none_of(routes.begin(), routes.end(), [&](const json& route) {
      return route.value("GatewayId", "") == id;
    }));
  }
}

TEST(TerraformForms, PoliciesOfAnEndpointAndARoleAreTheSameInThemAndBesideThem) {
  const std::string text =
      R"({"Statement":[{"Effect":"Deny","Principal":"*","Action":"*","Resource":"*"}]})";
  const PlannedHealthy one(small_plan(
      {updated(
           "aws_vpc_endpoint.api",
           {{"id", kEndpoint}, {"vpc_endpoint_type", "Interface"}, {"policy", "{}"}},
           {{"id", kEndpoint}, {"vpc_endpoint_type", "Interface"}, {"policy", text}}),
       updated("aws_iam_role.execution",
               {{"name", kRole}, {"inline_policy", json::array()}},
               {{"name", kRole},
                {"inline_policy", {{{"name", "deny"}, {"policy", text}}}}})}));
  const PlannedHealthy two(
      small_plan({created("aws_vpc_endpoint_policy.api",
                          {{"vpc_endpoint_id", kEndpoint}, {"policy", text}}),
                  created("aws_iam_role_policy.deny",
                          {{"role", kRole}, {"name", "deny"}, {"policy", text}})}));
  for (const auto* account : {&one, &two}) {
    EXPECT_EQ(account->at("VpcEndpoint", kEndpoint)["PolicyDocument"], text);
    const json inlined = account->at("Role", kRole)["RolePolicyList"];
    ASSERT_EQ(inlined.size(), 1U);
    EXPECT_EQ(inlined[0]["PolicyDocument"], json::parse(text));
    EXPECT_TRUE(account->doubts().empty());
  }
}

}  // namespace
}  // namespace pullproof::cli::terraform::forms_test
