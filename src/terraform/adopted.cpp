#include "src/terraform/adopted.h"

#include <string_view>
#include <utility>

#include <nlohmann/json.hpp>

#include "model/changes/document_edits.h"
#include "src/terraform/own_names.h"

namespace pullproof::cli::terraform {
namespace {

using Json = nlohmann::json;
using changes::list_member;
using changes::text_member;

/// AWS: the last entries of an ACL, which deny all, cannot be taken away.
constexpr int kLastEntry = 32767;

constexpr std::string_view kVpc = "vpc-";

void adopt_group(const Json& group, const Json& id, Facts& facts) {
  for (const char* list : {"IpPermissions", "IpPermissionsEgress"}) {
    const Json* permissions = list_member(group, list);
    if (permissions == nullptr) continue;
    const bool is_egress = std::string_view(list) == "IpPermissionsEgress";
    for (const Json& permission : *permissions) {
      facts.source(id, is_egress, permission);
    }
  }
}

void adopt_table(const Json& table, const Json& id, Facts& facts) {
  const Json* routes = list_member(table, "Routes");
  if (routes == nullptr) return;
  for (const Json& route : *routes) {
    // Those of gateway endpoints and of propagation are not Terraform's to take.
    const bool is_own = text_member(route, "Origin") == "CreateRoute" &&
                        !text_member(route, "GatewayId").starts_with("vpce-");
    if (!is_own) continue;
    Json match = Json::object();
    for (const char* name : {"DestinationCidrBlock", "DestinationIpv6CidrBlock",
                             "DestinationPrefixListId"}) {
      const std::string text = text_member(route, name);
      if (!text.empty()) match[name] = text;
    }
    facts.entry("RouteTable", id, "/Routes", match, route);
  }
}

void adopt_acl(const Json& acl, const Json& id, Facts& facts) {
  const Json* entries = list_member(acl, "Entries");
  if (entries == nullptr) return;
  for (const Json& entry : *entries) {
    const auto number = entry.is_object() ? entry.find("RuleNumber") : entry.end();
    const auto egress = entry.is_object() ? entry.find("Egress") : entry.end();
    const bool is_own = number != entry.end() && egress != entry.end() &&
                        number->is_number_integer() && *number < kLastEntry;
    if (!is_own) continue;
    facts.entry("NetworkAcl", id, "/Entries",
                {{"Egress", *egress}, {"RuleNumber", *number}}, entry);
  }
}

void adopt_inline_policies(const Json& role, const Json& id, Facts& facts) {
  const Json* policies = list_member(role, "RolePolicyList");
  if (policies == nullptr) return;
  for (const Json& policy : *policies) {
    facts.entry("Role", id, "/RolePolicyList",
                {{"PolicyName", text_member(policy, "PolicyName")}}, policy);
  }
}

/// Terraform: aws_iam_policy_attachment: it takes the policy from all roles that it
/// does not name.
void adopt_attachments(const PlannedResource& resource,
                       const changes::AccountDocuments& account, Facts& facts) {
  const std::string policy = text_member(*resource.after, "policy_arn");
  for (const auto& place : account.all("Role", resource.scope)) {
    const Json* attached = list_member(account.at(place), "AttachedManagedPolicies");
    if (attached == nullptr) continue;
    for (const Json& each : *attached) {
      if (text_member(each, "PolicyArn") != policy) continue;
      facts.entry("Role", place.id, "/AttachedManagedPolicies", {{"PolicyArn", policy}},
                  each);
    }
  }
}

/// AWS: VPC user guide, "Default security groups": it lets in its members, and out
/// everything.
Json new_group(const std::string& id, const std::string& account) {
  const Json anywhere = {{"IpProtocol", "-1"},
                         {"IpRanges", Json::array({{{"CidrIp", "0.0.0.0/0"}}})}};
  return {{"IpPermissions", Json::array({changes::permission_of_members(id, account)})},
          {"IpPermissionsEgress", Json::array({anywhere})}};
}

/// What such a resource of a new VPC is before anybody takes it over. Of a table's
/// routes only local ones are there, which stay.
Json made_with_vpc(std::string_view type, const std::string& id,
                   const std::string& account) {
  if (type == "aws_default_network_acl") {
    return {{"Entries", changes::entries_of_default_acl()}};
  }
  if (type == "aws_default_security_group") return new_group(id, account);
  return Json::object();
}

}  // namespace

std::string default_group_of(const changes::AccountDocuments& account,
                             const aws::Scope& scope, const std::string& vpc) {
  for (const auto& place : account.all("SecurityGroup", scope)) {
    const Json& group = account.at(place);
    const bool is_it = text_member(group, "GroupName") == "default" &&
                       text_member(group, "VpcId") == vpc;
    if (is_it) return place.id;
  }
  if (!vpc.starts_with(kVpc)) return {};
  const std::string id = "sg-default-" + vpc.substr(kVpc.size());
  return new_vpc_of_default(id) == vpc ? id : std::string();
}

void add_adopted(const PlannedResource& resource,
                 const changes::AccountDocuments& account, Facts& facts) {
  if (resource.after == nullptr) return;
  if (resource.type == "aws_iam_policy_attachment") {
    return adopt_attachments(resource, account, facts);
  }
  struct Adopted {
    const char* type;
    const char* kind;
    const char* id;
    void (*adopt)(const Json& found, const Json& id, Facts& facts);
  };
  for (const auto& [type, kind, id_name, adopt] :
       {Adopted{"aws_default_security_group", "SecurityGroup", "id", adopt_group},
        Adopted{"aws_default_route_table", "RouteTable", "default_route_table_id",
                adopt_table},
        Adopted{"aws_default_network_acl", "NetworkAcl", "default_network_acl_id",
                adopt_acl},
        Adopted{"aws_iam_role_policies_exclusive", "Role", "role_name",
                adopt_inline_policies}}) {
    if (resource.type != type) continue;
    const std::string id = text_member(*resource.after, id_name);
    const auto* place = account.find(kind, id, resource.scope);
    if (place != nullptr) {
      adopt(account.at(*place), id, facts);
    } else if (!new_vpc_of_default(id).empty()) {
      adopt(made_with_vpc(type, id, resource.scope.account.str()), id, facts);
    }
  }
}

}  // namespace pullproof::cli::terraform
