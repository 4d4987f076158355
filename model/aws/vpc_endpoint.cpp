#include "model/aws/vpc_endpoint.h"

#include <algorithm>

#include "model/aws/hosted_zone.h"

namespace pullproof::aws {
namespace {

VpcEndpoint::Type type_of(const std::string& text) {
  if (text == "Gateway") return VpcEndpoint::Type::Gateway;
  if (text == "Interface") return VpcEndpoint::Type::Interface;
  if (text == "GatewayLoadBalancer") return VpcEndpoint::Type::GatewayLoadBalancer;
  return VpcEndpoint::Type::Other;
}

template <class Identifier>
std::vector<Identifier> parse_ids(Cursor& in, std::string_view key) {
  std::vector<Identifier> ids;
  for (std::string& text : in.texts(key)) ids.emplace_back(std::move(text));
  return ids;
}

}  // namespace

bool VpcEndpoint::available() const {
  return state == "available" || state == "Available";
}

VpcEndpoint VpcEndpoint::parse(Cursor& in) {
  VpcEndpoint endpoint;
  fill_common(endpoint, in);
  endpoint.endpoint_id = VpcEndpointId(in.text("VpcEndpointId"));
  endpoint.type_text = in.text_or("VpcEndpointType", "");
  endpoint.type = type_of(endpoint.type_text);
  endpoint.vpc_id = VpcId(in.text("VpcId"));
  endpoint.owner_id = in.text_or("OwnerId", "");
  endpoint.service_name = in.text_or("ServiceName", "");
  endpoint.service_region = in.text_or("ServiceRegion", "");
  endpoint.state = in.text_or("State", "");
  endpoint.policy = parse_policy(in, "PolicyDocument");
  endpoint.route_tables = parse_ids<RouteTableId>(in, "RouteTableIds");
  endpoint.subnets = parse_ids<SubnetId>(in, "SubnetIds");
  endpoint.interfaces = parse_ids<InterfaceId>(in, "NetworkInterfaceIds");
  for (Cursor& group : in.objects("Groups")) {
    group.skip({"GroupName"});
    endpoint.groups.emplace_back(group.text("GroupId"));
  }
  endpoint.private_dns = in.flag_or("PrivateDnsEnabled", false);
  if (auto options = in.object("DnsOptions")) {
    endpoint.private_dns_only_for_inbound_resolver =
        options->flag_or("PrivateDnsOnlyForInboundResolverEndpoint", false);
    endpoint.dns_record_type = options->text_or("DnsRecordIpType", "");
    options->skip({"PrivateDnsPreference", "PrivateDnsSpecifiedDomains"});
  }
  endpoint.ip_address_type = in.text_or("IpAddressType", "");
  for (Cursor& entry : in.objects("DnsEntries")) {
    std::string name = domain_name(entry.text_or("DnsName", ""));
    if (!name.empty()) endpoint.dns_names.push_back(std::move(name));
    entry.skip({"HostedZoneId"});
  }
  in.skip({"RequesterManaged", "CreationTimestamp", "Tags", "FailureReason",
           "LastError", "Ipv4Prefixes", "Ipv6Prefixes", "ResourceConfigurationArn",
           "ServiceNetworkArn"});
  return endpoint;
}

}  // namespace pullproof::aws
