// The functions from a resource's values to facts, by family: one for each type that is
// read. See type_table.cpp for which type is whose.
//
// Terraform: AWS provider, argument and attribute reference of each resource; AWS: the
// API reference of what the AWS CLI prints.
#pragma once

#include "src/terraform/facts.h"

namespace pullproof::cli::terraform {

// network.cpp
void vpc_facts(const Values& values, Facts& facts);
void ipv4_block_facts(const Values& values, Facts& facts);
void ipv6_block_facts(const Values& values, Facts& facts);
void subnet_facts(const Values& values, Facts& facts);
void dhcp_options_facts(const Values& values, Facts& facts);
void dhcp_association_facts(const Values& values, Facts& facts);
void access_block_facts(const Values& values, Facts& facts);
void access_exclusion_facts(const Values& values, Facts& facts);

// routes.cpp
void route_table_facts(const Values& values, Facts& facts);
void default_route_table_facts(const Values& values, Facts& facts);
void route_facts(const Values& values, Facts& facts);
void route_table_association_facts(const Values& values, Facts& facts);
void main_association_facts(const Values& values, Facts& facts);

// gateways.cpp
void internet_gateway_facts(const Values& values, Facts& facts);
void gateway_attachment_facts(const Values& values, Facts& facts);
void egress_only_gateway_facts(const Values& values, Facts& facts);
void nat_gateway_facts(const Values& values, Facts& facts);
void nat_address_facts(const Values& values, Facts& facts);
void elastic_ip_facts(const Values& values, Facts& facts);
void peering_facts(const Values& values, Facts& facts);
void peering_accepter_facts(const Values& values, Facts& facts);

// vpn.cpp
void vpn_gateway_facts(const Values& values, Facts& facts);
void vpn_attachment_facts(const Values& values, Facts& facts);
void vpn_propagation_facts(const Values& values, Facts& facts);
void vpn_connection_facts(const Values& values, Facts& facts);
void vpn_route_facts(const Values& values, Facts& facts);

// transit_gateways.cpp
void transit_gateway_facts(const Values& values, Facts& facts);
void transit_default_facts(const Values& values, Facts& facts);
void transit_attachment_facts(const Values& values, Facts& facts);
void transit_accepter_facts(const Values& values, Facts& facts);
void transit_peering_facts(const Values& values, Facts& facts);
void transit_peering_accepter_facts(const Values& values, Facts& facts);

// transit_routes.cpp
void transit_table_facts(const Values& values, Facts& facts);
void transit_association_facts(const Values& values, Facts& facts);
void transit_propagation_facts(const Values& values, Facts& facts);
void transit_route_facts(const Values& values, Facts& facts);
void transit_prefix_list_facts(const Values& values, Facts& facts);

// endpoints.cpp
void endpoint_facts(const Values& values, Facts& facts);
void endpoint_policy_facts(const Values& values, Facts& facts);
void endpoint_route_table_facts(const Values& values, Facts& facts);
void endpoint_subnet_facts(const Values& values, Facts& facts);
void endpoint_group_facts(const Values& values, Facts& facts);
void endpoint_private_dns_facts(const Values& values, Facts& facts);
void prefix_list_facts(const Values& values, Facts& facts);
void prefix_list_entry_facts(const Values& values, Facts& facts);

// filters.cpp
void security_group_facts(const Values& values, Facts& facts);
void default_security_group_facts(const Values& values, Facts& facts);
void group_rule_facts(const Values& values, Facts& facts);
void ingress_rule_facts(const Values& values, Facts& facts);
void egress_rule_facts(const Values& values, Facts& facts);
void network_acl_facts(const Values& values, Facts& facts);
void default_network_acl_facts(const Values& values, Facts& facts);
void network_acl_rule_facts(const Values& values, Facts& facts);
void network_acl_association_facts(const Values& values, Facts& facts);

// identities.cpp
void role_facts(const Values& values, Facts& facts);
void role_policy_facts(const Values& values, Facts& facts);
void role_attachment_facts(const Values& values, Facts& facts);
void policy_attachment_facts(const Values& values, Facts& facts);
void only_attachments_facts(const Values& values, Facts& facts);
void only_policies_facts(const Values& values, Facts& facts);
void managed_policy_facts(const Values& values, Facts& facts);
void instance_profile_facts(const Values& values, Facts& facts);

// registry.cpp
void repository_facts(const Values& values, Facts& facts);
void repository_policy_facts(const Values& values, Facts& facts);
void registry_policy_facts(const Values& values, Facts& facts);
void lifecycle_policy_facts(const Values& values, Facts& facts);
void pull_through_facts(const Values& values, Facts& facts);

// containers.cpp
void cluster_facts(const Values& values, Facts& facts);
void cluster_capacity_facts(const Values& values, Facts& facts);
void capacity_provider_facts(const Values& values, Facts& facts);
void service_facts(const Values& values, Facts& facts);
void task_definition_facts(const Values& values, Facts& facts);

// secrets.cpp
void key_facts(const Values& values, Facts& facts);
void key_policy_facts(const Values& values, Facts& facts);
void key_alias_facts(const Values& values, Facts& facts);
void secret_facts(const Values& values, Facts& facts);
void secret_version_facts(const Values& values, Facts& facts);
void secret_policy_facts(const Values& values, Facts& facts);
void parameter_facts(const Values& values, Facts& facts);
void log_group_facts(const Values& values, Facts& facts);
void bucket_policy_facts(const Values& values, Facts& facts);

// zones.cpp
void zone_facts(const Values& values, Facts& facts);
void zone_association_facts(const Values& values, Facts& facts);
void zone_record_facts(const Values& values, Facts& facts);

// buckets.cpp
void bucket_part_facts(const Values& values, Facts& facts);

// defaults.cpp
void default_vpc_facts(const Values& values, Facts& facts);
void default_subnet_facts(const Values& values, Facts& facts);

// file_systems.cpp
void file_system_facts(const Values& values, Facts& facts);
void file_system_policy_facts(const Values& values, Facts& facts);
void mount_target_facts(const Values& values, Facts& facts);
void access_point_facts(const Values& values, Facts& facts);

// organization.cpp
void control_policy_facts(const Values& values, Facts& facts);
void control_attachment_facts(const Values& values, Facts& facts);
void organization_member_facts(const Values& values, Facts& facts);

}  // namespace pullproof::cli::terraform
