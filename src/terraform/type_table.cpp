#include "src/terraform/type_table.h"

#include <algorithm>
#include <array>

#include "src/terraform/families.h"

namespace pullproof::cli::terraform {
namespace {

void no_facts(const Values& /*values*/, Facts& /*facts*/) {}

/// In the order in which such resources can be made.
constexpr std::array kRows = std::to_array<TypeRow>({
    {"aws_kms_key", key_facts},
    {"aws_kms_key_policy", key_policy_facts},
    {"aws_kms_alias", key_alias_facts},
    {"aws_vpc_dhcp_options", dhcp_options_facts},
    {"aws_vpc", vpc_facts},
    {"aws_default_vpc", no_facts},
    {"aws_vpc_ipv4_cidr_block_association", ipv4_block_facts},
    {"aws_vpc_ipv6_cidr_block_association", ipv6_block_facts},
    {"aws_vpc_dhcp_options_association", dhcp_association_facts},
    {"aws_vpc_block_public_access_options", access_block_facts},
    {"aws_ec2_managed_prefix_list", prefix_list_facts},
    {"aws_ec2_managed_prefix_list_entry", prefix_list_entry_facts},
    {"aws_subnet", subnet_facts},
    {"aws_vpc_block_public_access_exclusion", access_exclusion_facts},
    {"aws_security_group", security_group_facts},
    {"aws_default_security_group", default_security_group_facts},
    {"aws_security_group_rule", group_rule_facts},
    {"aws_vpc_security_group_ingress_rule", ingress_rule_facts},
    {"aws_vpc_security_group_egress_rule", egress_rule_facts},
    {"aws_network_acl", network_acl_facts},
    {"aws_default_network_acl", default_network_acl_facts},
    {"aws_network_acl_rule", network_acl_rule_facts},
    {"aws_network_acl_association", network_acl_association_facts},
    {"aws_eip", elastic_ip_facts},
    {"aws_eip_association", elastic_ip_facts},
    {"aws_internet_gateway", internet_gateway_facts},
    {"aws_internet_gateway_attachment", gateway_attachment_facts},
    {"aws_egress_only_internet_gateway", egress_only_gateway_facts},
    {"aws_nat_gateway", nat_gateway_facts},
    {"aws_vpc_peering_connection", peering_facts},
    {"aws_vpc_peering_connection_accepter", peering_accepter_facts},
    {"aws_ec2_transit_gateway", transit_gateway_facts},
    {"aws_ec2_transit_gateway_route_table", transit_table_facts},
    {"aws_ec2_transit_gateway_vpc_attachment", transit_attachment_facts},
    {"aws_ec2_transit_gateway_route_table_association", transit_association_facts},
    {"aws_ec2_transit_gateway_route", transit_route_facts},
    {"aws_route_table", route_table_facts},
    {"aws_default_route_table", default_route_table_facts},
    {"aws_vpc_endpoint", endpoint_facts},
    {"aws_vpc_endpoint_policy", endpoint_policy_facts},
    {"aws_vpc_endpoint_route_table_association", endpoint_route_table_facts},
    {"aws_vpc_endpoint_subnet_association", endpoint_subnet_facts},
    {"aws_vpc_endpoint_security_group_association", endpoint_group_facts},
    {"aws_vpc_endpoint_private_dns", endpoint_private_dns_facts},
    {"aws_route", route_facts},
    {"aws_route_table_association", route_table_association_facts},
    {"aws_main_route_table_association", main_association_facts},
    {"aws_iam_policy", managed_policy_facts},
    {"aws_iam_role", role_facts},
    {"aws_iam_role_policy", role_policy_facts},
    {"aws_iam_role_policy_attachment", role_attachment_facts},
    {"aws_iam_policy_attachment", policy_attachment_facts},
    {"aws_iam_instance_profile", instance_profile_facts},
    {"aws_organizations_policy", control_policy_facts},
    {"aws_organizations_policy_attachment", control_attachment_facts},
    {"aws_ecr_registry_policy", registry_policy_facts},
    {"aws_ecr_repository", repository_facts},
    {"aws_ecr_repository_policy", repository_policy_facts},
    {"aws_ecr_lifecycle_policy", lifecycle_policy_facts},
    {"aws_ecr_pull_through_cache_rule", pull_through_facts},
    {"aws_secretsmanager_secret", secret_facts},
    {"aws_secretsmanager_secret_version", secret_version_facts},
    {"aws_secretsmanager_secret_policy", secret_policy_facts},
    {"aws_ssm_parameter", parameter_facts},
    {"aws_cloudwatch_log_group", log_group_facts},
    {"aws_s3_bucket_policy", bucket_policy_facts},
    {"aws_ecs_capacity_provider", capacity_provider_facts},
    {"aws_ecs_cluster", cluster_facts},
    {"aws_ecs_cluster_capacity_providers", cluster_capacity_facts},
    {"aws_ecs_task_definition", task_definition_facts},
    {"aws_ecs_service", service_facts},
});

/// Providers that reach nothing of AWS.
constexpr std::array kHarmlessProviders = std::to_array<std::string_view>(
    {"/random", "/null", "/local", "/tls", "/time", "/archive", "/template",
     "/cloudinit", "/github", "/gitlab", "/datadog", "/cloudflare", "/pagerduty",
     "/newrelic", "/grafana", "/sentry", "/opsgenie", "builtin/terraform"});

/// Families of AWS in which nothing decides a pull: what uses running tasks, what
/// watches, and what other programs run on.
constexpr std::array kHarmlessFamilies =
    std::to_array<std::string_view>({"aws_acm_",
                                     "aws_alb",
                                     "aws_amplify_",
                                     "aws_api_gateway_",
                                     "aws_apigatewayv2_",
                                     "aws_appautoscaling_",
                                     "aws_athena_",
                                     "aws_backup_",
                                     "aws_budgets_",
                                     "aws_ce_",
                                     "aws_chatbot_",
                                     "aws_cloudfront_",
                                     "aws_cloudtrail",
                                     "aws_cloudwatch_composite_alarm",
                                     "aws_cloudwatch_dashboard",
                                     "aws_cloudwatch_event_",
                                     "aws_cloudwatch_log_metric_filter",
                                     "aws_cloudwatch_log_stream",
                                     "aws_cloudwatch_log_subscription_filter",
                                     "aws_cloudwatch_metric_",
                                     "aws_codebuild_",
                                     "aws_codedeploy_",
                                     "aws_codepipeline",
                                     "aws_cognito_",
                                     "aws_config_",
                                     "aws_cur_",
                                     "aws_db_",
                                     "aws_dynamodb_",
                                     "aws_elasticache_",
                                     "aws_elasticsearch_",
                                     "aws_firehose_",
                                     "aws_flow_log",
                                     "aws_glue_",
                                     "aws_guardduty_",
                                     "aws_iam_access_key",
                                     "aws_iam_account_",
                                     "aws_iam_group",
                                     "aws_iam_openid_connect_provider",
                                     "aws_iam_saml_provider",
                                     "aws_iam_service_specific_credential",
                                     "aws_iam_user",
                                     "aws_inspector",
                                     "aws_kinesis_",
                                     "aws_lambda_",
                                     "aws_lb",
                                     "aws_opensearch_",
                                     "aws_rds_",
                                     "aws_redshift_",
                                     "aws_resourcegroups_",
                                     "aws_route53_health_check",
                                     "aws_s3_bucket_acl",
                                     "aws_s3_bucket_cors_",
                                     "aws_s3_bucket_lifecycle_",
                                     "aws_s3_bucket_logging",
                                     "aws_s3_bucket_metric",
                                     "aws_s3_bucket_notification",
                                     "aws_s3_bucket_versioning",
                                     "aws_scheduler_",
                                     "aws_securityhub_",
                                     "aws_ses_",
                                     "aws_sesv2_",
                                     "aws_sfn_",
                                     "aws_shield_",
                                     "aws_sns_",
                                     "aws_sqs_",
                                     "aws_ssm_document",
                                     "aws_ssm_maintenance_window",
                                     "aws_synthetics_",
                                     "aws_wafv2_",
                                     "aws_xray_"});

}  // namespace

const TypeRow* row_of_type(std::string_view type) {
  const auto found = std::find_if(kRows.begin(), kRows.end(),
                                  [&](const TypeRow& row) { return row.type == type; });
  return found == kRows.end() ? nullptr : &*found;
}

int rank_of(const TypeRow& row) { return static_cast<int>(&row - kRows.data()); }

bool cannot_matter(std::string_view type, std::string_view provider) {
  const auto ends = [&](std::string_view end) { return provider.ends_with(end); };
  if (std::any_of(kHarmlessProviders.begin(), kHarmlessProviders.end(), ends)) {
    return true;
  }
  return std::any_of(kHarmlessFamilies.begin(), kHarmlessFamilies.end(),
                     [&](std::string_view family) { return type.starts_with(family); });
}

}  // namespace pullproof::cli::terraform
