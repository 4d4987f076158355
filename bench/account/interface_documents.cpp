#include <algorithm>
#include <cctype>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "bench/account/documents.h"

namespace pullproof::bench {
namespace {

Json permissions(const std::vector<GroupRule>& rules) {
  Json all = Json::array();
  for (const auto& rule : rules) {
    Json one = {{"IpProtocol", rule.protocol},
                {"UserIdGroupPairs", Json::array()},
                {"IpRanges", Json::array()},
                {"Ipv6Ranges", Json::array()},
                {"PrefixListIds", Json::array()}};
    for (const auto& group : rule.groups) {
      one["UserIdGroupPairs"].push_back({{"UserId", kAccountId}, {"GroupId", group}});
    }
    for (const auto& cidr : rule.cidrs) one["IpRanges"].push_back({{"CidrIp", cidr}});
    for (const auto& prefixes : rule.prefix_lists) {
      one["PrefixListIds"].push_back({{"PrefixListId", prefixes}});
    }
    if (rule.port != 0) {
      one["FromPort"] = rule.port;
      one["ToPort"] = rule.port;
    }
    all.push_back(std::move(one));
  }
  return all;
}

Json security_group(const Network& network, const Group& group) {
  return {{"GroupId", group.id},
          {"IpPermissionsEgress", permissions(group.egress)},
          {"Tags", Json::array()},
          {"VpcId", network.id},
          {"SecurityGroupArn", regional_arn("ec2", "security-group/" + group.id)},
          {"OwnerId", kAccountId},
          {"GroupName", group.name},
          {"Description", group.name},
          {"IpPermissions", permissions(group.ingress)}};
}

Json group_names(const Network& network, const std::vector<std::string>& ids) {
  Json all = Json::array();
  for (const auto& id : ids) {
    const auto group = std::find_if(network.groups.begin(), network.groups.end(),
                                    [&](const Group& each) { return each.id == id; });
    all.push_back({{"GroupId", id}, {"GroupName", group->name}});
  }
  return all;
}

std::string mac_address(const std::string& id) {
  const auto at = [&](std::size_t i) { return id.substr(id.size() - 2 * i, 2); };
  return fmt::format("02:{}:{}:{}:{}:{}", at(5), at(4), at(3), at(2), at(1));
}

std::string description(const Interface& interface) {
  switch (interface.kind) {
    case Interface::Kind::Nat:
      return "Interface for NAT Gateway " + interface.owner;
    case Interface::Kind::Endpoint:
      return "VPC Endpoint Interface " + interface.owner;
    case Interface::Kind::Task:
      return regional_arn("ecs", "attachment/" + interface.owner);
    case Interface::Kind::Instance:
      break;
  }
  return "";
}

std::string_view interface_type(Interface::Kind kind) {
  switch (kind) {
    case Interface::Kind::Nat:
      return "nat_gateway";
    case Interface::Kind::Endpoint:
      return "vpc_endpoint";
    case Interface::Kind::Instance:
    case Interface::Kind::Task:
      break;
  }
  return "interface";
}

Json association(const Interface& interface) {
  Json one = {{"IpOwnerId", interface.allocation.empty() ? "amazon" : kAccountId},
              {"PublicDnsName", ""},
              {"PublicIp", interface.public_address}};
  if (!interface.allocation.empty()) {
    one["AllocationId"] = interface.allocation;
    one["AssociationId"] =
        "eipassoc" + interface.allocation.substr(interface.allocation.find('-'));
  }
  return one;
}

Json network_interface(const Network& network, const Interface& interface) {
  Json primary = {{"Primary", true}, {"PrivateIpAddress", interface.address}};
  const bool is_public = !interface.public_address.empty();
  if (is_public) primary["Association"] = association(interface);
  Json one = {{"AvailabilityZone", fmt::format("{}{}", kRegion, "abc"[interface.zone])},
              {"Description", description(interface)},
              {"Groups", group_names(network, interface.groups)},
              {"InterfaceType", interface_type(interface.kind)},
              {"Ipv6Addresses", Json::array()},
              {"MacAddress", mac_address(interface.id)},
              {"NetworkInterfaceId", interface.id},
              {"OwnerId", kAccountId},
              {"PrivateIpAddress", interface.address},
              {"PrivateIpAddresses", Json::array({std::move(primary)})},
              {"RequesterManaged", interface.kind != Interface::Kind::Instance},
              {"SourceDestCheck", interface.kind != Interface::Kind::Nat},
              {"Status", "in-use"},
              {"SubnetId", interface.subnet},
              {"TagSet", Json::array()},
              {"VpcId", network.id}};
  if (is_public) one["Association"] = association(interface);
  if (interface.kind == Interface::Kind::Instance) {
    one["Attachment"] = {{"AttachTime", kCreated},
                         {"AttachmentId", "eni-attach" + interface.id.substr(3)},
                         {"DeleteOnTermination", true},
                         {"DeviceIndex", 0},
                         {"InstanceId", interface.owner},
                         {"InstanceOwnerId", kAccountId},
                         {"Status", "attached"},
                         {"NetworkCardIndex", 0}};
  }
  return one;
}

std::string endpoint_policy(const Endpoint& endpoint) {
  Json statement = {
      {"Effect", "Allow"}, {"Principal", "*"}, {"Action", "*"}, {"Resource", "*"}};
  if (endpoint.own_principals_only && endpoint.service == "s3") {
    statement["Action"] = "s3:GetObject";
    statement["Resource"] =
        fmt::format("arn:aws:s3:::prod-{}-starport-layer-bucket/*", kRegion);
  } else if (endpoint.own_principals_only) {
    statement["Condition"] = {{"StringEquals", {{"aws:PrincipalAccount", kAccountId}}}};
  }
  return policy(statement).dump();
}

/// The name inside AWS's zone: "api.ecr" for "ecr.api".
std::string dns_prefix(const std::string& service) {
  const auto dot = service.find('.');
  if (dot == std::string::npos) return service;
  return service.substr(dot + 1) + "." + service.substr(0, dot);
}

Json dns_entries(const Endpoint& endpoint) {
  if (endpoint.service == "s3") return Json::array();
  const std::string prefix = dns_prefix(endpoint.service);
  std::string zone = "Z0PRIVATE" + endpoint.id.substr(endpoint.id.size() - 8);
  std::transform(zone.begin(), zone.end(), zone.begin(), [](unsigned char letter) {
    return static_cast<char>(std::toupper(letter));
  });
  const std::string name = fmt::format("{}.{}.amazonaws.com", prefix, kRegion);
  Json all =
      Json::array({{{"DnsName", fmt::format("{}-x1y2z3w4.{}.{}.vpce.amazonaws.com",
                                            endpoint.id, prefix, kRegion)},
                    {"HostedZoneId", "Z273ZU8SZ5RJPC"}},
                   {{"DnsName", name}, {"HostedZoneId", zone}}});
  if (endpoint.service == "ecr.dkr") {
    all.push_back({{"DnsName", "*." + name}, {"HostedZoneId", zone}});
  }
  return all;
}

Json vpc_endpoint(const Network& network, const Endpoint& endpoint) {
  const bool gateway = endpoint.service == "s3";
  Json tables = Json::array();
  for (const auto& table : network.route_tables) {
    if (table.s3_endpoint == endpoint.id) tables.push_back(table.id);
  }
  Json subnets = Json::array();
  Json interfaces = Json::array();
  for (const std::size_t index : endpoint.interfaces) {
    subnets.push_back(network.interfaces[index].subnet);
    interfaces.push_back(network.interfaces[index].id);
  }
  Json one = {
      {"VpcEndpointId", endpoint.id},
      {"VpcEndpointType", gateway ? "Gateway" : "Interface"},
      {"VpcId", network.id},
      {"ServiceName", fmt::format("com.amazonaws.{}.{}", kRegion, endpoint.service)},
      {"State", "available"},
      {"PolicyDocument", endpoint_policy(endpoint)},
      {"RouteTableIds", std::move(tables)},
      {"SubnetIds", std::move(subnets)},
      {"Groups",
       gateway ? Json::array() : group_names(network, {network.endpoint_group})}};
  if (!gateway) {
    one["IpAddressType"] = "ipv4";
    one["DnsOptions"] = {{"DnsRecordIpType", "ipv4"}};
  }
  one["PrivateDnsEnabled"] = !gateway;
  one["RequesterManaged"] = false;
  one["NetworkInterfaceIds"] = std::move(interfaces);
  one["DnsEntries"] = dns_entries(endpoint);
  one["CreationTimestamp"] = kCreated;
  one["Tags"] = Json::array();
  one["OwnerId"] = kAccountId;
  return one;
}

Json instance_interface(const Network& network, const Interface& interface) {
  return {{"NetworkInterfaceId", interface.id},
          {"SubnetId", interface.subnet},
          {"VpcId", network.id},
          {"PrivateIpAddress", interface.address},
          {"Groups", group_names(network, interface.groups)},
          {"Status", "in-use"},
          {"Attachment",
           {{"DeviceIndex", 0},
            {"Status", "attached"},
            {"AttachmentId", "eni-attach" + interface.id.substr(3)}}}};
}

Json reservation(const Network& network, const Instance& instance,
                 const std::string& profile_id) {
  const Interface& interface = network.interfaces[instance.interface];
  const std::string profile = "instance-profile/ecs-instance-" + network.cluster;
  Json one = {
      {"AmiLaunchIndex", 0},
      {"ImageId", "ami-0abcdef1234567890"},
      {"InstanceId", instance.id},
      {"InstanceType", "m6i.large"},
      {"LaunchTime", kCreated},
      {"PrivateIpAddress", interface.address},
      {"State", {{"Code", 16}, {"Name", "running"}}},
      {"SubnetId", interface.subnet},
      {"VpcId", network.id},
      {"Architecture", "x86_64"},
      {"NetworkInterfaces", Json::array({instance_interface(network, interface)})},
      {"SecurityGroups", group_names(network, interface.groups)},
      {"IamInstanceProfile", {{"Arn", iam_arn(profile)}, {"Id", profile_id}}},
      {"Tags", Json::array()}};
  return {{"ReservationId", "r" + instance.id.substr(1)},
          {"OwnerId", kAccountId},
          {"Groups", Json::array()},
          {"Instances", Json::array({std::move(one)})}};
}

}  // namespace

Json describe_security_groups(const Account& account) {
  Json all = Json::array();
  for (const auto& network : account.networks) {
    for (const auto& group : network.groups) {
      all.push_back(security_group(network, group));
    }
  }
  return {{"SecurityGroups", std::move(all)}};
}

Json describe_network_interfaces(const Account& account) {
  Json all = Json::array();
  for (const auto& network : account.networks) {
    for (const auto& interface : network.interfaces) {
      all.push_back(network_interface(network, interface));
    }
  }
  return {{"NetworkInterfaces", std::move(all)}};
}

Json describe_vpc_endpoints(const Account& account) {
  Json all = Json::array();
  for (const auto& network : account.networks) {
    for (const auto& endpoint : network.endpoints) {
      all.push_back(vpc_endpoint(network, endpoint));
    }
  }
  return {{"VpcEndpoints", std::move(all)}};
}

Json describe_instances(const Account& account) {
  Json all = Json::array();
  for (std::size_t i = 0; i < account.networks.size(); ++i) {
    const Network& network = account.networks[i];
    const Role& role = account.roles[i];
    for (const auto& instance : network.instances) {
      all.push_back(reservation(network, instance, "AIPA" + role.unique_part));
    }
  }
  return {{"Reservations", std::move(all)}};
}

}  // namespace pullproof::bench
