#include "src/terraform/vpn.h"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "src/terraform/configuration.h"
#include "src/terraform/families.h"
#include "src/terraform/transit.h"
#include "src/terraform/unknown.h"

namespace pullproof::cli::terraform {
namespace {

using Json = nlohmann::json;
using changes::list_member;
using changes::text_member;

Json vpn_attachment(const Json& vpc) { return {{"State", "attached"}, {"VpcId", vpc}}; }

/// Its routes are the ones that somebody writes: a plan tells them all.
bool has_static_routes(const Json& connection) {
  const Json& value = member_or_null(connection, "static_routes_only");
  return value == true || value == "true";
}

/// AWS: Site-to-Site VPN user guide, "Static routes": a gateway propagates them.
void add_propagated_route(const Json& table, const Json& block, const Json& gateway,
                          Facts& facts) {
  const Json match = {{"DestinationCidrBlock", block}, {"GatewayId", gateway}};
  Json route = match;
  route["Origin"] = "EnableVgwRoutePropagation";
  route["State"] = "active";
  facts.entry("RouteTable", table, "/Routes", match, route);
}

/// Tables of the snapshot into which the gateway propagates.
std::vector<std::string> tables_fed_by(const Values& values,
                                       const std::string& gateway) {
  std::vector<std::string> found;
  for (const auto& place : values.account().all("RouteTable", values.scope())) {
    const Json* fed = list_member(values.account().at(place), "PropagatingVgws");
    const bool is_it =
        fed != nullptr && std::any_of(fed->begin(), fed->end(), [&](const Json& each) {
          return text_member(each, "GatewayId") == gateway;
        });
    if (is_it) found.push_back(place.id);
  }
  return found;
}

/// Null if neither the plan makes it nor keeps it.
const Json* planned_connection(const Values& values, const std::string& id) {
  return values.planned() == nullptr
             ? nullptr
             : values.planned()->after("aws_vpn_connection", "id", id);
}

bool is_new_gateway(const PlannedIndex& planned, const std::string& gateway) {
  const auto all = planned.with("aws_vpn_gateway", "id", gateway);
  return std::any_of(all.begin(), all.end(), [](const PlannedResource* each) {
    return each->action == Action::Create || each->action == Action::Replace;
  });
}

}  // namespace

void add_vpn_propagation(const Values& values, const std::string& gateway,
                         const Json& table, Facts& facts) {
  const PlannedIndex* planned = values.planned();
  if (planned == nullptr || !is_new_gateway(*planned, gateway)) {
    // Which routes it has learned nobody tells but the table that has them.
    return facts.doubt(table,
                       "routes are propagated into it, which a plan does not "
                       "tell");
  }
  const bool is_linked =
      !planned->with("aws_dx_gateway_association", "associated_gateway_id", gateway)
           .empty() ||
      !planned->with("aws_dx_private_virtual_interface", "vpn_gateway_id", gateway)
           .empty();
  if (is_linked) {
    return facts.doubt(table,
                       "what a Direct Connect gateway propagates into it is not "
                       "told");
  }
  for (const auto* each :
       planned->with("aws_vpn_connection", "vpn_gateway_id", gateway)) {
    if (each->after == nullptr) continue;
    if (!has_static_routes(*each->after)) {
      facts.doubt(table, "what a VPN connection propagates into it is not told");
      continue;
    }
    for (const auto* route :
         planned->with("aws_vpn_connection_route", "vpn_connection_id",
                       text_member(*each->after, "id"))) {
      if (route->after == nullptr) continue;
      add_propagated_route(table,
                           member_or_null(*route->after, "destination_cidr_block"),
                           gateway, facts);
    }
  }
}

void vpn_gateway_facts(const Values& values, Facts& facts) {
  const Json& id = values.get("id");
  facts.resource(
      "VpnGateway", id,
      {{"VpnGatewayId", id}, {"State", "available"}, {"Tags", values.tags()}});
  if (values.has("vpc_id") || values.is_unknown_at("vpc_id")) {
    facts.entry("VpnGateway", id, "/VpcAttachments", {{"VpcId", values.get("vpc_id")}},
                vpn_attachment(values.get("vpc_id")));
  }
}

void vpn_attachment_facts(const Values& values, Facts& facts) {
  facts.entry("VpnGateway", values.get("vpn_gateway_id"), "/VpcAttachments",
              {{"VpcId", values.get("vpc_id")}}, vpn_attachment(values.get("vpc_id")));
}

void vpn_propagation_facts(const Values& values, Facts& facts) {
  const Json& table = values.get("route_table_id");
  const Json& gateway = values.get("vpn_gateway_id");
  if (!gateway.is_string()) {
    return facts.doubt(table, "the plan does not tell what is propagated into it");
  }
  const std::string id = gateway.get<std::string>();
  if (values.planned() != nullptr) return add_vpn_propagation(values, id, table, facts);
  // Once it ends, the routes that the table has of it go.
  const auto* place = values.account().find("RouteTable", values.text("route_table_id"),
                                            values.scope());
  const Json* routes =
      place == nullptr ? nullptr : list_member(values.account().at(*place), "Routes");
  if (routes == nullptr) return;
  for (const Json& route : *routes) {
    const bool is_of_it = text_member(route, "Origin") == "EnableVgwRoutePropagation" &&
                          text_member(route, "GatewayId") == id;
    if (is_of_it) facts.entry("RouteTable", table, "/Routes", route, route);
  }
}

void vpn_connection_facts(const Values& values, Facts& facts) {
  const std::string gateway = values.text("vpn_gateway_id");
  const bool is_static = values.flag("static_routes_only", false);
  if (!gateway.empty() && !tables_fed_by(values, gateway).empty() && !is_static) {
    facts.doubt(values.get("id"), "what it propagates into route tables is not told");
  }
  const Json& attachment = values.get("transit_gateway_attachment_id");
  const std::string transit = values.text("transit_gateway_id");
  facts.doubt_unknown(values, values.get("id"),
                      {"transit_gateway_id", "vpn_gateway_id"});
  if (transit.empty()) return;
  Json row = {{"TransitGatewayAttachmentId", attachment},
              {"TransitGatewayId", transit},
              {"TransitGatewayOwnerId", values.scope().account.str()},
              {"ResourceType", "vpn"},
              {"ResourceId", values.get("id")},
              {"State", "available"}};
  // AWS: Transit Gateway guide: joined to the default tables as any other; with BGP it
  // propagates what the far side tells.
  const auto table = default_table_of(values, transit, DefaultTable::Association);
  const auto learning = default_table_of(values, transit, DefaultTable::Propagation);
  if (table && !table->is_null()) {
    row["Association"] = {{"TransitGatewayRouteTableId", *table},
                          {"State", "associated"}};
  }
  const bool may_learn = values.planned() == nullptr ||
                         (!is_static && (!learning || !learning->is_null()));
  if (!table || may_learn) {
    facts.doubt(attachment, "which routes it gives to its transit gateway is not told");
  }
  facts.resource("TransitGatewayAttachment", attachment, row);
}

void vpn_route_facts(const Values& values, Facts& facts) {
  const Json* connection = planned_connection(values, values.text("vpn_connection_id"));
  const std::string gateway =
      connection == nullptr ? "" : text_member(*connection, "vpn_gateway_id");
  if (connection == nullptr && values.planned() != nullptr) {
    return facts.doubt(values.get("vpn_connection_id"),
                       "which gateway propagates its routes is not told");
  }
  const Json& block = values.get("destination_cidr_block");
  for (const std::string& table : tables_fed_by(values, gateway)) {
    add_propagated_route(table, block, gateway, facts);
  }
  if (values.planned() == nullptr && values.resource().action == Action::Delete) {
    facts.doubt(values.get("vpn_connection_id"),
                "which tables lose a route of it is not told");
  }
}

}  // namespace pullproof::cli::terraform
