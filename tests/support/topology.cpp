#include "tests/support/topology.h"

#include <ostream>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "tests/support/network_account.h"

namespace pullproof::support {
namespace {

using nlohmann::json;

std::string account_of(const Shape& shape, unsigned vpc) {
  return kTopologyAccounts[shape.two_accounts && vpc % 2 == 0 ? 1 : 0];
}

std::string region_of(const Shape& shape, unsigned vpc) {
  const bool is_far = shape.two_regions && !shape.by_transit && vpc % 2 == 0;
  return is_far ? "eu-west-1" : "eu-central-1";
}

class Builder {
 public:
  explicit Builder(const Shape& shape) : shape_(shape) {}

  json build() {
    for (unsigned i = 1; i <= shape_.vpcs; ++i) add_vpc(i);
    if (shape_.by_transit) add_transit_gateway();
    for (unsigned i = 1; i <= shape_.vpcs; ++i) {
      for (unsigned j = i + 1; j <= shape_.vpcs; ++j) {
        if (is_peered(i, j)) add_peering(i, j);
      }
    }
    for (unsigned i = 1; i <= 2; ++i) add_what_is_not_there(i);
    return std::move(bundle_);
  }

 private:
  json& answer(unsigned vpc, const std::string& call) {
    return bundle_[fmt::format("{}/{}/{}.json", account_of(shape_, vpc),
                               region_of(shape_, vpc), call)];
  }
  static std::string named(const char* what, unsigned vpc) {
    return fmt::format("{}-{}", what, vpc);
  }

  [[nodiscard]] unsigned net(unsigned vpc) const {
    return shape_.overlapping && vpc == shape_.vpcs ? 1 : vpc;
  }
  [[nodiscard]] std::string block(unsigned vpc) const {
    return fmt::format("10.{}.0.0/16", net(vpc));
  }
  [[nodiscard]] bool is_peered(unsigned i, unsigned j) const {
    return !shape_.by_transit || (shape_.by_both && (i == 1 || j == 1));
  }

  void add_vpc(unsigned i) {
    answer(i, "ec2-describe-vpcs")["Vpcs"].push_back(
        {{"VpcId", named("vpc", i)},
         {"CidrBlock", block(i)},
         {"OwnerId", account_of(shape_, i)},
         {"CidrBlockAssociationSet",
          json::array({{{"AssociationId", named("cidr", i)},
                        {"CidrBlock", block(i)},
                        {"CidrBlockState", {{"State", "associated"}}}}})}});
    json routes = {route(block(i), "local")};
    for (unsigned j = 1; j <= shape_.vpcs; ++j) {
      const bool is_twin = shape_.overlapping && j == shape_.vpcs;
      if (block(j) == block(i) || is_twin) continue;
      routes.push_back(route(block(j), towards(i, j)));
    }
    if (shape_.with_endpoint) add_endpoint(i, routes);
    if (shape_.with_nat) add_way_out(i, routes);
    add_table(i, named("rtb", i), {{"Main", true}}, routes);
    add_acl(i, named("acl", i));
    for (unsigned k = 0; k < shape_.zones; ++k) {
      const auto subnet = fmt::format("subnet-{}-{}", i, k);
      add_subnet(i, subnet, fmt::format("10.{}.{}.0/24", net(i), k), k,
                 named("acl", i));
      add_interface(i, fmt::format("eni-{}-{}", i, k), subnet, k, 10);
    }
    add_interface(i, fmt::format("eni-{}-near", i), fmt::format("subnet-{}-0", i), 0,
                  11);
    add_groups(i);
  }

  [[nodiscard]] std::string towards(unsigned i, unsigned j) const {
    if (!is_peered(i, j)) return "tgw-1";
    return fmt::format("pcx-{}-{}", std::min(i, j), std::max(i, j));
  }

