// Routes, and the tables of subnets.
#include <nlohmann/json.hpp>

#include "tests/support/network_account.h"
#include "tests/support/topology_answers.h"

namespace pullproof::support {
namespace {

using nlohmann::json;
using Texts = std::vector<std::string>;

/// Where a table of the VPC may send packets.
Texts targets_of(json& bundle, const json& vpc) {
  Texts targets;
  for (json* one : peerings(bundle).all()) {
    const bool is_own = (*one)["RequesterVpcInfo"]["VpcId"] == vpc ||
                        (*one)["AccepterVpcInfo"]["VpcId"] == vpc;
    if (is_own) targets.push_back((*one)["VpcPeeringConnectionId"]);
  }
  if (!attachments(bundle).with("VpcId", vpc).empty()) targets.emplace_back("tgw-1");
  for (json* one : nat_gateways(bundle).with("VpcId", vpc)) {
    targets.push_back((*one)["NatGatewayId"]);
    targets.push_back("igw-" + std::string((*one)["VpcId"]).substr(4));
  }
  return targets;
}

/// A table has a local route for each block of its VPC, whatever is done to it.
bool is_local(const json& one) { return one.value("GatewayId", "") == "local"; }

void remove_route(json& bundle, Picks picks) {
  json& routes = tables(bundle).pick(picks)["Routes"];
  if (routes.size() < 2) return;
  const std::size_t at = 1 + picks.below(routes.size() - 1);
  if (!is_local(routes[at])) routes.erase(at);
}

void blackhole_route(json& bundle, Picks picks) {
  json& routes = tables(bundle).pick(picks)["Routes"];
  if (routes.size() < 2) return;
  routes[1 + picks.below(routes.size() - 1)]["State"] = "blackhole";
}

bool is_subnet(json& bundle, const json& vpc, const std::string& block) {
  for (json* one : subnets(bundle).with("CidrBlock", block)) {
    if ((*one)["VpcId"] == vpc) return true;
  }
  return false;
}

/// "10.1.0.10/32" is in 10.1.0.0/16.
bool is_in(const std::string& block, const std::string& vpc_block) {
  const bool narrow = std::stoi(block.substr(block.find('/') + 1)) > 16;
  return narrow && block.substr(0, 5) == vpc_block.substr(0, 5);
}

// AWS: what is more specific than the local route is a whole subnet, and leads to a NAT
// gateway (or an appliance).
void add_route(json& bundle, Picks picks) {
  json& table = tables(bundle).pick(picks);
  const Texts targets = targets_of(bundle, table["VpcId"]);
  if (targets.empty()) return;
  const std::string& target = picks.one_of(targets);
  const std::string& block = picks.one_of(some_blocks());
  for (const json& one : table["Routes"]) {
    if (one.value("DestinationCidrBlock", "") == block) return;
  }
  const std::string own = table["Routes"][0]["DestinationCidrBlock"];
  const bool may_be =
      target.starts_with("nat-") && is_subnet(bundle, table["VpcId"], block);
  if (is_in(block, own) && !may_be) return;
  table["Routes"].push_back(route(block, target));
}

void lead_elsewhere(json& bundle, Picks picks) {
  json& table = tables(bundle).pick(picks);
  const Texts targets = targets_of(bundle, table["VpcId"]);
  json& routes = table["Routes"];
  if (routes.size() < 2 || targets.empty()) return;
  json& changed = routes[1 + picks.below(routes.size() - 1)];
  if (is_local(changed)) return;
  if (changed["Origin"] != "CreateRoute") return;
  const bool by_list = changed.contains("DestinationPrefixListId");
  changed = route(changed[by_list ? "DestinationPrefixListId" : "DestinationCidrBlock"],
                  picks.one_of(targets));
}

bool is_table_of(const json& table, const json& subnet) {
  return table["Associations"][0].value("SubnetId", json()) == subnet["SubnetId"];
}

void give_own_table(json& bundle, Picks picks) {
  const json subnet = subnets(bundle).pick(picks);
  for (json* list : lists(bundle, "ec2-describe-route-tables", "RouteTables")) {
    json own;
    for (const json& one : *list) {
      if (is_table_of(one, subnet)) return;
      if (one["VpcId"] != subnet["VpcId"]) continue;
      if (one["Associations"][0].value("Main", false)) own = one;
    }
    if (own.is_null()) continue;
    own["RouteTableId"] = "rtb-of-" + std::string(subnet["SubnetId"]);
    own["Associations"] = {{{"SubnetId", subnet["SubnetId"]}}};
    list->push_back(own);
  }
}

/// By a prefix list, or propagated by a VPN gateway.
void add_route_of_another_kind(json& bundle, Picks picks) {
  json& table = tables(bundle).pick(picks);
  if (picks.coin()) {
    const Texts targets = targets_of(bundle, table["VpcId"]);
    if (targets.empty()) return;
    const std::string list = picks.coin() ? "pl-1" : "pl-2";
    for (const json& one : table["Routes"]) {
      if (one.value("DestinationPrefixListId", "") == list) return;
    }
    table["Routes"].push_back(route(list, picks.one_of(targets)));
    return;
  }
  const std::string& block = picks.one_of(some_blocks());
  json propagated = route(block, "vgw-1");
  propagated["Origin"] = "EnableVgwRoutePropagation";
  table["Routes"].push_back(propagated);
}

}  // namespace

std::vector<Edit> route_edits() {
  return {remove_route,   blackhole_route,          add_route,      add_route,
          add_route,      lead_elsewhere,           lead_elsewhere, give_own_table,
          give_own_table, add_route_of_another_kind};
}

}  // namespace pullproof::support
