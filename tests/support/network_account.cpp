#include "tests/support/network_account.h"

#include <nlohmann/json.hpp>

#include "tests/support/iam_account.h"

namespace pullproof::support {
namespace {

using nlohmann::json;

constexpr const char* kRegional = "111122223333/eu-central-1/";
constexpr const char* kGlobal = "111122223333/global/";

json subnet(const std::string& id, const std::string& cidr) {
  return {{"SubnetId", id},
          {"VpcId", "vpc-1"},
          {"CidrBlock", cidr},
          {"AvailabilityZone", "eu-central-1a"}};
}

json route_table(const std::string& id, const json& association,
                 const std::vector<json>& routes) {
  return {{"RouteTableId", id},
          {"VpcId", "vpc-1"},
          {"Associations", json::array({association})},
          {"Routes", routes}};
}

void add_vpc(json& bundle) {
  network_answer(bundle, "ec2-describe-vpcs") = json::parse(R"({"Vpcs": [
    {"VpcId": "vpc-1", "CidrBlock": "10.0.0.0/16", "DhcpOptionsId": "dopt-1",
     "OwnerId": "111122223333"}]})");
  network_answer(bundle, "ec2-describe-vpc-attribute-enableDnsSupport/vpc-1") =
      json::parse(R"({"VpcId": "vpc-1", "EnableDnsSupport": {"Value": true}})");
  network_answer(bundle, "ec2-describe-vpc-attribute-enableDnsHostnames/vpc-1") =
      json::parse(R"({"VpcId": "vpc-1", "EnableDnsHostnames": {"Value": true}})");
  network_answer(bundle, "ec2-describe-dhcp-options") =
      json::parse(R"({"DhcpOptions": [{"DhcpOptionsId": "dopt-1",
    "DhcpConfigurations": [{"Key": "domain-name-servers",
                            "Values": [{"Value": "AmazonProvidedDNS"}]}]}]})");
  network_answer(bundle, "ec2-describe-subnets")["Subnets"] = {
      subnet("subnet-nat", "10.0.0.0/24"), subnet("subnet-task", "10.0.1.0/24"),
      subnet("subnet-data", "10.0.2.0/24")};
}

void add_ways_out(json& bundle) {
  const json local = route("10.0.0.0/16", "local");
  network_answer(bundle, "ec2-describe-route-tables")["RouteTables"] = {
      route_table("rtb-main", {{"Main", true}}, {local}),
      route_table("rtb-task", {{"SubnetId", "subnet-task"}},
                  {local, route("0.0.0.0/0", "nat-1")}),
      route_table("rtb-nat", {{"SubnetId", "subnet-nat"}},
                  {local, route("0.0.0.0/0", "igw-1")})};
  network_answer(bundle, "ec2-describe-internet-gateways") =
      json::parse(R"({"InternetGateways": [{"InternetGatewayId": "igw-1",
    "Attachments": [{"VpcId": "vpc-1", "State": "available"}]}]})");
  network_answer(bundle, "ec2-describe-nat-gateways") =
      json::parse(R"({"NatGateways": [{"NatGatewayId": "nat-1", "VpcId": "vpc-1",
    "SubnetId": "subnet-nat", "State": "available", "ConnectivityType": "public",
    "NatGatewayAddresses": [{"PrivateIp": "10.0.0.10", "PublicIp": "18.195.0.1"}]}]})");
}

void add_filters(json& bundle) {
  network_answer(bundle, "ec2-describe-network-acls") =
      json::parse(R"({"NetworkAcls": [{"NetworkAclId": "acl-1", "VpcId": "vpc-1",
    "Associations": [{"SubnetId": "subnet-nat"}, {"SubnetId": "subnet-task"},
                     {"SubnetId": "subnet-data"}]}]})");
  put_acl(bundle, {{.egress = false}, {.egress = true}});
  network_answer(bundle, "ec2-describe-security-groups")["SecurityGroups"] =
      json::array();
  put_group(bundle, "sg-task", {}, {permission("0.0.0.0/0")});
  put_group(bundle, "sg-endpoint", {permission("sg-task", "tcp", 443, 443)}, {});
}

void add_what_may_interfere(json& bundle) {
  const auto none = [&](const std::string& call, const std::string& key) {
    network_answer(bundle, call)[key] = json::array();
  };
  network_answer(bundle, "ec2-describe-vpc-block-public-access-options") = json::parse(
      R"({"VpcBlockPublicAccessOptions": {"InternetGatewayBlockMode": "off"}})");
  none("ec2-describe-vpc-block-public-access-exclusions",
       "VpcBlockPublicAccessExclusions");
  none("ec2-describe-vpc-encryption-controls", "VpcEncryptionControls");
  none("ec2-describe-vpc-endpoints", "VpcEndpoints");
  none("ec2-describe-managed-prefix-lists", "PrefixLists");
  none("route53resolver-list-resolver-rules", "ResolverRules");
  none("route53resolver-list-resolver-rule-associations", "ResolverRuleAssociations");
  none("route53resolver-list-firewall-rule-group-associations",
       "FirewallRuleGroupAssociations");
  none("route53profiles-list-profile-associations", "ProfileAssociations");
  global_answer(bundle, "route53-list-hosted-zones-by-vpc/vpc-1") = {
      {"HostedZoneSummaries", json::array()}};
}

bool is_prefix_list(const std::string& id) { return id.starts_with("pl-"); }

}  // namespace

