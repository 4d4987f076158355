#include <array>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "bench/estate/documents.h"

namespace pullproof::bench {
namespace {

constexpr std::string_view kCreated = "2026-01-10T08:00:00+00:00";

std::string attachment_id(const EstateVpc& vpc) { return vpc.id("tgw-attach"); }

/// One for each VPC: `print(vpc)`.
template <class Print>
Json list(const char* key, const EstatePart& part, Print print) {
  Json all = Json::array();
  for (const auto& vpc : part.vpcs) all.push_back(print(vpc));
  return {{key, std::move(all)}};
}

Json prefix_list(const EstatePart& part, std::string_view id, std::string_view name,
                 std::string_view owner) {
  return {{"PrefixListId", id},
          {"AddressFamily", "IPv4"},
          {"State", "create-complete"},
          {"PrefixListArn",
           fmt::format("arn:aws:ec2:{}:{}:prefix-list/{}", part.region.name,
                       owner == "AWS" ? "aws" : owner, id)},
          {"PrefixListName", name},
          {"MaxEntries", 100},
          {"Version", 1},
          {"Tags", Json::array()},
          {"OwnerId", owner}};
}

Json route_to(const EstateVpc& vpc, std::string_view block, const char* type) {
  return {{"DestinationCidrBlock", block},
          {"TransitGatewayAttachments",
           Json::array({{{"ResourceId", vpc.id("vpc")},
                         {"TransitGatewayAttachmentId", attachment_id(vpc)},
                         {"ResourceType", "vpc"}}})},
          {"Type", type},
          {"State", "active"}};
}

Json blackhole(std::string_view block) {
  return {{"DestinationCidrBlock", block}, {"Type", "static"}, {"State", "blackhole"}};
}

}  // namespace

Json describe_dhcp_options(const EstatePart& part) {
  const auto option = [](std::string_view key, const std::string& value) -> Json {
    return {{"Key", key}, {"Values", Json::array({{{"Value", value}}})}};
  };
  Json configurations = Json::array(
      {option("domain-name", fmt::format("{}.compute.internal", part.region.name)),
       option("domain-name-servers", "AmazonProvidedDNS")});
  return {{"DhcpOptions",
           Json::array({{{"DhcpOptionsId", "dopt-0aeb221660ff09134"},
                         {"OwnerId", part.account},
                         {"Tags", Json::array()},
                         {"DhcpConfigurations", std::move(configurations)}}})}};
}

Json describe_prefix_lists(const EstatePart& part) {
  return {{"PrefixLists",
           Json::array({{{"PrefixListId", part.region.s3_list},
                         {"PrefixListName",
                          fmt::format("com.amazonaws.{}.s3", part.region.name)},
                         {"Cidrs", part.region.s3_blocks}}})}};
}

Json describe_managed_prefix_lists(const EstatePart& part) {
  return {
      {"PrefixLists",
       Json::array(
           {prefix_list(part, part.region.s3_list,
                        fmt::format("com.amazonaws.{}.s3", part.region.name), "AWS"),
            prefix_list(part, own_prefix_list(part), "all-vpcs", network_account())})}};
}

Json prefix_list_entries(const std::vector<std::string>& blocks) {
  Json entries = Json::array();
  for (const auto& block : blocks) entries.push_back({{"Cidr", block}});
  return {{"Entries", std::move(entries)}};
}

Json describe_transit_gateways(const EstatePart& part) {
  const std::string id = regional_id(part.options, "tgw", part.region);
  return {{"TransitGateways",
           Json::array({{{"TransitGatewayId", id},
                         {"TransitGatewayArn",
                          fmt::format("arn:aws:ec2:{}:{}:transit-gateway/{}",
                                      part.region.name, network_account(), id)},
                         {"State", "available"},
                         {"OwnerId", network_account()},
                         {"Description", "joins all VPCs"},
                         {"CreationTime", kCreated},
                         {"Options",
                          {{"AmazonSideAsn", 64512},
                           {"AutoAcceptSharedAttachments", "enable"},
                           {"DefaultRouteTableAssociation", "disable"},
                           {"DefaultRouteTablePropagation", "disable"},
                           {"VpnEcmpSupport", "enable"},
                           {"DnsSupport", "enable"},
                           {"SecurityGroupReferencingSupport", "disable"},
                           {"MulticastSupport", "disable"}}},
                         {"Tags", Json::array()}}})}};
}

Json describe_transit_gateway_vpc_attachments(const EstatePart& part) {
  return list("TransitGatewayVpcAttachments", part, [&](const EstateVpc& vpc) -> Json {
    Json subnets = Json::array();
    for (std::size_t i = 0; i < vpc.attachment_subnets(); ++i) {
      subnets.push_back(vpc.id("subnet", 2 + i));
    }
    return {{"TransitGatewayAttachmentId", attachment_id(vpc)},
            {"TransitGatewayId", regional_id(part.options, "tgw", part.region)},
            {"VpcId", vpc.id("vpc")},
            {"VpcOwnerId", vpc.account()},
            {"State", "available"},
            {"SubnetIds", std::move(subnets)},
            {"CreationTime", kCreated},
            {"Options",
             {{"DnsSupport", "enable"},
              {"SecurityGroupReferencingSupport", "disable"},
              {"Ipv6Support", "disable"},
              {"ApplianceModeSupport", "disable"}}},
            {"Tags", named(vpc.name())}};
  });
}

Json describe_transit_gateway_attachments(const EstatePart& part) {
  return list("TransitGatewayAttachments", part, [&](const EstateVpc& vpc) -> Json {
    return {{"TransitGatewayAttachmentId", attachment_id(vpc)},
            {"TransitGatewayId", regional_id(part.options, "tgw", part.region)},
            {"TransitGatewayOwnerId", network_account()},
            {"ResourceOwnerId", vpc.account()},
            {"ResourceType", "vpc"},
            {"ResourceId", vpc.id("vpc")},
            {"State", "available"},
            {"Association",
             {{"TransitGatewayRouteTableId",
               regional_id(part.options, "tgw-rtb", part.region)},
              {"State", "associated"}}},
            {"CreationTime", kCreated},
            {"Tags", named(vpc.name())}};
  });
}

Json describe_transit_gateway_route_tables(const EstatePart& part) {
  return {{"TransitGatewayRouteTables",
           Json::array(
               {{{"TransitGatewayRouteTableId",
                  regional_id(part.options, "tgw-rtb", part.region)},
                 {"TransitGatewayId", regional_id(part.options, "tgw", part.region)},
                 {"State", "available"},
                 {"DefaultAssociationRouteTable", false},
                 {"DefaultPropagationRouteTable", false},
                 {"CreationTime", kCreated},
                 {"Tags", Json::array()}}})}};
}

Json search_transit_gateway_routes(const EstatePart& part) {
  Json routes = Json::array();
  for (const auto& vpc : part.vpcs) {
    if (vpc.is_hub()) {
      routes.push_back(route_to(vpc, kEverywhere, "static"));
      // What is of no VPC must not go to the hub, and from there back again.
      routes.push_back(blackhole(kAllVpcs));
    }
    routes.push_back(vpc.make() == Make::Blackhole
                         ? blackhole(vpc.cidr())
                         : route_to(vpc, vpc.cidr(), "propagated"));
  }
  return {{"Routes", std::move(routes)}, {"AdditionalRoutesAvailable", false}};
}

}  // namespace pullproof::bench
