#include <array>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "bench/account/documents.h"
#include "bench/account/network_plan.h"

namespace pullproof::bench {
namespace {

constexpr std::array<std::string_view, kZones> kZoneIds = {"euc1-az2", "euc1-az3",
                                                           "euc1-az1"};
constexpr std::string_view kDynamoDbList = "pl-66a5400f";
constexpr std::array<std::string_view, 7> kS3Blocks = {
    "3.5.134.0/23",   "3.5.136.0/22",    "16.12.32.0/21",  "52.219.44.0/22",
    "52.219.72.0/22", "52.219.140.0/24", "52.219.168.0/22"};

/// "rtbassoc-0..." for "rtb-0..." and the like.
std::string renamed(std::string_view kind, const std::string& id) {
  return std::string(kind) + id.substr(id.find('-'));
}

Json named(const std::string& name) {
  return Json::array({{{"Key", "Name"}, {"Value", name}}});
}

/// Every `of(network)`'s elements as `print(network, element)` in one list.
template <class Of, class Print>
Json list(const Account& account, Of of, Print print) {
  Json all = Json::array();
  for (const auto& network : account.networks) {
    for (const auto& element : network.*of) all.push_back(print(network, element));
  }
  return all;
}

Json subnet(const Network& network, const Subnet& subnet) {
  const bool open = subnet.tier == Tier::Public;
  return {{"AvailabilityZone", fmt::format("{}{}", kRegion, "abc"[subnet.zone])},
          {"AvailabilityZoneId", kZoneIds[subnet.zone]},
          {"AvailableIpAddressCount", 240},
          {"CidrBlock", subnet.cidr},
          {"DefaultForAz", false},
          {"MapPublicIpOnLaunch", open},
          {"State", "available"},
          {"SubnetId", subnet.id},
          {"VpcId", network.id},
          {"OwnerId", kAccountId},
          {"AssignIpv6AddressOnCreation", false},
          {"Ipv6CidrBlockAssociationSet", Json::array()},
          {"Tags", named(subnet.name)},
          {"SubnetArn", regional_arn("ec2", "subnet/" + subnet.id)},
          {"EnableDns64", false},
          {"Ipv6Native", false},
          {"PrivateDnsNameOptionsOnLaunch",
           {{"HostnameType", "ip-name"},
            {"EnableResourceNameDnsARecord", false},
            {"EnableResourceNameDnsAAAARecord", false}}}};
}

Json associations(const RouteTable& table) {
  const auto association = [&](const std::string& id, const std::string* subnet) {
    Json one = {{"Main", subnet == nullptr},
                {"RouteTableAssociationId", renamed("rtbassoc", id)},
                {"RouteTableId", table.id}};
    if (subnet != nullptr) one["SubnetId"] = *subnet;
    one["AssociationState"] = {{"State", "associated"}};
    return one;
  };
  Json all = Json::array();
  if (table.main) all.push_back(association(table.id, nullptr));
  for (const auto& subnet : table.subnets) all.push_back(association(subnet, &subnet));
  return all;
}

Json route_table(const Network& network, const RouteTable& table) {
  Json routes = Json::array({{{"DestinationCidrBlock", vpc_cidr(network)},
                              {"GatewayId", "local"},
                              {"Origin", "CreateRouteTable"},
                              {"State", "active"}}});
  if (!table.internet.empty()) {
    const bool nat = table.internet.starts_with("nat-");
    routes.push_back({{"DestinationCidrBlock", "0.0.0.0/0"},
                      {nat ? "NatGatewayId" : "GatewayId", table.internet},
                      {"Origin", "CreateRoute"},
                      {"State", "active"}});
  }
  if (!table.s3_endpoint.empty()) {
    routes.push_back({{"DestinationPrefixListId", kS3List},
                      {"GatewayId", table.s3_endpoint},
                      {"Origin", "CreateRoute"},
                      {"State", "active"}});
  }
  return {{"Associations", associations(table)},
          {"PropagatingVgws", Json::array()},
          {"RouteTableId", table.id},
          {"Routes", std::move(routes)},
          {"Tags", table.main ? Json::array() : named(table.name)},
          {"VpcId", network.id},
          {"OwnerId", kAccountId}};
}

Json acl_entry(const AclRule& rule, bool egress, bool allow) {
  Json entry = {{"CidrBlock", rule.cidr}, {"Egress", egress}};
  if (rule.to != 0) entry["PortRange"] = {{"From", rule.from}, {"To", rule.to}};
  entry["Protocol"] = rule.protocol;
  entry["RuleAction"] = allow ? "allow" : "deny";
  entry["RuleNumber"] = rule.number;
  return entry;
}

Json network_acl(const Network& network, const Acl& acl) {
  AclRule everything{
      .number = 100, .cidr = "0.0.0.0/0", .protocol = "-1", .from = 0, .to = 0};
  Json entries = Json::array({acl_entry(everything, true, true)});
  for (const auto& rule : acl.ingress) entries.push_back(acl_entry(rule, false, true));
  everything.number = 32767;
  entries.push_back(acl_entry(everything, true, false));
  entries.push_back(acl_entry(everything, false, false));
  Json associated = Json::array();
  for (const auto& subnet : acl.subnets) {
    associated.push_back({{"NetworkAclAssociationId", renamed("aclassoc", subnet)},
                          {"NetworkAclId", acl.id},
                          {"SubnetId", subnet}});
  }
  return {{"Associations", std::move(associated)},
          {"Entries", std::move(entries)},
          {"IsDefault", acl.is_default},
          {"NetworkAclId", acl.id},
          {"Tags", Json::array()},
          {"VpcId", network.id},
          {"OwnerId", kAccountId}};
}

Json vpc(const Network& network) {
  const std::string cidr = vpc_cidr(network);
  return {{"CidrBlock", cidr},
          {"DhcpOptionsId", kDhcpOptions},
          {"State", "available"},
          {"VpcId", network.id},
          {"OwnerId", kAccountId},
          {"InstanceTenancy", "default"},
          {"CidrBlockAssociationSet",
           Json::array({{{"AssociationId", renamed("vpc-cidr-assoc", network.id)},
                         {"CidrBlock", cidr},
                         {"CidrBlockState", {{"State", "associated"}}}}})},
          {"IsDefault", false},
          {"Tags", named(network.cluster)}};
}

Json nat_gateway(const Network& network, const Interface& nat) {
  return {{"CreateTime", kCreated},
          {"NatGatewayAddresses",
           Json::array({{{"NetworkInterfaceId", nat.id},
                         {"PrivateIp", nat.address},
                         {"IsPrimary", true},
                         {"Status", "succeeded"},
                         {"AllocationId", nat.allocation},
                         {"PublicIp", nat.public_address},
                         {"AssociationId", renamed("eipassoc", nat.allocation)}}})},
          {"NatGatewayId", nat.owner},
          {"State", "available"},
          {"SubnetId", nat.subnet},
          {"VpcId", network.id},
          {"Tags", Json::array()},
          {"ConnectivityType", "public"}};
}

}  // namespace

std::string regional_arn(std::string_view service, std::string_view resource) {
  return fmt::format("arn:aws:{}:{}:{}:{}", service, kRegion, kAccountId, resource);
}

Json describe_vpcs(const Account& account) {
  Json all = Json::array();
  for (const auto& network : account.networks) all.push_back(vpc(network));
  return {{"Vpcs", std::move(all)}};
}

Json describe_subnets(const Account& account) {
  return {{"Subnets", list(account, &Network::subnets, subnet)}};
}

Json describe_route_tables(const Account& account) {
  return {{"RouteTables", list(account, &Network::route_tables, route_table)}};
}

Json describe_network_acls(const Account& account) {
  return {{"NetworkAcls", list(account, &Network::acls, network_acl)}};
}

Json describe_internet_gateways(const Account& account) {
  Json all = Json::array();
  for (const auto& network : account.networks) {
    all.push_back({{"Attachments",
                    Json::array({{{"State", "available"}, {"VpcId", network.id}}})},
                   {"InternetGatewayId", network.internet_gateway},
                   {"OwnerId", kAccountId},
                   {"Tags", Json::array()}});
  }
  return {{"InternetGateways", std::move(all)}};
}

Json describe_nat_gateways(const Account& account) {
  return {{"NatGateways", list(account, &Network::nat_gateways,
                               [](const Network& network, std::size_t nat) {
                                 return nat_gateway(network, network.interfaces[nat]);
                               })}};
}

Json describe_addresses(const Account& account) {
  const auto address = [](const Network& network, std::size_t index) -> Json {
    const Interface& nat = network.interfaces[index];
    return {{"AllocationId", nat.allocation},
            {"AssociationId", renamed("eipassoc", nat.allocation)},
            {"Domain", "vpc"},
            {"NetworkInterfaceId", nat.id},
            {"NetworkInterfaceOwnerId", kAccountId},
            {"PrivateIpAddress", nat.address},
            {"PublicIp", nat.public_address},
            {"PublicIpv4Pool", "amazon"},
            {"NetworkBorderGroup", kRegion},
            {"Tags", Json::array()}};
  };
  return {{"Addresses", list(account, &Network::nat_gateways, address)}};
}

Json describe_dhcp_options() {
  const auto option = [](std::string_view key, const std::string& value) -> Json {
    return {{"Key", key}, {"Values", Json::array({{{"Value", value}}})}};
  };
  return {
      {"DhcpOptions",
       Json::array(
           {{{"DhcpOptionsId", kDhcpOptions},
             {"OwnerId", kAccountId},
             {"Tags", Json::array()},
             {"DhcpConfigurations",
              Json::array(
                  {option("domain-name", fmt::format("{}.compute.internal", kRegion)),
                   option("domain-name-servers", "AmazonProvidedDNS")})}}})}};
}

Json describe_prefix_lists() {
  return {{"PrefixLists",
           Json::array(
               {{{"PrefixListId", kS3List},
                 {"PrefixListName", fmt::format("com.amazonaws.{}.s3", kRegion)},
                 {"Cidrs", kS3Blocks}},
                {{"PrefixListId", kDynamoDbList},
                 {"PrefixListName", fmt::format("com.amazonaws.{}.dynamodb", kRegion)},
                 {"Cidrs", Json::array({"52.94.16.0/23", "52.119.188.0/22"})}}})}};
}

Json describe_managed_prefix_lists() {
  const auto managed = [](std::string_view id, std::string_view service) -> Json {
    return {{"PrefixListId", id},
            {"AddressFamily", "IPv4"},
            {"State", "create-complete"},
            {"PrefixListArn",
             fmt::format("arn:aws:ec2:{}:aws:prefix-list/{}", kRegion, id)},
            {"PrefixListName", fmt::format("com.amazonaws.{}.{}", kRegion, service)},
            {"MaxEntries", 100},
            {"Version", 1},
            {"Tags", Json::array()},
            {"OwnerId", "AWS"}};
  };
  return {{"PrefixLists",
           Json::array({managed(kS3List, "s3"), managed(kDynamoDbList, "dynamodb")})}};
}

Json managed_prefix_list_entries() {
  Json entries = Json::array();
  for (const auto block : kS3Blocks) entries.push_back({{"Cidr", block}});
  return {{"Entries", std::move(entries)}};
}

}  // namespace pullproof::bench
