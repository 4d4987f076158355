#include "tests/support/oracle_world_parts.h"

#include <nlohmann/json.hpp>

namespace pullproof::oracle {
namespace {

using nlohmann::json;

std::set<std::string> group_ids(const json& object) {
  std::set<std::string> ids;
  for (const json& group : list(object, "Groups")) ids.insert(text(group, "GroupId"));
  return ids;
}

bool is_number(const std::string& text) {
  return !text.empty() && text.find_first_not_of("0123456789") == std::string::npos;
}

void add_grants(const World& world, const json& permission, std::vector<Grant>& to) {
  const std::string protocol = text(permission, "IpProtocol");
  if (!covers_tcp(protocol)) return;
  if (protocol != "-1" &&
      !ports_from(permission.at("FromPort"), permission.at("ToPort")).holds(443)) {
    return;
  }
  for (const json& range : list(permission, "IpRanges")) {
    to.push_back(Grant{.blocks = {block_of(text(range, "CidrIp"))}, .group = ""});
  }
  for (const json& item : list(permission, "PrefixListIds")) {
    const Ranges& blocks = prefix_list(world, text(item, "PrefixListId"));
    to.push_back(Grant{.blocks = blocks, .group = ""});
  }
  for (const json& pair : list(permission, "UserIdGroupPairs")) {
    const std::string owner = text(pair, "UserId");
    const bool foreign = !owner.empty() && owner != world.documents.account;
    to.push_back(
        Grant{.blocks = {},
              .group = text(pair, "GroupId"),
              .elsewhere = foreign || pair.contains("VpcPeeringConnectionId")});
  }
}

}  // namespace

Range block_of(const std::string& written) {
  const auto block = block_from(written);
  if (!block) throw Unsupported{"`" + written + "` is no IPv4 block"};
  return *block;
}

std::uint32_t address_of(const json& object, const char* key) {
  const auto address = address_from(text(object, key));
  if (!address) throw Unsupported{"`" + text(object, key) + "` is no IPv4 address"};
  return *address;
}

const Ranges& prefix_list(const World& world, const std::string& id) {
  const auto found = world.prefix_lists.find(id);
  if (found == world.prefix_lists.end()) throw Unsupported{"no entries of " + id};
  return found->second;
}

bool covers_tcp(const std::string& protocol) {
  if (protocol == "-1" || protocol == "tcp" || protocol == "6") return true;
  if (is_number(protocol) || protocol == "udp" || protocol.starts_with("icmp")) {
    return false;
  }
  throw Unsupported{"protocol `" + protocol + "`"};
}

Range ports_from(const json& first, const json& last) {
  const int from = first.get<int>();
  const int to = last.get<int>();
  if (from < 0 || to < from || to > 65535) throw Unsupported{"a range of ports"};
  return Range{.first = static_cast<std::uint32_t>(from),
               .last = static_cast<std::uint32_t>(to)};
}

void read_groups(World& world) {
  const json& document = need(world.documents, "ec2-describe-security-groups");
  for (const json& item : document.at("SecurityGroups")) {
    Group& group = world.groups[text(item, "GroupId")];
    group.vpc = text(item, "VpcId");
    for (const json& permission : item.at("IpPermissions")) {
      add_grants(world, permission, group.ingress);
    }
    for (const json& permission : item.at("IpPermissionsEgress")) {
      add_grants(world, permission, group.egress);
    }
  }
}

void read_interfaces(World& world) {
  const json& document = need(world.documents, "ec2-describe-network-interfaces");
  for (const json& item : document.at("NetworkInterfaces")) {
    Interface one{.id = text(item, "NetworkInterfaceId"),
                  .subnet = text(item, "SubnetId"),
                  .vpc = text(item, "VpcId"),
                  .address = address_of(item, "PrivateIpAddress"),
                  .addresses = {},
                  .groups = group_ids(item),
                  .public_address = {}};
    one.addresses.push_back(one.address);
    for (const json& address : list(item, "PrivateIpAddresses")) {
      one.addresses.push_back(address_of(address, "PrivateIpAddress"));
    }
    if (item.contains("Association")) {
      one.public_address = text(item["Association"], "PublicIp");
    }
    if (!world.subnets.at(one.subnet).block.holds(one.address)) {
      throw Unsupported{one.id + " has an address outside its subnet"};
    }
    const std::string type = text(item, "InterfaceType");
    if (type == "nat_gateway" || type == "vpc_endpoint") {
      world.kept_addresses.insert(one.addresses.begin(), one.addresses.end());
    }
    world.interfaces[one.id] = one;
  }
}

void read_gateways(World& world) {
  const json& internet = need(world.documents, "ec2-describe-internet-gateways");
  for (const json& item : internet.at("InternetGateways")) {
    std::set<std::string>& vpcs = world.gateways[text(item, "InternetGatewayId")];
    for (const json& attachment : item.at("Attachments")) {
      const std::string state = text(attachment, "State");
      if (state != "available" && state != "attached" && state != "detached") {
        throw Unsupported{"an internet gateway is " + state};
      }
      if (state != "detached") vpcs.insert(text(attachment, "VpcId"));
    }
  }
  const json& nats = need(world.documents, "ec2-describe-nat-gateways");
  for (const json& item : nats.at("NatGateways")) {
    const std::string id = text(item, "NatGatewayId");
    if (item.value("AvailabilityMode", "zonal") != "zonal") throw Unsupported{id};
    Nat& nat = world.nats[id];
    nat.subnet = text(item, "SubnetId");
    nat.vpc = text(item, "VpcId");
    nat.available = text(item, "State") == "available";
    nat.is_public = item.value("ConnectivityType", "public") == "public";
    for (const json& address : list(item, "NatGatewayAddresses")) {
      if (nat.available && address.value("Status", "succeeded") != "succeeded") {
        throw Unsupported{"an address of " + id + " is changing"};
      }
      const std::string known = text(address, "PublicIp");
      if (!known.empty()) nat.public_addresses.push_back(known);
    }
  }
}

void read_endpoints(World& world) {
  const std::string prefix = "com.amazonaws." + world.documents.region + ".";
  const json& document = need(world.documents, "ec2-describe-vpc-endpoints");
  for (const json& item : document.at("VpcEndpoints")) {
    const std::string service = text(item, "ServiceName");
    Endpoint endpoint{
        .id = text(item, "VpcEndpointId"),
        .vpc = text(item, "VpcId"),
        .type = text(item, "VpcEndpointType"),
        .service = service.starts_with(prefix) ? service.substr(prefix.size()) : "",
        .state = text(item, "State"),
        .private_dns = item.value("PrivateDnsEnabled", false),
        .interfaces = list(item, "NetworkInterfaceIds").get<std::vector<std::string>>(),
        .groups = group_ids(item)};
    if (item.contains("PolicyDocument") && !item["PolicyDocument"].is_null()) {
      endpoint.policy = &item["PolicyDocument"];
    }
    if (item.value("IpAddressType", "ipv4") != "ipv4") throw Unsupported{endpoint.id};
    const std::string region = item.value("ServiceRegion", world.documents.region);
    if (region != world.documents.region) throw Unsupported{endpoint.id};
    world.endpoints.push_back(endpoint);
  }
}

void read_block_mode(World& world) {
  world.block_mode = "off";
  for (const json& item : need(world.documents, "ec2-describe-subnets").at("Subnets")) {
    if (item.contains("BlockPublicAccessStates")) {
      throw Unsupported{"Block Public Access of " + text(item, "SubnetId")};
    }
  }
  const std::string call = "ec2-describe-vpc-block-public-access-";
  const json* options = find(world.documents, call + "options");
  if (options == nullptr) return;
  world.block_mode =
      text(options->at("VpcBlockPublicAccessOptions"), "InternetGatewayBlockMode");
  if (world.block_mode == "off") return;
  if (world.block_mode != "block-bidirectional" &&
      world.block_mode != "block-ingress") {
    throw Unsupported{"Block Public Access is " + world.block_mode};
  }
  const json* exclusions = find(world.documents, call + "exclusions");
  if (exclusions != nullptr &&
      !list(*exclusions, "VpcBlockPublicAccessExclusions").empty()) {
    throw Unsupported{"Block Public Access has exclusions"};
  }
}

}  // namespace pullproof::oracle
