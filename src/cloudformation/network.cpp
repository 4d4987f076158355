// VPCs, their subnets, and where these route to.
//
// AWS: CloudFormation template reference, "AWS::EC2::VPC", "AWS::EC2::Subnet",
// "AWS::EC2::Route" and their like.
#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "src/cloudformation/block_to_come.h"
#include "src/cloudformation/resource_reader.h"
#include "src/cloudformation/value.h"

namespace pullproof::cli::cloudformation {
namespace {

using Json = nlohmann::json;

Json associated() { return members({{"State", "associated"}}); }

/// AWS: "AWS::EC2::VPC": DNS support is on by default, host names are off.
void put_dns(ResourceReader& in, const char* type, const char* key, Json asked,
             bool by_default) {
  if (asked.is_null()) asked = by_default;
  in.put_document(
      type, in.id(),
      members({{"VpcId", in.id()}, {key, members({{"Value", std::move(asked)}})}}));
}

/// The association that the stack has is in the snapshot.
bool is_associated(ResourceReader& in, const Json& vpc) {
  const Json* there =
      vpc.is_string() ? in.in_snapshot("Vpc", vpc.get<std::string>()) : nullptr;
  const Json* blocks =
      there == nullptr ? nullptr
                       : changes::list_member(*there, "Ipv6CidrBlockAssociationSet");
  return blocks != nullptr &&
         std::any_of(blocks->begin(), blocks->end(), [&](const Json& each) {
           return changes::text_member(each, "AssociationId") == in.id();
         });
}

}  // namespace

void read_vpc(ResourceReader& in) {
  in.put("Vpc", in.id(),
         members({{"VpcId", in.id()},
                  {"OwnerId", in.scope().account.str()},
                  {"CidrBlock", in.text("CidrBlock")}}),
         {"CidrBlock"}, {"CidrBlock"});
  put_dns(in, "VpcDnsSupport", "EnableDnsSupport", in.flag("EnableDnsSupport"), true);
  put_dns(in, "VpcDnsHostnames", "EnableDnsHostnames", in.flag("EnableDnsHostnames"),
          false);
  if (is_unknown(in.id())) return;
  // A new VPC has no private zone.
  const auto id = in.id().get<std::string>();
  if (in.in_snapshot("Vpc", id) != nullptr) return;
  in.put_document("HostedZones", in.id(),
                  members({{"HostedZoneSummaries", Json::array()}}));
  const NewVpcDefaults defaults = defaults_of_new_vpc(id);
  in.expect("SecurityGroup", defaults.group);
  in.expect("NetworkAcl", defaults.acl);
}

void read_vpc_block(ResourceReader& in) {
  const Json vpc = in.text("VpcId");
  if (const Json block = in.text("CidrBlock"); !block.is_null()) {
    return in.set_entry("Vpc", vpc, "/CidrBlockAssociationSet",
                        members({{"CidrBlock", block}}),
                        members({{"AssociationId", in.id()},
                                 {"CidrBlock", block},
                                 {"CidrBlockState", associated()}}));
  }
  Json block = in.text("Ipv6CidrBlock");
  if (block.is_null()) {
    if (is_associated(in, vpc)) return;
    if (in.flag("AmazonProvidedIpv6CidrBlock") != true) {
      return in.doubt(vpc, "only AWS knows the block that the VPC is given");
    }
    const std::string given =
        block_to_come(in.resources().environment().stack, in.logical_id());
    in.await_block(given);
    block = given;
  }
  in.set_entry("Vpc", vpc, "/Ipv6CidrBlockAssociationSet",
               members({{"Ipv6CidrBlock", block}}),
               members({{"AssociationId", in.id()},
                        {"Ipv6CidrBlock", block},
                        {"Ipv6CidrBlockState", associated()}}));
}

void read_subnet(ResourceReader& in) {
  Json subnet =
      members({{"SubnetId", in.id()},
               {"SubnetArn", in.arn()},
               {"OwnerId", in.scope().account.str()},
               {"VpcId", in.text("VpcId")},
               {"CidrBlock", in.text("CidrBlock")},
               {"AvailabilityZone", in.text("AvailabilityZone")},
               {"AvailabilityZoneId", in.text("AvailabilityZoneId")},
               {"MapPublicIpOnLaunch", in.flag("MapPublicIpOnLaunch")},
               {"AssignIpv6AddressOnCreation", in.flag("AssignIpv6AddressOnCreation")},
               {"EnableDns64", in.flag("EnableDns64")},
               {"Ipv6Native", in.flag("Ipv6Native")}});
  if (!subnet.contains("MapPublicIpOnLaunch")) subnet["MapPublicIpOnLaunch"] = false;
  if (const Json block = in.text("Ipv6CidrBlock"); is_unknown(block)) {
    subnet["Ipv6CidrBlockAssociationSet"] = block;
  } else if (!block.is_null()) {
    subnet["Ipv6CidrBlockAssociationSet"] = Json::array(
        {members({{"Ipv6CidrBlock", block}, {"Ipv6CidrBlockState", associated()}})});
  }
  for (const char* pool : {"Ipv4IpamPoolId", "Ipv6IpamPoolId"}) {
    if (in.text(pool).is_null()) continue;
    in.doubt(in.id(), "only AWS knows the block that the subnet is given");
  }
  in.doubt_dropped("Subnet", subnet, {"EnableDns64"});
  const bool has_block_of_its_own =
      !in.resources().made_of_type("AWS::EC2::SubnetCidrBlock").empty();
  if (!has_block_of_its_own) {
    in.doubt_dropped("Subnet", subnet, {"Ipv6CidrBlockAssociationSet"});
  }
  const bool is_ipv6_only = subnet.value("Ipv6Native", Json()) == true;
  if (is_ipv6_only) {
    in.put("Subnet", in.id(), std::move(subnet), {"VpcId"},
           {"VpcId", "AvailabilityZone"});
  } else {
    in.put("Subnet", in.id(), std::move(subnet), {"VpcId", "CidrBlock"},
           {"VpcId", "CidrBlock", "AvailabilityZone"});
  }
}

void read_subnet_block(ResourceReader& in) {
  const Json block = in.text("Ipv6CidrBlock");
  const Json subnet = in.text("SubnetId");
  if (block.is_null()) {
    return in.doubt(subnet, "only AWS knows the block that the subnet is given");
  }
  in.set_entry("Subnet", subnet, "/Ipv6CidrBlockAssociationSet",
               members({{"Ipv6CidrBlock", block}}),
               members({{"AssociationId", in.id()},
                        {"Ipv6CidrBlock", block},
                        {"Ipv6CidrBlockState", associated()}}));
}

void read_route_table(ResourceReader& in) {
  in.put("RouteTable", in.id(),
         members({{"RouteTableId", in.id()},
                  {"OwnerId", in.scope().account.str()},
                  {"VpcId", in.text("VpcId")}}),
         {"VpcId"}, {"VpcId"});
}

void read_route(ResourceReader& in) {
  // As templates and as the AWS CLI call what a route leads to.
  constexpr auto kTargets = std::to_array<std::pair<const char*, const char*>>(
      {{"GatewayId", "GatewayId"},
       {"VpcEndpointId", "GatewayId"},
       {"NatGatewayId", "NatGatewayId"},
       {"EgressOnlyInternetGatewayId", "EgressOnlyInternetGatewayId"},
       {"TransitGatewayId", "TransitGatewayId"},
       {"VpcPeeringConnectionId", "VpcPeeringConnectionId"},
       {"NetworkInterfaceId", "NetworkInterfaceId"},
       {"InstanceId", "InstanceId"},
       {"LocalGatewayId", "LocalGatewayId"},
       {"CarrierGatewayId", "CarrierGatewayId"},
       {"CoreNetworkArn", "CoreNetworkArn"}});
  Json match =
      members({{"DestinationCidrBlock", in.text("DestinationCidrBlock")},
               {"DestinationIpv6CidrBlock", in.text("DestinationIpv6CidrBlock")},
               {"DestinationPrefixListId", in.text("DestinationPrefixListId")}});
  const Json table = in.text("RouteTableId");
  if (match.size() != 1) return in.doubt(table, "a route has one destination");
  Json route = match;
  for (const auto& [said, printed] : kTargets) {
    const Json target = in.text(said);
    if (!target.is_null()) route[printed] = target;
  }
  if (route.size() != 2) return in.doubt(table, "a route has one target");
  route["Origin"] = "CreateRoute";
  route["State"] = "active";
  in.set_entry("RouteTable", table, "/Routes", std::move(match), std::move(route));
}

namespace {

void associate(ResourceReader& in, const char* member) {
  const Json table = in.text("RouteTableId");
  const Json what = in.text(member);
  if (what.is_null()) return in.doubt(table, fmt::format("`{}` is missing", member));
  Json match = members({{member, what}});
  Json value = match;
  value["RouteTableId"] = table;
  value["Main"] = false;
  value["AssociationState"] = associated();
  in.set_entry("RouteTable", table, "/Associations", std::move(match),
               std::move(value));
}

}  // namespace

void read_route_table_association(ResourceReader& in) { associate(in, "SubnetId"); }

void read_gateway_association(ResourceReader& in) { associate(in, "GatewayId"); }

void read_dhcp_options(ResourceReader& in) {
  Json configurations = Json::array();
  const auto add = [&](const char* key, const Json& values) {
    if (values.is_null()) return;
    Json listed = values;
    if (values.is_array()) {
      for (Json& value : listed) value = members({{"Value", value}});
    }
    configurations.push_back(members({{"Key", key}, {"Values", std::move(listed)}}));
  };
  add("domain-name", in.texts("DomainName"));
  add("domain-name-servers", in.texts("DomainNameServers"));
  in.put("DhcpOptions", in.id(),
         members({{"DhcpOptionsId", in.id()},
                  {"OwnerId", in.scope().account.str()},
                  {"DhcpConfigurations", std::move(configurations)}}),
         {}, {"DhcpConfigurations"});
}

void read_dhcp_association(ResourceReader& in) {
  in.merge("Vpc", in.text("VpcId"),
           members({{"DhcpOptionsId", in.text("DhcpOptionsId")}}));
}

void read_block_public_access(ResourceReader& in) {
  const Json mode = in.text("InternetGatewayBlockMode");
  if (!mode.is_string()) return in.ignore("its mode is not known");
  in.put_document("VpcBlockPublicAccessOptions", "",
                  members({{"InternetGatewayBlockMode", mode},
                           {"State", "update-complete"},
                           {"AwsAccountId", in.scope().account.str()},
                           {"AwsRegion", in.scope().region.str()}}));
}

void read_block_exclusion(ResourceReader& in) {
  const Json vpc = in.text("VpcId");
  const Json of = vpc.is_null() ? in.text("SubnetId") : vpc;
  if (!of.is_string()) return in.ignore("what it excludes is not known");
  const auto arn =
      in.resources().arn_with(vpc.is_null() ? "ec2:{region}:{account}:subnet/{id}"
                                            : "ec2:{region}:{account}:vpc/{id}",
                              of.get<std::string>());
  in.put("VpcBlockPublicAccessExclusion", in.id(),
         members(
             {{"ExclusionId", in.id()},
              {"ResourceArn", arn},
              {"InternetGatewayExclusionMode", in.text("InternetGatewayExclusionMode")},
              {"State", "create-complete"}}),
         {"InternetGatewayExclusionMode"}, {"ResourceArn"});
}

}  // namespace pullproof::cli::cloudformation
