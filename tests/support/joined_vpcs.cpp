#include "tests/support/joined_vpcs.h"

#include <stdexcept>
#include <string>

#include <nlohmann/json.hpp>

#include "tests/support/network_account.h"

namespace pullproof::support {
namespace {

using nlohmann::json;

json interface(const char* id, const char* vpc, const char* subnet, const char* address,
               const char* group) {
  return {{"NetworkInterfaceId", id},
          {"SubnetId", subnet},
          {"VpcId", vpc},
          {"InterfaceType", "interface"},
          {"PrivateIpAddresses",
           json::array({{{"Primary", true}, {"PrivateIpAddress", address}}})},
          {"Groups", json::array({{{"GroupId", group}, {"GroupName", group}}})}};
}

void add_subnet(json& bundle, const char* id, const char* vpc, const char* cidr) {
  network_answer(bundle, "ec2-describe-subnets")["Subnets"].push_back(
      {{"SubnetId", id},
       {"VpcId", vpc},
       {"CidrBlock", cidr},
       {"AvailabilityZone", "eu-central-1a"},
       {"AvailabilityZoneId", "euc1-az2"}});
}

void add_table(json& bundle, const char* id, const json& association,
               const json& routes) {
  network_answer(bundle, "ec2-describe-route-tables")["RouteTables"].push_back(
      {{"RouteTableId", id},
       {"VpcId", "vpc-2"},
       {"Associations", json::array({association})},
       {"Routes", routes}});
}

json group(const char* id, const json& inbound) {
  return {{"GroupId", id},
          {"GroupName", id},
          {"VpcId", "vpc-2"},
          {"IpPermissions", json::array({inbound})},
          {"IpPermissionsEgress", json::array()}};
}

/// `joining` is "tgw-1" or "pcx-1".
void add_second_vpc(json& bundle, const char* joining) {
  network_answer(bundle, "ec2-describe-vpcs")["Vpcs"].push_back(
      {{"VpcId", "vpc-2"}, {"CidrBlock", "10.9.0.0/16"}, {"OwnerId", "111122223333"}});
  for (auto& subnet : network_answer(bundle, "ec2-describe-subnets")["Subnets"]) {
    subnet["AvailabilityZoneId"] = "euc1-az2";
  }
  add_subnet(bundle, "subnet-join", "vpc-1", "10.0.9.0/28");
  add_subnet(bundle, "subnet-far-join", "vpc-2", "10.9.0.0/28");
  add_subnet(bundle, "subnet-far", "vpc-2", "10.9.1.0/24");
  add_subnet(bundle, "subnet-far-nat", "vpc-2", "10.9.2.0/24");
  const json local = route("10.9.0.0/16", "local");
  const json home = route("10.0.0.0/16", joining);
  add_table(bundle, "rtb-far", {{"Main", true}}, {local, home});
  add_table(bundle, "rtb-far-join", {{"SubnetId", "subnet-far-join"}},
            {local, route("0.0.0.0/0", "nat-2")});
  add_table(bundle, "rtb-far-nat", {{"SubnetId", "subnet-far-nat"}},
            {local, home, route("0.0.0.0/0", "igw-2")});
  json& acls = network_answer(bundle, "ec2-describe-network-acls")["NetworkAcls"];
  acls[0]["Associations"].push_back({{"SubnetId", "subnet-join"}});
  json far = acls[0];
  far["NetworkAclId"] = "acl-2";
  far["VpcId"] = "vpc-2";
  far["Associations"] = {{{"SubnetId", "subnet-far-join"}},
                         {{"SubnetId", "subnet-far"}},
                         {{"SubnetId", "subnet-far-nat"}}};
  acls.push_back(far);
  network_answer(bundle, "ec2-describe-security-groups")["SecurityGroups"].push_back(
      group("sg-far", permission("10.0.0.0/16", "tcp", 443, 443)));
  network_answer(bundle, "ec2-describe-network-interfaces")["NetworkInterfaces"] = {
      interface("eni-task", "vpc-1", "subnet-task", "10.0.1.10", "sg-task"),
      interface("eni-far", "vpc-2", "subnet-far", "10.9.1.10", "sg-far")};
}

void add_second_way_out(json& bundle) {
  network_answer(bundle, "ec2-describe-internet-gateways")["InternetGateways"]
      .push_back({{"InternetGatewayId", "igw-2"},
                  {"Attachments",
                   json::array({{{"VpcId", "vpc-2"}, {"State", "available"}}})}});
  json nat = network_answer(bundle, "ec2-describe-nat-gateways")["NatGateways"][0];
  nat["NatGatewayId"] = "nat-2";
  nat["VpcId"] = "vpc-2";
  nat["SubnetId"] = "subnet-far-nat";
  nat["NatGatewayAddresses"] =
      json::parse(R"([{"PrivateIp": "10.9.2.10", "PublicIp": "18.195.0.2"}])");
  network_answer(bundle, "ec2-describe-nat-gateways")["NatGateways"].push_back(nat);
}

void add_transit_gateway(json& bundle) {
  network_answer(bundle, "ec2-describe-transit-gateways") = json::parse(
      R"({"TransitGateways": [{"TransitGatewayId": "tgw-1", "State": "available",
          "Options": {"SecurityGroupReferencingSupport": "enable"}}]})");
  json& vpcs = network_answer(bundle, "ec2-describe-transit-gateway-vpc-attachments");
  json& all = network_answer(bundle, "ec2-describe-transit-gateway-attachments");
  const char* subnets[] = {"subnet-join", "subnet-far-join"};
  for (int i = 1; i <= 2; ++i) {
    const std::string number = std::to_string(i);
    vpcs["TransitGatewayVpcAttachments"].push_back(
        {{"TransitGatewayAttachmentId", "tgw-attach-" + number},
         {"TransitGatewayId", "tgw-1"},
         {"VpcId", "vpc-" + number},
         {"VpcOwnerId", "111122223333"},
         {"State", "available"},
         {"SubnetIds", {subnets[i - 1]}},
         {"Options", {{"SecurityGroupReferencingSupport", "enable"}}}});
    all["TransitGatewayAttachments"].push_back(
        {{"TransitGatewayAttachmentId", "tgw-attach-" + number},
         {"TransitGatewayId", "tgw-1"},
         {"ResourceType", "vpc"},
         {"ResourceId", "vpc-" + number},
         {"TransitGatewayOwnerId", "111122223333"},
         {"State", "available"},
         {"Association",
          {{"TransitGatewayRouteTableId", "tgw-rtb-1"}, {"State", "associated"}}}});
  }
  transit_routes(bundle) = {transit_route("10.0.0.0/16", 1, "propagated"),
                            transit_route("10.9.0.0/16", 2, "propagated"),
                            transit_route("0.0.0.0/0", 2)};
}

}  // namespace

