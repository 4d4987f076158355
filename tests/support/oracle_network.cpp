#include "tests/support/oracle_network.h"

#include <algorithm>

#include <nlohmann/json.hpp>

namespace pullproof::oracle {
namespace {

using nlohmann::json;

constexpr std::uint32_t kHttps = 443;

bool vpc_attribute(const World& world, const std::string& vpc, const char* call,
                   const char* key) {
  const std::string name = std::string("ec2-describe-vpc-attribute-") + call;
  return need(world.documents, name + "/" + vpc).at(key).at("Value").get<bool>();
}

/// Throws: Unsupported unless the VPC asks Amazon's own name server.
void check_name_server(const World& world, const std::string& vpc) {
  std::string options;
  for (const json& item : need(world.documents, "ec2-describe-vpcs").at("Vpcs")) {
    if (text(item, "VpcId") == vpc) options = text(item, "DhcpOptionsId");
  }
  const json& document = need(world.documents, "ec2-describe-dhcp-options");
  for (const json& item : document.at("DhcpOptions")) {
    if (text(item, "DhcpOptionsId") != options) continue;
    for (const json& setting : item.at("DhcpConfigurations")) {
      if (text(setting, "Key") != "domain-name-servers") continue;
      const json& values = setting.at("Values");
      if (values.size() == 1 && text(values[0], "Value") == "AmazonProvidedDNS") return;
    }
  }
  throw Unsupported{"the name servers of " + vpc};
}

/// The interface endpoint whose private names answer in the VPC, or nullptr.
const Endpoint* private_answer(const World& world, const std::string& vpc,
                               const std::string& service) {
  const Endpoint* answer = nullptr;
  for (const Endpoint& endpoint : world.endpoints) {
    if (endpoint.vpc != vpc || endpoint.type != "Interface" ||
        endpoint.service != service || !endpoint.private_dns) {
      continue;
    }
    if (answer != nullptr) throw Unsupported{"two endpoints for " + service};
    answer = &endpoint;
  }
  if (answer != nullptr && service == "s3") throw Unsupported{"an S3 interface"};
  return answer;
}

Destinations endpoint_addresses(const World& world, const Endpoint& endpoint) {
  if (endpoint.state == "deleting" || endpoint.state == "deleted" ||
      endpoint.state == "partial") {
    throw Unsupported{endpoint.id + " is " + endpoint.state};
  }
  Destinations found{
      .addresses = {}, .exact = true, .endpoint = endpoint.id, .refusal = ""};
  if (endpoint.state != "available") {
    found.refusal = "route";
    return found;
  }
  for (const std::string& id : endpoint.interfaces) {
    const auto interface = world.interfaces.find(id);
    if (interface == world.interfaces.end()) throw Unsupported{id + " was not seen"};
    if (interface->second.groups != endpoint.groups) {
      throw Unsupported{"the groups of " + endpoint.id};
    }
    found.addresses.push_back(interface->second.address);
  }
  if (found.addresses.empty()) throw Unsupported{endpoint.id + " has no interface"};
  return found;
}

/// The route that wins, or nullptr: the longest prefix, then the order of `Origin`.
const Route* winner(const std::vector<Route>& routes, std::uint32_t destination) {
  const Route* best = nullptr;
  std::uint32_t best_size = 0;
  std::set<std::string> list_targets;
  for (const Route& route : routes) {
    for (const Range& block : route.blocks) {
      if (!block.holds(destination)) continue;
      if (route.origin == Origin::PrefixList) list_targets.insert(route.target);
      const std::uint32_t size = block.last - block.first;
      if (best != nullptr && size == best_size && route.origin == best->origin &&
          route.target != best->target && route.origin != Origin::PrefixList) {
        throw Unsupported{"two routes of one rank"};
      }
      if (best == nullptr || size < best_size ||
          (size == best_size && route.origin < best->origin)) {
        best = &route;
        best_size = size;
      }
    }
  }
  if (best != nullptr && best->origin == Origin::PrefixList &&
      list_targets.size() > 1) {
    throw Unsupported{"prefix lists that overlap"};  // AWS picks one at random
  }
  if (best != nullptr && best->state != "active" && best->state != "blackhole") {
    throw Unsupported{"a route that is " + best->state};
  }
  return best;
}

/// Throws: Unsupported unless answers from `subnet` to the sender stay in the VPC.
void check_way_back(const Subnet& subnet, const Sender& sender) {
  if (&subnet == sender.subnet) return;
  const Route* back = winner(subnet.routes, sender.address);
  if (back == nullptr || back->target != "local") {
    throw Unsupported{"the way back from " + subnet.id};
  }
}

Path path_inside(const World& world, const Sender& sender, std::uint32_t destination) {
  Path path;
  path.way = Way::InterfaceEndpoint;
  for (const auto& [id, interface] : world.interfaces) {
    if (interface.vpc == sender.subnet->vpc && interface.address == destination) {
      path.interface = &interface;
    }
  }
  if (path.interface == nullptr) throw Unsupported{"nobody has a local address"};
  check_way_back(world.subnets.at(path.interface->subnet), sender);
  return path;
}

void pass_internet_gateway(const World& world, const std::string& id,
                           const std::string& vpc, bool through_nat, Path& path) {
  const auto gateway = world.gateways.find(id);
  if (gateway == world.gateways.end()) throw Unsupported{id + " was not seen"};
  if (!gateway->second.contains(vpc)) path.refusals.insert("route");
  const bool blocked = world.block_mode == "block-bidirectional" ||
                       (world.block_mode == "block-ingress" && !through_nat);
  if (blocked) path.refusals.insert("block-public-access");
}

/// AWS: a public NAT gateway needs an address, and an internet gateway in the table of
/// its own subnet; a private one has no way to the internet.
Path path_through_nat(const World& world, const Sender& sender, const std::string& id,
                      std::uint32_t destination) {
  Path path;
  const auto nat = world.nats.find(id);
  if (nat == world.nats.end()) throw Unsupported{id + " was not seen"};
  if (nat->second.vpc != sender.subnet->vpc) throw Unsupported{id + " is elsewhere"};
  if (!nat->second.available) path.refusals.insert("route");
  const Subnet& subnet = world.subnets.at(nat->second.subnet);
  if (&subnet == sender.subnet) {  // its own table sends the packet back to it
    path.refusals.insert("route");
    return path;
  }
  path.way = Way::Nat;
  path.nat = &nat->second;
  check_way_back(subnet, sender);
  const Route* onward = winner(subnet.routes, destination);
  if (onward == nullptr || onward->state == "blackhole" ||
      onward->target.starts_with("nat-")) {
    path.refusals.insert("route");
  } else if (onward->target.starts_with("igw-")) {
    if (!path.nat->is_public || path.nat->public_addresses.empty()) {
      path.refusals.insert("route");
    }
    pass_internet_gateway(world, onward->target, subnet.vpc, true, path);
  } else {
    throw Unsupported{"a route from " + id + " to " + onward->target};
  }
  return path;
}

Path path_to_gateway_endpoint(const World& world, const std::string& id,
                              std::uint32_t destination) {
  Path path;
  for (const Endpoint& endpoint : world.endpoints) {
    if (endpoint.id == id) path.endpoint = &endpoint;
  }
  if (path.endpoint == nullptr) throw Unsupported{id + " was not seen"};
  if (path.endpoint->type != "Gateway" || path.endpoint->service != "s3" ||
      !holds(world.s3, destination)) {
    throw Unsupported{"a route to " + id};
  }
  path.way = Way::GatewayEndpoint;
  if (path.endpoint->state != "available") path.refusals.insert("route");
  return path;
}

/// The first entry that matches decides, else the packet is dropped.
bool acl_admits(const Subnet& subnet, bool egress, std::uint32_t other,
                std::uint32_t port) {
  for (const AclEntry& entry : subnet.acl) {
    if (entry.egress == egress && entry.addresses.holds(other) &&
        entry.ports.holds(port)) {
      return entry.allow;
    }
  }
  return false;
}

/// Some rule of some group lets through a peer that has this address and these groups.
bool groups_admit(const World& world, const std::set<std::string>& groups, bool egress,
                  std::uint32_t address, const std::set<std::string>& peer_groups,
                  const std::string& vpc) {
  bool admitted = false;
  if (groups.empty()) throw Unsupported{"an interface without groups"};
  for (const std::string& id : groups) {
    const auto group = world.groups.find(id);
    if (group == world.groups.end()) throw Unsupported{id + " was not seen"};
    if (group->second.vpc != vpc) throw Unsupported{id + " is of another VPC"};
    for (const Grant& grant : egress ? group->second.egress : group->second.ingress) {
      if (grant.elsewhere) throw Unsupported{"a group of another account in " + id};
      admitted =
          admitted || holds(grant.blocks, address) || peer_groups.contains(grant.group);
    }
  }
  return admitted;
}

}  // namespace

std::vector<std::uint32_t> public_addresses(const World& world) {
  const Ranges all = {Range{.first = 0, .last = 0xffffffff}};
  Ranges cuts = world.address_cuts;
  cuts.insert(cuts.end(), world.not_ecr.begin(), world.not_ecr.end());
  std::vector<std::uint32_t> addresses = one_of_each_piece(all, cuts);
  std::erase_if(addresses,
                [&](std::uint32_t address) { return holds(world.not_ecr, address); });
  return addresses;
}

Destinations resolve(const World& world, const std::string& vpc,
                     const std::string& service) {
  check_name_server(world, vpc);
  Destinations found;
  if (!vpc_attribute(world, vpc, "enableDnsSupport", "EnableDnsSupport")) {
    found.exact = true;
    found.refusal = "dns";
    return found;
  }
  const Endpoint* endpoint = private_answer(world, vpc, service);
  if (endpoint != nullptr &&
      vpc_attribute(world, vpc, "enableDnsHostnames", "EnableDnsHostnames")) {
    return endpoint_addresses(world, *endpoint);
  }
  if (service == "s3") {
    if (world.s3.empty()) throw Unsupported{"the region's S3 addresses"};
    found.exact = true;
    found.addresses = one_of_each_piece(world.s3, world.address_cuts);
  } else {
    found.addresses = public_addresses(world);
  }
  return found;
}

Path path_to(const World& world, const Sender& sender, std::uint32_t destination) {
  if (sender.subnet->block.holds(destination)) {
    return path_inside(world, sender, destination);
  }
  Path path;
  const Route* route = winner(sender.subnet->routes, destination);
  if (route == nullptr || route->state == "blackhole") {
    path.refusals.insert("route");
    return path;
  }
  const std::string& target = route->target;
  if (target == "local") return path_inside(world, sender, destination);
  if (target.starts_with("nat-")) {
    return path_through_nat(world, sender, target, destination);
  }
  if (target.starts_with("vpce-")) {
    return path_to_gateway_endpoint(world, target, destination);
  }
  if (!target.starts_with("igw-")) throw Unsupported{"a route to " + target};
  path.way = Way::Internet;
  if (!sender.has_public_address) path.refusals.insert("public-ip");
  pass_internet_gateway(world, target, sender.subnet->vpc, false, path);
  return path;
}

std::set<std::string> refusals_of(const World& world, const Sender& sender,
                                  const Path& path, std::uint32_t destination,
                                  Ports ports) {
  std::set<std::string> refusals = path.refusals;
  const Subnet& home = *sender.subnet;
  const auto check_acl = [&](const Subnet& subnet, bool egress, std::uint32_t other,
                             std::uint32_t port) {
    if (!acl_admits(subnet, egress, other, port)) refusals.insert("network-acl");
  };
  const std::set<std::string> nobody;
  const std::set<std::string>& peer =
      path.interface != nullptr ? path.interface->groups : nobody;
  if (!groups_admit(world, sender.groups, true, destination, peer, home.vpc)) {
    refusals.insert("security-group");
  }
  if (path.interface != nullptr) {
    if (!groups_admit(world, peer, false, sender.address, sender.groups, home.vpc)) {
      refusals.insert("security-group");
    }
    const Subnet& there = world.subnets.at(path.interface->subnet);
    if (&there == &home) return refusals;  // no ACL inside one subnet
    check_acl(there, false, sender.address, kHttps);
    check_acl(there, true, sender.address, ports.source);
  }
  check_acl(home, true, destination, kHttps);
  if (path.way == Way::Ended) return refusals;
  if (path.nat != nullptr) {
    const Subnet& between = world.subnets.at(path.nat->subnet);
    check_acl(between, false, sender.address, kHttps);
    check_acl(between, true, destination, kHttps);
    check_acl(between, false, destination, ports.nat);
    check_acl(between, true, sender.address, ports.source);
  }
  check_acl(home, false, destination, ports.source);
  return refusals;
}

}  // namespace pullproof::oracle
