#include "model/gates/dns_forwarding.h"

#include <string>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "model/gates/name_resolution.h"
#include "tests/support/forwarded_names.h"
#include "tests/support/iam_account.h"
#include "tests/support/network_account.h"

namespace pullproof::gates::dns_forwarding_test {
namespace {

using nlohmann::json;
using support::forwarded_names;
using support::network_answer;

constexpr const char* kEndpoints = "route53resolver-list-resolver-endpoints";
constexpr const char* kRules = "route53resolver-list-resolver-rules";
constexpr const char* kAddresses =
    "route53resolver-list-resolver-endpoint-ip-addresses/";

ResolverPlace token_host() {
  return {.scope = support::kNetworkScope,
          .vpc = VpcId("vpc-1"),
          .host = "api.ecr.eu-central-1.amazonaws.com",
          .service = "ecr.api",
          .region = "eu-central-1"};
}

/// Of the only answer: what it leads to, or what is open about it.
std::string answer(const json& bundle) {
  const support::NetworkWorld world(bundle);
  const auto answers = resolve(token_host(), world.context()).answers;
  if (answers.size() != 1) return "several";
  const Answer& only = answers.front();
  if (only.kind == Answer::Kind::Elsewhere) return only.question.why;
  if (!only.forwarding) return "not forwarded";
  return only.kind == Answer::Kind::Endpoint ? only.endpoint->id() : "another answer";
}

json& rule(json& bundle) { return network_answer(bundle, kRules)["ResolverRules"][0]; }

// Route 53 developer guide, "Resolving DNS queries between VPCs and your network".
TEST(DnsForwarding, AnswersAsTheInboundEndpointsVpcDoes) {
  const json bundle = forwarded_names();
  EXPECT_EQ(answer(bundle), "vpce-api");
  const support::NetworkWorld world(bundle);
  const auto answers = resolve(token_host(), world.context()).answers;
  const Forwarding& way = answers.at(0).forwarding.value();
  EXPECT_EQ(way.vpc->id(), "vpc-2");
  EXPECT_EQ(way.outbound.at(0).interface->id(), "eni-out");
  EXPECT_EQ(way.inbound.at(0).interface->id(), "eni-in");
  EXPECT_EQ(answers.at(0).rule_id, "rslvr-rr-1");
}

TEST(DnsForwarding, IsOpenWhereATargetIsNoInboundEndpoint) {
  const std::string open = "forwards to 10.9.1.53, and what that answers is not known";
  const auto with = [](const char* field, const json& value) {
    json bundle = forwarded_names();
    network_answer(bundle, kEndpoints)["ResolverEndpoints"][1][field] = value;
    return answer(bundle);
  };
  for (const std::string& why :
       {with("Status", "DELETING"), with("Direction", "OUTBOUND"),
        with("HostVPCId", "vpc-1"), with("Protocols", {"DoH"})}) {
    EXPECT_NE(why.find(open), std::string::npos) << why;
  }
  json other_port = forwarded_names();
  rule(other_port)["TargetIps"][0]["Port"] = 5353;
  EXPECT_NE(answer(other_port).find(open), std::string::npos);
  json by_https = forwarded_names();
  rule(by_https)["TargetIps"][0]["Protocol"] = "DoH";
  EXPECT_NE(answer(by_https).find(open), std::string::npos);
  json second = forwarded_names();
  rule(second)["TargetIps"].push_back({{"Ip", "192.168.0.53"}});
  EXPECT_NE(answer(second).find("192.168.0.53"), std::string::npos);
  json none = forwarded_names();
  rule(none)["TargetIps"] = json::array();
  EXPECT_NE(answer(none).find("names no target"), std::string::npos);
}

TEST(DnsForwarding, IsOpenWhereTheOutboundEndpointIsNotKnown) {
  json gone = forwarded_names();
  rule(gone)["ResolverEndpointId"] = "rslvr-out-9";
  EXPECT_NE(answer(gone).find("not in the snapshot"), std::string::npos);
  json not_printed = forwarded_names();
  rule(not_printed).erase("ResolverEndpointId");
  EXPECT_NE(answer(not_printed).find("not in the snapshot"), std::string::npos);
  json updating = forwarded_names();
  network_answer(updating, kEndpoints)["ResolverEndpoints"][0]["Status"] = "UPDATING";
  EXPECT_NE(answer(updating).find("UPDATING"), std::string::npos);
  json unlisted = forwarded_names();
  support::forget_answer(unlisted, std::string(kAddresses) + "rslvr-out-1");
  EXPECT_NE(answer(unlisted).find("addresses of rslvr-out-1"), std::string::npos);
  json no_interface = forwarded_names();
  json& interfaces = network_answer(
      no_interface, "ec2-describe-network-interfaces")["NetworkInterfaces"];
  interfaces.erase(interfaces.size() - 1);
  EXPECT_NE(answer(no_interface).find("10.9.1.53"), std::string::npos);
}

// Route 53 Resolver API reference, IpAddressResponse and ResolverEndpoint.
TEST(DnsForwarding, IsOpenWhereAnEndpointAndItsInterfacesDisagree) {
  const auto endpoint = [](const char* field, const json& value) {
    json bundle = forwarded_names();
    network_answer(bundle, kEndpoints)["ResolverEndpoints"][0][field] = value;
    return answer(bundle);
  };
  EXPECT_EQ(endpoint("SecurityGroupIds", {"sg-far"}), "vpce-api");
  EXPECT_NE(endpoint("SecurityGroupIds", {"sg-1"}).find("other groups"),
            std::string::npos);
  EXPECT_EQ(endpoint("Protocols", {"Do53", "DoH"}), "vpce-api");
  EXPECT_NE(endpoint("Protocols", {"DoH"}).find("port 53"), std::string::npos);
  json failed = forwarded_names();
  network_answer(failed, std::string(kAddresses) + "rslvr-out-1")["IpAddresses"]
      .push_back({{"Ip", "10.9.2.54"}, {"Status", "FAILED_CREATION"}});
  EXPECT_NE(answer(failed).find("`ATTACHED`"), std::string::npos);
  const auto interface = [](const char* field, const json& value) {
    json bundle = forwarded_names();
    json& list =
        network_answer(bundle, "ec2-describe-network-interfaces")["NetworkInterfaces"];
    for (json& each : list) {
      if (each["NetworkInterfaceId"] == "eni-out") each[field] = value;
    }
    return answer(bundle);
  };
  EXPECT_EQ(interface("Status", "in-use"), "vpce-api");
  EXPECT_NE(interface("Status", "available").find("nothing"), std::string::npos);
  EXPECT_NE(interface("Attachment", {{"InstanceId", "i-1"}}).find("an instance's"),
            std::string::npos);
}

TEST(DnsForwarding, AsksTheResolverOfTheOtherVpc) {
  const auto asked = [](const json& bundle) {
    const support::NetworkWorld world(bundle);
    const auto* vpc =
        world.context().account.find<aws::Vpc>(support::kNetworkScope, "vpc-2");
    return support::truth(NameResolutionGate::lets_through(moved_to(*vpc, token_host()),
                                                           world.context()));
  };
  EXPECT_EQ(asked(forwarded_names()), Truth::Yes);
  json off = forwarded_names();
  const std::string support = "ec2-describe-vpc-attribute-enableDnsSupport/vpc-2";
  network_answer(off, support)["EnableDnsSupport"]["Value"] = false;
  EXPECT_EQ(asked(off), Truth::No);
  json missing = forwarded_names();
  support::forget_answer(missing, support);
  EXPECT_EQ(asked(missing), Truth::Unknown);
  // Servers of the VPC's own are for what is in it.
  json own_servers = forwarded_names();
  json& options =
      network_answer(own_servers, "ec2-describe-dhcp-options")["DhcpOptions"];
  json second = options[0];
  second["DhcpOptionsId"] = "dopt-2";
  second["DhcpConfigurations"] = {
      {{"Key", "domain-name-servers"}, {"Values", {{{"Value", "10.9.0.9"}}}}}};
  options.push_back(second);
  network_answer(own_servers, "ec2-describe-vpcs")["Vpcs"][1]["DhcpOptionsId"] =
      "dopt-2";
  EXPECT_EQ(asked(own_servers), Truth::Yes);
  EXPECT_EQ(answer(own_servers), "vpce-api");
}

TEST(DnsForwarding, IsOpenWhereNamesAreForInboundEndpointsAlone) {
  json inbound_only = forwarded_names();
  json s3 = support::interface_endpoint("vpce-s3", "s3");
  s3["VpcId"] = "vpc-2";
  s3["DnsOptions"] = {{"PrivateDnsOnlyForInboundResolverEndpoint", true}};
  support::put_endpoint(inbound_only, s3);
  EXPECT_NE(answer(inbound_only).find("inbound resolver endpoints alone"),
            std::string::npos);
}

// "Avoid loop configurations with Resolver endpoints".
TEST(DnsForwarding, IsOpenWhereTheOtherVpcForwardsAgain) {
  json bundle = forwarded_names();
  network_answer(bundle, "ec2-describe-vpc-endpoints")["VpcEndpoints"] = json::array();
  json& associations = network_answer(
      bundle,
      "route53resolver-list-resolver-rule-associations")["ResolverRuleAssociations"];
  json second = associations[0];
  second["Id"] = "rslvr-b";
  second["VPCId"] = "vpc-2";
  associations.push_back(second);
  EXPECT_NE(answer(bundle).find("forwards it again"), std::string::npos)
      << answer(bundle);
}

}  // namespace
}  // namespace pullproof::gates::dns_forwarding_test
