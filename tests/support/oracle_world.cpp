#include "tests/support/oracle_world.h"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "tests/support/oracle_glob.h"
#include "tests/support/oracle_world_parts.h"

namespace pullproof::oracle {
namespace {

using nlohmann::json;

/// Every text anywhere in the bundle that reads as an address or block cuts.
void collect_cuts(const json& value, Ranges& cuts) {
  if (value.is_structured()) {
    for (const json& part : value) collect_cuts(part, cuts);
  } else if (value.is_string()) {
    const auto& written = value.get_ref<const std::string&>();
    if (const auto block = block_from(written)) {
      cuts.push_back(*block);
    } else if (written.starts_with("{") || written.starts_with("%7B")) {
      collect_cuts(policy_document(value), cuts);
    }
  }
}

Ranges blocks_of(const json& texts) {
  Ranges blocks;
  for (const json& written : texts) {
    const auto block = written.get<std::string>();
    if (block.find(':') == std::string::npos) blocks.push_back(block_of(block));
  }
  std::sort(blocks.begin(), blocks.end());
  return blocks;
}

void read_prefix_lists(World& world) {
  const std::string prefix = "ec2-get-managed-prefix-list-entries/";
  for (const auto& [call, unused] : world.documents.by_call) {
    if (!call.starts_with(prefix)) continue;
    json texts = json::array();
    for (const json& entry : need(world.documents, call).at("Entries")) {
      texts.push_back(entry.at("Cidr"));
    }
    world.prefix_lists[call.substr(prefix.size())] = blocks_of(texts);
  }
  const json& described = need(world.documents, "ec2-describe-prefix-lists");
  const std::string names = "com.amazonaws." + world.documents.region + ".";
  for (const json& item : described.at("PrefixLists")) {
    const std::string id = text(item, "PrefixListId");
    const Ranges blocks = blocks_of(item.at("Cidrs"));
    if (world.prefix_lists.emplace(id, blocks).first->second != blocks) {
      throw Unsupported{"two answers about the entries of " + id};
    }
    const std::string name = text(item, "PrefixListName");
    if (name == names + "s3") world.s3 = blocks;
    if (name == names + "s3" || name == names + "dynamodb") {
      world.not_ecr.insert(world.not_ecr.end(), blocks.begin(), blocks.end());
    }
  }
  const Ranges& nobody = special_blocks();
  world.not_ecr.insert(world.not_ecr.end(), nobody.begin(), nobody.end());
}

void read_vpcs(World& world) {
  for (const json& item : need(world.documents, "ec2-describe-vpcs").at("Vpcs")) {
    Ranges& blocks = world.vpcs[text(item, "VpcId")];
    for (const json& association : item.at("CidrBlockAssociationSet")) {
      if (text(association.at("CidrBlockState"), "State") == "associated") {
        blocks.push_back(block_of(text(association, "CidrBlock")));
      }
    }
  }
}

void read_subnets(World& world) {
  for (const json& item : need(world.documents, "ec2-describe-subnets").at("Subnets")) {
    const std::string id = text(item, "SubnetId");
    if (text(item, "State") != "available") throw Unsupported{id + " is not ready"};
    if (!list(item, "Ipv6CidrBlockAssociationSet").empty()) {
      throw Unsupported{id + " has IPv6"};
    }
    const std::string vpc = text(item, "VpcId");
    const Range block = block_of(text(item, "CidrBlock"));
    const Ranges& around = world.vpcs.at(vpc);
    if (!std::any_of(around.begin(), around.end(), [&](const Range& range) {
          return range.holds(block.first) && range.holds(block.last);
        })) {
      throw Unsupported{id + " lies outside its VPC"};
    }
    world.subnets[id] =
        Subnet{.id = id, .vpc = vpc, .block = block, .acl = {}, .routes = {}};
  }
}

std::vector<AclEntry> acl_entries(const json& acl) {
  std::vector<AclEntry> entries;
  std::set<std::pair<bool, int>> numbers;
  for (const json& item : acl.at("Entries")) {
    AclEntry entry{.number = item.at("RuleNumber").get<int>(),
                   .egress = item.at("Egress").get<bool>(),
                   .allow = text(item, "RuleAction") == "allow",
                   .addresses = {},
                   .ports = Range{.first = 0, .last = 65535}};
    const std::string protocol = text(item, "Protocol");
    if (!item.contains("CidrBlock") || !covers_tcp(protocol)) continue;
    if (!entry.allow && text(item, "RuleAction") != "deny") throw Unsupported{"an ACL"};
    if (!numbers.emplace(entry.egress, entry.number).second) {
      throw Unsupported{"two entries of one number in " + text(acl, "NetworkAclId")};
    }
    entry.addresses = block_of(text(item, "CidrBlock"));
    if (protocol != "-1") {
      const json& range = item.at("PortRange");
      entry.ports = ports_from(range.at("From"), range.at("To"));
    }
    entries.push_back(entry);
  }
  std::sort(entries.begin(), entries.end(),
            [](const auto& a, const auto& b) { return a.number < b.number; });
  return entries;
}

void read_acls(World& world) {
  std::set<std::string> seen;
  const json& document = need(world.documents, "ec2-describe-network-acls");
  for (const json& acl : document.at("NetworkAcls")) {
    const auto entries = acl_entries(acl);
    for (const AclEntry& entry : entries) world.port_cuts.push_back(entry.ports);
    for (const json& association : acl.at("Associations")) {
      const std::string subnet = text(association, "SubnetId");
      if (!seen.insert(subnet).second) throw Unsupported{subnet + " has two ACLs"};
      world.subnets.at(subnet).acl = entries;
    }
  }
  for (const auto& [id, subnet] : world.subnets) {
    if (!seen.contains(id)) throw Unsupported{id + " has no ACL"};
  }
}

Route route_of(const World& world, const json& item) {
  Route route{.blocks = {},
              .origin = Origin::Cidr,
              .state = text(item, "State"),
              .target = "another kind of target"};
  if (item.contains("DestinationPrefixListId")) {
    route.origin = Origin::PrefixList;
    route.blocks = prefix_list(world, text(item, "DestinationPrefixListId"));
  } else if (item.contains("DestinationCidrBlock")) {
    route.blocks = {block_of(text(item, "DestinationCidrBlock"))};
  }
  if (text(item, "Origin") == "EnableVgwRoutePropagation") {
    route.origin = Origin::Propagated;
  }
  if (item.contains("GatewayId")) route.target = text(item, "GatewayId");
  if (item.contains("NatGatewayId")) route.target = text(item, "NatGatewayId");
  return route;
}

void read_tables(World& world) {
  std::map<std::string, std::vector<Route>> main_tables;
  std::set<std::string> seen;
  const json& document = need(world.documents, "ec2-describe-route-tables");
  for (const json& table : document.at("RouteTables")) {
    std::vector<Route> routes;
    for (const json& item : table.at("Routes")) routes.push_back(route_of(world, item));
    for (const json& association : table.at("Associations")) {
      const json& state = association.value("AssociationState", json::object());
      if (state.value("State", "associated") != "associated") {
        throw Unsupported{"an association of " + text(table, "RouteTableId")};
      }
      if (association.contains("GatewayId")) throw Unsupported{"a gateway's own table"};
      if (association.value("Main", false)) {
        const std::string vpc = text(table, "VpcId");
        if (!main_tables.emplace(vpc, routes).second) throw Unsupported{"two mains"};
        continue;
      }
      const std::string subnet = text(association, "SubnetId");
      if (!seen.insert(subnet).second) throw Unsupported{subnet + " has two tables"};
      world.subnets.at(subnet).routes = routes;
    }
  }
  for (auto& [id, subnet] : world.subnets) {
    if (seen.contains(id)) continue;
    const auto main = main_tables.find(subnet.vpc);
    if (main == main_tables.end()) throw Unsupported{subnet.vpc + " has no main table"};
    subnet.routes = main->second;
  }
}

}  // namespace

World read_world(const json& bundle) {
  World world;
  world.documents = read_documents(bundle);
  collect_cuts(bundle, world.address_cuts);
  world.asks_address = lower(bundle.dump()).find("sourceip") != std::string::npos;
  read_prefix_lists(world);
  read_vpcs(world);
  read_subnets(world);
  read_acls(world);
  read_tables(world);
  read_groups(world);
  read_interfaces(world);
  read_gateways(world);
  read_endpoints(world);
  read_block_mode(world);
  return world;
}

}  // namespace pullproof::oracle
