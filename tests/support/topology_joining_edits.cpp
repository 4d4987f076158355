// What joins VPCs: peering connections and a transit gateway.
#include <nlohmann/json.hpp>

#include "tests/support/network_account.h"
#include "tests/support/topology_answers.h"

namespace pullproof::support {
namespace {

using nlohmann::json;
using Texts = std::vector<std::string>;

/// The routes of one of the gateway's tables, or null.
json* transit_table(json& bundle, Picks& picks) {
  const char* const table = picks.below(3) == 0 ? "tgw-rtb-2" : "tgw-rtb-1";
  const auto found = lists(
      bundle, std::string("ec2-search-transit-gateway-routes/") + table, "Routes");
  return found.empty() ? nullptr : found.front();
}

void hurt_peering(json& bundle, Picks picks) {
  static const Texts kStates = {"pending-acceptance", "deleted", "expired", "failed",
                                "provisioning"};
  const std::string& state = picks.one_of(kStates);
  peerings(bundle).change_one(picks, "VpcPeeringConnectionId",
                              [&](json& one) { one["Status"]["Code"] = state; });
}

/// Its record is older than the VPC's block.
void shorten_peering_record(json& bundle, Picks picks) {
  const char* side = picks.coin() ? "AccepterVpcInfo" : "RequesterVpcInfo";
  peerings(bundle).change_one(picks, "VpcPeeringConnectionId", [&](json& one) {
    one[side]["CidrBlockSet"] = json::array();
    std::string block = one[side]["CidrBlock"];
    one[side]["CidrBlock"] = block.substr(0, block.find('/')) + "/24";
  });
}

void hurt_attachment(json& bundle, Picks picks) {
  static const Texts kStates = {"pendingAcceptance", "deleting", "failed", "rejected",
                                "modifying"};
  const std::string& state = picks.one_of(kStates);
  attachments(bundle).change_one(picks, "TransitGatewayAttachmentId",
                                 [&](json& one) { one["State"] = state; });
}

void choose_other_doors(json& bundle, Picks picks) {
  const std::size_t number = picks.below(6);
  attachments(bundle).change_one(picks, "TransitGatewayAttachmentId", [&](json& one) {
    const auto own = subnets(bundle).with("VpcId", one["VpcId"]);
    json& doors = one["SubnetIds"];
    if (number % 2 == 0 && doors.size() > 1) {
      doors.erase(number % doors.size());
    } else {
      // One of each zone, at most.
      doors = {(*own[number % own.size()])["SubnetId"]};
    }
  });
}

void turn_appliance_mode_on(json& bundle, Picks picks) {
  attachments(bundle).change_one(picks, "TransitGatewayAttachmentId", [](json& one) {
    one["Options"]["ApplianceModeSupport"] = "enable";
  });
}

void turn_references_off(json& bundle, Picks picks) {
  const char* const key = "SecurityGroupReferencingSupport";
  const auto off = [&](json& one) { one["Options"][key] = "disable"; };
  if (picks.coin()) {
    gateways(bundle).change_one(picks, "TransitGatewayId", off);
  } else {
    attachments(bundle).change_one(picks, "TransitGatewayAttachmentId", off);
  }
}

void hurt_gateway(json& bundle, Picks picks) {
  gateways(bundle).change_one(picks, "TransitGatewayId",
                              [](json& one) { one["State"] = "deleting"; });
}

void change_association(json& bundle, Picks picks) {
  if (associations(bundle).empty()) return;
  json& one = associations(bundle).pick(picks);
  switch (picks.below(4)) {
    case 0:
      one.erase("Association");
      break;
    case 1:
      one["Association"] = {{"TransitGatewayRouteTableId", "tgw-rtb-1"},
                            {"State", "disassociating"}};
      break;
    default:
      one["Association"] = {{"TransitGatewayRouteTableId", "tgw-rtb-2"},
                            {"State", "associated"}};
  }
}

void hurt_transit_route(json& bundle, Picks picks) {
  json* routes = transit_table(bundle, picks);
  if (routes == nullptr || routes->empty()) return;
  const std::size_t at = picks.below(routes->size());
  if (picks.coin()) {
    routes->erase(at);
    return;
  }
  (*routes)[at]["State"] = "blackhole";
  (*routes)[at]["Type"] = "static";
  (*routes)[at].erase("TransitGatewayAttachments");
}

// AWS: of two VPCs with one block, a gateway propagates the first only.
void add_transit_route(json& bundle, Picks picks) {
  json* routes = transit_table(bundle, picks);
  if (routes == nullptr) return;
  const std::string& block = picks.one_of(some_blocks());
  const char* const type = picks.below(3) == 0 ? "propagated" : "static";
  const json& to = attachments(bundle).pick(picks);
  for (const json& one : *routes) {
    if (one["DestinationCidrBlock"] == block && one["Type"] == type) return;
  }
  routes->push_back(
      {{"DestinationCidrBlock", block},
       {"Type", type},
       {"State", "active"},
       {"TransitGatewayAttachments",
        json::array({{{"TransitGatewayAttachmentId", to["TransitGatewayAttachmentId"]},
                      {"ResourceType", "vpc"},
                      {"ResourceId", to["VpcId"]}}})}});
}

}  // namespace

std::vector<Edit> joining_edits() {
  return {hurt_peering,        shorten_peering_record, hurt_attachment,
          choose_other_doors,  choose_other_doors,     turn_appliance_mode_on,
          turn_references_off, hurt_gateway,           change_association,
          change_association,  hurt_transit_route,     add_transit_route,
          add_transit_route};
}

}  // namespace pullproof::support
