#include "tests/support/topology_answers.h"

namespace pullproof::support {

using nlohmann::json;

const std::vector<std::string>& some_blocks() {
  static const std::vector<std::string> kBlocks = {
      "0.0.0.0/0",     "10.0.0.0/8",   "10.1.0.0/16", "10.2.0.0/16",  "10.3.0.0/16",
      "10.1.0.0/24",   "10.2.0.0/24",  "10.1.1.0/24", "10.2.1.0/24",  "10.1.0.10/32",
      "10.2.0.10/32",  "10.2.0.8/31",  "10.1.9.0/24", "10.1.9.10/32", "10.2.16.0/27",
      "10.2.0.0/15",   "3.0.0.0/8",    "10.4.0.0/16", "10.1.16.0/28", "100.64.0.0/16",
      "100.64.1.0/24", "52.219.0.0/17"};
  return kBlocks;
}

const std::vector<PortsOfRule>& some_ports() {
  static const std::vector<PortsOfRule> kPorts = {
      {0, 65535},     {443, 443},     {1024, 65535}, {32768, 60999},
      {32768, 65535}, {50000, 65535}, {80, 80},      {1024, 49999}};
  return kPorts;
}

const std::vector<std::string>& some_protocols() {
  static const std::vector<std::string> kProtocols = {"-1", "tcp", "tcp", "udp"};
  return kProtocols;
}

std::vector<json*> lists(json& bundle, const std::string& call, const char* key) {
  std::vector<json*> found;
  for (auto& [path, document] : bundle.items()) {
    if (path.ends_with("/" + call + ".json") && document.contains(key)) {
      found.push_back(&document[key]);
    }
  }
  return found;
}

Answers vpcs(json& bundle) { return {bundle, "ec2-describe-vpcs", "Vpcs"}; }
Answers subnets(json& bundle) { return {bundle, "ec2-describe-subnets", "Subnets"}; }
Answers tables(json& bundle) {
  return {bundle, "ec2-describe-route-tables", "RouteTables"};
}
Answers acls(json& bundle) {
  return {bundle, "ec2-describe-network-acls", "NetworkAcls"};
}
Answers groups(json& bundle) {
  return {bundle, "ec2-describe-security-groups", "SecurityGroups"};
}
Answers interfaces(json& bundle) {
  return {bundle, "ec2-describe-network-interfaces", "NetworkInterfaces"};
}
Answers nat_gateways(json& bundle) {
  return {bundle, "ec2-describe-nat-gateways", "NatGateways"};
}
Answers peerings(json& bundle) {
  return {bundle, "ec2-describe-vpc-peering-connections", "VpcPeeringConnections"};
}
Answers gateways(json& bundle) {
  return {bundle, "ec2-describe-transit-gateways", "TransitGateways"};
}
Answers attachments(json& bundle) {
  return {bundle, "ec2-describe-transit-gateway-vpc-attachments",
          "TransitGatewayVpcAttachments"};
}
Answers associations(json& bundle) {
  return {bundle, "ec2-describe-transit-gateway-attachments",
          "TransitGatewayAttachments"};
}
}  // namespace pullproof::support
