#include "tests/support/dual_stack.h"

#include <string>

#include <nlohmann/json.hpp>

#include "tests/support/joined_vpcs.h"
#include "tests/support/network_account.h"

namespace pullproof::support {
namespace {

using nlohmann::json;

constexpr const char* kHere = "2a05:d014:1::/56";
constexpr const char* kThere = "2a05:d014:9::/56";

json block(const char* cidr, const char* state_key) {
  return json::array(
      {{{"Ipv6CidrBlock", cidr}, {state_key, {{"State", "associated"}}}}});
}

void put(json& rows, const char* key, const char* id, const char* field, json value) {
  for (auto& row : rows) {
    if (row[key] == id) row[field] = value;
  }
}

void add_blocks(json& bundle) {
  json& vpcs = network_answer(bundle, "ec2-describe-vpcs")["Vpcs"];
  const char* of_vpc = "Ipv6CidrBlockState";
  put(vpcs, "VpcId", "vpc-1", "Ipv6CidrBlockAssociationSet", block(kHere, of_vpc));
  put(vpcs, "VpcId", "vpc-2", "Ipv6CidrBlockAssociationSet", block(kThere, of_vpc));
  json& subnets = network_answer(bundle, "ec2-describe-subnets")["Subnets"];
  put(subnets, "SubnetId", "subnet-task", "Ipv6CidrBlockAssociationSet",
      block("2a05:d014:1:1::/64", of_vpc));
  put(subnets, "SubnetId", "subnet-far", "Ipv6CidrBlockAssociationSet",
      block("2a05:d014:9:1::/64", of_vpc));
  json& interfaces =
      network_answer(bundle, "ec2-describe-network-interfaces")["NetworkInterfaces"];
  put(interfaces, "NetworkInterfaceId", "eni-task", "Ipv6Addresses",
      json::array({{{"Ipv6Address", "2a05:d014:1:1::10"}}}));
  put(interfaces, "NetworkInterfaceId", "eni-far", "Ipv6Addresses",
      json::array({{{"Ipv6Address", "2a05:d014:9:1::10"}}}));
}

void add_rules(json& bundle) {
  for (auto& acl : network_answer(bundle, "ec2-describe-network-acls")["NetworkAcls"]) {
    acl["Entries"] = acl_entries({{.egress = false},
                                  {.egress = true},
                                  {.number = 101, .cidr = "::/0", .egress = false},
                                  {.number = 101, .cidr = "::/0", .egress = true}});
  }
  json& groups =
      network_answer(bundle, "ec2-describe-security-groups")["SecurityGroups"];
  for (auto& group : groups) {
    if (group["GroupId"] == "sg-task") {
      group["IpPermissionsEgress"].push_back(permission("::/0"));
    } else if (group["GroupId"] == "sg-far") {
      group["IpPermissions"].push_back(permission(kHere, "tcp", 443, 443));
    }
  }
}

}  // namespace

json dual_stack(json bundle) {
  add_blocks(bundle);
  add_rules(bundle);
  const bool peered =
      bundle.dump().find("\"VpcPeeringConnectionId\":\"pcx-1\"") != std::string::npos;
  const char* joining = peered ? "pcx-1" : "tgw-1";
  for (const char* table : {"rtb-main", "rtb-nat", "rtb-task"}) {
    routes_of(bundle, table).push_back(route(kHere, "local"));
  }
  routes_of(bundle, "rtb-task").push_back(route(kThere, joining));
  for (const char* table : {"rtb-far", "rtb-far-join"}) {
    routes_of(bundle, table).push_back(route(kThere, "local"));
    routes_of(bundle, table).push_back(route(kHere, joining));
  }
  if (peered) {
    json& peering = network_answer(
        bundle, "ec2-describe-vpc-peering-connections")["VpcPeeringConnections"][0];
    peering["RequesterVpcInfo"]["Ipv6CidrBlockSet"] = {{{"Ipv6CidrBlock", kHere}}};
    peering["AccepterVpcInfo"]["Ipv6CidrBlockSet"] = {{{"Ipv6CidrBlock", kThere}}};
  } else {
    transit_routes(bundle).push_back(transit_route(kHere, 1));
    transit_routes(bundle).push_back(transit_route(kThere, 2));
    for (const int vpc : {1, 2})
      attachment(bundle, vpc)["Options"]["Ipv6Support"] = "enable";
  }
  return bundle;
}

}  // namespace pullproof::support
