#include "bench/account/network_plan.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace pullproof::bench {
namespace {

constexpr std::string_view kZoneLetters = "abc";
constexpr std::size_t kInstances = 4;

/// The third octet of a tier's first subnet, and how far its zones are apart.
struct TierRange {
  Tier tier;
  std::string_view name;
  std::size_t third_octet;
  std::size_t step;
  std::size_t prefix;
};
constexpr std::array<TierRange, 3> kTiers = {
    {{Tier::Public, "public", 0, 1, 24},
     {Tier::Private, "private", 16, 16, 20},
     {Tier::Isolated, "isolated", 80, 16, 20}}};
constexpr std::size_t kFirstOwnOctet = 160;

Subnet& subnet_with(Network& network, const std::string& id) {
  return *std::find_if(network.subnets.begin(), network.subnets.end(),
                       [&](const Subnet& subnet) { return subnet.id == id; });
}

std::string next_address(const Network& network, Subnet& subnet) {
  const std::size_t n = subnet.used++;
  return fmt::format("10.{}.{}.{}", network.number % 256, subnet.third_octet + n / 200,
                     10 + n % 200);
}

/// None of them is S3's.
std::string next_public_address(const Network& network) {
  const std::size_t n = network.number * 256 + network.interfaces.size();
  return fmt::format("3.{}.{}.{}", 64 + n / 65536, n / 256 % 256, n % 256);
}

std::size_t add_interface(Network& network, Interface::Kind kind,
                          const std::string& owner, const std::string& subnet,
                          std::vector<std::string> groups, Random& random) {
  Subnet& place = subnet_with(network, subnet);
  network.interfaces.push_back({.kind = kind,
                                .id = random.id("eni"),
                                .owner = owner,
                                .subnet = subnet,
                                .zone = place.zone,
                                .address = next_address(network, place),
                                .public_address = "",
                                .allocation = "",
                                .groups = std::move(groups)});
  return network.interfaces.size() - 1;
}

void add_subnets(Network& network, Random& random) {
  for (const TierRange& range : kTiers) {
    for (std::size_t zone = 0; zone < kZones; ++zone) {
      const std::size_t octet = range.third_octet + zone * range.step;
      network.subnets.push_back(
          {.id = random.id("subnet"),
           .name = fmt::format("{}-{}", range.name, kZoneLetters[zone]),
           .cidr =
               fmt::format("10.{}.{}.0/{}", network.number % 256, octet, range.prefix),
           .zone = zone,
           .tier = range.tier,
           .third_octet = octet,
           .used = 0});
    }
  }
}

void add_nat_gateways(Network& network, Random& random) {
  for (const auto& subnet : subnets_of(network, Tier::Public)) {
    const std::string address = next_public_address(network);
    const std::size_t index = add_interface(network, Interface::Kind::Nat,
                                            random.id("nat"), subnet, {}, random);
    network.interfaces[index].public_address = address;
    network.interfaces[index].allocation = random.id("eipalloc");
    network.nat_gateways.push_back(index);
  }
}

void add_endpoints(Network& network, Random& random) {
  const bool own_only = network.number % 4 == 1;
  network.endpoints.push_back({.id = random.id("vpce"),
                               .service = "s3",
                               .own_principals_only = own_only,
                               .interfaces = {}});
  if (!network.private_endpoints) return;
  for (const char* service : {"ecr.api", "ecr.dkr", "logs"}) {
    Endpoint endpoint{.id = random.id("vpce"),
                      .service = service,
                      .own_principals_only = network.number % 4 == 2,
                      .interfaces = {}};
    for (const auto& subnet : subnets_of(network, Tier::Isolated)) {
      endpoint.interfaces.push_back(add_interface(network, Interface::Kind::Endpoint,
                                                  endpoint.id, subnet,
                                                  {network.endpoint_group}, random));
    }
    network.endpoints.push_back(std::move(endpoint));
  }
}

void add_route_tables(Network& network, Random& random) {
  const auto table = [&](std::string name, std::string internet, bool s3,
                         std::vector<std::string> subnets) {
    const std::string& endpoint = network.endpoints.front().id;
    network.route_tables.push_back({.id = random.id("rtb"),
                                    .name = std::move(name),
                                    .main = false,
                                    .internet = std::move(internet),
                                    .s3_endpoint = s3 ? endpoint : std::string(),
                                    .subnets = std::move(subnets)});
  };
  table("main", "", false, {});
  network.route_tables.back().main = true;
  table("public", network.internet_gateway, false, subnets_of(network, Tier::Public));
  const auto privates = subnets_of(network, Tier::Private);
  for (std::size_t zone = 0; zone < kZones; ++zone) {
    const auto& nat = network.interfaces[network.nat_gateways[zone]];
    table(fmt::format("private-{}", kZoneLetters[zone]), nat.owner,
          network.number % 2 == 1, {privates[zone]});
  }
  table("isolated", "", true, subnets_of(network, Tier::Isolated));
}

void add_acls(Network& network, bool crossing, Random& random) {
  const AclRule everything{
      .number = 100, .cidr = "0.0.0.0/0", .protocol = "-1", .from = 0, .to = 0};
  network.acls.push_back({.id = random.id("acl"),
                          .is_default = true,
                          .ingress = {everything},
                          .subnets = {}});
  if (!crossing && network.number % 2 == 0) {
    for (const auto& subnet : network.subnets) {
      network.acls.front().subnets.push_back(subnet.id);
    }
    return;
  }
  Acl acl{.id = random.id("acl"), .is_default = false, .ingress = {}, .subnets = {}};
  if (crossing) {
    acl.ingress = crossing_rules(network, false, random);
  } else {
    acl.ingress = {{.number = 100,
                    .cidr = vpc_cidr(network),
                    .protocol = "-1",
                    .from = 0,
                    .to = 0},
                   {.number = 110,
                    .cidr = "0.0.0.0/0",
                    .protocol = "6",
                    .from = 1024,
                    .to = 65535}};
  }
  for (const auto& subnet : network.subnets) {
    const bool open = subnet.tier == Tier::Public && !crossing;
    (open ? network.acls.front() : acl).subnets.push_back(subnet.id);
  }
  network.acls.push_back(std::move(acl));
  network.inner_acl = 1;
}

GroupRule anywhere() {
  return {.protocol = "-1",
          .port = 0,
          .cidrs = {"0.0.0.0/0"},
          .groups = {},
          .prefix_lists = {}};
}

GroupRule within(const Network& network, std::size_t port) {
  return {.protocol = "tcp",
          .port = port,
          .cidrs = {vpc_cidr(network)},
          .groups = {},
          .prefix_lists = {}};
}

void add_shared_groups(Network& network, Random& random) {
  const auto group = [&](std::string name, std::vector<GroupRule> ingress,
                         std::vector<GroupRule> egress) {
    network.groups.push_back({.id = random.id("sg"),
                              .name = std::move(name),
                              .ingress = std::move(ingress),
                              .egress = std::move(egress)});
    return network.groups.back().id;
  };
  GroupRule https = anywhere();
  https.protocol = "tcp";
  https.port = 443;
  group("default", {}, {anywhere()});
  network.balancer_group = group("balancer", {https}, {anywhere()});
  network.instance_group = group("instances", {within(network, 22)}, {anywhere()});
  network.endpoint_group = group("endpoints", {within(network, 443)}, {anywhere()});
  network.database_group = group("database-clients", {}, {within(network, 5432)});
}

void add_instances(Network& network, Random& random) {
  const auto privates = subnets_of(network, Tier::Private);
  for (std::size_t i = 0; i < kInstances; ++i) {
    const std::string id = random.id("i");
    const std::size_t interface =
        add_interface(network, Interface::Kind::Instance, id, privates[i % kZones],
                      {network.instance_group}, random);
    network.instances.push_back({.id = id, .interface = interface});
  }
}

}  // namespace

