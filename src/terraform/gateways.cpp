#include <nlohmann/json.hpp>

#include "src/terraform/families.h"
#include "src/terraform/unknown.h"

namespace pullproof::cli::terraform {
namespace {

using Json = nlohmann::json;

Json attachment_to(const Json& vpc) { return {{"State", "available"}, {"VpcId", vpc}}; }

Json gateway_side(const Json& vpc, const Json& owner, const Json& region) {
  Json side = {{"VpcId", vpc}};
  put(side, "OwnerId", owner);
  put(side, "Region", region);
  return side;
}

}  // namespace

void internet_gateway_facts(const Values& values, Facts& facts) {
  const Json& id = values.get("id");
  facts.resource("InternetGateway", id,
                 {{"InternetGatewayId", id},
                  {"OwnerId", values.scope().account.str()},
                  {"Tags", values.tags()}});
  if (values.has("vpc_id") || values.is_unknown_at("vpc_id")) {
    facts.entry("InternetGateway", id, "/Attachments",
                {{"VpcId", values.get("vpc_id")}}, attachment_to(values.get("vpc_id")));
  }
}

void gateway_attachment_facts(const Values& values, Facts& facts) {
  facts.entry("InternetGateway", values.get("internet_gateway_id"), "/Attachments",
              {{"VpcId", values.get("vpc_id")}}, attachment_to(values.get("vpc_id")));
}

void egress_only_gateway_facts(const Values& values, Facts& facts) {
  const Json& id = values.get("id");
  facts.resource(
      "EgressOnlyInternetGateway", id,
      {{"EgressOnlyInternetGatewayId", id},
       {"Attachments", {{{"State", "attached"}, {"VpcId", values.get("vpc_id")}}}},
       {"Tags", values.tags()}});
}

void nat_gateway_facts(const Values& values, Facts& facts) {
  const Json& id = values.get("id");
  Json gateway = {
      {"NatGatewayId", id}, {"ConnectivityType", "public"}, {"Tags", values.tags()}};
  put_given(gateway, "ConnectivityType", values, "connectivity_type");
  put(gateway, "SubnetId", values.get("subnet_id"));
  put(gateway, "VpcId", values.get("vpc_id"));
  if (values.text("availability_mode") == "regional") {
    gateway["AvailabilityMode"] = "regional";
    facts.doubt(id,
                "the zones and addresses of a regional NAT gateway are known only "
                "after apply");
  }
  const bool has_address =
      values.has("allocation_id") || values.is_unknown_at("allocation_id");
  if (has_address && !values.is_unknown_at("allocation_id")) {
    facts.entry("NatGateway", id, "/NatGatewayAddresses",
                {{"AllocationId", values.get("allocation_id")}},
                {{"AllocationId", values.get("allocation_id")},
                 {"IsPrimary", true},
                 {"Status", "succeeded"}});
  }
  facts.resource("NatGateway", id, gateway);
}

void elastic_ip_facts(const Values& values, Facts& facts) {
  // Alone it is nothing to a pull; on an interface it may be its way out.
  for (const char* name :
       {"instance", "network_interface", "network_interface_id", "instance_id"}) {
    if (values.has(name) || values.is_unknown_at(name)) {
      const Json& target = values.get(name);
      facts.doubt(target, "whether it has a public address is not read from plans");
    }
  }
}

void peering_facts(const Values& values, Facts& facts) {
  const Json& id = values.get("id");
  const Json own = values.scope().account.str();
  const Json region = values.scope().region.str();
  const Json peer_owner =
      values.get("peer_owner_id").is_null() ? own : values.get("peer_owner_id");
  const Json peer_region =
      values.has("peer_region") ? values.get("peer_region") : region;
  const bool is_active =
      values.flag("auto_accept", false) || values.text("accept_status") == "active";
  facts.resource("VpcPeeringConnection", id,
                 {{"VpcPeeringConnectionId", id},
                  {"Status", {{"Code", is_active ? "active" : "pending-acceptance"}}},
                  {"RequesterVpcInfo", gateway_side(values.get("vpc_id"), own, region)},
                  {"AccepterVpcInfo",
                   gateway_side(values.get("peer_vpc_id"), peer_owner, peer_region)},
                  {"Tags", values.tags()}});
}

void peering_accepter_facts(const Values& values, Facts& facts) {
  if (values.flag("auto_accept", false)) {
    facts.member("VpcPeeringConnection", values.get("vpc_peering_connection_id"),
                 {{"Status", {{"Code", "active"}}}}, nullptr);
  }
}

void transit_gateway_facts(const Values& values, Facts& facts) {
  const Json& id = values.get("id");
  Json options = Json::object();
  put(options, "SecurityGroupReferencingSupport",
      values.get("security_group_referencing_support"));
  facts.resource("TransitGateway", id,
                 {{"TransitGatewayId", id},
                  {"State", "available"},
                  {"Options", options},
                  {"Tags", values.tags()}});
}

void transit_attachment_facts(const Values& values, Facts& facts) {
  const Json& id = values.get("id");
  const Json& gateway = values.get("transit_gateway_id");
  const Json own = values.scope().account.str();
  Json options = Json::object();
  put(options, "ApplianceModeSupport", values.get("appliance_mode_support"));
  put(options, "Ipv6Support", values.get("ipv6_support"));
  put(options, "SecurityGroupReferencingSupport",
      values.get("security_group_referencing_support"));
  facts.resource("TransitGatewayVpcAttachment", id,
                 {{"TransitGatewayAttachmentId", id},
                  {"TransitGatewayId", gateway},
                  {"VpcId", values.get("vpc_id")},
                  {"VpcOwnerId", own},
                  {"State", "available"},
                  {"SubnetIds", values.get("subnet_ids")},
                  {"Options", options}});
  facts.resource("TransitGatewayAttachment", id,
                 {{"TransitGatewayAttachmentId", id},
                  {"TransitGatewayId", gateway},
                  {"ResourceType", "vpc"},
                  {"ResourceId", values.get("vpc_id")},
                  {"State", "available"}});
  // Terraform: both defaults are true; they join it to tables that nobody names here.
  const bool is_joined =
      values.flag("transit_gateway_default_route_table_association", true) ||
      values.flag("transit_gateway_default_route_table_propagation", true);
  if (is_joined && values.resource().action != Action::Delete) {
    facts.doubt(id,
                "which default route tables it is joined to is known only after "
                "apply");
  }
}

void transit_table_facts(const Values& values, Facts& facts) {
  const Json& id = values.get("id");
  facts.resource("TransitGatewayRouteTable", id,
                 {{"TransitGatewayRouteTableId", id},
                  {"TransitGatewayId", values.get("transit_gateway_id")},
                  {"State", "available"}});
  facts.document("TransitGatewayRoutes", id, {{"Routes", Json::array()}}, nullptr);
}

void transit_association_facts(const Values& values, Facts& facts) {
  facts.member(
      "TransitGatewayAttachment", values.get("transit_gateway_attachment_id"),
      {{"Association",
        {{"TransitGatewayRouteTableId", values.get("transit_gateway_route_table_id")},
         {"State", "associated"}}}},
      {{"Association", nullptr}});
}

void transit_route_facts(const Values& values, Facts& facts) {
  const Json& destination = values.get("destination_cidr_block");
  const bool is_blackhole = values.flag("blackhole", false);
  facts.doubt_unknown(values, values.get("transit_gateway_route_table_id"),
                      {"blackhole"});
  Json route = {{"DestinationCidrBlock", destination},
                {"Type", "static"},
                {"State", is_blackhole ? "blackhole" : "active"}};
  if (!is_blackhole) {
    const Json& attachment = values.get("transit_gateway_attachment_id");
    route["TransitGatewayAttachments"] = {{{"TransitGatewayAttachmentId", attachment}}};
    facts.doubt(attachment,
                "what a transit gateway's route leads to is not read from "
                "plans");
  }
  facts.entry("TransitGatewayRoutes", values.get("transit_gateway_route_table_id"),
              "/Routes", {{"DestinationCidrBlock", destination}}, route);
}

}  // namespace pullproof::cli::terraform
