// What Amazon answers on link-local addresses and on its resolver's.
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/support/joined_vpcs.h"
#include "tests/support/network_account.h"
#include "tests/support/reached.h"

namespace pullproof::solver::reach_amazon_test {
namespace {

using nlohmann::json;
using support::ask;
using support::network_answer;
using support::put_acl;
using support::put_group;
using support::put_routes;
using support::route;
using support::Told;

/// eni-task, which no group or ACL lets send anything.
json silenced() {
  json bundle = support::joined_vpcs();
  put_acl(bundle, {});
  put_group(bundle, "sg-silent", {}, {});
  network_answer(
      bundle, "ec2-describe-network-interfaces")["NetworkInterfaces"][0]["Groups"] = {
      {{"GroupId", "sg-silent"}}};
  return bundle;
}

// VPC user guide, "Amazon DNS" and "Network ACLs": neither groups nor ACLs filter it.
TEST(ReachAmazon, TheResolverIsReachedWhateverGroupsAndAclsSay) {
  json bundle = silenced();
  put_routes(bundle, {route("10.0.0.0/16", "local")});
  network_answer(bundle, "ec2-describe-vpc-attribute-enableDnsSupport/vpc-1") = {
      {"VpcId", "vpc-1"}, {"EnableDnsSupport", {{"Value", true}}}};
  for (const char* server : {"10.0.0.2", "169.254.169.253"}) {
    model::ReachQuestion question{
        .from = "eni-task", .to = server, .protocol = 17, .ports = {53, 53}};
    EXPECT_EQ(ask(bundle, question).verdict, Reachability::Reachable) << server;
    question.protocol = 6;
    EXPECT_EQ(ask(bundle, question).verdict, Reachability::Reachable) << server;
    question.ports = {443, 443};
    EXPECT_EQ(ask(bundle, question).verdict, Reachability::Unknown) << server;
    EXPECT_EQ(ask(bundle, {.from = server, .to = "eni-task"}).verdict,
              Reachability::Unknown);
  }
  const model::ReachQuestion resolver{
      .from = "eni-task", .to = "10.0.0.2", .protocol = 17, .ports = {53, 53}};
  network_answer(
      bundle, "ec2-describe-vpc-attribute-enableDnsSupport/vpc-1")["EnableDnsSupport"]
                                                                  ["Value"] = false;
  EXPECT_EQ(ask(bundle, resolver).forward, "DNS_SUPPORT_DISABLED");
  support::forget_answer(bundle, "ec2-describe-vpc-attribute-enableDnsSupport/vpc-1");
  EXPECT_EQ(ask(bundle, resolver).verdict, Reachability::Unknown);
}

TEST(ReachAmazon, LinkLocalAddressesAreBehindNoGateway) {
  json bundle = support::joined_vpcs();
  put_routes(bundle, {route("10.0.0.0/16", "local"), route("0.0.0.0/0", "vgw-1")});
  const Told time = ask(bundle, {.from = "eni-task",
                                 .to = "169.254.169.123",
                                 .protocol = 17,
                                 .ports = {123, 123}});
  EXPECT_EQ(time.verdict, Reachability::Reachable) << time.why;
  // network.md 6: not even where a route's block has them.
  for (const char* address : {"169.254.168.9", "169.254.3.3"}) {
    EXPECT_EQ(ask(bundle, {.from = "eni-task", .to = address}, {"vgw-1"}).verdict,
              Reachability::Unknown);
  }
}

// VPC user guide, "Network ACLs" and "Security groups": neither filters instance
// metadata. EC2 user guide, "Use the Instance Metadata Service": of instances only.
TEST(ReachAmazon, AnInstanceReachesItsMetadata) {
  const model::ReachQuestion question{
      .from = "eni-task", .to = "169.254.169.254", .ports = {80, 80}};
  json bundle = silenced();
  EXPECT_EQ(ask(bundle, question).verdict, Reachability::Unknown) << "no instance";
  json& interface =
      network_answer(bundle, "ec2-describe-network-interfaces")["NetworkInterfaces"][0];
  interface["Attachment"] = {{"InstanceId", "i-1"}, {"DeviceIndex", 0}};
  const json instance = {{"InstanceId", "i-1"},
                         {"State", {{"Name", "running"}}},
                         {"MetadataOptions", {{"HttpEndpoint", "enabled"}}}};
  network_answer(bundle, "ec2-describe-instances") = {
      {"Reservations", {{{"Instances", {instance}}}}}};
  const Told told = ask(bundle, question);
  EXPECT_EQ(told.verdict, Reachability::Reachable) << told.why;
  model::ReachQuestion udp = question;
  udp.protocol = 17;
  EXPECT_EQ(ask(bundle, udp).verdict, Reachability::Unknown);
  network_answer(bundle, "ec2-describe-instances")["Reservations"][0]["Instances"][0]
                                                  ["MetadataOptions"]["HttpEndpoint"] =
                                                      "disabled";
  EXPECT_EQ(ask(bundle, question).verdict, Reachability::Unknown);
}

}  // namespace
}  // namespace pullproof::solver::reach_amazon_test