json network_account() {
  json bundle;
  add_vpc(bundle);
  add_ways_out(bundle);
  add_filters(bundle);
  add_what_may_interfere(bundle);
  return bundle;
}

json& network_answer(json& bundle, const std::string& call) {
  return bundle[kRegional + call + ".json"];
}

json& global_answer(json& bundle, const std::string& call) {
  return bundle[kGlobal + call + ".json"];
}

void forget_answer(json& bundle, const std::string& call) {
  bundle.erase(kRegional + call + ".json");
}

json acl_entries(const std::vector<AclRule>& rules) {
  json entries = json::array();
  for (const AclRule& rule : rules) {
    const bool ipv6 = rule.cidr.find(':') != std::string::npos;
    entries.push_back(
        {{"RuleNumber", rule.number},
         {"RuleAction", rule.action},
         {"Egress", rule.egress},
         {"Protocol", rule.protocol},
         {"PortRange", {{"From", rule.first_port}, {"To", rule.last_port}}},
         {ipv6 ? "Ipv6CidrBlock" : "CidrBlock", rule.cidr}});
  }
  return entries;
}

void put_acl(json& bundle, const std::vector<AclRule>& rules) {
  network_answer(bundle, "ec2-describe-network-acls")["NetworkAcls"][0]["Entries"] =
      acl_entries(rules);
}

json permission(const std::string& to, const std::string& protocol, int first_port,
                int last_port) {
  json result = {
      {"IpProtocol", protocol}, {"FromPort", first_port}, {"ToPort", last_port}};
  if (to.starts_with("sg-")) {
    result["UserIdGroupPairs"] = json::array({{{"GroupId", to}}});
  } else if (is_prefix_list(to)) {
    result["PrefixListIds"] = json::array({{{"PrefixListId", to}}});
  } else if (to.find(':') != std::string::npos) {
    result["Ipv6Ranges"] = json::array({{{"CidrIpv6", to}}});
  } else {
    result["IpRanges"] = json::array({{{"CidrIp", to}}});
  }
  return result;
}

void put_group(json& bundle, const std::string& id, const std::vector<json>& inbound,
               const std::vector<json>& outbound) {
  network_answer(bundle, "ec2-describe-security-groups")["SecurityGroups"].push_back(
      {{"GroupId", id},
       {"GroupName", id},
       {"VpcId", "vpc-1"},
       {"IpPermissions", inbound},
       {"IpPermissionsEgress", outbound}});
}

json route(const std::string& to, const std::string& target) {
  const bool ipv6 = to.find(':') != std::string::npos;
  const char* destination = is_prefix_list(to) ? "DestinationPrefixListId"
                            : ipv6             ? "DestinationIpv6CidrBlock"
                                               : "DestinationCidrBlock";
  const char* key = target.starts_with("nat-")    ? "NatGatewayId"
                    : target.starts_with("eigw-") ? "EgressOnlyInternetGatewayId"
                    : target.starts_with("tgw-")  ? "TransitGatewayId"
                    : target.starts_with("pcx-")  ? "VpcPeeringConnectionId"
                                                  : "GatewayId";
  return {
      {destination, to}, {key, target}, {"State", "active"}, {"Origin", "CreateRoute"}};
}

void put_routes(json& bundle, const std::vector<json>& routes) {
  network_answer(bundle, "ec2-describe-route-tables")["RouteTables"][1]["Routes"] =
      routes;
}

void put_prefix_list(json& bundle, const std::string& id, const std::string& name,
                     const std::vector<std::string>& cidrs) {
  network_answer(bundle, "ec2-describe-managed-prefix-lists")["PrefixLists"].push_back(
      {{"PrefixListId", id}, {"PrefixListName", name}});
  if (cidrs.empty()) return;
  json& entries =
      network_answer(bundle, "ec2-get-managed-prefix-list-entries/" + id)["Entries"];
  for (const auto& cidr : cidrs) entries.push_back({{"Cidr", cidr}});
}

json interface_endpoint(const std::string& id, const std::string& service) {
  return {{"VpcEndpointId", id},
          {"VpcEndpointType", "Interface"},
          {"VpcId", "vpc-1"},
          {"ServiceName", "com.amazonaws.eu-central-1." + service},
          {"State", "available"},
          {"PrivateDnsEnabled", true},
          {"SubnetIds", json::array({"subnet-data"})},
          {"Groups", json::array({{{"GroupId", "sg-endpoint"}}})}};
}

void put_endpoint(json& bundle, const json& endpoint) {
  network_answer(bundle, "ec2-describe-vpc-endpoints")["VpcEndpoints"].push_back(
      endpoint);
}

NetworkWorld::NetworkWorld(const json& bundle, bool strict)
    : account_(read_account(bundle)), network_(account_), strict_(strict) {}

gates::Packet packet_to_443() {
  gates::Packet packet;
  packet.source = kSource;
  packet.source_port.field = kSourcePort;
  packet.destination = kDestination;
  packet.destination_port.fixed = 443;
  return packet;
}

Choice packet_choice(const std::string& source, unsigned source_port,
                     const std::string& destination) {
  Choice choice;
  choice.values = {Address::parse(source).value().value, Number{source_port},
                   Address::parse(destination).value().value};
  return choice;
}

IntervalSet block(const std::string& cidr) {
  return Cidr::parse(cidr).value().addresses();
}

}  // namespace pullproof::support