  void add_subnet(unsigned i, const std::string& id, const std::string& cidr,
                  unsigned zone, const std::string& acl) {
    answer(i, "ec2-describe-subnets")["Subnets"].push_back(
        {{"SubnetId", id},
         {"VpcId", named("vpc", i)},
         {"CidrBlock", cidr},
         {"AvailabilityZone", zone_name(i, zone)},
         {"AvailabilityZoneId", fmt::format("euc1-az{}", zone + 1)}});
    for (auto& one : answer(i, "ec2-describe-network-acls")["NetworkAcls"]) {
      if (one["NetworkAclId"] == acl) one["Associations"].push_back({{"SubnetId", id}});
    }
  }

  /// AWS: names of zones mean the same within one account only.
  [[nodiscard]] std::string zone_name(unsigned i, unsigned zone) const {
    const bool is_first =
        (zone == 0) == (account_of(shape_, i) == kTopologyAccounts[0]);
    return region_of(shape_, i) + (is_first ? "a" : "b");
  }

  void add_acl(unsigned i, const std::string& id) {
    answer(i, "ec2-describe-network-acls")["NetworkAcls"].push_back(
        {{"NetworkAclId", id},
         {"VpcId", named("vpc", i)},
         {"Associations", json::array()},
         {"Entries", acl_entries({{.egress = false}, {.egress = true}})}});
  }

  void add_table(unsigned i, const std::string& id, const json& association,
                 const json& routes) {
    answer(i, "ec2-describe-route-tables")["RouteTables"].push_back(
        {{"RouteTableId", id},
         {"VpcId", named("vpc", i)},
         {"Associations", json::array({association})},
         {"Routes", routes}});
  }

  void add_interface(unsigned i, const std::string& id, const std::string& subnet,
                     unsigned third, unsigned last) {
    const auto address = fmt::format("10.{}.{}.{}", net(i), third, last);
    answer(i, "ec2-describe-network-interfaces")["NetworkInterfaces"].push_back(
        {{"NetworkInterfaceId", id},
         {"SubnetId", subnet},
         {"VpcId", named("vpc", i)},
         {"InterfaceType", "interface"},
         {"PrivateIpAddresses",
          json::array({{{"Primary", true}, {"PrivateIpAddress", address}}})},
         {"Groups", json::array({{{"GroupId", named("sg", i)}}})}});
  }

  /// sg-i, whose rules name blocks, and sg-other-i, in which nobody is.
  void add_groups(unsigned i) {
    for (const char* name : {"sg", "sg-other"}) {
      answer(i, "ec2-describe-security-groups")["SecurityGroups"].push_back(
          {{"GroupId", named(name, i)},
           {"GroupName", named(name, i)},
           {"VpcId", named("vpc", i)},
           {"IpPermissions", json::array({permission("10.0.0.0/8")})},
           {"IpPermissionsEgress", json::array({permission("0.0.0.0/0")})}});
    }
  }

  void add_way_out(unsigned i, json& routes) {
    const auto subnet = named("subnet-nat", i);
    json own = routes;
    own.push_back(route("0.0.0.0/0", named("igw", i)));
    routes.push_back(route("0.0.0.0/0", named("nat", i)));
    add_table(i, named("rtb-nat", i), {{"SubnetId", subnet}}, own);
    add_acl(i, named("acl-nat", i));
    add_subnet(i, subnet, fmt::format("10.{}.9.0/24", net(i)), 0, named("acl-nat", i));
    answer(i, "ec2-describe-nat-gateways")["NatGateways"].push_back(
        {{"NatGatewayId", named("nat", i)},
         {"VpcId", named("vpc", i)},
         {"SubnetId", subnet},
         {"State", "available"},
         {"ConnectivityType", "public"},
         {"NatGatewayAddresses",
          json::array({{{"PrivateIp", fmt::format("10.{}.9.10", net(i))},
                        {"PublicIp", fmt::format("18.195.0.{}", i)}}})}});
    answer(i, "ec2-describe-internet-gateways")["InternetGateways"].push_back(
        {{"InternetGatewayId", named("igw", i)},
         {"Attachments",
          json::array({{{"VpcId", named("vpc", i)}, {"State", "available"}}})}});
  }

