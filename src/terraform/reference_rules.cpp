#include "src/terraform/reference_rules.h"

#include <algorithm>
#include <array>

namespace pullproof::cli::terraform {
namespace {

constexpr bool kOne = false;
constexpr bool kList = true;

/// Their ARNs stand in policies as they are. Others are often made longer, and a plan
/// does not tell that: "${aws_s3_bucket.a.arn}/*",
/// "${aws_cloudwatch_log_group.a.arn}:*".
constexpr std::string_view kWholeArns =
    "aws_ecr_repository|aws_kms_key|aws_secretsmanager_secret|aws_ssm_parameter|"
    "aws_iam_role|aws_iam_policy";

constexpr std::array kRules = std::to_array<ReferenceRule>({
    {"vpc_id", kOne, "vpc-", "", "id|vpc_id", true},
    {"peer_vpc_id", kOne, "vpc-", "", "id|vpc_id"},
    {"subnet_id", kOne, "subnet-", "", "id|subnet_id", true},
    {"subnet_ids", kList, "subnet-", "", "id|subnet_id"},
    {"subnets", kList, "subnet-", "", "id|subnet_id"},
    {"security_groups", kList, "sg-", "", "id|security_group_id"},
    {"security_group_ids", kList, "sg-", "", "id|security_group_id"},
    {"security_group_id", kOne, "sg-", "", "id|security_group_id"},
    {"source_security_group_id", kOne, "sg-", "", "id|security_group_id"},
    {"referenced_security_group_id", kOne, "sg-", "", "id|security_group_id"},
    {"route_table_id", kOne, "rtb-", "", "id|route_table_id"},
    {"route_table_ids", kList, "rtb-", "", "id|route_table_id"},
    {"default_route_table_id", kOne, "rtb-", "", "default_route_table_id|id"},
    {"default_network_acl_id", kOne, "acl-", "", "default_network_acl_id|id"},
    {"network_acl_id", kOne, "acl-", "", "id|network_acl_id"},
    {"nat_gateway_id", kOne, "nat-", "", "id", true},
    {"gateway_id", kOne, "", "aws_internet_gateway|aws_vpn_gateway|aws_vpc_endpoint"},
    {"internet_gateway_id", kOne, "igw-", "", "id", true},
    {"egress_only_gateway_id", kOne, "eigw-", "", "id", true},
    {"vpc_endpoint_id", kOne, "vpce-", "", "id|vpc_endpoint_id"},
    {"transit_gateway_id", kOne, "tgw-", "aws_ec2_transit_gateway", "id"},
    {"peer_transit_gateway_id", kOne, "tgw-", "aws_ec2_transit_gateway", "id"},
    {"transit_gateway_attachment_id", kOne, "tgw-attach-", "",
     "id|transit_gateway_attachment_id"},
    {"transit_gateway_route_table_id", kOne, "tgw-rtb-", ""},
    {"vpc_peering_connection_id", kOne, "pcx-", ""},
    {"prefix_list_id", kOne, "pl-", "", "id|prefix_list_id"},
    {"prefix_list_ids", kList, "pl-", "", "id|prefix_list_id"},
    {"destination_prefix_list_id", kOne, "pl-", "", "id|prefix_list_id"},
    {"vpn_gateway_id", kOne, "vgw-", "aws_vpn_gateway", "id"},
    {"vpn_connection_id", kOne, "vpn-", "aws_vpn_connection", "id"},
    {"propagating_vgws", kList, "vgw-", "aws_vpn_gateway", "id"},
    {"file_system_id", kOne, "fs-", "", "id|file_system_id"},
    {"access_point_id", kOne, "fsap-", "aws_efs_access_point", "id"},
    {"allocation_ids", kList, "eipalloc-", "", "id|allocation_id"},
    {"secondary_allocation_ids", kList, "eipalloc-", "", "id|allocation_id"},
    {"allocation_id", kOne, "eipalloc-", "", "id|allocation_id"},
    {"dhcp_options_id", kOne, "dopt-", ""},
    {"network_interface_id", kOne, "eni-", ""},
    {"zone_id", kOne, "Z", "aws_route53_zone", "zone_id|id"},
    {"bucket", kOne, "", "aws_s3_bucket", "bucket|id"},
    {"role_name", kOne, "", "aws_iam_role", "name|id"},
    {"policy_arns", kList, "arn:", "aws_iam_policy", "arn|id"},
    {"role", kOne, "", "aws_iam_role", "name|id"},
    {"roles", kList, "", "aws_iam_role", "name|id"},
    {"policy_arn", kOne, "arn:", "aws_iam_policy", "arn|id"},
    {"managed_policy_arns", kList, "arn:", "aws_iam_policy", "arn|id"},
    {"permissions_boundary", kOne, "arn:", "aws_iam_policy", "arn|id"},
    {"execution_role_arn", kOne, "arn:", "aws_iam_role", "arn"},
    {"task_role_arn", kOne, "arn:", "aws_iam_role", "arn"},
    {"task_definition", kOne, "arn:", "aws_ecs_task_definition", "arn"},
    {"cluster", kOne, "", "aws_ecs_cluster", "arn|id|name"},
    {"cluster_name", kOne, "", "aws_ecs_cluster", "name"},
    {"repository", kOne, "", "aws_ecr_repository", "name|id"},
    {"kms_key_id", kOne, "", "aws_kms_key", "arn|key_id|id"},
    {"kms_key", kOne, "", "aws_kms_key", "arn|key_id|id"},
    {"key_id", kOne, "", "aws_kms_key", "key_id|arn|id"},
    {"target_key_id", kOne, "", "aws_kms_key", "key_id|arn|id"},
    {"secret_arn", kOne, "arn:", "aws_secretsmanager_secret", "arn|id"},
    {"secret_id", kOne, "arn:", "aws_secretsmanager_secret", "arn|id"},
    {"policy_id", kOne, "p-", "aws_organizations_policy"},
    {"target_id", kOne, "ou-", "aws_organizations_organizational_unit"},
    // Policies, and what stands in them.
    {"policy", kOne, "", "aws_iam_policy_document", "json|minified_json"},
    {"assume_role_policy", kOne, "", "aws_iam_policy_document", "json|minified_json"},
    {"content", kOne, "", "aws_iam_policy_document", "json|minified_json"},
    {"source_policy_documents", kList, "", "aws_iam_policy_document",
     "json|minified_json"},
    {"override_policy_documents", kList, "", "aws_iam_policy_document",
     "json|minified_json"},
    {"resources", kList, "arn:", kWholeArns, "arn"},
    {"not_resources", kList, "arn:", kWholeArns, "arn"},
    {"identifiers", kList, "arn:", "aws_iam_role", "arn"},
    {"values", kList, "", "aws_vpc|aws_vpc_endpoint", "id"},
});

}  // namespace

const ReferenceRule* reference_rule(std::string_view attribute) {
  const auto found = std::find_if(
      kRules.begin(), kRules.end(),
      [&](const ReferenceRule& rule) { return rule.attribute == attribute; });
  return found == kRules.end() ? nullptr : &*found;
}

bool is_among(std::string_view words, std::string_view word) {
  while (!words.empty()) {
    const std::size_t bar = std::min(words.find('|'), words.size());
    if (words.substr(0, bar) == word) return true;
    words.remove_prefix(std::min(bar + 1, words.size()));
  }
  return false;
}

bool fits_rule(const ReferenceRule& rule, std::string_view type,
               const std::string& value) {
  if (value.empty()) return false;
  if (!rule.types.empty() && !is_among(rule.types, type)) return false;
  // "tgw-attach-1" begins like the id of a transit gateway.
  return value.starts_with(rule.prefix);
}

}  // namespace pullproof::cli::terraform
