#include <nlohmann/json.hpp>

#include "src/terraform/families.h"
#include "src/terraform/own_names.h"
#include "src/terraform/unknown.h"

namespace pullproof::cli::terraform {
namespace {

using Json = nlohmann::json;

Json associated_block(const char* key, const Json& block) {
  const std::string state = key + std::string("State");
  return {{key, block}, {state, {{"State", "associated"}}}};
}

void add_name_support(const Values& values, const Json& id, Facts& facts) {
  facts.document("VpcDnsSupport", id,
                 {{"VpcId", id},
                  {"EnableDnsSupport",
                   {{"Value", values.flag_or_mark("enable_dns_support", true)}}}},
                 nullptr);
  facts.document("VpcDnsHostnames", id,
                 {{"VpcId", id},
                  {"EnableDnsHostnames",
                   {{"Value", values.flag_or_mark("enable_dns_hostnames", false)}}}},
                 nullptr);
}

Json owner_of(const Values& values) {
  return values.has("owner_id") ? values.get("owner_id")
                                : Json(values.scope().account.str());
}

}  // namespace

void vpc_facts(const Values& values, Facts& facts) {
  const Json& id = values.get("id");
  Json vpc = {{"VpcId", id}, {"OwnerId", owner_of(values)}};
  put(vpc, "CidrBlock", values.get("cidr_block"));
  put(vpc, "Tags", values.tags());
  if (values.has("dhcp_options_id"))
    vpc["DhcpOptionsId"] = values.get("dhcp_options_id");
  facts.resource("Vpc", id, vpc);
  if (!values.get("cidr_block").is_null()) {
    facts.entry("Vpc", id, "/CidrBlockAssociationSet",
                {{"CidrBlock", values.get("cidr_block")}},
                associated_block("CidrBlock", values.get("cidr_block")));
  }
  const bool wants_ipv6 = values.flag("assign_generated_ipv6_cidr_block", false);
  facts.doubt_unknown(values, id, {"assign_generated_ipv6_cidr_block"});
  const Json& ipv6 = values.get("ipv6_cidr_block");
  if (values.has("ipv6_cidr_block") || is_unknown(ipv6)) {
    facts.entry("Vpc", id, "/Ipv6CidrBlockAssociationSet", {{"Ipv6CidrBlock", ipv6}},
                associated_block("Ipv6CidrBlock", ipv6));
  } else if (wants_ipv6) {
    facts.doubt(id, why_unknown(unknown_value("ipv6_cidr_block")));
  }
  // Terraform: aws_vpc: support is on and host names are off unless they are given.
  add_name_support(values, id, facts);
}

void ipv4_block_facts(const Values& values, Facts& facts) {
  Json block = values.get("cidr_block");
  if (block.is_null()) block = unknown_value("cidr_block");
  facts.entry("Vpc", values.get("vpc_id"), "/CidrBlockAssociationSet",
              {{"CidrBlock", block}}, associated_block("CidrBlock", block));
}

void ipv6_block_facts(const Values& values, Facts& facts) {
  Json block = values.get("ipv6_cidr_block");
  if (block.is_null()) block = unknown_value("ipv6_cidr_block");
  facts.entry("Vpc", values.get("vpc_id"), "/Ipv6CidrBlockAssociationSet",
              {{"Ipv6CidrBlock", block}}, associated_block("Ipv6CidrBlock", block));
}

void subnet_facts(const Values& values, Facts& facts) {
  const Json& id = values.get("id");
  Json subnet = {{"SubnetId", id}, {"OwnerId", owner_of(values)}};
  put(subnet, "VpcId", values.get("vpc_id"));
  put_given(subnet, "CidrBlock", values, "cidr_block");
  put(subnet, "AvailabilityZone", values.get("availability_zone"));
  put(subnet, "AvailabilityZoneId", values.get("availability_zone_id"));
  put(subnet, "SubnetArn", values.get("arn"));
  subnet["MapPublicIpOnLaunch"] = values.flag_or_mark("map_public_ip_on_launch", false);
  subnet["EnableDns64"] = values.flag_or_mark("enable_dns64", false);
  subnet["Ipv6Native"] = values.flag_or_mark("ipv6_native", false);
  put(subnet, "Tags", values.tags());
  const Json& ipv6 = values.get("ipv6_cidr_block");
  subnet["Ipv6CidrBlockAssociationSet"] = Json::array();
  if (values.has("ipv6_cidr_block") || is_unknown(ipv6)) {
    subnet["Ipv6CidrBlockAssociationSet"].push_back(
        associated_block("Ipv6CidrBlock", ipv6));
  }
  facts.resource("Subnet", id, subnet);
}

void dhcp_options_facts(const Values& values, Facts& facts) {
  const Json& id = values.get("id");
  Json configurations = Json::array();
  const std::vector<Json> servers = values.items("domain_name_servers");
  if (!servers.empty()) {
    Json list = Json::array();
    for (const Json& server : servers) list.push_back({{"Value", server}});
    configurations.push_back({{"Key", "domain-name-servers"}, {"Values", list}});
  }
  facts.resource("DhcpOptions", id,
                 {{"DhcpOptionsId", id},
                  {"OwnerId", owner_of(values)},
                  {"DhcpConfigurations", configurations},
                  {"Tags", values.tags()}});
}

void dhcp_association_facts(const Values& values, Facts& facts) {
  // AWS: DisassociateDhcpOptions: "default" is no set at all.
  facts.member("Vpc", values.get("vpc_id"),
               {{"DhcpOptionsId", values.get("dhcp_options_id")}},
               {{"DhcpOptionsId", "default"}});
}

void access_block_facts(const Values& values, Facts& facts) {
  facts.document(
      "VpcBlockPublicAccessOptions", "",
      {{"InternetGatewayBlockMode", values.get("internet_gateway_block_mode")},
       {"State", "update-complete"}},
      {{"InternetGatewayBlockMode", "off"}, {"State", "default-state"}});
}

void access_exclusion_facts(const Values& values, Facts& facts) {
  const Json& id = values.get("id");
  const bool is_vpc = !values.get("vpc_id").is_null();
  const Json& target = values.get(is_vpc ? "vpc_id" : "subnet_id");
  Json arn = target;
  if (target.is_string()) {
    arn = arn_in(values.scope(), "ec2",
                 (is_vpc ? "vpc/" : "subnet/") + target.get<std::string>());
  }
  facts.resource(
      "VpcBlockPublicAccessExclusion", id,
      {{"ExclusionId", id},
       {"ResourceArn", arn},
       {"InternetGatewayExclusionMode", values.get("internet_gateway_exclusion_mode")},
       {"State", "create-complete"}});
}

}  // namespace pullproof::cli::terraform