  [[nodiscard]] json side_of(unsigned i) const {
    return {{"VpcId", named("vpc", i)},
            {"OwnerId", account_of(shape_, i)},
            {"Region", region_of(shape_, i)},
            {"CidrBlock", block(i)},
            {"CidrBlockSet", json::array({{{"CidrBlock", block(i)}}})}};
  }

  void add_peering(unsigned i, unsigned j) {
    const json made = {{"VpcPeeringConnectionId", fmt::format("pcx-{}-{}", i, j)},
                       {"Status", {{"Code", "active"}}},
                       {"RequesterVpcInfo", side_of(i)},
                       {"AccepterVpcInfo", side_of(j)}};
    const char* const call = "ec2-describe-vpc-peering-connections";
    answer(i, call)["VpcPeeringConnections"].push_back(made);
    const bool are_together = account_of(shape_, i) == account_of(shape_, j) &&
                              region_of(shape_, i) == region_of(shape_, j);
    if (are_together) return;
    answer(j, call)["VpcPeeringConnections"].push_back(made);
  }

  /// The first account's, who sees every attachment; tgw-rtb-2 is like tgw-rtb-1.
  void add_transit_gateway() {
    const json gateway = {{"TransitGatewayId", "tgw-1"},
                          {"State", "available"},
                          {"OwnerId", account_of(shape_, 1)},
                          {"Options", {{"SecurityGroupReferencingSupport", "enable"}}}};
    for (unsigned i = 1; i <= 2; ++i) {
      answer(i, "ec2-describe-transit-gateways")["TransitGateways"] = {gateway};
    }
    for (const char* table : {"tgw-rtb-1", "tgw-rtb-2"}) {
      transit_routes(table) = json::array();
    }
    for (unsigned i = 1; i <= shape_.vpcs; ++i) add_attachment(i);
  }

  json& transit_routes(const std::string& table) {
    return answer(1, "ec2-search-transit-gateway-routes/" + table)["Routes"];
  }

  void add_attachment(unsigned i) {
    const auto id = named("tgw-attach", i);
    const json made = {{"TransitGatewayAttachmentId", id},
                       {"TransitGatewayId", "tgw-1"},
                       {"VpcId", named("vpc", i)},
                       {"VpcOwnerId", account_of(shape_, i)},
                       {"State", "available"},
                       {"SubnetIds", doors_of(i)},
                       {"Options",
                        {{"SecurityGroupReferencingSupport", "enable"},
                         {"ApplianceModeSupport", "disable"}}}};
    const char* const call = "ec2-describe-transit-gateway-vpc-attachments";
    answer(1, call)["TransitGatewayVpcAttachments"].push_back(made);
    if (account_of(shape_, i) != account_of(shape_, 1)) {
      answer(i, call)["TransitGatewayVpcAttachments"].push_back(made);
    }
    const json row = {
        {"TransitGatewayAttachmentId", id},
        {"TransitGatewayId", "tgw-1"},
        {"ResourceType", "vpc"},
        {"ResourceId", named("vpc", i)},
        {"TransitGatewayOwnerId", account_of(shape_, 1)},
        {"State", "available"},
        {"Association",
         {{"TransitGatewayRouteTableId", "tgw-rtb-1"}, {"State", "associated"}}}};
    answer(1, "ec2-describe-transit-gateway-attachments")["TransitGatewayAttachments"]
        .push_back(row);
    const bool is_twin = shape_.overlapping && i == shape_.vpcs;
    if (!is_twin) propagate(i, id);
  }

  void propagate(unsigned i, const std::string& attachment) {
    for (const char* table : {"tgw-rtb-1", "tgw-rtb-2"}) {
      transit_routes(table).push_back(
          {{"DestinationCidrBlock", block(i)},
           {"Type", "propagated"},
           {"State", "active"},
           {"TransitGatewayAttachments",
            json::array({{{"TransitGatewayAttachmentId", attachment},
                          {"ResourceType", "vpc"},
                          {"ResourceId", named("vpc", i)}}})}});
    }
  }

