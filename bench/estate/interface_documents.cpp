#include <array>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "bench/estate/documents.h"

namespace pullproof::bench {
namespace {

using Kind = EstateInterface::Kind;

constexpr std::string_view kCreated = "2026-01-10T08:00:00+00:00";
constexpr std::array<std::string_view, kEndpointServices> kEndpointServiceNames = {
    "ecr.api", "logs"};

std::string owner_id(const EstateVpc& vpc, const EstateInterface& interface) {
  switch (interface.kind) {
    case Kind::Nat:
      return vpc.id("nat");
    case Kind::Endpoint:
      return vpc.id("vpce", 1 + interface.service);
    case Kind::Instance:
      return vpc.id("i", interface.index);
    case Kind::TransitGateway:
      return vpc.id("tgw-attach");
    case Kind::Task:
      break;
  }
  return vpc.id("task", interface.index);
}

std::string description(const EstateVpc& vpc, const EstateInterface& interface) {
  const std::string owner = owner_id(vpc, interface);
  switch (interface.kind) {
    case Kind::Nat:
      return "Interface for NAT Gateway " + owner;
    case Kind::Endpoint:
      return "VPC Endpoint Interface " + owner;
    case Kind::TransitGateway:
      return "Network Interface for Transit Gateway Attachment " + owner;
    case Kind::Task:
      return fmt::format("arn:aws:ecs:{}:{}:attachment/{}", vpc.region().name,
                         vpc.account(), owner);
    case Kind::Instance:
      break;
  }
  return "";
}

std::string_view interface_type(Kind kind) {
  switch (kind) {
    case Kind::Nat:
      return "nat_gateway";
    case Kind::Endpoint:
      return "vpc_endpoint";
    case Kind::TransitGateway:
      return "transit_gateway";
    case Kind::Instance:
    case Kind::Task:
      break;
  }
  return "interface";
}

Json groups_of(const EstateVpc& vpc, const EstateInterface& interface) {
  const auto one = [&](GroupName group) {
    return Json::array(
        {{{"GroupId", vpc.group_id(group)}, {"GroupName", name_of(group)}}});
  };
  switch (interface.kind) {
    case Kind::Endpoint:
      return one(GroupName::Endpoints);
    case Kind::Instance:
      return one(GroupName::Instances);
    case Kind::Task:
      return one(interface.service == kServices - 1 ? GroupName::Batch
                                                    : GroupName::Tasks);
    case Kind::Nat:
    case Kind::TransitGateway:
      break;
  }
  return Json::array();
}

std::string private_name(const EstateVpc& vpc, std::string address) {
  for (char& letter : address) {
    if (letter == '.') letter = '-';
  }
  return fmt::format("ip-{}.{}.compute.internal", address, vpc.region().name);
}

Json association(const EstateVpc& vpc, const EstateInterface& interface) {
  return {{"AllocationId", vpc.id("eipalloc", interface.index)},
          {"AssociationId", vpc.id("eipassoc", interface.index)},
          {"IpOwnerId", vpc.account()},
          {"PublicDnsName", ""},
          {"PublicIp", vpc.public_address(interface)}};
}

Json attachment(const EstateVpc& vpc, const EstateInterface& interface) {
  Json one = {{"AttachTime", kCreated},
              {"AttachmentId", vpc.id("eni-attach", interface.index)},
              {"DeleteOnTermination", interface.kind == Kind::Instance},
              {"DeviceIndex", interface.kind == Kind::Instance ? 0 : 1}};
  if (interface.kind == Kind::Instance) {
    one["NetworkCardIndex"] = 0;
    one["InstanceId"] = owner_id(vpc, interface);
  }
  one["InstanceOwnerId"] =
      interface.kind == Kind::Instance ? vpc.account() : "amazon-aws";
  one["Status"] = "attached";
  return one;
}

Json network_interface(const EstateVpc& vpc, std::size_t index) {
  const EstateInterface interface = vpc.interface(index);
  const std::string address = vpc.address(interface);
  Json primary = {{"Primary", true},
                  {"PrivateDnsName", private_name(vpc, address)},
                  {"PrivateIpAddress", address}};
  Json one;
  if (interface.is_public) {
    one["Association"] = association(vpc, interface);
    primary["Association"] = association(vpc, interface);
  }
  const bool managed = interface.kind != Kind::Instance;
  one["Attachment"] = attachment(vpc, interface);
  one["AvailabilityZone"] =
      fmt::format("{}{}", vpc.region().name, kZoneLetters[interface.subnet % 2]);
  one["Description"] = description(vpc, interface);
  one["Groups"] = groups_of(vpc, interface);
  one["InterfaceType"] = interface_type(interface.kind);
  one["Ipv6Addresses"] = Json::array();
  one["MacAddress"] =
      fmt::format("02:{:02x}:{:02x}:00:00:{:02x}", vpc.number() / 256 % 256,
                  vpc.number() % 256, interface.index);
  one["NetworkInterfaceId"] = vpc.id("eni", index);
  one["OwnerId"] = vpc.account();
  one["PrivateDnsName"] = private_name(vpc, address);
  one["PrivateIpAddress"] = address;
  one["PrivateIpAddresses"] = Json::array({std::move(primary)});
  if (managed) one["RequesterId"] = "358252411411";
  one["RequesterManaged"] = managed;
  one["SourceDestCheck"] =
      interface.kind != Kind::Nat && interface.kind != Kind::TransitGateway;
  one["Status"] = "in-use";
  one["SubnetId"] = vpc.id("subnet", interface.subnet);
  one["TagSet"] = managed ? Json::array() : named(vpc.name());
  one["VpcId"] = vpc.id("vpc");
  return one;
}

Json instance(const EstateVpc& vpc, const EstateInterface& interface) {
  const std::string address = vpc.address(interface);
  Json groups = groups_of(vpc, interface);
  Json card = {{"Attachment",
                {{"AttachTime", kCreated},
                 {"AttachmentId", vpc.id("eni-attach", interface.index)},
                 {"DeleteOnTermination", true},
                 {"DeviceIndex", 0},
                 {"Status", "attached"},
                 {"NetworkCardIndex", 0}}},
               {"Groups", groups},
               {"NetworkInterfaceId", vpc.id("eni", interface.index)},
               {"OwnerId", vpc.account()},
               {"PrivateIpAddress", address},
               {"Status", "in-use"},
               {"SubnetId", vpc.id("subnet", interface.subnet)},
               {"VpcId", vpc.id("vpc")},
               {"InterfaceType", "interface"}};
  return {{"AmiLaunchIndex", 0},
          {"Architecture", "x86_64"},
          {"ImageId", "ami-0abcdef1234567890"},
          {"InstanceId", vpc.id("i", interface.index)},
          {"InstanceType", "m6i.large"},
          {"LaunchTime", kCreated},
          {"NetworkInterfaces", Json::array({std::move(card)})},
          {"PlatformDetails", "Linux/UNIX"},
          {"PrivateDnsName", private_name(vpc, address)},
          {"PrivateIpAddress", address},
          {"SecurityGroups", std::move(groups)},
          {"SourceDestCheck", true},
          {"State", {{"Code", 16}, {"Name", "running"}}},
          {"SubnetId", vpc.id("subnet", interface.subnet)},
          {"Tags", named(vpc.name())},
          {"VpcId", vpc.id("vpc")}};
}

/// Index 0 is S3's, of type Gateway.
Json vpc_endpoint(const EstateVpc& vpc, std::size_t index) {
  const bool gateway = index == 0;
  const auto service = gateway ? "s3" : kEndpointServiceNames[index - 1];
  Json tables = Json::array();
  Json subnets = Json::array();
  Json interfaces = Json::array();
  Json groups = Json::array();
  if (gateway) tables.push_back(vpc.id("rtb", 1));
  for (std::size_t i = 0; !gateway && i < kZoneLetters.size(); ++i) {
    const auto card =
        vpc.interface(kFirstEndpoint + (index - 1) * kZoneLetters.size() + i);
    subnets.push_back(vpc.id("subnet", card.subnet));
    interfaces.push_back(vpc.id("eni", card.index));
    groups = groups_of(vpc, card);
  }
  return {
      {"VpcEndpointId", vpc.id("vpce", index)},
      {"VpcEndpointType", gateway ? "Gateway" : "Interface"},
      {"VpcId", vpc.id("vpc")},
      {"ServiceName", fmt::format("com.amazonaws.{}.{}", vpc.region().name, service)},
      {"State", "available"},
      {"PolicyDocument", R"({"Version":"2008-10-17","Statement":[{"Effect":"Allow",)"
                         R"("Principal":"*","Action":"*","Resource":"*"}]})"},
      {"RouteTableIds", std::move(tables)},
      {"SubnetIds", std::move(subnets)},
      {"Groups", std::move(groups)},
      {"PrivateDnsEnabled", !gateway},
      {"RequesterManaged", false},
      {"NetworkInterfaceIds", std::move(interfaces)},
      {"DnsEntries", Json::array()},
      {"CreationTimestamp", kCreated},
      {"Tags", named(vpc.name())},
      {"OwnerId", vpc.account()}};
}

}  // namespace

Json describe_network_interfaces(const EstatePart& part) {
  Json all = Json::array();
  for (const auto& vpc : part.vpcs) {
    for (std::size_t i = 0; i < kInterfaces; ++i) {
      all.push_back(network_interface(vpc, i));
    }
  }
  return {{"NetworkInterfaces", std::move(all)}};
}

Json describe_instances(const EstatePart& part) {
  Json all = Json::array();
  for (const auto& vpc : part.vpcs) {
    for (std::size_t i = kFirstInstance; i < kFirstAttachment; ++i) {
      all.push_back({{"ReservationId", vpc.id("r", i)},
                     {"OwnerId", vpc.account()},
                     {"Groups", Json::array()},
                     {"Instances", Json::array({instance(vpc, vpc.interface(i))})}});
    }
  }
  return {{"Reservations", std::move(all)}};
}

Json describe_vpc_endpoints(const EstatePart& part) {
  Json all = Json::array();
  for (const auto& vpc : part.vpcs) {
    for (std::size_t i = 0; i <= kEndpointServices; ++i) {
      all.push_back(vpc_endpoint(vpc, i));
    }
  }
  return {{"VpcEndpoints", std::move(all)}};
}

}  // namespace pullproof::bench
