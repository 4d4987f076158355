#include "src/terraform/type_table.h"
#include "tests/unit/src/terraform/written_plan.h"

namespace pullproof::cli::terraform::zones_test {
namespace {

using namespace pullproof::cli::terraform::testing;

constexpr const char* kVpc = "vpc-0822b33ad87c148a0";

Json zone(const Json& vpcs) {
  return made("aws_route53_zone.shop", {{"name", "shop.internal"}, {"vpc", vpcs}},
              {{"id", true}, {"zone_id", true}, {"arn", true}});
}

Json record(const Json& zone_id) {
  return made("aws_route53_record.registry",
              {{"zone_id", zone_id},
               {"name", "registry.shop.internal"},
               {"type", "A"},
               {"ttl", 60},
               {"records", {"10.20.1.1"}}},
              {{"id", true}});
}

TEST(ZonePlan, MakesAPrivateZoneWithItsRecords) {
  const Change change = change_of(plan_of(
      {zone(Json::array({{{"vpc_id", kVpc}}})), record("Zaws_route53_zone.shop")}));
  EXPECT_EQ(doubts_of(change), std::vector<std::string>());
  EXPECT_EQ(
      value_of(change, "aws_route53_zone.shop", Edit::Kind::SetEntry, "HostedZones"),
      Json({{"HostedZoneId", "Zaws_route53_zone.shop"}, {"Name", "shop.internal."}}));
  const Json set = value_of(change, "aws_route53_record.registry", Edit::Kind::SetEntry,
                            "ZoneRecords");
  EXPECT_EQ(set["Name"], "registry.shop.internal.");
  EXPECT_EQ(set["ResourceRecords"], Json::array({{{"Value", "10.20.1.1"}}}));
}

TEST(ZonePlan, PassesOverPublicZones) {
  const Change change = change_of(plan_of({zone(Json::array()), record("Z0PUBLIC")}));
  EXPECT_TRUE(change.edits.empty());
  EXPECT_EQ(doubts_of(change), std::vector<std::string>());
  EXPECT_TRUE(change.ignored.empty());
}

TEST(ZonePlan, DoubtsRecordsOfAZoneThatIsNotTold) {
  Json open = record(nullptr);
  open["change"]["after_unknown"]["zone_id"] = true;
  EXPECT_EQ(doubts_of(change_of(plan_of({open}))).size(), 1U);
}

TEST(BucketPlan, DoubtsOnlyBucketsThatTasksNeed) {
  auto account = changes::AccountDocuments::from_bundle(
      bundle_with({{"111122223333/global/s3api-get-bucket-location/settings.json",
                    {{"LocationConstraint", "eu-central-1"}}}}));
  ASSERT_TRUE(account.ok());
  const Json resources = {
      made("aws_s3_bucket.logs", {{"bucket", "logs"}}, {{"id", true}}),
      made("aws_s3_bucket_public_access_block.settings", {{"bucket", "settings"}})};
  const auto doubts = doubts_of(change_of(plan_of(resources), account.value()));
  ASSERT_EQ(doubts.size(), 1U);
  EXPECT_NE(doubts[0].find("public_access_block.settings"), std::string::npos);
}

TEST(TypeTable, ReadsEveryTypeThatDecidesAPull) {
  for (const char* type : {"vpc",
                           "subnet",
                           "route_table",
                           "route_table_association",
                           "main_route_table_association",
                           "route",
                           "internet_gateway",
                           "egress_only_internet_gateway",
                           "nat_gateway",
                           "eip",
                           "vpc_endpoint",
                           "vpc_endpoint_policy",
                           "vpc_endpoint_route_table_association",
                           "vpc_endpoint_subnet_association",
                           "vpc_endpoint_security_group_association",
                           "security_group",
                           "security_group_rule",
                           "vpc_security_group_ingress_rule",
                           "vpc_security_group_egress_rule",
                           "network_acl",
                           "network_acl_rule",
                           "network_acl_association",
                           "default_vpc",
                           "default_subnet",
                           "default_security_group",
                           "default_route_table",
                           "default_network_acl",
                           "default_vpc_dhcp_options",
                           "ec2_managed_prefix_list",
                           "ec2_managed_prefix_list_entry",
                           "vpc_peering_connection",
                           "vpc_peering_connection_accepter",
                           "vpc_peering_connection_options",
                           "ec2_transit_gateway",
                           "ec2_transit_gateway_vpc_attachment",
                           "ec2_transit_gateway_route_table",
                           "ec2_transit_gateway_route",
                           "iam_role",
                           "iam_role_policy",
                           "iam_role_policy_attachment",
                           "iam_policy",
                           "iam_instance_profile",
                           "ecr_repository",
                           "ecr_repository_policy",
                           "ecr_registry_policy",
                           "ecs_cluster",
                           "ecs_service",
                           "ecs_task_definition",
                           "kms_key",
                           "kms_key_policy",
                           "secretsmanager_secret",
                           "secretsmanager_secret_policy",
                           "cloudwatch_log_group",
                           "organizations_policy",
                           "organizations_policy_attachment",
                           "vpc_dhcp_options",
                           "vpc_dhcp_options_association",
                           "vpc_block_public_access_options",
                           "vpc_block_public_access_exclusion"}) {
    EXPECT_NE(row_of_type(std::string("aws_") + type), nullptr) << type;
  }
}

TEST(TypeTable, TakesNoFamilyForHarmlessThatIsReadOrMatters) {
  for (const char* type :
       {"aws_vpc", "aws_instance", "aws_autoscaling_group", "aws_launch_template",
        "aws_cloudformation_stack", "aws_networkfirewall_firewall",
        "aws_ram_resource_share", "aws_ecr_pull_through_cache_rule", "aws_ecs_task_set",
        "aws_route53_resolver_rule", "aws_service_discovery_private_dns_namespace",
        "aws_vpclattice_service_network_vpc_association", "aws_kms_grant"}) {
    EXPECT_FALSE(cannot_matter(type, "registry.terraform.io/hashicorp/aws")) << type;
  }
  EXPECT_FALSE(cannot_matter("awscc_ec2_vpc", "registry.terraform.io/hashicorp/awscc"));
}

}  // namespace
}  // namespace pullproof::cli::terraform::zones_test
