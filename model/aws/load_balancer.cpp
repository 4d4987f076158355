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
  in.skip({"DNSName", "CanonicalHostedZoneId", "CreatedTime", "Scheme",
           "AvailabilityZones", "SecurityGroups", "IpAddressType",
           "CustomerOwnedIpv4Pool",
           "EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic",
           "EnablePrefixForIpv6SourceNat", "IpamPools"});
  return balancer;
}

}  // namespace pullproof::aws
