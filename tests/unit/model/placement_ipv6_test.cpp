// AWS: ECS developer guide, "Amazon ECS task networking options for Fargate" and "...
// for EC2", "Using a VPC in IPv6-only mode".
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "model/placement.h"
#include "tests/support/network_account.h"
#include "tests/support/selected_tasks.h"
#include "tests/support/service_account.h"

namespace pullproof::model::placement_ipv6_test {
namespace {

using nlohmann::json;
using support::network_answer;
using support::only_task;
using support::service_account;

/// subnet-task has IPv6 beside IPv4.
json& with_ipv6(json& bundle) {
  json& subnet = network_answer(bundle, "ec2-describe-subnets")["Subnets"][1];
  subnet["Ipv6CidrBlockAssociationSet"] =
      json::array({{{"Ipv6CidrBlock", "2a05:d014:1:1::/64"}}});
  return subnet;
}

/// subnet-task has IPv6 alone.
json ipv6_only(json bundle) {
  json& subnet = with_ipv6(bundle);
  subnet.erase("CidrBlock");
  subnet["Ipv6Native"] = true;
  return bundle;
}

json on_instance(const std::string& agent) {
  json bundle = service_account();
  support::move_to_instance(bundle);
  support::container_instance(bundle)["versionInfo"]["agentVersion"] = agent;
  json& interface =
      network_answer(bundle, "ec2-describe-network-interfaces")["NetworkInterfaces"][0];
  interface.erase("PrivateIpAddress");
  interface["PrivateIpAddresses"] = json::array();
  interface["Ipv6Addresses"] = json::array({{{"Ipv6Address", "2a05:d014:1:1::20"}}});
  return ipv6_only(bundle);
}

SourceInterface only_source(const json& bundle) {
  return only_task(bundle).sources.at(0);
}

// AWS: VPC user guide, "Subnet sizing for IPv6": the first four and the last are kept.
TEST(PlacementIpv6, HasAnyAddressOfTheSubnet) {
  const auto source = only_source(ipv6_only(service_account()));
  EXPECT_TRUE(source.is_ipv6_only());
  EXPECT_FALSE(source.undecided);
  EXPECT_TRUE(source.public_ipv6);
  EXPECT_TRUE(
      source.ipv6_addresses.contains(Address::parse("2a05:d014:1:1::4")->value));
  EXPECT_FALSE(
      source.ipv6_addresses.contains(Address::parse("2a05:d014:1:1::3")->value));
  EXPECT_FALSE(only_source(service_account()).is_ipv6_only());
}

TEST(PlacementIpv6, KeepsIpv4BesideIt) {
  json bundle = service_account();
  with_ipv6(bundle)["EnableDns64"] = true;
  const auto source = only_source(bundle);
  EXPECT_FALSE(source.is_ipv6_only());
  EXPECT_FALSE(source.addresses.empty());
  EXPECT_FALSE(source.ipv6_addresses.empty());
  EXPECT_TRUE(source.dns64);
}

TEST(PlacementIpv6, IsNotPublicInAPrivateBlock) {
  json bundle = ipv6_only(service_account());
  network_answer(bundle, "ec2-describe-subnets")
      .at("Subnets")[1]["Ipv6CidrBlockAssociationSet"][0]["Ipv6AddressAttribute"] =
      "private";
  EXPECT_FALSE(only_source(bundle).public_ipv6);
}

TEST(PlacementIpv6, IsForFargateOnLinuxFromPlatform140On) {
  json bundle = ipv6_only(service_account());
  support::service(bundle)["platformVersion"] = "1.3.0";
  EXPECT_TRUE(only_source(bundle).undecided);
  support::service(bundle)["platformVersion"] = "1.4.0";
  EXPECT_FALSE(only_source(bundle).undecided);
  support::task_definition(bundle)["runtimePlatform"] = {
      {"operatingSystemFamily", "WINDOWS_SERVER_2022_CORE"}};
  EXPECT_TRUE(only_source(bundle).undecided);
}

TEST(PlacementIpv6, IsForAgentsFrom1991On) {
  EXPECT_FALSE(only_source(on_instance("1.99.1")).undecided);
  EXPECT_FALSE(only_source(on_instance("1.100.0")).undecided);
  EXPECT_TRUE(only_source(on_instance("1.99.0")).undecided);
  EXPECT_TRUE(only_source(on_instance("1.91.2")).undecided);
  EXPECT_EQ(only_source(on_instance("")).undecided->call,
            "ecs-describe-container-instances");
}

TEST(PlacementIpv6, LeavesOpenWhichAgentInstancesToComeRun) {
  json bundle = service_account();
  support::use_group(bundle);
  const auto to_come = [](const json& account) {
    return only_task(account).sources.at(1);
  };
  EXPECT_FALSE(to_come(bundle).undecided);
  EXPECT_TRUE(to_come(ipv6_only(bundle)).undecided);
}

}  // namespace
}  // namespace pullproof::model::placement_ipv6_test
