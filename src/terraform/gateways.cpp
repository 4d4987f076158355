#include <utility>

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

void add_address(const Json& gateway, const Json& allocation, bool is_primary,
                 Facts& facts) {
  facts.entry("NatGateway", gateway, "/NatGatewayAddresses",
              {{"AllocationId", allocation}},
              {{"AllocationId", allocation},
               {"IsPrimary", is_primary},
               {"Status", "succeeded"}});
}

/// AWS: VPC user guide, "Regional NAT gateways": with addresses of its own for each
/// zone it stays with them; else AWS adds zones and addresses once it is there.
void put_zones(const Values& values, Json& gateway) {
  gateway["AvailabilityMode"] = "regional";
  Json addresses = Json::array();
  for (const Values& zone : values.blocks("availability_zone_address")) {
    for (const Json& allocation : zone.items("allocation_ids")) {
      Json address = {{"AllocationId", allocation}, {"Status", "succeeded"}};
      put_given(address, "AvailabilityZone", zone, "availability_zone");
      put_given(address, "AvailabilityZoneId", zone, "availability_zone_id");
      addresses.push_back(std::move(address));
    }
  }
  const char* by_itself = addresses.empty() ? "enabled" : "disabled";
  gateway["AutoProvisionZones"] = by_itself;
  gateway["AutoScalingIps"] = by_itself;
  // On an existing one, AWS's own additions stay.
  const bool is_told = !addresses.empty() || values.resource().action != Action::Update;
  if (is_told) gateway["NatGatewayAddresses"] = std::move(addresses);
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
  facts.doubt_unknown(values, id, {"availability_mode", "availability_zone_address"});
  const bool is_regional = values.text("availability_mode") == "regional";
  if (is_regional) put_zones(values, gateway);
  facts.resource("NatGateway", id, gateway);
  // A new one has an address to come; one that is there has one that nobody tells.
  if (id.is_string() &&
      values.account().find("NatGateway", id.get<std::string>()) != nullptr) {
    facts.doubt_unknown(values, id, {"allocation_id", "secondary_allocation_ids"});
  }
  if (is_regional) return;
  if (values.has("allocation_id")) {
    add_address(id, values.get("allocation_id"), true, facts);
  }
  for (const Json& address : values.items("secondary_allocation_ids")) {
    add_address(id, address, false, facts);
  }
}

void nat_address_facts(const Values& values, Facts& facts) {
  add_address(values.get("nat_gateway_id"), values.get("allocation_id"), false, facts);
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
  facts.doubt_unknown(values, id, {"auto_accept"});
}

void peering_accepter_facts(const Values& values, Facts& facts) {
  facts.doubt_unknown(values, values.get("vpc_peering_connection_id"), {"auto_accept"});
  if (values.flag("auto_accept", false)) {
    facts.member("VpcPeeringConnection", values.get("vpc_peering_connection_id"),
                 {{"Status", {{"Code", "active"}}}}, nullptr);
  }
}

}  // namespace pullproof::cli::terraform
