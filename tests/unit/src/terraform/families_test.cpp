// Families of resources that are read from plans, and what they make of the account.
#include <algorithm>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/support/small_plan.h"

namespace pullproof::cli::terraform::families_test {
namespace {

using nlohmann::json;
using support::created;
using support::deleted;
using support::PlannedHealthy;
using support::refers_to;
using support::small_plan;
using support::updated;

constexpr const char* kVpc = "vpc-0822b33ad87c148a0";
constexpr const char* kOther = "vpc-05ef3e1363463bd68";
constexpr const char* kMainTable = "rtb-04d68216a0913dd64";
constexpr const char* kAcl = "acl-0822b33ad87c148a0";
constexpr const char* kCluster = "arn:aws:ecs:eu-central-1:111122223333:cluster/prod";

json organization_bundle() { return testing::scenario_bundle("scp-region-deny"); }

TEST(TerraformFamilies, AnAttachmentOfAPolicyThatIsThereAddsItToItsTarget) {
  auto account = support::documents_of(organization_bundle());
  const auto targets = account.all("ServiceControlPolicies");
  const auto policies = account.all("OrganizationPolicy");
  ASSERT_FALSE(targets.empty());
  ASSERT_FALSE(policies.empty());
  const std::string target = targets.front().id;
  const json held = account.at(targets.front())["Policies"];
  const std::string policy = held.at(0)["Id"];
  const auto plan =
      small_plan({deleted("aws_organizations_policy_attachment.a",
                          {{"policy_id", policy}, {"target_id", target}})});
  const auto change = read_terraform_plan(plan, "plan.json", account);
  ASSERT_TRUE(change.ok()) << change.problems().front().message;
  ASSERT_TRUE(changes::apply_edits(account, change.value()).empty());
  EXPECT_EQ(account.at(targets.front())["Policies"].size(), held.size() - 1);
}

TEST(TerraformFamilies, APolicyOfTheOrganizationChangesItsContent) {
  auto account = support::documents_of(organization_bundle());
  const auto policies = account.all("OrganizationPolicy");
  ASSERT_FALSE(policies.empty());
  const std::string id = policies.front().id;
  const json before = {
      {"id", id}, {"name", "a"}, {"type", "SERVICE_CONTROL_POLICY"}, {"content", "{}"}};
  json after = before;
  after["content"] = R"({"Statement":[]})";
  const auto change = read_terraform_plan(
      small_plan({updated("aws_organizations_policy.a", before, after)}), "plan.json",
      account);
  ASSERT_TRUE(change.ok()) << change.problems().front().message;
  const Problems problems = changes::apply_edits(account, change.value());
  ASSERT_TRUE(problems.empty()) << problems.front().message;
  EXPECT_EQ(support::resource(account, "OrganizationPolicy", id)["Content"],
            after["content"]);
}

TEST(TerraformFamilies, APeeringIsActiveOnlyIfItIsAccepted) {
  const json values = {{"vpc_id", kVpc}, {"peer_vpc_id", kOther}};
  json accepted = values;
  accepted["auto_accept"] = true;
  const PlannedHealthy one(
      small_plan({created("aws_vpc_peering_connection.a", values),
                  created("aws_vpc_peering_connection.b", accepted)}));
  EXPECT_EQ(one.at("VpcPeeringConnection",
                   "pcx-aws_vpc_peering_connection.a")["Status"]["Code"],
            "pending-acceptance");
  const json active =
      one.at("VpcPeeringConnection", "pcx-aws_vpc_peering_connection.b");
  EXPECT_EQ(active["Status"]["Code"], "active");
  EXPECT_EQ(active["AccepterVpcInfo"]["VpcId"], kOther);
  EXPECT_EQ(active["RequesterVpcInfo"]["OwnerId"], "111122223333");
}

TEST(TerraformFamilies, FlagsThatAreNotToldAreDoubted) {
  struct Case {
    const char* address;
    json after;
    const char* flag;
  };
  const std::vector<Case> cases = {
      {"aws_vpc_peering_connection.a",
       {{"vpc_id", kVpc}, {"peer_vpc_id", kOther}},
       "auto_accept"},
      {"aws_vpc.a",
       {{"cidr_block", "10.90.0.0/16"}},
       "assign_generated_ipv6_cidr_block"},
      {"aws_nat_gateway.a",
       {{"subnet_id", "subnet-09d6cae6d8216f97f"}, {"connectivity_type", "private"}},
       "availability_mode"}};
  for (const auto& [address, after, flag] : cases) {
    const PlannedHealthy account(
        small_plan({created(address, after, {{"id", true}, {flag, true}})},
                   {{address, {{flag, {{"references", {"local.flag"}}}}}}}));
    EXPECT_EQ(account.doubts(),
              std::vector<std::string>{std::string(address) + ": the value of `" +
                                       flag + "` is known only after apply"});
  }
}

TEST(TerraformFamilies, AnAccepterAcceptsThePeering) {
  const PlannedHealthy account(small_plan(
      {created("aws_vpc_peering_connection.a",
               {{"vpc_id", kVpc}, {"peer_vpc_id", kOther}}),
       created("aws_vpc_peering_connection_accepter.a", {{"auto_accept", true}},
               {{"id", true}, {"vpc_peering_connection_id", true}})},
      {{"aws_vpc_peering_connection.a", json::object()},
       {"aws_vpc_peering_connection_accepter.a",
        {{"vpc_peering_connection_id",
          refers_to("aws_vpc_peering_connection.a.id")}}}}));
  EXPECT_EQ(account.at("VpcPeeringConnection",
                       "pcx-aws_vpc_peering_connection.a")["Status"]["Code"],
            "active");
}

TEST(TerraformFamilies, DhcpOptionsComeToTheVpcTheyAreAssociatedWith) {
  const PlannedHealthy account(small_plan(
      {created("aws_vpc_dhcp_options.a", {{"domain_name_servers", {"10.20.0.53"}}}),
       created("aws_vpc_dhcp_options_association.a", {{"vpc_id", kVpc}},
               {{"id", true}, {"dhcp_options_id", true}})},
      {{"aws_vpc_dhcp_options.a", json::object()},
       {"aws_vpc_dhcp_options_association.a",
        {{"dhcp_options_id", refers_to("aws_vpc_dhcp_options.a.id")}}}}));
  EXPECT_EQ(account.at("Vpc", kVpc)["DhcpOptionsId"], "dopt-aws_vpc_dhcp_options.a");
  const json options =
      account.at("DhcpOptions", "dopt-aws_vpc_dhcp_options.a")["DhcpConfigurations"];
  ASSERT_EQ(options.size(), 1U);
  EXPECT_EQ(options[0]["Values"][0]["Value"], "10.20.0.53");
}

TEST(TerraformFamilies, AVpcWithoutItsDhcpOptionsHasNone) {
  const PlannedHealthy account(small_plan(
      {deleted("aws_vpc_dhcp_options_association.a",
               {{"vpc_id", kVpc}, {"dhcp_options_id", "dopt-0aeb221660ff09134"}})}));
  EXPECT_EQ(account.at("Vpc", kVpc)["DhcpOptionsId"], "default");
}

TEST(TerraformFamilies, BlockPublicAccessIsTurnedOnAndOff) {
  const json values = {{"internet_gateway_block_mode", "block-bidirectional"}};
  const PlannedHealthy on(
      small_plan({created("aws_vpc_block_public_access_options.this", values)}));
  const auto mode_of = [](const PlannedHealthy& account) {
    const auto all = account.account().all("VpcBlockPublicAccessOptions");
    return all.empty() ? json()
                       : account.account().at(all.front())["InternetGatewayBlockMode"];
  };
  EXPECT_EQ(mode_of(on), "block-bidirectional");
  const PlannedHealthy off(
      small_plan({deleted("aws_vpc_block_public_access_options.this", values)}));
  EXPECT_EQ(mode_of(off), "off");
}

TEST(TerraformFamilies, ARegistryHasThePolicyOfItsOwnResource) {
  const std::string text =
      R"({"Version":"2012-10-17","Statement":[{"Effect":"Deny","Principal":"*",)"
      R"("Action":"ecr:*","Resource":"*"}]})";
  const json values = {{"policy", text}};
  const PlannedHealthy on(
      small_plan({created("aws_ecr_registry_policy.this", values)}));
  EXPECT_TRUE(on.doubts().empty()) << on.doubts().front();
  const auto policy_of = [](const PlannedHealthy& account) {
    const auto all = account.account().all("RegistryPolicy");
    return all.empty() ? json() : account.account().at(all.front())["policyText"];
  };
  EXPECT_EQ(policy_of(on), text);
  json other = values;
  other["policy"] = R"({"Version":"2012-10-17","Statement":[]})";
  const PlannedHealthy off(
      small_plan({updated("aws_ecr_registry_policy.this", values, other)}));
  EXPECT_EQ(policy_of(off), other["policy"]);
  const PlannedHealthy gone(
      small_plan({deleted("aws_ecr_registry_policy.this", values)}));
  EXPECT_TRUE(gone.doubts().empty()) << gone.doubts().front();
}

TEST(TerraformFamilies, AnExclusionNamesWhatItIsOf) {
  const PlannedHealthy account(small_plan(
      {created("aws_vpc_block_public_access_exclusion.a",
               {{"vpc_id", kVpc},
                {"internet_gateway_exclusion_mode", "allow-bidirectional"}})}));
  const auto all = account.account().all("VpcBlockPublicAccessExclusion");
  ASSERT_EQ(all.size(), 1U);
  EXPECT_EQ(account.account().at(all[0])["ResourceArn"],
            "arn:aws:ec2:eu-central-1:111122223333:vpc/vpc-0822b33ad87c148a0");
}

TEST(TerraformFamilies, EntriesOfAPrefixListAreTheSameInItAndBesideIt) {
  const json list = {{"name", "own"}, {"address_family", "IPv4"}, {"max_entries", 5}};
  json with_entries = list;
  with_entries["entry"] = {{{"cidr", "10.1.0.0/16"}}, {{"cidr", "10.2.0.0/16"}}};
  const PlannedHealthy one(
      small_plan({created("aws_ec2_managed_prefix_list.a", with_entries)}));
  const std::string id = "pl-aws_ec2_managed_prefix_list.a";
  EXPECT_EQ(one.at("PrefixListEntries", id)["Entries"].size(), 2U);
  const json entry = {{"cidr", "10.1.0.0/16"}};
  const PlannedHealthy two(small_plan(
      {created("aws_ec2_managed_prefix_list.a", list),
       created("aws_ec2_managed_prefix_list_entry.a", entry,
               {{"id", true}, {"prefix_list_id", true}})},
      {{"aws_ec2_managed_prefix_list.a", json::object()},
       {"aws_ec2_managed_prefix_list_entry.a",
        {{"prefix_list_id", refers_to("aws_ec2_managed_prefix_list.a.id")}}}}));
  EXPECT_EQ(two.at("PrefixListEntries", id)["Entries"],
            json::parse(R"([{"Cidr": "10.1.0.0/16"}])"));
}

TEST(TerraformFamilies, AClusterHasTheCapacityProvidersOfItsOwnResource) {
  const PlannedHealthy account(small_plan(
      {created("aws_ecs_capacity_provider.a",
               {{"name", "own"},
                {"auto_scaling_group_provider",
                 {{{"auto_scaling_group_arn",
                    "arn:aws:autoscaling:eu-central-1:111122223333:autoScalingGroup:1:"
                    "autoScalingGroupName/a"}}}}},
               {{"id", true}, {"arn", true}}),
       created("aws_ecs_cluster_capacity_providers.a",
               {{"cluster_name", "prod"},
                {"capacity_providers", {"FARGATE", "own"}},
                {"default_capacity_provider_strategy",
                 {{{"capacity_provider", "own"}, {"weight", 1}, {"base", 0}}}}})}));
  const json cluster = account.at("Cluster", "prod");
  EXPECT_EQ(cluster["clusterArn"], kCluster);
  EXPECT_EQ(cluster["capacityProviders"].size(), 2U);
  EXPECT_EQ(cluster["defaultCapacityProviderStrategy"][0]["capacityProvider"], "own");
  EXPECT_EQ(account.at("CapacityProvider", "own")["status"], "ACTIVE");
}

TEST(TerraformFamilies, ADefaultTableThatIsTakenOverLosesWhatItDoesNotName) {
  const PlannedHealthy account(small_plan({created(
      "aws_default_route_table.main", {{"default_route_table_id", kMainTable},
                                       {"route",
                                        {{{"cidr_block", "10.99.0.0/16"},
                                          {"nat_gateway_id", "nat-0d4eb996ebe442973"},
                                          {"gateway_id", ""}}}}})}));
  EXPECT_EQ(account.at("RouteTable", kMainTable)["Routes"].size(), 2U);
}

TEST(TerraformFamilies, ADefaultAclThatIsTakenOverKeepsItsLastEntriesOnly) {
  const PlannedHealthy account(small_plan(
      {created("aws_default_network_acl.main", {{"default_network_acl_id", kAcl},
                                                {"ingress", json::array()},
                                                {"egress", json::array()}})}));
  const json entries = account.at("NetworkAcl", kAcl)["Entries"];
  ASSERT_EQ(entries.size(), 2U);
  for (const json& entry : entries) EXPECT_EQ(entry["RuleNumber"], 32767);
}

TEST(TerraformFamilies, WhatIsTakenOverStaysAsItIsWhenNobodyManagesItAnyMore) {
  const json allow = {{"rule_no", 100},
                      {"action", "allow"},
                      {"protocol", "-1"},
                      {"cidr_block", "0.0.0.0/0"}};
  const PlannedHealthy account(small_plan({deleted(
      "aws_default_network_acl.main",
      {{"id", kAcl}, {"default_network_acl_id", kAcl}, {"egress", {allow}}})}));
  EXPECT_EQ(account.at("NetworkAcl", kAcl)["Entries"].size(), 4U);
  EXPECT_TRUE(account.change().edits.empty());
}

TEST(TerraformFamilies, AnAddressOfANatGatewayThatIsThereAndIsNotToldIsADoubt) {
  const json known = {{"id", "nat-0d4eb996ebe442973"},
                      {"allocation_id", "eipalloc-0d4eb996ebe442973"}};
  const json after = {{"id", "nat-0d4eb996ebe442973"}};
  json changed = updated("aws_nat_gateway.a", known, after);
  changed["change"]["after_unknown"] = {{"allocation_id", true}};
  EXPECT_EQ(PlannedHealthy(small_plan({changed})).doubts().size(), 1U);
}

TEST(TerraformFamilies, ADefaultVpcGetsTheNameSupportThatItIsGiven) {
  const json before = {{"id", kVpc}, {"enable_dns_support", true}};
  const json after = {{"id", kVpc}, {"enable_dns_support", false}};
  const PlannedHealthy account(
      small_plan({updated("aws_default_vpc.main", before, after)}));
  EXPECT_EQ(account.at("VpcDnsSupport", kVpc)["EnableDnsSupport"]["Value"], false);
  const PlannedHealthy taken_over(
      small_plan({created("aws_default_vpc.main", {{"enable_dns_support", true}})}));
  EXPECT_TRUE(taken_over.doubts().empty());
}

json group_named(const std::string& id, const json& permissions) {
  return {{"GroupId", id},
          {"GroupName", id},
          {"VpcId", kVpc},
          {"OwnerId", "111122223333"},
          {"IpPermissions", permissions},
          {"IpPermissionsEgress", json::array()}};
}

TEST(TerraformFamilies, AGroupGoesWithAnotherThatNamesItInARule) {
  json bundle = testing::healthy_bundle();
  json& groups = bundle[testing::regional("ec2-describe-security-groups")];
  const json pair = {{"GroupId", "sg-1"}, {"UserId", "111122223333"}};
  json permission = {{"IpProtocol", "tcp"}, {"FromPort", 443}, {"ToPort", 443}};
  permission["UserIdGroupPairs"] = json::array({pair});
  groups["SecurityGroups"].push_back(group_named("sg-1", json::array()));
  groups["SecurityGroups"].push_back(group_named("sg-2", json::array({permission})));
  auto account = support::documents_of(bundle);
  const json rule = {{"protocol", "tcp"},
                     {"from_port", 443},
                     {"to_port", 443},
                     {"security_groups", {"sg-1"}}};
  const auto change = read_terraform_plan(
      small_plan(
          {deleted("aws_security_group.a", {{"id", "sg-1"}}),
           deleted("aws_security_group.b", {{"id", "sg-2"}, {"ingress", {rule}}})}),
      "plan.json", account);
  ASSERT_TRUE(change.ok()) << change.problems().front().message;
  const Problems problems = changes::apply_edits(account, change.value());
  EXPECT_TRUE(problems.empty()) << problems.front().message;
  EXPECT_FALSE(support::has(account, "SecurityGroup", "sg-1"));
}

/// A new VPC, and what takes over what AWS makes with it.
std::vector<json> new_vpc_with(const std::string& address, json after, json unknown) {
  return {created("aws_vpc.new", {{"cidr_block", "10.90.0.0/16"}},
                  {{"id", true},
                   {"arn", true},
                   {"default_network_acl_id", true},
                   {"default_route_table_id", true},
                   {"default_security_group_id", true},
                   {"main_route_table_id", true}}),
          created(address, std::move(after), std::move(unknown))};
}

json written_for(const std::string& address, const std::string& attribute) {
  return {{"aws_vpc.new", json::object()},
          {address, {{attribute, refers_to("aws_vpc.new." + attribute)}}}};
}

TEST(TerraformFamilies, TheDefaultAclOfANewVpcIsTakenOver) {
  const PlannedHealthy account(
      small_plan(new_vpc_with("aws_default_network_acl.new",
                              {{"ingress", json::array()}, {"egress", json::array()}},
                              {{"id", true}, {"default_network_acl_id", true}}),
                 written_for("aws_default_network_acl.new", "default_network_acl_id")));
  EXPECT_TRUE(account.doubts().empty()) << account.doubts().front();
  const json entries = account.at("NetworkAcl", "acl-default-aws_vpc.new")["Entries"];
  EXPECT_EQ(entries.size(), 2U);
}

TEST(TerraformFamilies, TheDefaultTableOfANewVpcIsTakenOver) {
  const json route = {{"cidr_block", "10.20.0.0/16"},
                      {"nat_gateway_id", "nat-0d4eb996ebe442973"},
                      {"gateway_id", ""}};
  const PlannedHealthy account(
      small_plan(new_vpc_with("aws_default_route_table.new", {{"route", {route}}},
                              {{"id", true}, {"default_route_table_id", true}}),
                 written_for("aws_default_route_table.new", "default_route_table_id")));
  EXPECT_TRUE(account.doubts().empty()) << account.doubts().front();
  EXPECT_EQ(account.at("RouteTable", "rtb-main-aws_vpc.new")["Routes"].size(), 2U);
}

TEST(TerraformFamilies, TheDefaultGroupOfANewVpcIsTakenOver) {
  json written = written_for("aws_default_security_group.new", "vpc_id");
  written["aws_default_security_group.new"]["vpc_id"] = refers_to("aws_vpc.new.id");
  const PlannedHealthy account(
      small_plan(new_vpc_with("aws_default_security_group.new",
                              {{"ingress", json::array()}, {"egress", json::array()}},
                              {{"id", true}, {"arn", true}, {"vpc_id", true}}),
                 written));
  EXPECT_TRUE(account.doubts().empty()) << account.doubts().front();
  const json group = account.at("SecurityGroup", "sg-default-aws_vpc.new");
  EXPECT_TRUE(group["IpPermissions"].empty());
  EXPECT_TRUE(group["IpPermissionsEgress"].empty());
}

TEST(TerraformFamilies, OthersReferToTheDefaultGroupOfANewVpc) {
  json written = {
      {"aws_vpc.new", json::object()},
      {"aws_default_security_group.new", {{"vpc_id", refers_to("aws_vpc.new.id")}}},
      {"aws_security_group_rule.in",
       {{"security_group_id", refers_to("aws_default_security_group.new.id")}}}};
  std::vector<json> changes =
      new_vpc_with("aws_default_security_group.new",
                   {{"ingress", json::array()}, {"egress", json::array()}},
                   {{"id", true}, {"arn", true}, {"vpc_id", true}});
  changes.push_back(created("aws_security_group_rule.in",
                            {{"type", "ingress"},
                             {"protocol", "tcp"},
                             {"from_port", 443},
                             {"to_port", 443},
                             {"cidr_blocks", {"10.0.0.0/8"}}},
                            {{"id", true}, {"security_group_id", true}}));
  const PlannedHealthy account(small_plan(changes, written));
  EXPECT_TRUE(account.doubts().empty()) << account.doubts().front();
  const json group = account.at("SecurityGroup", "sg-default-aws_vpc.new");
  EXPECT_EQ(group["IpPermissions"].size(), 1U);
}

TEST(TerraformFamilies, ASecretHasAVersionOnceAPlanGivesItOne) {
  const json written = {{"aws_secretsmanager_secret.a", json::object()},
                        {"aws_secretsmanager_secret_version.a",
                         {{"secret_id", refers_to("aws_secretsmanager_secret.a.id")}}}};
  json version =
      created("aws_secretsmanager_secret_version.a", {{"secret_string", "hidden"}},
              {{"id", true}, {"secret_id", true}, {"version_id", true}});
  version["change"]["after_sensitive"] = {{"secret_string", true}};
  const PlannedHealthy account(
      small_plan({created("aws_secretsmanager_secret.a", {{"name", "db"}},
                          {{"id", true}, {"arn", true}}),
                  version},
                 written));
  EXPECT_TRUE(account.doubts().empty()) << account.doubts().front();
  EXPECT_TRUE(account.at("Secret", "db").contains("SecretVersionsToStages"));
  EXPECT_EQ(account.account().bundle().dump().find("hidden"), std::string::npos);
}

TEST(TerraformFamilies, AVersionThatGoesIsDoubted) {
  const PlannedHealthy account(small_plan({deleted(
      "aws_secretsmanager_secret_version.a",
      {{"secret_id",
        "arn:aws:secretsmanager:eu-central-1:111122223333:secret:db-AbCdEf"}})}));
  EXPECT_EQ(account.doubts().size(), 1U);
}

}  // namespace
}  // namespace pullproof::cli::terraform::families_test
