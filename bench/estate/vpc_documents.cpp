#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "bench/estate/documents.h"

namespace pullproof::bench {
namespace {

/// Every `count` things of every VPC, as `print(vpc, index)`.
template <class Print>
Json list(const char* key, const EstatePart& part, std::size_t count, Print print) {
  Json all = Json::array();
  for (const auto& vpc : part.vpcs) {
    for (std::size_t i = 0; i < count; ++i) all.push_back(print(vpc, i));
  }
  return {{key, std::move(all)}};
}

Json vpc_document(const EstateVpc& vpc, std::size_t /*index*/) {
  return {{"CidrBlock", vpc.cidr()},
          {"DhcpOptionsId", "dopt-0aeb221660ff09134"},
          {"State", "available"},
          {"VpcId", vpc.id("vpc")},
          {"OwnerId", vpc.account()},
          {"InstanceTenancy", "default"},
          {"CidrBlockAssociationSet",
           Json::array({{{"AssociationId", renamed("vpc-cidr-assoc", vpc.id("vpc"))},
                         {"CidrBlock", vpc.cidr()},
                         {"CidrBlockState", {{"State", "associated"}}}}})},
          {"IsDefault", false},
          {"Tags", named(vpc.name())}};
}

Json subnet(const EstateVpc& vpc, std::size_t index) {
  const std::size_t zone = index % kZoneLetters.size();
  const bool is_public = index < 2;
  const std::string id = vpc.id("subnet", index);
  return {
      {"AvailabilityZone", fmt::format("{}{}", vpc.region().name, kZoneLetters[zone])},
      {"AvailabilityZoneId", vpc.region().zone_ids[zone]},
      {"AvailableIpAddressCount", 200},
      {"CidrBlock", vpc.subnet_cidr(index)},
      {"DefaultForAz", false},
      {"MapPublicIpOnLaunch", false},
      {"State", "available"},
      {"SubnetId", id},
      {"VpcId", vpc.id("vpc")},
      {"OwnerId", vpc.account()},
      {"AssignIpv6AddressOnCreation", false},
      {"Ipv6CidrBlockAssociationSet", Json::array()},
      {"Tags",
       named(fmt::format("{}-{}-{}", vpc.name(), is_public ? "public" : "private",
                         kZoneLetters[zone]))},
      {"SubnetArn", fmt::format("arn:aws:ec2:{}:{}:subnet/{}", vpc.region().name,
                                vpc.account(), id)},
      {"EnableDns64", false},
      {"Ipv6Native", false},
      {"PrivateDnsNameOptionsOnLaunch",
       {{"HostnameType", "ip-name"},
        {"EnableResourceNameDnsARecord", false},
        {"EnableResourceNameDnsAAAARecord", false}}}};
}

Json route(std::string_view destination, const char* target, const std::string& id) {
  const bool is_list = destination.starts_with("pl-");
  return {{is_list ? "DestinationPrefixListId" : "DestinationCidrBlock", destination},
          {target, id},
          {"Origin", id == "local" ? "CreateRouteTable" : "CreateRoute"},
          {"State", "active"}};
}

Json routes(const EstatePart& part, const EstateVpc& vpc, bool is_public) {
  const Make make = vpc.make();
  const std::string gateway = regional_id(part.options, "tgw", vpc.region());
  Json all = Json::array({route(vpc.cidr(), "GatewayId", "local")});
  if (is_public) {
    all.push_back(route(kEverywhere, "GatewayId", vpc.id("igw")));
  } else if (make == Make::ThroughHub) {
    all.push_back(route(kEverywhere, "TransitGatewayId", gateway));
  } else if (make != Make::NoReturnRoute) {
    all.push_back(route(kEverywhere, "NatGatewayId", vpc.id("nat")));
  }
  if (make != Make::NoReturnRoute) {
    all.push_back(route(kAllVpcs, "TransitGatewayId", gateway));
  }
  if (is_public) return all;
  if (make == Make::Requester || make == Make::Accepter) {
    const auto peer =
        vpc.other(make == Make::Requester ? vpc.number() + 1 : vpc.number() - 1);
    all.push_back(route(peer.cidr(), "VpcPeeringConnectionId", vpc.peering_id()));
  }
  all.push_back(route(vpc.region().s3_list, "GatewayId", vpc.id("vpce", 0)));
  return all;
}

/// The public subnets' table, and that of all others, which is the main one.
Json route_table(const EstatePart& part, const EstateVpc& vpc, std::size_t index) {
  const bool is_public = index == 0;
  const std::string id = vpc.id("rtb", index);
  Json associations = Json::array();
  if (!is_public) {
    associations.push_back({{"Main", true},
                            {"RouteTableAssociationId", renamed("rtbassoc", id)},
                            {"RouteTableId", id},
                            {"AssociationState", {{"State", "associated"}}}});
  }
  for (std::size_t i = 2 * index; i < 2 * index + 2; ++i) {
    const std::string subnet = vpc.id("subnet", i);
    associations.push_back({{"Main", false},
                            {"RouteTableAssociationId", renamed("rtbassoc", subnet)},
                            {"RouteTableId", id},
                            {"SubnetId", subnet},
                            {"AssociationState", {{"State", "associated"}}}});
  }
  return {{"Associations", std::move(associations)},
          {"PropagatingVgws", Json::array()},
          {"RouteTableId", id},
          {"Routes", routes(part, vpc, is_public)},
          {"Tags",
           named(fmt::format("{}-{}", vpc.name(), is_public ? "public" : "private"))},
          {"VpcId", vpc.id("vpc")},
          {"OwnerId", vpc.account()}};
}

Json acl_entry(std::string_view block, bool egress, bool allow, int number) {
  return {{"CidrBlock", block},
          {"Egress", egress},
          {"Protocol", "-1"},
          {"RuleAction", allow ? "allow" : "deny"},
          {"RuleNumber", number}};
}

/// In the order in which the CLI prints them.
Json acl_entries(const EstateVpc& vpc, bool closed) {
  Json entries = Json::array({acl_entry(kEverywhere, true, true, 100),
                              acl_entry(kEverywhere, true, false, 32767)});
  if (closed) {
    entries.push_back(acl_entry(vpc.cidr(), false, true, 80));
    entries.push_back(acl_entry(kAllVpcs, false, false, 90));
    entries.back()["Protocol"] = "6";
    entries.back()["PortRange"] = {{"From", 443}, {"To", 443}};
  }
  entries.push_back(acl_entry(kEverywhere, false, true, 100));
  entries.push_back(acl_entry(kEverywhere, false, false, 32767));
  return entries;
}

/// The default one, and in some VPCs another one for the last subnet.
Json network_acl(const EstateVpc& vpc, bool closed, std::size_t first,
                 std::size_t last) {
  const std::string id = vpc.id("acl", closed ? 1 : 0);
  Json associations = Json::array();
  for (std::size_t i = first; i < last; ++i) {
    const std::string subnet = vpc.id("subnet", i);
    associations.push_back({{"NetworkAclAssociationId", renamed("aclassoc", subnet)},
                            {"NetworkAclId", id},
                            {"SubnetId", subnet}});
  }
  return {{"Associations", std::move(associations)},
          {"Entries", acl_entries(vpc, closed)},
          {"IsDefault", !closed},
          {"NetworkAclId", id},
          {"Tags", Json::array()},
          {"VpcId", vpc.id("vpc")},
          {"OwnerId", vpc.account()}};
}

Json internet_gateway(const EstateVpc& vpc, std::size_t /*index*/) {
  return {{"Attachments",
           Json::array({{{"State", "available"}, {"VpcId", vpc.id("vpc")}}})},
          {"InternetGatewayId", vpc.id("igw")},
          {"OwnerId", vpc.account()},
          {"Tags", named(vpc.name())}};
}

Json nat_gateway(const EstateVpc& vpc, std::size_t /*index*/) {
  const EstateInterface interface = vpc.interface(0);
  return {{"CreateTime", "2026-01-10T08:00:00+00:00"},
          {"NatGatewayAddresses",
           Json::array({{{"NetworkInterfaceId", vpc.id("eni", 0)},
                         {"PrivateIp", vpc.address(interface)},
                         {"IsPrimary", true},
                         {"Status", "succeeded"},
                         {"AllocationId", vpc.id("eipalloc", 0)},
                         {"PublicIp", vpc.public_address(interface)},
                         {"AssociationId", vpc.id("eipassoc", 0)}}})},
          {"NatGatewayId", vpc.id("nat")},
          {"State", "available"},
          {"SubnetId", vpc.id("subnet", interface.subnet)},
          {"VpcId", vpc.id("vpc")},
          {"Tags", named(vpc.name())},
          {"ConnectivityType", "public"}};
}

Json peering_side(const EstateVpc& vpc) {
  return {{"CidrBlock", vpc.cidr()},
          {"CidrBlockSet", Json::array({{{"CidrBlock", vpc.cidr()}}})},
          {"OwnerId", vpc.account()},
          {"PeeringOptions",
           {{"AllowDnsResolutionFromRemoteVpc", false},
            {"AllowEgressFromLocalClassicLinkToRemoteVpc", false},
            {"AllowEgressFromLocalVpcToRemoteClassicLink", false}}},
          {"VpcId", vpc.id("vpc")},
          {"Region", vpc.region().name}};
}

}  // namespace

std::string renamed(std::string_view kind, const std::string& id) {
  return std::string(kind) + id.substr(id.find('-'));
}

Json named(const std::string& name) {
  return Json::array(
      {{{"Key", "Name"}, {"Value", name}}, {{"Key", "CostCenter"}, {"Value", "4711"}}});
}

Json describe_vpcs(const EstatePart& part) {
  return list("Vpcs", part, 1, vpc_document);
}

Json describe_subnets(const EstatePart& part) {
  return list("Subnets", part, kSubnets, subnet);
}

Json describe_route_tables(const EstatePart& part) {
  return list("RouteTables", part, 2, [&](const EstateVpc& vpc, std::size_t index) {
    return route_table(part, vpc, index);
  });
}

Json describe_network_acls(const EstatePart& part) {
  Json all = Json::array();
  for (const auto& vpc : part.vpcs) {
    const bool closed = vpc.make() == Make::ClosedSubnet;
    all.push_back(network_acl(vpc, false, 0, closed ? kSubnets - 1 : kSubnets));
    if (closed) all.push_back(network_acl(vpc, true, kSubnets - 1, kSubnets));
  }
  return {{"NetworkAcls", std::move(all)}};
}

Json describe_internet_gateways(const EstatePart& part) {
  return list("InternetGateways", part, 1, internet_gateway);
}

Json describe_nat_gateways(const EstatePart& part) {
  return list("NatGateways", part, 1, nat_gateway);
}

Json describe_vpc_peering_connections(const EstatePart& part) {
  Json all = Json::array();
  for (const auto& vpc : part.vpcs) {
    if (vpc.make() != Make::Requester) continue;
    all.push_back({{"AccepterVpcInfo", peering_side(vpc.other(vpc.number() + 1))},
                   {"RequesterVpcInfo", peering_side(vpc)},
                   {"Status", {{"Code", "active"}, {"Message", "Active"}}},
                   {"Tags", Json::array()},
                   {"VpcPeeringConnectionId", vpc.peering_id()}});
  }
  return {{"VpcPeeringConnections", std::move(all)}};
}

}  // namespace pullproof::bench