json joined_vpcs() {
  json bundle = network_account();
  add_second_vpc(bundle, "tgw-1");
  add_second_way_out(bundle);
  add_transit_gateway(bundle);
  put_routes(bundle, {route("10.0.0.0/16", "local"), route("0.0.0.0/0", "tgw-1")});
  return bundle;
}

json with_second_table(const std::vector<json>& routes) {
  json bundle = joined_vpcs();
  network_answer(bundle, "ec2-describe-transit-gateway-attachments")
      ["TransitGatewayAttachments"][0]["Association"]["TransitGatewayRouteTableId"] =
          "tgw-rtb-2";
  network_answer(bundle, "ec2-search-transit-gateway-routes/tgw-rtb-2")["Routes"] =
      routes;
  return bundle;
}

json peered_vpcs() {
  json bundle = network_account();
  add_second_vpc(bundle, "pcx-1");
  add_second_way_out(bundle);
  network_answer(bundle, "ec2-describe-vpc-peering-connections") = json::parse(
      R"({"VpcPeeringConnections": [{"VpcPeeringConnectionId": "pcx-1",
    "Status": {"Code": "active", "Message": "Active"},
    "RequesterVpcInfo": {"VpcId": "vpc-1", "OwnerId": "111122223333",
      "Region": "eu-central-1", "CidrBlock": "10.0.0.0/16"},
    "AccepterVpcInfo": {"VpcId": "vpc-2", "OwnerId": "111122223333",
      "Region": "eu-central-1", "CidrBlock": "10.9.0.0/16",
      "CidrBlockSet": [{"CidrBlock": "10.9.0.0/16"}]}}]})");
  put_routes(bundle, {route("10.0.0.0/16", "local"), route("0.0.0.0/0", "pcx-1")});
  return bundle;
}

json& routes_of(json& bundle, const char* table) {
  for (auto& one : network_answer(bundle, "ec2-describe-route-tables")["RouteTables"]) {
    if (one["RouteTableId"] == table) return one["Routes"];
  }
  throw std::logic_error(std::string("no route table ") + table);
}

json& transit_routes(json& bundle) {
  return network_answer(bundle,
                        "ec2-search-transit-gateway-routes/tgw-rtb-1")["Routes"];
}

json& attachment(json& bundle, int of_vpc) {
  return network_answer(bundle, "ec2-describe-transit-gateway-vpc-attachments")
      ["TransitGatewayVpcAttachments"][static_cast<std::size_t>(of_vpc - 1)];
}

json transit_route(const char* cidr, int to_vpc, const char* type) {
  json made = {{"DestinationCidrBlock", cidr}, {"Type", type}, {"State", "active"}};
  if (to_vpc == 0) {
    made["State"] = "blackhole";
    return made;
  }
  const std::string number = std::to_string(to_vpc);
  made["TransitGatewayAttachments"] = {
      {{"TransitGatewayAttachmentId", "tgw-attach-" + number},
       {"ResourceType", "vpc"},
       {"ResourceId", "vpc-" + number}}};
  return made;
}

}  // namespace pullproof::support
