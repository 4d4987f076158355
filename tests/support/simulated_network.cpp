#include "tests/support/simulated_network.h"

#include <algorithm>
#include <stdexcept>

#include <nlohmann/json.hpp>

namespace pullproof::simulator {
namespace {

using nlohmann::json;

std::string text(const json& object, const char* key, const char* otherwise = "") {
  return object.value(key, otherwise);
}

const json& list(const json& object, const char* key) {
  static const json kEmpty = json::array();
  const auto found = object.find(key);
  return found == object.end() ? kEmpty : *found;
}

bool is_ipv4(const std::string& block) { return block.find(':') == std::string::npos; }

Range block_of(const std::string& written) {
  const auto block = oracle::block_from(written);
  if (!block) throw std::invalid_argument("not a block: " + written);
  return *block;
}

std::uint32_t address_of(const std::string& written) { return block_of(written).first; }

Ranges blocks_in(const json& objects, const char* key) {
  Ranges blocks;
  for (const json& one : objects) {
    const std::string written = text(one, key);
    if (!written.empty() && is_ipv4(written)) blocks.push_back(block_of(written));
  }
  return blocks;
}

int protocol_of(const std::string& written) {
  if (written == "tcp") return 6;
  if (written == "udp") return 17;
  if (written == "icmp") return 1;
  return std::stoi(written);
}

/// AWS: TCP and UDP have ports; with every protocol a rule is for every port.
Range ports_of(const json& range, const char* first, const char* last, int protocol) {
  const bool has_ports = protocol == 6 || protocol == 17;
  if (!has_ports || !range.contains(first)) return {0, 65535};
  const int from = range.at(first);
  const int to = range.at(last);
  return {static_cast<std::uint32_t>(std::max(from, 0)),
          to < 0 ? 65535 : static_cast<std::uint32_t>(to)};
}

/// One after the other, so that each finds what it needs.
class Reader {
 public:
  explicit Reader(const json& bundle) : bundle_(bundle) {}

  Network read() {
    each("ec2-get-managed-prefix-list-entries/", [this](const json& entries) {
      prefix_lists_[parameter_] = blocks_in(list(entries, "Entries"), "Cidr");
    });
    each_in("ec2-describe-vpcs", "Vpcs", &Reader::add_vpc);
    each_in("ec2-describe-subnets", "Subnets", &Reader::add_subnet);
    each_in("ec2-describe-network-acls", "NetworkAcls", &Reader::add_acl);
    each_in("ec2-describe-route-tables", "RouteTables", &Reader::add_main_table);
    each_in("ec2-describe-route-tables", "RouteTables", &Reader::add_own_tables);
    each_in("ec2-describe-security-groups", "SecurityGroups", &Reader::add_group);
    each_in("ec2-describe-network-interfaces", "NetworkInterfaces",
            &Reader::add_interface);
    each_in("ec2-describe-nat-gateways", "NatGateways", &Reader::add_nat_gateway);
    each_in("ec2-describe-internet-gateways", "InternetGateways",
            &Reader::add_internet_gateway);
    each_in("ec2-describe-vpc-endpoints", "VpcEndpoints", &Reader::add_endpoint);
    each_in("ec2-describe-vpc-peering-connections", "VpcPeeringConnections",
            &Reader::add_peering);
    each_in("ec2-describe-transit-gateways", "TransitGateways",
            &Reader::add_transit_gateway);
    each_in("ec2-describe-transit-gateway-vpc-attachments",
            "TransitGatewayVpcAttachments", &Reader::add_attachment);
    each_in("ec2-describe-transit-gateway-attachments", "TransitGatewayAttachments",
            &Reader::add_association);
    each("ec2-search-transit-gateway-routes/",
         [this](const json& found) { add_transit_table(found); });
    return std::move(network_);
  }

 private:
  /// Documents of a call; of every parameter if `call` ends in a slash.
  template <class F>
  void each(const std::string& call, const F& use) {
    for (const auto& [path, document] : bundle_.items()) {
      const std::size_t region = path.find('/') + 1;
      const std::size_t start = path.find('/', region) + 1;
      const bool with_parameter = call.back() == '/';
      const std::string name = path.substr(start, path.size() - start - 5);
      if (with_parameter ? !name.starts_with(call) : name != call) continue;
      region_ = path.substr(region, start - 1 - region);
      parameter_ = with_parameter ? name.substr(call.size()) : "";
      use(document);
    }
  }

  void each_in(const char* call, const char* key, void (Reader::*add)(const json&)) {
    each(call, [&](const json& document) {
      for (const json& one : list(document, key)) (this->*add)(one);
    });
  }

