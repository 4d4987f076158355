#include "tests/support/forwarded_names.h"

#include <string>

#include <nlohmann/json.hpp>

#include "tests/support/joined_vpcs.h"
#include "tests/support/network_account.h"

namespace pullproof::support {
namespace {

using nlohmann::json;

json interface(const char* id, const char* subnet, const char* address) {
  return {{"NetworkInterfaceId", id},
          {"SubnetId", subnet},
          {"VpcId", "vpc-2"},
          {"InterfaceType", "interface"},
          {"PrivateIpAddresses",
           json::array({{{"Primary", true}, {"PrivateIpAddress", address}}})},
          {"Groups", json::array({{{"GroupId", "sg-far"}, {"GroupName", "sg-far"}}})}};
}

json resolver_endpoint(const char* id, const char* direction) {
  return {{"Id", id},
          {"Direction", direction},
          {"HostVPCId", "vpc-2"},
          {"Status", "OPERATIONAL"}};
}

void put_address(json& bundle, const std::string& endpoint, const char* address) {
  network_answer(bundle,
                 "route53resolver-list-resolver-endpoint-ip-addresses/" + endpoint) = {
      {"IpAddresses", {{{"Ip", address}, {"Status", "ATTACHED"}}}}};
}

void put_rule(json& bundle) {
  network_answer(
      bundle,
      "route53resolver-list-resolver-rule-associations")["ResolverRuleAssociations"] = {
      {{"Id", "rslvr-a"},
       {"ResolverRuleId", "rslvr-rr-1"},
       {"VPCId", "vpc-1"},
       {"Status", "COMPLETE"}}};
  network_answer(bundle, "route53resolver-list-resolver-rules")["ResolverRules"] = {
      {{"Id", "rslvr-rr-1"},
       {"DomainName", "amazonaws.com."},
       {"RuleType", "FORWARD"},
       {"Status", "COMPLETE"},
       {"OwnerId", "111122223333"},
       {"ResolverEndpointId", "rslvr-out-1"},
       {"TargetIps", {{{"Ip", "10.9.1.53"}, {"Port", 53}, {"Protocol", "Do53"}}}}}};
}

}  // namespace

json forwarded_names() {
  json bundle = joined_vpcs();
  put_rule(bundle);
  network_answer(bundle,
                 "route53resolver-list-resolver-endpoints")["ResolverEndpoints"] = {
      resolver_endpoint("rslvr-out-1", "OUTBOUND"),
      resolver_endpoint("rslvr-in-1", "INBOUND")};
  put_address(bundle, "rslvr-out-1", "10.9.2.53");
  put_address(bundle, "rslvr-in-1", "10.9.1.53");
  json& interfaces =
      network_answer(bundle, "ec2-describe-network-interfaces")["NetworkInterfaces"];
  interfaces.push_back(interface("eni-out", "subnet-far-nat", "10.9.2.53"));
  interfaces.push_back(interface("eni-in", "subnet-far", "10.9.1.53"));
  for (const std::string name : {"enableDnsSupport", "enableDnsHostnames"}) {
    const std::string call = "ec2-describe-vpc-attribute-" + name;
    json attribute = network_answer(bundle, call + "/vpc-1");
    attribute["VpcId"] = "vpc-2";
    network_answer(bundle, call + "/vpc-2") = attribute;
  }
  json endpoint = interface_endpoint("vpce-api", "ecr.api");
  endpoint["VpcId"] = "vpc-2";
  endpoint["SubnetIds"] = {"subnet-far"};
  put_endpoint(bundle, endpoint);
  return bundle;
}

}  // namespace pullproof::support
