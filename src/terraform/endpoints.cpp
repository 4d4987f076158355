#include <nlohmann/json.hpp>

#include "src/terraform/families.h"
#include "src/terraform/unknown.h"

namespace pullproof::cli::terraform {
namespace {

using Json = nlohmann::json;

/// AWS: PrivateLink guide, "Control access to VPC endpoints": the default policy.
Json full_access() {
  return R"({"Version":"2008-10-17","Statement":[{"Effect":"Allow","Principal":"*",)"
         R"("Action":"*","Resource":"*"}]})";
}

void put_lists(const Values& values, const std::string& type, Json& endpoint) {
  if (type == "Gateway") {
    const Json& tables = values.get("route_table_ids");
    endpoint["RouteTableIds"] = tables.is_null() ? Json::array() : tables;
    return;
  }
  const Json& subnets = values.get("subnet_ids");
  endpoint["SubnetIds"] = subnets.is_null() ? Json::array() : subnets;
  const Json& groups = values.get("security_group_ids");
  if (is_unknown(groups)) endpoint["Groups"] = groups;
  if (!groups.is_array()) return;
  endpoint["Groups"] = Json::array();
  for (const Json& group : groups) endpoint["Groups"].push_back({{"GroupId", group}});
}

void put_names(const Values& values, Json& endpoint) {
  endpoint["PrivateDnsEnabled"] = values.flag_or_mark("private_dns_enabled", false);
  put(endpoint, "IpAddressType", values.get("ip_address_type"));
  for (const Values& options : values.blocks("dns_options")) {
    Json told = Json::object();
    put(told, "DnsRecordIpType", options.get("dns_record_ip_type"));
    put(told, "PrivateDnsOnlyForInboundResolverEndpoint",
        options.get("private_dns_only_for_inbound_resolver_endpoint"));
    endpoint["DnsOptions"] = told;
  }
}

}  // namespace

void endpoint_facts(const Values& values, Facts& facts) {
  const Json& id = values.get("id");
  Json type = values.get("vpc_endpoint_type");
  if (type.is_null()) type = "Gateway";
  Json endpoint = {{"VpcEndpointId", id}, {"VpcEndpointType", type}};
  put(endpoint, "VpcId", values.get("vpc_id"));
  put(endpoint, "ServiceName", values.get("service_name"));
  put_given(endpoint, "ServiceRegion", values, "service_region");
  const bool is_given = values.has("policy") || values.is_unknown_at("policy");
  endpoint["PolicyDocument"] = is_given ? values.get("policy") : full_access();
  put(endpoint, "Tags", values.tags());
  if (type.is_string()) put_lists(values, type.get<std::string>(), endpoint);
  if (type != "Gateway") put_names(values, endpoint);
  facts.resource("VpcEndpoint", id, endpoint);
  facts.doubt_unknown(values, id, {"dns_options", "subnet_configuration"});
}

void endpoint_policy_facts(const Values& values, Facts& facts) {
  const bool is_given = values.has("policy") || values.is_unknown_at("policy");
  facts.member("VpcEndpoint", values.get("vpc_endpoint_id"),
               {{"PolicyDocument", is_given ? values.get("policy") : full_access()}},
               {{"PolicyDocument", full_access()}});
}

void endpoint_route_table_facts(const Values& values, Facts& facts) {
  const Json& table = values.get("route_table_id");
  facts.entry("VpcEndpoint", values.get("vpc_endpoint_id"), "/RouteTableIds", table,
              table);
}

void endpoint_subnet_facts(const Values& values, Facts& facts) {
  const Json& subnet = values.get("subnet_id");
  facts.entry("VpcEndpoint", values.get("vpc_endpoint_id"), "/SubnetIds", subnet,
              subnet);
}

void endpoint_group_facts(const Values& values, Facts& facts) {
  const Json& endpoint = values.get("vpc_endpoint_id");
  const Json& group = values.get("security_group_id");
  facts.entry("VpcEndpoint", endpoint, "/Groups", {{"GroupId", group}},
              {{"GroupId", group}});
  facts.doubt_unknown(values, endpoint, {"replace_default_association"});
  if (values.flag("replace_default_association", false)) {
    facts.doubt(endpoint, "its default group is taken from it, or given back");
  }
}

void endpoint_private_dns_facts(const Values& values, Facts& facts) {
  facts.member("VpcEndpoint", values.get("vpc_endpoint_id"),
               {{"PrivateDnsEnabled", values.get("private_dns_enabled")}}, nullptr);
}

void prefix_list_facts(const Values& values, Facts& facts) {
  const Json& id = values.get("id");
  facts.resource("PrefixList", id,
                 {{"PrefixListId", id},
                  {"PrefixListName", values.get("name")},
                  {"OwnerId", values.scope().account.str()},
                  {"AddressFamily", values.get("address_family")}});
  if (values.is_unknown_at("entry")) {
    facts.doubt(id, why_unknown(values.get("entry")));
    return;
  }
  Json entries = Json::array();
  for (const Values& entry : values.blocks("entry")) {
    entries.push_back({{"Cidr", entry.get("cidr")}});
  }
  facts.document("PrefixListEntries", id, {{"Entries", entries}}, nullptr);
}

void prefix_list_entry_facts(const Values& values, Facts& facts) {
  const Json& cidr = values.get("cidr");
  facts.entry("PrefixListEntries", values.get("prefix_list_id"), "/Entries",
              {{"Cidr", cidr}}, {{"Cidr", cidr}});
}

}  // namespace pullproof::cli::terraform