  void add_vpc(const json& in) {
    Vpc& vpc = network_.vpcs[text(in, "VpcId")];
    vpc.region = region_;
    for (const json& one : list(in, "CidrBlockAssociationSet")) {
      if (one.at("CidrBlockState").at("State") != "associated") continue;
      vpc.blocks.push_back(block_of(text(one, "CidrBlock")));
    }
    const bool has_set = in.contains("CidrBlockAssociationSet");
    if (!has_set) vpc.blocks.push_back(block_of(text(in, "CidrBlock")));
  }

  void add_subnet(const json& in) {
    const std::string id = text(in, "SubnetId");
    network_.subnets[id] = {.id = id,
                            .vpc = text(in, "VpcId"),
                            .zone = text(in, "AvailabilityZoneId"),
                            .block = block_of(text(in, "CidrBlock"))};
  }

  void add_acl(const json& in) {
    std::vector<AclEntry> entries;
    for (const json& one : list(in, "Entries")) {
      if (!one.contains("CidrBlock")) continue;
      const int protocol = protocol_of(text(one, "Protocol"));
      entries.push_back({.number = one.at("RuleNumber"),
                         .allow = one.at("RuleAction") == "allow",
                         .egress = one.at("Egress"),
                         .protocol = protocol,
                         .ports = ports_of(one.value("PortRange", json::object()),
                                           "From", "To", protocol),
                         .block = block_of(text(one, "CidrBlock"))});
      network_.port_cuts.push_back(entries.back().ports);
    }
    std::sort(entries.begin(), entries.end(),
              [](const auto& a, const auto& b) { return a.number < b.number; });
    for (const json& one : list(in, "Associations")) {
      network_.subnets[text(one, "SubnetId")].acl = entries;
    }
  }

  Routes routes_of(const json& table) {
    Routes routes;
    for (const json& in : list(table, "Routes")) {
      Route route{.targets = {target_of(in)},
                  .blackhole = text(in, "State") == "blackhole",
                  .rank = text(in, "Origin") == "EnableVgwRoutePropagation" ? 2 : 0};
      if (in.contains("DestinationPrefixListId")) {
        route.rank = 1;
        for (const Range& block : prefix_lists_.at(in["DestinationPrefixListId"])) {
          route.block = block;
          routes.push_back(route);
        }
      } else if (in.contains("DestinationCidrBlock")) {
        route.block = block_of(text(in, "DestinationCidrBlock"));
        routes.push_back(route);
      }
    }
    // AWS: "Route priority for propagated routes": never where the local route leads.
    std::erase_if(routes, [&routes](const Route& route) {
      return route.rank == 2 &&
             std::any_of(routes.begin(), routes.end(), [&route](const Route& local) {
               return local.targets.contains("local") &&
                      local.block.first <= route.block.first &&
                      route.block.last <= local.block.last;
             });
    });
    return routes;
  }

  static std::string target_of(const json& route) {
    for (const char* key : {"GatewayId", "NatGatewayId", "TransitGatewayId",
                            "VpcPeeringConnectionId", "NetworkInterfaceId"}) {
      if (route.contains(key)) return route[key];
    }
    return "?";
  }

  void add_main_table(const json& in) {
    for (const json& one : list(in, "Associations")) {
      if (!one.value("Main", false)) continue;
      for (auto& [id, subnet] : network_.subnets) {
        if (subnet.vpc == text(in, "VpcId")) subnet.routes = routes_of(in);
      }
    }
  }

  void add_own_tables(const json& in) {
    for (const json& one : list(in, "Associations")) {
      if (!one.contains("SubnetId")) continue;
      network_.subnets.at(one["SubnetId"]).routes = routes_of(in);
    }
  }

  void add_group(const json& in) {
    const std::string id = text(in, "GroupId");
    network_.vpc_of_group[id] = text(in, "VpcId");
    auto& rules = network_.groups[id];
    rules.clear();
    for (const bool egress : {false, true}) {
      for (const json& one :
           list(in, egress ? "IpPermissionsEgress" : "IpPermissions")) {
        rules.push_back(rule_of(one, egress));
      }
    }
  }

  GroupRule rule_of(const json& in, bool egress) {
    const int protocol = protocol_of(text(in, "IpProtocol"));
    GroupRule rule{.egress = egress,
                   .protocol = protocol,
                   .ports = ports_of(in, "FromPort", "ToPort", protocol),
                   .blocks = blocks_in(list(in, "IpRanges"), "CidrIp")};
    for (const json& one : list(in, "PrefixListIds")) {
      const Ranges& more = prefix_lists_.at(one.at("PrefixListId"));
      rule.blocks.insert(rule.blocks.end(), more.begin(), more.end());
    }
    for (const json& one : list(in, "UserIdGroupPairs")) {
      rule.groups.insert(text(one, "GroupId"));
    }
    network_.port_cuts.push_back(rule.ports);
    return rule;
  }