std::string vpc_cidr(const Network& network) {
  return fmt::format("10.{}.0.0/16", network.number % 256);
}

std::vector<std::string> subnets_of(const Network& network, Tier tier) {
  std::vector<std::string> ids;
  for (const auto& subnet : network.subnets) {
    if (subnet.tier == tier && subnet.third_octet < kFirstOwnOctet) {
      ids.push_back(subnet.id);
    }
  }
  return ids;
}

std::vector<AclRule> crossing_rules(const Network& network, bool hole, Random& random) {
  std::vector<AclRule> rules = {
      {.number = 90, .cidr = vpc_cidr(network), .protocol = "-1", .from = 0, .to = 0}};
  for (const char* block : {"0.0.0.0/3", "32.0.0.0/3", "64.0.0.0/2", "128.0.0.0/1"}) {
    const std::size_t cut = 33'000 + random.below(25'000);
    // A part of S3's addresses is in 52.0.0.0/8.
    const bool holed = hole && std::string_view(block).starts_with("32.");
    const std::size_t next = cut + (holed ? 1'000 : 1);
    const std::size_t number = rules.back().number + 10;
    rules.push_back(
        {.number = number, .cidr = block, .protocol = "6", .from = 1024, .to = cut});
    rules.push_back({.number = number + 5,
                     .cidr = block,
                     .protocol = "6",
                     .from = next,
                     .to = 65535});
  }
  return rules;
}

