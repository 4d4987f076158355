#include "src/terraform/own_names.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "model/aws/document_context.h"
#include "src/terraform/configuration.h"
#include "src/terraform/unknown.h"

namespace pullproof::cli::terraform {
namespace {

using Json = nlohmann::json;
using changes::text_member;

struct Prefix {
  std::string_view type;
  std::string_view prefix;
  std::string_view kind;  ///< In its ARN.
  std::string_view service = "ec2";
};

/// Resources whose id AWS draws.
constexpr std::array kPrefixes = std::to_array<Prefix>({
    {"aws_vpc", "vpc-", "vpc"},
    {"aws_subnet", "subnet-", "subnet"},
    {"aws_route_table", "rtb-", "route-table"},
    {"aws_internet_gateway", "igw-", "internet-gateway"},
    {"aws_egress_only_internet_gateway", "eigw-", "egress-only-internet-gateway"},
    {"aws_nat_gateway", "nat-", "natgateway"},
    {"aws_eip", "eipalloc-", "elastic-ip"},
    {"aws_vpc_endpoint", "vpce-", "vpc-endpoint"},
    {"aws_security_group", "sg-", "security-group"},
    {"aws_network_acl", "acl-", "network-acl"},
    {"aws_network_interface", "eni-", "network-interface"},
    {"aws_ec2_managed_prefix_list", "pl-", "prefix-list"},
    {"aws_vpc_peering_connection", "pcx-", "vpc-peering-connection"},
    {"aws_ec2_transit_gateway", "tgw-", "transit-gateway"},
    {"aws_ec2_transit_gateway_vpc_attachment", "tgw-attach-",
     "transit-gateway-attachment"},
    {"aws_ec2_transit_gateway_peering_attachment", "tgw-attach-",
     "transit-gateway-attachment"},
    {"aws_ec2_transit_gateway_route_table", "tgw-rtb-", "transit-gateway-route-table"},
    {"aws_vpc_dhcp_options", "dopt-", "dhcp-options"},
    {"aws_vpc_block_public_access_exclusion", "vpcbpa-exclude-",
     "vpc-block-public-access-exclusion"},
    {"aws_route53_zone", "Z", "hostedzone", "route53"},
    {"aws_vpn_gateway", "vgw-", "vpn-gateway"},
    {"aws_vpn_connection", "vpn-", "vpn-connection"},
    {"aws_efs_file_system", "fs-", "file-system", "elasticfilesystem"},
    {"aws_efs_mount_target", "fsmt-", "mount-target", "elasticfilesystem"},
    {"aws_efs_access_point", "fsap-", "access-point", "elasticfilesystem"},
    {"aws_kms_key", "key-", "key", "kms"},
    {"aws_organizations_policy", "p-", "policy/service_control_policy"},
    {"aws_organizations_organizational_unit", "ou-", "ou"},
});

/// Resources whose ARN is made of their name.
struct Named {
  std::string_view type;
  std::string_view attribute;  ///< Of their name.
  std::string_view service;
  std::string_view before_name;  ///< In the ARN.
  bool is_global = false;
  bool has_path = false;
  enum class Id { Name, Arn } id = Id::Name;
};

constexpr std::array kNamed = std::to_array<Named>({
    {"aws_iam_role", "name", "iam", "role", true, true},
    {"aws_iam_policy", "name", "iam", "policy", true, true, Named::Id::Arn},
    {"aws_iam_instance_profile", "name", "iam", "instance-profile", true, true},
    {"aws_ecr_repository", "name", "ecr", "repository/"},
    {"aws_ecs_cluster", "name", "ecs", "cluster/", false, false, Named::Id::Arn},
    {"aws_ecs_capacity_provider", "name", "ecs", "capacity-provider/", false, false,
     Named::Id::Arn},
    {"aws_cloudwatch_log_group", "name", "logs", "log-group:"},
    {"aws_secretsmanager_secret", "name", "secretsmanager", "secret:", false, false,
     Named::Id::Arn},
    {"aws_ssm_parameter", "name", "ssm", "parameter"},
});

void set_unless_known(Json& after, const char* name, const std::string& value) {
  const auto found = after.find(name);
  if (found == after.end() || found->is_null() || is_unknown(*found)) {
    after[name] = value;
  }
}

/// The end of a name that Terraform draws.
std::string drawn_end(const PlannedResource& resource) { return resource.address; }

void name_by_prefix(const Prefix& row, const PlannedResource& resource, Json& after) {
  const bool is_key = row.type == "aws_kms_key";
  const std::string id = std::string(row.prefix) + resource.address;
  set_unless_known(after, "id", id);
  if (is_key) set_unless_known(after, "key_id", id);
  const std::string name = fmt::format("{}/{}", row.kind, id);
  if (row.type == "aws_organizations_policy") {
    set_unless_known(after, "arn",
                     global_arn_in(resource.scope, "organizations", name));
    return;
  }
  set_unless_known(after, "arn", arn_in(resource.scope, row.service, name));
}

/// AWS: Transit Gateway guide: one default table comes with a gateway that associates
/// or propagates by itself.
void name_default_tables(const PlannedResource& resource, Json& after) {
  for (const auto& [wanted, table] :
       {std::pair("default_route_table_association",
                  "association_default_route_table_id"),
        std::pair("default_route_table_propagation",
                  "propagation_default_route_table_id")}) {
    const Json& value = member_or_null(after, wanted);
    if (is_unknown(value) || value == "disable") continue;
    set_unless_known(after, table, "tgw-rtb-" + resource.address);
  }
}

std::string named_part(const Named& row, const Json& after, const std::string& name) {
  std::string part(row.before_name);
  if (row.has_path) {
    const std::string path = text_member(after, "path");
    part += path.starts_with('/') ? path : "/";
  } else if (row.type == "aws_ssm_parameter" && !name.starts_with('/')) {
    part += '/';
  }
  part += name;
  // AWS: Secrets Manager adds a hyphen and six letters to the name of each secret.
  if (row.type == "aws_secretsmanager_secret") part += "-000000";
  return part;
}

/// AWS: bucket names are unique in a partition, and their ARNs are made of them alone.
void name_bucket(const PlannedResource& resource, Json& after) {
  const std::string name = text_member(after, "bucket");
  if (name.empty()) return;
  set_unless_known(after, "id", name);
  set_unless_known(
      after, "arn",
      fmt::format("arn:{}:s3:::{}", partition_of(resource.scope.region.str()), name));
}

void name_by_name(const Named& row, const PlannedResource& resource, Json& after) {
  const std::string attribute(row.attribute);
  const Json written = after.contains(attribute) ? after[attribute] : Json();
  if (is_unknown(written) || written.is_null()) {
    // Only a name that Terraform draws may stand for itself.
    const bool may_be_drawn =
        !text_member(after, "name_prefix").empty() || !is_unknown(written);
    const Json prefix =
        after.contains("name_prefix") ? after["name_prefix"] : Json("terraform-");
    if (!may_be_drawn || is_unknown(prefix)) return;
    after[attribute] = (prefix.is_string() ? prefix.get<std::string>() : "terraform-") +
                       drawn_end(resource);
  }
  const std::string name = text_member(after, attribute);
  if (name.empty()) return;
  const std::string part = named_part(row, after, name);
  const std::string arn = row.is_global
                              ? global_arn_in(resource.scope, row.service, part)
                              : arn_in(resource.scope, row.service, part);
  set_unless_known(after, "arn", arn);
  set_unless_known(after, "id", row.id == Named::Id::Arn ? arn : name);
  if (row.type == "aws_ecr_repository") {
    set_unless_known(after, "registry_id", resource.scope.account.str());
    set_unless_known(
        after, "repository_url",
        fmt::format("{}.dkr.ecr.{}.amazonaws.com{}/{}", resource.scope.account,
                    resource.scope.region,
                    resource.scope.region.starts_with("cn-") ? ".cn" : "", name));
  }
}

/// AWS makes a VPC with a table, an ACL and a group; the changed account calls them so:
/// see model/changes/follow_addition.cpp.
constexpr std::array<std::pair<const char*, std::string_view>, 4> kDefaults{
    {{"default_route_table_id", "rtb-main-"},
     {"main_route_table_id", "rtb-main-"},
     {"default_network_acl_id", "acl-default-"},
     {"default_security_group_id", "sg-default-"}}};

void name_defaults(const std::string& address, Json& after) {
  for (const auto& [attribute, start] : kDefaults) {
    set_unless_known(after, attribute, std::string(start) + address);
  }
}

/// AWS: revisions of a family are numbered upwards, and no number is used again.
int next_revision(const std::string& family, const changes::AccountDocuments& account,
                  const PlannedResource& resource) {
  int last = 0;
  const auto note = [&](const std::string& name) {
    if (!name.starts_with(family + ':')) return;
    int number = 0;
    const char* end = name.data() + name.size();
    std::from_chars(name.data() + family.size() + 1, end, number);
    last = std::max(last, number);
  };
  for (const auto& place : account.all("TaskDefinition", resource.scope)) {
    note(place.id);
  }
  if (resource.before != nullptr) {
    note(aws::last_part(text_member(*resource.before, "arn")));
  }
  constexpr int kMost = 1'000'000'000;
  return std::min(last, kMost) + 1;
}

void name_revision(const PlannedResource& resource,
                   const changes::AccountDocuments& account, Json& after) {
  const std::string family = text_member(after, "family");
  const bool has_arn = !text_member(after, "arn").empty();
  if (family.empty() || has_arn) return;
  const int revision = next_revision(family, account, resource);
  const std::string named = fmt::format("task-definition/{}", family);
  after["revision"] = revision;
  set_unless_known(after, "id", family);
  set_unless_known(
      after, "arn",
      arn_in(resource.scope, "ecs", fmt::format("{}:{}", named, revision)));
  set_unless_known(after, "arn_without_revision", arn_in(resource.scope, "ecs", named));
}

}  // namespace

std::string partition_of(std::string_view region) {
  if (region.starts_with("cn-")) return "aws-cn";
  if (region.starts_with("us-gov-")) return "aws-us-gov";
  return "aws";
}

std::string arn_in(const aws::Scope& scope, std::string_view service,
                   const std::string& resource) {
  return fmt::format("arn:{}:{}:{}:{}:{}", partition_of(scope.region.str()), service,
                     scope.region, scope.account, resource);
}

std::string global_arn_in(const aws::Scope& scope, std::string_view service,
                          const std::string& resource) {
  return fmt::format("arn:{}:{}::{}:{}", partition_of(scope.region.str()), service,
                     scope.account, resource);
}

std::string new_vpc_of_default(const std::string& id) {
  // No id that AWS draws has a dot.
  const bool is_new = id.find("aws_vpc.") != std::string::npos;
  for (const auto& [attribute, start] : kDefaults) {
    if (is_new && id.starts_with(start)) return "vpc-" + id.substr(start.size());
  }
  return {};
}

Json with_own_names(const PlannedResource& resource,
                    const changes::AccountDocuments& account) {
  Json after = *resource.after;
  const auto is_type = [&](const auto& row) { return row.type == resource.type; };
  const auto prefix = std::find_if(kPrefixes.begin(), kPrefixes.end(), is_type);
  if (prefix != kPrefixes.end()) name_by_prefix(*prefix, resource, after);
  if (resource.type == "aws_vpc") name_defaults(resource.address, after);
  const auto named = std::find_if(kNamed.begin(), kNamed.end(), is_type);
  if (named != kNamed.end()) name_by_name(*named, resource, after);
  if (resource.type == "aws_ec2_transit_gateway") name_default_tables(resource, after);
  if (resource.type == "aws_s3_bucket") name_bucket(resource, after);
  if (resource.type == "aws_route53_zone")
    set_unless_known(after, "zone_id", text_member(after, "id"));
  const bool joins_transit = resource.type == "aws_vpn_connection" &&
                             !member_or_null(after, "transit_gateway_id").is_null();
  if (joins_transit) {
    set_unless_known(after, "transit_gateway_attachment_id",
                     "tgw-attach-" + resource.address);
  }
  if (resource.type == "aws_ecs_task_definition") {
    name_revision(resource, account, after);
  }
  return after;
}

}  // namespace pullproof::cli::terraform
