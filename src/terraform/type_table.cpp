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
    {"aws_default_vpc", default_vpc_facts},
    {"aws_default_vpc_dhcp_options", no_facts},
    {"aws_vpc_ipv4_cidr_block_association", ipv4_block_facts},
    {"aws_vpc_ipv6_cidr_block_association", ipv6_block_facts},
    {"aws_vpc_dhcp_options_association", dhcp_association_facts},
    {"aws_vpc_block_public_access_options", access_block_facts},
    {"aws_ec2_managed_prefix_list", prefix_list_facts},
    {"aws_ec2_managed_prefix_list_entry", prefix_list_entry_facts},
    {"aws_subnet", subnet_facts},
    {"aws_default_subnet", default_subnet_facts},
    {"aws_vpc_block_public_access_exclusion", access_exclusion_facts},
    {"aws_security_group", security_group_facts, "SecurityGroup"},
    {"aws_default_security_group", default_security_group_facts, "SecurityGroup"},
    {"aws_security_group_rule", group_rule_facts, "SecurityGroup"},
    {"aws_vpc_security_group_ingress_rule", ingress_rule_facts, "SecurityGroup"},
    {"aws_vpc_security_group_egress_rule", egress_rule_facts, "SecurityGroup"},
    {"aws_network_acl", network_acl_facts},
    {"aws_default_network_acl", default_network_acl_facts},
    {"aws_network_acl_rule", network_acl_rule_facts, "NetworkAcl"},
    {"aws_network_acl_association", network_acl_association_facts},
    {"aws_eip", elastic_ip_facts},
    {"aws_eip_association", elastic_ip_facts},
    {"aws_internet_gateway", internet_gateway_facts},
    {"aws_internet_gateway_attachment", gateway_attachment_facts},
    {"aws_egress_only_internet_gateway", egress_only_gateway_facts},
    {"aws_nat_gateway", nat_gateway_facts},
    {"aws_nat_gateway_eip_association", nat_address_facts},
    {"aws_vpc_peering_connection", peering_facts},
    {"aws_vpc_peering_connection_accepter", peering_accepter_facts},
    // They are about public names of instances.
    {"aws_vpc_peering_connection_options", no_facts},
    {"aws_vpn_gateway", vpn_gateway_facts},
    {"aws_vpn_gateway_attachment", vpn_attachment_facts},
    {"aws_customer_gateway", no_facts},
    {"aws_ec2_transit_gateway", transit_gateway_facts},
    {"aws_ec2_transit_gateway_route_table", transit_table_facts},
    {"aws_ec2_transit_gateway_default_route_table_association", transit_default_facts},
    {"aws_ec2_transit_gateway_default_route_table_propagation", transit_default_facts},
    {"aws_ec2_transit_gateway_vpc_attachment", transit_attachment_facts},
    {"aws_ec2_transit_gateway_vpc_attachment_accepter", transit_accepter_facts},
    {"aws_ec2_transit_gateway_peering_attachment", transit_peering_facts},
    {"aws_vpn_connection", vpn_connection_facts},
    {"aws_ec2_transit_gateway_peering_attachment_accepter",
     transit_peering_accepter_facts},
    {"aws_ec2_transit_gateway_route_table_association", transit_association_facts},
    {"aws_ec2_transit_gateway_route_table_propagation", transit_propagation_facts},
    {"aws_ec2_transit_gateway_route", transit_route_facts},
    {"aws_ec2_transit_gateway_prefix_list_reference", transit_prefix_list_facts},
    {"aws_route_table", route_table_facts, "RouteTable"},
    {"aws_default_route_table", default_route_table_facts, "RouteTable"},
    {"aws_vpn_gateway_route_propagation", vpn_propagation_facts},
    {"aws_vpn_connection_route", vpn_route_facts},
    {"aws_vpc_endpoint", endpoint_facts},
    {"aws_vpc_endpoint_policy", endpoint_policy_facts},
    {"aws_vpc_endpoint_route_table_association", endpoint_route_table_facts},
    {"aws_vpc_endpoint_subnet_association", endpoint_subnet_facts},
    {"aws_vpc_endpoint_security_group_association", endpoint_group_facts},
    {"aws_vpc_endpoint_private_dns", endpoint_private_dns_facts},
    {"aws_route", route_facts, "RouteTable"},
    {"aws_route_table_association", route_table_association_facts},
    {"aws_main_route_table_association", main_association_facts},
    {"aws_iam_policy", managed_policy_facts, "Policy"},
    {"aws_iam_role", role_facts, "Role"},
    {"aws_iam_role_policy", role_policy_facts, "Role"},
    {"aws_iam_role_policy_attachment", role_attachment_facts, "Role"},
    {"aws_iam_policy_attachment", policy_attachment_facts},
    {"aws_iam_role_policy_attachments_exclusive", only_attachments_facts},
    {"aws_iam_role_policies_exclusive", only_policies_facts},
    {"aws_iam_instance_profile", instance_profile_facts},
    {"aws_organizations_organizational_unit", organization_member_facts},
    {"aws_organizations_account", organization_member_facts},
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
    {"aws_route53_zone", zone_facts},
    {"aws_route53_zone_association", zone_association_facts},
    {"aws_route53_record", zone_record_facts},
    {"aws_s3_bucket", bucket_part_facts},
    {"aws_s3_bucket_ownership_controls", bucket_part_facts},
    {"aws_s3_bucket_public_access_block", bucket_part_facts},
    {"aws_s3_bucket_acl", bucket_part_facts},
    {"aws_s3_bucket_server_side_encryption_configuration", bucket_part_facts},
    {"aws_s3_object", bucket_part_facts},
    {"aws_s3_bucket_policy", bucket_policy_facts},
    {"aws_efs_file_system", file_system_facts},
    {"aws_efs_file_system_policy", file_system_policy_facts},
    {"aws_efs_mount_target", mount_target_facts},
    {"aws_efs_access_point", access_point_facts},
    {"aws_ecs_capacity_provider", capacity_provider_facts},
    {"aws_ecs_cluster", cluster_facts},
    {"aws_ecs_cluster_capacity_providers", cluster_capacity_facts},
    {"aws_ecs_task_definition", task_definition_facts, "TaskDefinition"},
    {"aws_ecs_service", service_facts, "Service"},
});

}  // namespace

const TypeRow* row_of_type(std::string_view type) {
  const auto found = std::find_if(kRows.begin(), kRows.end(),
                                  [&](const TypeRow& row) { return row.type == type; });
  return found == kRows.end() ? nullptr : &*found;
}

int rank_of(const TypeRow& row) { return static_cast<int>(&row - kRows.data()); }

}  // namespace pullproof::cli::terraform