std::string add_own_subnet(Network& network, Tier tier, std::size_t zone,
                           RouteTable table, Random& random, const Acl* acl) {
  const std::size_t octet = kFirstOwnOctet + network.subnets.size() - 3 * kZones;
  const std::string id = random.id("subnet");
  network.subnets.push_back(
      {.id = id,
       .name = table.name,
       .cidr = fmt::format("10.{}.{}.0/24", network.number % 256, octet),
       .zone = zone,
       .tier = tier,
       .third_octet = octet,
       .used = 0});
  table.id = random.id("rtb");
  table.subnets = {id};
  network.route_tables.push_back(std::move(table));
  if (acl != nullptr) {
    network.acls.push_back(*acl);
    network.acls.back().id = random.id("acl");
    network.acls.back().subnets = {id};
  } else {
    network.acls[network.inner_acl].subnets.push_back(id);
  }
  return id;
}

void add_task_interface(Network& network, const std::string& subnet,
                        const std::vector<std::string>& groups, bool public_address,
                        Random& random) {
  const std::string address =
      public_address ? next_public_address(network) : std::string();
  const std::size_t index = add_interface(network, Interface::Kind::Task,
                                          random.hex(32), subnet, groups, random);
  network.interfaces[index].public_address = address;
}

std::string add_service_group(Network& network, const std::string& name,
                              GroupRule egress, Random& random) {
  GroupRule from_balancer{.protocol = "tcp",
                          .port = 8080,
                          .cidrs = {},
                          .groups = {network.balancer_group},
                          .prefix_lists = {}};
  network.groups.push_back({.id = random.id("sg"),
                            .name = name,
                            .ingress = {std::move(from_balancer)},
                            .egress = {std::move(egress)}});
  const std::string id = network.groups.back().id;
  // Every second network names the groups that may use its endpoints.
  if (network.private_endpoints && network.number % 2 == 0) {
    for (auto& group : network.groups) {
      if (group.id == network.endpoint_group) {
        auto& rule = group.ingress.front();
        if (rule.groups.empty()) rule.groups = {network.instance_group};
        rule.cidrs.clear();
        rule.groups.push_back(id);
      }
    }
  }
  return id;
}

Network plan_network(const AccountOptions& options, std::size_t number,
                     Random& random) {
  Network network;
  network.id = random.id("vpc");
  network.number = number;
  network.cluster = fmt::format("prod-{:04}", number);
  network.internet_gateway = random.id("igw");
  network.private_endpoints = number % 3 != 0;
  add_subnets(network, random);
  add_nat_gateways(network, random);
  add_shared_groups(network, random);
  add_endpoints(network, random);
  add_route_tables(network, random);
  add_acls(network, options.crossing_rules, random);
  add_instances(network, random);
  return network;
}

}  // namespace pullproof::bench
