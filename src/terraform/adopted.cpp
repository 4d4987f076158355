#include "src/terraform/adopted.h"

#include <nlohmann/json.hpp>

namespace pullproof::cli::terraform {
namespace {

using Json = nlohmann::json;
using changes::list_member;
using changes::text_member;

/// AWS: the last entries of an ACL, which deny all, cannot be taken away.
constexpr int kLastEntry = 32767;

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

}  // namespace

std::string default_group_of(const changes::AccountDocuments& account,
                             const aws::Scope& scope, const std::string& vpc) {
  for (const auto& place : account.all("SecurityGroup", scope)) {
    const Json& group = account.at(place);
    const bool is_it = text_member(group, "GroupName") == "default" &&
                       text_member(group, "VpcId") == vpc;
    if (is_it) return place.id;
  }
  return {};
}

void add_adopted(const PlannedResource& resource,
                 const changes::AccountDocuments& account, Facts& facts) {
  if (resource.after == nullptr) return;
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
                adopt_acl}}) {
    if (resource.type != type) continue;
    const std::string id = text_member(*resource.after, id_name);
    const auto* place = account.find(kind, id, resource.scope);
    if (place != nullptr) adopt(account.at(*place), id, facts);
  }
}

}  // namespace pullproof::cli::terraform
