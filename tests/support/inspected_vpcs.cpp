#include "tests/support/inspected_vpcs.h"

#include <string>

#include <nlohmann/json.hpp>

#include "tests/support/firewall_account.h"
#include "tests/support/joined_vpcs.h"
#include "tests/support/network_account.h"

namespace pullproof::support {
namespace {

using nlohmann::json;

json table(const std::string& id, const json& associations, const json& routes) {
  return {{"RouteTableId", id},
          {"VpcId", "vpc-3"},
          {"Associations", associations},
          {"Routes", routes}};
}

void add_zone(json& bundle, const std::string& zone, const std::string& zone_id,
              int part) {
  const auto add = [&](const std::string& name, int third) {
    network_answer(bundle, "ec2-describe-subnets")["Subnets"].push_back(
        {{"SubnetId", name + zone},
         {"VpcId", "vpc-3"},
         {"CidrBlock", "10.7." + std::to_string(third) + ".0/28"},
         {"AvailabilityZone", "eu-central-1" + zone},
         {"AvailabilityZoneId", zone_id}});
    network_answer(bundle, "ec2-describe-network-acls")["NetworkAcls"]
        .back()["Associations"]
        .push_back({{"SubnetId", name + zone}});
  };
  add("subnet-look-", part);
  add("subnet-fw-", 10 + part);
  const std::string endpoint = "vpce-fw-" + zone;
  network_answer(bundle, "ec2-describe-route-tables")["RouteTables"].push_back(
      table("rtb-look-" + zone, json::array({{{"SubnetId", "subnet-look-" + zone}}}),
            {route("10.7.0.0/16", "local"), route("0.0.0.0/0", endpoint)}));
}

void add_attachment(json& bundle, bool appliance_mode) {
  json one = attachment(bundle, 2);
  one["TransitGatewayAttachmentId"] = "tgw-attach-3";
  one["VpcId"] = "vpc-3";
  one["SubnetIds"] = {"subnet-look-a", "subnet-look-b"};
  one["Options"]["ApplianceModeSupport"] = appliance_mode ? "enable" : "disable";
  network_answer(
      bundle,
      "ec2-describe-transit-gateway-vpc-attachments")["TransitGatewayVpcAttachments"]
      .push_back(one);
  json& all = network_answer(
      bundle, "ec2-describe-transit-gateway-attachments")["TransitGatewayAttachments"];
  json row = all.back();
  row["TransitGatewayAttachmentId"] = "tgw-attach-3";
  row["ResourceId"] = "vpc-3";
  row["Association"]["TransitGatewayRouteTableId"] = "tgw-rtb-3";
  all.push_back(row);
  transit_routes(bundle) = {transit_route("0.0.0.0/0", 3)};
  network_answer(bundle, "ec2-search-transit-gateway-routes/tgw-rtb-3")["Routes"] = {
      transit_route("10.0.0.0/16", 1), transit_route("10.9.0.0/16", 2),
      transit_route("0.0.0.0/0", 2)};
}

void move_second_vpc(json& bundle) {
  for (auto& subnet : network_answer(bundle, "ec2-describe-subnets")["Subnets"]) {
    if (subnet["VpcId"] != "vpc-2") continue;
    subnet["AvailabilityZone"] = "eu-central-1b";
    subnet["AvailabilityZoneId"] = "euc1-az3";
  }
}

}  // namespace

json inspected_vpcs(bool appliance_mode) {
  json bundle = joined_vpcs();
  move_second_vpc(bundle);
  network_answer(bundle, "ec2-describe-vpcs")["Vpcs"].push_back(
      {{"VpcId", "vpc-3"}, {"CidrBlock", "10.7.0.0/16"}, {"OwnerId", "111122223333"}});
  json& acls = network_answer(bundle, "ec2-describe-network-acls")["NetworkAcls"];
  json acl = acls[0];
  acl["NetworkAclId"] = "acl-3";
  acl["VpcId"] = "vpc-3";
  acl["Associations"] = json::array();
  acls.push_back(acl);
  add_zone(bundle, "a", "euc1-az2", 1);
  add_zone(bundle, "b", "euc1-az3", 2);
  network_answer(bundle, "ec2-describe-route-tables")["RouteTables"].push_back(
      table("rtb-fw", {{{"SubnetId", "subnet-fw-a"}}, {{"SubnetId", "subnet-fw-b"}}},
            {route("10.7.0.0/16", "local"), route("0.0.0.0/0", "tgw-1")}));
  put_firewall(bundle, "vpc-3",
               {{"eu-central-1a", "subnet-fw-a", "vpce-fw-a"},
                {"eu-central-1b", "subnet-fw-b", "vpce-fw-b"}});
  add_attachment(bundle, appliance_mode);
  return bundle;
}

}  // namespace pullproof::support
