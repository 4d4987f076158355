#include "src/terraform/routes.h"

#include <array>
#include <utility>

#include <nlohmann/json.hpp>

#include "src/terraform/families.h"
#include "src/terraform/unknown.h"
#include "src/terraform/vpn.h"

namespace pullproof::cli::terraform {
namespace {

using Json = nlohmann::json;

constexpr DestinationNames kInTable{.ipv4 = "cidr_block",
                                    .ipv6 = "ipv6_cidr_block",
                                    .prefix_list = "destination_prefix_list_id"};
constexpr DestinationNames kAlone{.ipv4 = "destination_cidr_block",
                                  .ipv6 = "destination_ipv6_cidr_block",
                                  .prefix_list = "destination_prefix_list_id"};

/// AWS: a Gateway Load Balancer's endpoint stands where gateways stand.
constexpr std::array<std::pair<const char*, const char*>, 12> kTargets{
    {{"gateway_id", "GatewayId"},
     {"vpc_endpoint_id", "GatewayId"},
     {"nat_gateway_id", "NatGatewayId"},
     {"egress_only_gateway_id", "EgressOnlyInternetGatewayId"},
     {"transit_gateway_id", "TransitGatewayId"},
     {"vpc_peering_connection_id", "VpcPeeringConnectionId"},
     {"network_interface_id", "NetworkInterfaceId"},
     {"instance_id", "InstanceId"},
     {"local_gateway_id", "LocalGatewayId"},
     {"carrier_gateway_id", "CarrierGatewayId"},
     {"core_network_arn", "CoreNetworkArn"},
     {"odb_network_arn", "OdbNetworkArn"}}};

Json told_member(const char* key, const Values& values, const char* name) {
  if (!values.has(name) && !values.is_unknown_at(name)) return nullptr;
  return Json{{key, values.get(name)}};
}

Json destination_of(const Values& values, const DestinationNames& names) {
  const std::array<std::pair<const char*, const char*>, 3> kinds{
      {{"DestinationCidrBlock", names.ipv4},
       {"DestinationIpv6CidrBlock", names.ipv6},
       {"DestinationPrefixListId", names.prefix_list}}};
  Json unknown;
  for (const auto& [key, name] : kinds) {
    if (values.has(name)) return told_member(key, values, name);
    if (values.is_unknown_at(name)) unknown = told_member(key, values, name);
  }
  return unknown;
}

/// What is known before what is not: a computed attribute is not known either.
Json target_of(const Values& values) {
  Json unknown;
  for (const auto& [name, key] : kTargets) {
    if (values.has(name)) return told_member(key, values, name);
    if (values.is_unknown_at(name) && unknown.is_null()) {
      unknown = told_member(key, values, name);
    }
  }
  return unknown;
}

void add_routes(const Values& values, const Json& table, Facts& facts) {
  if (values.is_unknown_at("route")) {
    facts.doubt(table, why_unknown(values.get("route")));
  }
  for (const Values& route : values.blocks("route")) {
    add_route(route, table, kInTable, facts);
  }
  for (const Json& gateway : values.items("propagating_vgws")) {
    if (gateway.is_string()) {
      add_vpn_propagation(values, gateway.get<std::string>(), table, facts);
    } else {
      facts.doubt(table, "the plan does not tell what is propagated into it");
    }
  }
}

}  // namespace

void add_route(const Values& values, const Json& table, const DestinationNames& names,
               Facts& facts) {
  const Json destination = destination_of(values, names);
  const Json target = target_of(values);
  if (destination.is_null() || target.is_null()) {
    facts.doubt(table, destination.is_null()
                           ? "the plan does not tell the destination of a route"
                           : "the plan does not tell the target of a route");
    return;
  }
  Json end = destination;
  end.update(target);
  Json route = end;
  route["Origin"] = "CreateRoute";
  route["State"] = "active";
  if (target.value("GatewayId", Json()) == "local") {
    route["Origin"] = "CreateRouteTable";
  }
  facts.entry_with_end("RouteTable", table, "/Routes", destination, route, end);
}

void route_table_facts(const Values& values, Facts& facts) {
  const Json& id = values.get("id");
  Json table = {{"RouteTableId", id}, {"OwnerId", values.scope().account.str()}};
  put(table, "VpcId", values.get("vpc_id"));
  put(table, "Tags", values.tags());
  facts.resource("RouteTable", id, table);
  add_routes(values, id, facts);
}

void default_route_table_facts(const Values& values, Facts& facts) {
  facts.doubt_unnamed(values, "default_route_table_id");
  add_routes(values, values.get("default_route_table_id"), facts);
}

void route_facts(const Values& values, Facts& facts) {
  add_route(values, values.get("route_table_id"), kAlone, facts);
}

void route_table_association_facts(const Values& values, Facts& facts) {
  const Json& table = values.get("route_table_id");
  const bool is_gateway =
      values.has("gateway_id") ||
      (values.get("subnet_id").is_null() && values.is_unknown_at("gateway_id"));
  const char* key = is_gateway ? "GatewayId" : "SubnetId";
  const Json& target = values.get(is_gateway ? "gateway_id" : "subnet_id");
  facts.entry("RouteTable", table, "/Associations", {{key, target}},
              {{"Main", false},
               {key, target},
               {"RouteTableId", table},
               {"AssociationState", {{"State", "associated"}}}});
}

void main_association_facts(const Values& values, Facts& facts) {
  const Json& table = values.get("route_table_id");
  facts.entry("RouteTable", table, "/Associations", {{"Main", true}},
              {{"Main", true},
               {"RouteTableId", table},
               {"AssociationState", {{"State", "associated"}}}});
  if (values.resource().action == Action::Delete) {
    facts.doubt(values.get("original_route_table_id"),
                "it becomes the main route table of its VPC again");
  }
}

}  // namespace pullproof::cli::terraform
