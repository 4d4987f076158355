// The types of a template's resources: how each is named, what `Ref` gives, and which
// function reads it.
//
// AWS: CloudFormation template reference, "AWS resource and property types": each
// type's "Return values". A new type is one line in kinds.cpp and one function.
#pragma once

#include <string>
#include <string_view>

namespace pullproof::cli::cloudformation {

class ResourceReader;

struct Kind {
  std::string_view type;  ///< "AWS::EC2::VPC".
  /// What the id of a new one begins with: "vpc-"; or, if `is_named`, the property that
  /// names it: "RoleName".
  std::string_view id;
  bool is_named = false;
  bool ref_is_arn = false;  ///< `Ref` gives the ARN.
  /// After "arn:<partition>:", with {region}, {account} and {id}; "" if it has none.
  std::string_view arn;
  /// As `Fn::GetAtt` names its id and its ARN, beside "Id" and "Arn"; may be "".
  std::string_view id_attribute;
  std::string_view arn_attribute;
  /// Of resource_shape.h, for deleting it; "" if it is no resource of its own.
  std::string_view shape;
  int order = 0;                            ///< What is referred to comes first.
  void (*read)(ResourceReader&) = nullptr;  ///< Null: it is only named.
};

/// Null if the type is not read.
[[nodiscard]] const Kind* kind_of(std::string_view type);

/// May a pull, or a task's start, hang on a resource of a type that is not read? True
/// where that is not known.
[[nodiscard]] bool may_matter(std::string_view type);

// What reads each type. They are told apart by the file that they stand in.

// network.cpp
void read_vpc(ResourceReader& in);
void read_vpc_block(ResourceReader& in);
void read_subnet(ResourceReader& in);
void read_subnet_block(ResourceReader& in);
void read_route_table(ResourceReader& in);
void read_route(ResourceReader& in);
void read_route_table_association(ResourceReader& in);
void read_gateway_association(ResourceReader& in);
void read_dhcp_options(ResourceReader& in);
void read_dhcp_association(ResourceReader& in);
void read_block_public_access(ResourceReader& in);
void read_block_exclusion(ResourceReader& in);
// gateways.cpp
void read_internet_gateway(ResourceReader& in);
void read_gateway_attachment(ResourceReader& in);
void read_egress_gateway(ResourceReader& in);
void read_nat_gateway(ResourceReader& in);
void read_endpoint(ResourceReader& in);
void read_peering(ResourceReader& in);
// filters.cpp
void read_security_group(ResourceReader& in);
void read_group_ingress(ResourceReader& in);
void read_group_egress(ResourceReader& in);
void read_network_acl(ResourceReader& in);
void read_acl_entry(ResourceReader& in);
void read_acl_association(ResourceReader& in);
void read_prefix_list(ResourceReader& in);
void read_default_group_restriction(ResourceReader& in);
// transit.cpp
void read_transit_gateway(ResourceReader& in);
void read_transit_attachment(ResourceReader& in);
void read_transit_table(ResourceReader& in);
void read_transit_association(ResourceReader& in);
void read_transit_propagation(ResourceReader& in);
void read_transit_route(ResourceReader& in);
void read_vpn_gateway(ResourceReader& in);
void read_vpn_propagation(ResourceReader& in);
// capacity.cpp
void read_launch_template(ResourceReader& in);
void read_launch_configuration(ResourceReader& in);
void read_scaling_group(ResourceReader& in);
// identities.cpp
void read_role(ResourceReader& in);
void read_inline_policy(ResourceReader& in);
void read_managed_policy(ResourceReader& in);
void read_role_policy(ResourceReader& in);
void read_instance_profile(ResourceReader& in);
void read_organization_policy(ResourceReader& in);
// containers.cpp
void read_cluster(ResourceReader& in);
void read_cluster_providers(ResourceReader& in);
void read_capacity_provider(ResourceReader& in);
void read_service(ResourceReader& in);
void read_task_definition(ResourceReader& in);
// registries.cpp
void read_repository(ResourceReader& in);
void read_registry_policy(ResourceReader& in);
void read_pull_through_rule(ResourceReader& in);
// needs.cpp
void read_key(ResourceReader& in);
void read_alias(ResourceReader& in);
void read_secret(ResourceReader& in);
void read_secret_policy(ResourceReader& in);
void read_parameter(ResourceReader& in);
void read_log_group(ResourceReader& in);
void read_bucket(ResourceReader& in);
void read_bucket_policy(ResourceReader& in);
void read_file_system(ResourceReader& in);
void read_mount_target(ResourceReader& in);
void read_access_point(ResourceReader& in);
// zones.cpp
void read_hosted_zone(ResourceReader& in);
void read_record_set(ResourceReader& in);
void read_private_namespace(ResourceReader& in);

}  // namespace pullproof::cli::cloudformation