  void add_interface(const json& in) {
    const std::string id = text(in, "NetworkInterfaceId");
    Interface made{.id = id,
                   .vpc = text(in, "VpcId"),
                   .subnet = text(in, "SubnetId"),
                   .is_lambda = text(in, "InterfaceType") == "lambda"};
    for (const json& one : in.at("PrivateIpAddresses")) {
      const std::uint32_t address = address_of(text(one, "PrivateIpAddress"));
      auto& all = made.addresses;
      all.insert(one.value("Primary", false) ? all.begin() : all.end(), address);
      if (one.contains("Association")) made.public_ones.insert(address);
    }
    for (const json& one : list(in, "Groups")) made.groups.insert(text(one, "GroupId"));
    network_.interfaces[id] = made;
  }

  void add_nat_gateway(const json& in) {
    NatGateway nat{.subnet = text(in, "SubnetId"),
                   .state = text(in, "State"),
                   .is_public = text(in, "ConnectivityType", "public") == "public"};
    for (const json& one : list(in, "NatGatewayAddresses")) {
      if (text(one, "Status", "succeeded") != "succeeded") continue;
      nat.addresses.push_back(address_of(text(one, "PrivateIp")));
      if (one.contains("PublicIp")) nat.has_public_address = true;
    }
    network_.nat_gateways[text(in, "NatGatewayId")] = nat;
  }

  void add_internet_gateway(const json& in) {
    auto& vpcs = network_.internet_gateways[text(in, "InternetGatewayId")];
    for (const json& one : list(in, "Attachments")) vpcs.insert(text(one, "VpcId"));
  }

  void add_endpoint(const json& in) {
    if (text(in, "VpcEndpointType") != "Gateway") return;
    network_.gateway_endpoints[text(in, "VpcEndpointId")] = {
        .vpc = text(in, "VpcId"), .state = text(in, "State")};
  }

  void add_peering(const json& in) {
    Peering peering{.state = in.at("Status").at("Code"), .sides = {}};
    const char* const keys[] = {"RequesterVpcInfo", "AccepterVpcInfo"};
    for (int i = 0; i < 2; ++i) {
      const json& side = in.at(keys[i]);
      peering.sides[i] = {.vpc = text(side, "VpcId"),
                          .blocks = blocks_in(list(side, "CidrBlockSet"), "CidrBlock")};
      const std::string block = text(side, "CidrBlock");
      if (!block.empty()) peering.sides[i].blocks.push_back(block_of(block));
    }
    network_.peerings[text(in, "VpcPeeringConnectionId")] = peering;
  }

  static bool is_on(const json& in, const char* option) {
    return text(in.value("Options", json::object()), option) == "enable";
  }

  void add_transit_gateway(const json& in) {
    network_.transit_gateways[text(in, "TransitGatewayId")] = {
        .state = text(in, "State"),
        .references_groups = is_on(in, "SecurityGroupReferencingSupport")};
  }

  void add_attachment(const json& in) {
    network_.attachments[text(in, "TransitGatewayAttachmentId")] = {
        .gateway = text(in, "TransitGatewayId"),
        .vpc = text(in, "VpcId"),
        .state = text(in, "State"),
        .subnets = list(in, "SubnetIds").get<std::vector<std::string>>(),
        .appliance_mode = is_on(in, "ApplianceModeSupport"),
        .references_groups = is_on(in, "SecurityGroupReferencingSupport")};
  }

  /// Only the gateway's owner sees it.
  void add_association(const json& in) {
    const auto found =
        network_.attachments.find(text(in, "TransitGatewayAttachmentId"));
    if (found == network_.attachments.end() || !in.contains("Association")) return;
    const json& association = in["Association"];
    const std::string state = text(association, "State");
    if (state == "disassociated") return;
    found->second.table = text(association, "TransitGatewayRouteTableId");
    found->second.association_state = state;
  }

  void add_transit_table(const json& found) {
    Routes& routes = network_.transit_tables[parameter_];
    for (const json& in : list(found, "Routes")) {
      Route route{.block = block_of(text(in, "DestinationCidrBlock")),
                  .blackhole = text(in, "State") == "blackhole",
                  .rank = text(in, "Type") == "propagated" ? 2 : 0};
      for (const json& one : list(in, "TransitGatewayAttachments")) {
        route.targets.insert(text(one, "TransitGatewayAttachmentId"));
      }
      routes.push_back(route);
    }
  }

  const json& bundle_;
  Network network_;
  std::map<std::string, Ranges> prefix_lists_;
  std::string region_;
  std::string parameter_;
};

}  // namespace

Network read_network(const json& bundle) { return Reader(bundle).read(); }

}  // namespace pullproof::simulator