  /// The subnets of the attachment.
  json doors_of(unsigned i) {
    json doors = json::array();
    if (shape_.joined_apart) add_acl(i, named("acl-join", i));
    for (unsigned k = 0; k < shape_.zones; ++k) {
      if (shape_.joined_apart) {
        doors.push_back(fmt::format("subnet-join-{}-{}", i, k));
        add_subnet(i, doors.back(), fmt::format("10.{}.{}.0/28", net(i), 16 + k), k,
                   named("acl-join", i));
      } else {
        doors.push_back(fmt::format("subnet-{}-{}", i, k));
      }
    }
    return doors;
  }

  void add_endpoint(unsigned i, json& routes) {
    const auto id = named("vpce", i);
    routes.push_back(route("pl-s3", id));
    answer(i, "ec2-describe-vpc-endpoints")["VpcEndpoints"].push_back(
        {{"VpcEndpointId", id},
         {"VpcEndpointType", "Gateway"},
         {"VpcId", named("vpc", i)},
         {"ServiceName", service(i)},
         {"State", "available"},
         {"RouteTableIds", json::array({named("rtb", i)})}});
  }
  [[nodiscard]] std::string service(unsigned i) const {
    return "com.amazonaws." + region_of(shape_, i) + ".s3";
  }

  /// For the account and region of VPC i, what every VPC's answers say.
  void add_what_is_not_there(unsigned i) {
    answer(i, "ec2-describe-vpc-block-public-access-options") = {
        {"VpcBlockPublicAccessOptions", {{"InternetGatewayBlockMode", "off"}}}};
    const std::pair<const char*, const char*> kCalls[] = {
        {"ec2-describe-vpc-block-public-access-exclusions",
         "VpcBlockPublicAccessExclusions"},
        {"ec2-describe-vpc-encryption-controls", "VpcEncryptionControls"},
        {"ec2-describe-vpc-endpoints", "VpcEndpoints"}};
    for (const auto& [call, key] : kCalls) {
      json& list = answer(i, call)[key];
      if (list.is_null()) list = json::array();
    }
    add_prefix_list(i, "pl-1", "one", {"10.2.0.0/16", "10.3.0.0/24"});
    add_prefix_list(i, "pl-2", "two", {"10.2.0.0/24", "3.0.0.0/8"});
    add_prefix_list(i, "pl-s3", service(i),
                    {std::begin(kS3Blocks), std::end(kS3Blocks)});
  }

  void add_prefix_list(unsigned i, const std::string& id, const std::string& name,
                       const std::vector<std::string>& blocks) {
    json& entries = answer(i, "ec2-get-managed-prefix-list-entries/" + id)["Entries"];
    if (!entries.is_null()) return;
    for (const auto& one : blocks) entries.push_back({{"Cidr", one}});
    answer(i, "ec2-describe-managed-prefix-lists")["PrefixLists"].push_back(
        {{"PrefixListId", id}, {"PrefixListName", name}});
  }

  const Shape& shape_;
  json bundle_;
};

}  // namespace

void showValue(const Topology& topology, std::ostream& out) {
  const Shape& shape = topology.shape;
  out << "Topology{.shape = {" << shape.vpcs << ", " << shape.zones << ", "
      << shape.by_transit << ", " << shape.by_both << ", " << shape.joined_apart << ", "
      << shape.overlapping << ", " << shape.two_accounts << ", " << shape.with_nat
      << ", " << shape.with_endpoint << ", " << shape.two_regions << "}, .edits = {";
  for (const auto& edit : topology.edits) {
    out << "{" << edit.kind << ", " << edit.number << "}, ";
  }
  out << "}}";
}

json topology_of(const Shape& shape) { return Builder(shape).build(); }

json topology_of(const Topology& topology) {
  json bundle = topology_of(topology.shape);
  for (const auto& edit : topology.edits) apply(bundle, edit);
  return bundle;
}

}  // namespace pullproof::support
