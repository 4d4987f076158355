#include "model/aws/load_balancer.h"

namespace pullproof::aws {

std::string LoadBalancer::interface_description() const {
  constexpr std::string_view kBefore = ":loadbalancer/";
  const auto at = arn.find(kBefore);
  return at == std::string::npos ? "" : "ELB " + arn.substr(at + kBefore.size());
}

LoadBalancer LoadBalancer::parse(Cursor& in) {
  LoadBalancer balancer;
  fill_common(balancer, in);
  balancer.arn = in.text("LoadBalancerArn");
  balancer.name = in.text_or("LoadBalancerName", "");
  balancer.type = in.text_or("Type", "");
  balancer.vpc_id = VpcId(in.text_or("VpcId", ""));
  if (auto state = in.object("State")) {
    state->skip({"Reason"});
    balancer.state = state->text_or("Code", "");
  }
  for (Cursor& zone : in.objects("AvailabilityZones")) {
    zone.skip(
        {"ZoneName", "OutpostId", "LoadBalancerAddresses", "SourceNatIpv6Prefixes"});
    const std::string subnet = zone.text_or("SubnetId", "");
    if (!subnet.empty()) balancer.subnets.emplace_back(subnet);
  }
  in.skip({"DNSName", "CanonicalHostedZoneId", "CreatedTime", "Scheme",
           "SecurityGroups", "IpAddressType", "CustomerOwnedIpv4Pool",
           "EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic",
           "EnablePrefixForIpv6SourceNat", "IpamPools"});
  return balancer;
}

}  // namespace pullproof::aws
