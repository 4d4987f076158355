// Blocks, zones, addresses, and what leads out of a VPC.
#include <stdexcept>

#include <nlohmann/json.hpp>

#include "tests/support/network_account.h"
#include "tests/support/topology_answers.h"

namespace pullproof::support {
namespace {

using nlohmann::json;
using Texts = std::vector<std::string>;

void add_public_address(json& bundle, Picks picks) {
  json& interface = interfaces(bundle).pick(picks);
  interface["PrivateIpAddresses"][0]["Association"] = {
      {"PublicIp", "18.196.0." + std::to_string(1 + picks.below(250))}};
}

void add_block_to_vpc(json& bundle, Picks picks) {
  static const Texts kStates = {"disassociated", "disassociating", "failed"};
  json& vpc = vpcs(bundle).pick(picks);
  vpc["CidrBlockAssociationSet"].push_back(
      {{"AssociationId", "cidr-other"},
       {"CidrBlock", picks.coin() ? "10.1.0.0/16" : "10.2.0.0/16"},
       {"CidrBlockState", {{"State", picks.one_of(kStates)}}}});
}

// AWS: an attachment has one subnet of a zone.
void change_zone(json& bundle, Picks picks) {
  json& subnet = subnets(bundle).pick(picks);
  for (const json* one : attachments(bundle).all()) {
    for (const json& door : (*one)["SubnetIds"]) {
      if (door == subnet["SubnetId"]) return;
    }
  }
  const bool first = subnet["AvailabilityZoneId"] == "euc1-az2";
  subnet["AvailabilityZone"] = first ? "eu-central-1a" : "eu-central-1b";
  subnet["AvailabilityZoneId"] = first ? "euc1-az1" : "euc1-az2";
}

void hurt_nat_gateway(json& bundle, Picks picks) {
  if (nat_gateways(bundle).empty()) return;
  json& nat = nat_gateways(bundle).pick(picks);
  switch (picks.below(4)) {
    case 0:
      nat["State"] = picks.coin() ? "failed" : "pending";
      break;
    case 1:
      nat["NatGatewayAddresses"][0].erase("PublicIp");
      break;
    default:
      nat["ConnectivityType"] = "private";
      nat["NatGatewayAddresses"][0].erase("PublicIp");
  }
}

void detach_internet_gateway(json& bundle, Picks picks) {
  Answers all(bundle, "ec2-describe-internet-gateways", "InternetGateways");
  if (!all.empty()) all.pick(picks)["Attachments"] = json::array();
}

/// "3" of "vpc-3".
std::string number_of(const json& vpc) { return std::string(vpc).substr(4); }

void add_second_address(json& bundle, Picks picks) {
  json& interface = interfaces(bundle).pick(picks);
  json& addresses = interface["PrivateIpAddresses"];
  if (addresses.size() > 1) return;
  std::string address = addresses[0]["PrivateIpAddress"];
  json added = {{"Primary", false}, {"PrivateIpAddress", address + "0"}};
  if (picks.coin()) added["Association"] = {{"PublicIp", "18.197.0.1"}};
  addresses.push_back(added);
}

/// 100.64.i.0/24 with a subnet and an interface; peers may not have heard of it.
void add_second_block(json& bundle, Picks picks) {
  json& vpc = vpcs(bundle).pick(picks);
  const std::string number = number_of(vpc["VpcId"]);
  const std::string block = "100.64." + number + ".0/24";
  const std::string subnet = "subnet-second-" + number;
  if (!subnets(bundle).with("SubnetId", subnet).empty()) return;
  for (const json* table : tables(bundle).with("VpcId", vpc["VpcId"])) {
    for (const json& one : (*table)["Routes"]) {
      if (one.value("DestinationCidrBlock", "") == block) return;
    }
  }
  vpc["CidrBlockAssociationSet"].push_back(
      {{"AssociationId", "cidr-second-" + number},
       {"CidrBlock", block},
       {"CidrBlockState", {{"State", "associated"}}}});
  for (json* table : tables(bundle).with("VpcId", vpc["VpcId"])) {
    (*table)["Routes"].insert((*table)["Routes"].begin() + 1, route(block, "local"));
  }
  const auto like = [&](const char* call, const char* key, const char* id_key,
                        const std::string& id) -> json& {
    for (json* list : lists(bundle, call, key)) {
      for (const json& one : *list) {
        if (one["VpcId"] != vpc["VpcId"]) continue;
        json copy = one;
        copy[id_key] = id;
        list->push_back(copy);
        return list->back();
      }
    }
    throw std::logic_error("a VPC without subnets");
  };
  like("ec2-describe-subnets", "Subnets", "SubnetId", subnet)["CidrBlock"] = block;
  json& interface = like("ec2-describe-network-interfaces", "NetworkInterfaces",
                         "NetworkInterfaceId", "eni-second-" + number);
  interface["SubnetId"] = subnet;
  interface["PrivateIpAddresses"] = {
      {{"Primary", true}, {"PrivateIpAddress", "100.64." + number + ".10"}}};
  acls(bundle)
      .with("VpcId", vpc["VpcId"])[0]
      ->at("Associations")
      .push_back({{"SubnetId", subnet}});
  const bool is_told = picks.coin();
  for (json* one : peerings(bundle).all()) {
    for (const char* side : {"AccepterVpcInfo", "RequesterVpcInfo"}) {
      if (!is_told || (*one)[side]["VpcId"] != vpc["VpcId"]) continue;
      (*one)[side]["CidrBlockSet"].push_back({{"CidrBlock", block}});
    }
  }
}

/// AWS's own use more ports than Linux.
void make_lambda(json& bundle, Picks picks) {
  interfaces(bundle).pick(picks)["InterfaceType"] = "lambda";
}

void add_nat_address(json& bundle, Picks picks) {
  if (nat_gateways(bundle).empty()) return;
  json& addresses = nat_gateways(bundle).pick(picks)["NatGatewayAddresses"];
  if (addresses.size() > 1) return;
  json added = addresses[0];
  added["PrivateIp"] = std::string(added["PrivateIp"]) + "0";
  if (added.contains("PublicIp")) added["PublicIp"] = "18.198.0.1";
  if (picks.below(3) == 0) added["Status"] = "failed";
  addresses.push_back(added);
}

}  // namespace

std::vector<Edit> address_edits() {
  return {add_public_address,      add_block_to_vpc,   change_zone,
          hurt_nat_gateway,        hurt_nat_gateway,   add_nat_address,
          detach_internet_gateway, add_second_address, add_second_block,
          add_second_block,        make_lambda};
}

}  // namespace pullproof::support
