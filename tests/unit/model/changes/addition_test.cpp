#include <algorithm>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/support/bundle.h"
#include "tests/support/changed_account.h"

namespace pullproof::changes::addition_test {
namespace {

using nlohmann::json;
using support::has;
using support::make;
using support::resource;
using support::route_of;

constexpr const char* kVpc = "vpc-05ef3e1363463bd68";
constexpr const char* kS3List = "pl-6ea54007";
constexpr const char* kS3Table = "rtb-0afed2f77cefe58d8";
constexpr const char* kSubnet = "subnet-01ac797abbe00ed6d";
constexpr const char* kInterfaceEndpoint = "vpce-0fa72877b0ab0d006";

AccountDocuments healthy() { return support::documents_of(testing::healthy_bundle()); }

json addition(const std::string& type, const json& value) {
  return {{"add", {{"type", type}, {"value", value}}}};
}

const json kNewVpc =
    addition("Vpc", {{"VpcId", "vpc-n"}, {"CidrBlock", "10.99.0.0/16"}});

json new_table(const json& more = json::object()) {
  json value = {{"RouteTableId", "rtb-n"}, {"VpcId", kVpc}};
  value.update(more);
  return addition("RouteTable", value);
}

// AWS: VPC user guide, "Create a VPC": what comes with it.
TEST(ANewVpc, HasAMainTableADefaultAclAndADefaultGroup) {
  AccountDocuments account = healthy();
  EXPECT_EQ(make(account, json::array({kNewVpc})), "");
  const json main = resource(account, "RouteTable", "rtb-main-n");
  EXPECT_EQ(main.at("Associations").at(0).at("Main"), true);
  EXPECT_EQ(route_of(account, "rtb-main-n", "10.99.0.0/16").at("GatewayId"), "local");
  EXPECT_EQ(resource(account, "NetworkAcl", "acl-default-n").at("IsDefault"), true);
  EXPECT_EQ(resource(account, "SecurityGroup", "sg-default-n").at("GroupName"),
            "default");
  EXPECT_EQ(resource(account, "VpcDnsSupport", "vpc-n").at("EnableDnsSupport"),
            (json{{"Value", true}}));
  EXPECT_EQ(resource(account, "VpcDnsHostnames", "vpc-n").at("EnableDnsHostnames"),
            (json{{"Value", false}}));
  EXPECT_TRUE(account.read().ok());
}

TEST(ANewSubnet, IsWithTheDefaultAclOfItsVpc) {
  AccountDocuments account = healthy();
  const json subnet = addition("Subnet", {{"SubnetId", "subnet-n"},
                                          {"VpcId", "vpc-n"},
                                          {"AvailabilityZone", "eu-central-1a"},
                                          {"CidrBlock", "10.99.0.0/24"}});
  EXPECT_EQ(make(account, json::array({kNewVpc, subnet})), "");
  const json acl = resource(account, "NetworkAcl", "acl-default-n");
  EXPECT_EQ(acl.at("Associations").at(0).at("SubnetId"), "subnet-n");
  EXPECT_TRUE(account.read().ok());
}

// AWS: VPC user guide, "Route table concepts": a subnet has one table at a time.
TEST(ANewRouteTable, TakesTheSubnetsThatItIsAssociatedWith) {
  AccountDocuments account = healthy();
  const json associated = {{"Associations", json::array({{{"SubnetId", kSubnet}}})}};
  EXPECT_EQ(make(account, json::array({new_table(associated)})), "");
  EXPECT_EQ(route_of(account, "rtb-n", "10.30.0.0/16").at("GatewayId"), "local");
  for (const Place& place : account.all("RouteTable")) {
    if (place.id == "rtb-n") continue;
    for (const json& each : account.at(place).at("Associations")) {
      EXPECT_NE(each.value("SubnetId", ""), kSubnet) << place.id;
    }
  }
}

// AWS: VPC user guide, "Network ACLs": a subnet that leaves one is with the default
// one.
TEST(ANetworkAcl, TakesSubnetsFromTheDefaultOneAndGivesThemBack) {
  AccountDocuments account = healthy();
  const std::string standard = "acl-05ef3e1363463bd68";
  const auto has_subnet = [&](const std::string& acl) {
    const json associations = resource(account, "NetworkAcl", acl).at("Associations");
    return std::any_of(associations.begin(), associations.end(), [](const json& each) {
      return each.value("SubnetId", "") == kSubnet;
    });
  };
  const json acl = addition("NetworkAcl",
                            {{"NetworkAclId", "acl-n"},
                             {"VpcId", kVpc},
                             {"Associations", json::array({{{"SubnetId", kSubnet}}})}});
  ASSERT_TRUE(has_subnet(standard));
  EXPECT_EQ(make(account, json::array({acl})), "");
  EXPECT_TRUE(has_subnet("acl-n"));
  EXPECT_FALSE(has_subnet(standard));
  account.restore();
  const json leave = {{"resource", "acl-n"},
                      {"patch", json::array({{{"op", "replace"},
                                              {"path", "/Associations"},
                                              {"value", json::array()}}})}};
  EXPECT_EQ(make(account, json::array({acl, leave})), "");
  EXPECT_TRUE(has_subnet(standard));
}

// AWS: PrivateLink guide, "Gateway endpoints": a route to the service's prefix list
// stands in each table, and in no other.
TEST(AGatewayEndpoint, AddsAndTakesRoutesOfItsTables) {
  AccountDocuments account = healthy();
  const json endpoint =
      addition("VpcEndpoint", {{"VpcEndpointId", "vpce-n"},
                               {"VpcId", kVpc},
                               {"ServiceName", "com.amazonaws.eu-central-1.s3"},
                               {"RouteTableIds", json::array({"rtb-n"})}});
  EXPECT_EQ(make(account, json::array({new_table(), endpoint})), "");
  EXPECT_EQ(route_of(account, "rtb-n", kS3List).at("GatewayId"), "vpce-n");
  account.restore();
  const json move = {{"resource", "vpce-n"},
                     {"patch", json::array({{{"op", "replace"},
                                             {"path", "/RouteTableIds"},
                                             {"value", json::array()}}})}};
  EXPECT_EQ(make(account, json::array({new_table(), endpoint, move})), "");
  EXPECT_TRUE(route_of(account, "rtb-n", kS3List).is_null());
  EXPECT_FALSE(route_of(account, kS3Table, kS3List).is_null());
}

TEST(AnInterfaceEndpoint, LosesTheInterfacesOfSubnetsThatItLeaves) {
  AccountDocuments account = healthy();
  const json leave = {
      {"resource", kInterfaceEndpoint},
      {"patch", json::array({{{"op", "remove"}, {"path", "/SubnetIds/0"}}})}};
  EXPECT_EQ(make(account, json::array({leave})), "");
  EXPECT_EQ(
      resource(account, "VpcEndpoint", kInterfaceEndpoint).at("NetworkInterfaceIds"),
      json::array({"eni-0bdd0aad9d15cf681"}));
  EXPECT_FALSE(has(account, "NetworkInterface", "eni-0a67b8d1704511a9c"));
  EXPECT_TRUE(has(account, "NetworkInterface", "eni-0bdd0aad9d15cf681"));
}

// Which address a new interface gets nobody knows: it may be any of its subnet.
TEST(AnInterfaceEndpoint, HasAddressesThatNobodyKnowsWhereItComesToASubnet) {
  AccountDocuments account = healthy();
  const json come = {
      {"resource", kInterfaceEndpoint},
      {"patch",
       json::array(
           {{{"op", "add"}, {"path", "/SubnetIds/-"}, {"value", "subnet-n"}}})}};
  EXPECT_EQ(make(account, json::array({come})), "");
  EXPECT_EQ(
      resource(account, "VpcEndpoint", kInterfaceEndpoint).at("NetworkInterfaceIds"),
      json::array());
}

TEST(AnInterfaceEndpoint, TakesItsInterfacesIntoItsGroups) {
  AccountDocuments account = healthy();
  const json groups = json::array({{{"GroupId", "sg-04bb24efc9641afc5"}}});
  const json patch =
      json::array({{{"op", "replace"}, {"path", "/Groups"}, {"value", groups}}});
  EXPECT_EQ(make(account,
                 json::array({{{"resource", kInterfaceEndpoint}, {"patch", patch}}})),
            "");
  EXPECT_EQ(resource(account, "NetworkInterface", "eni-0a67b8d1704511a9c").at("Groups"),
            groups);
}

// AWS: EC2 API reference, CreateSecurityGroup: it lets everything out and nothing in.
TEST(ANewGroup, LetsEverythingOut) {
  AccountDocuments account = healthy();
  const json group = addition("SecurityGroup", {{"GroupId", "sg-n"}, {"VpcId", kVpc}});
  EXPECT_EQ(make(account, json::array({group})), "");
  const json made = resource(account, "SecurityGroup", "sg-n");
  EXPECT_EQ(made.at("IpPermissions"), json::array());
  EXPECT_EQ(made.at("IpPermissionsEgress").at(0).at("IpProtocol"), "-1");
}

// AWS: ECS API reference, Deployment: UpdateService makes a new PRIMARY one.
TEST(AServiceThatChanges, ChangesItsPrimaryDeployment) {
  json bundle = testing::healthy_bundle();
  json& service =
      bundle.at(testing::regional("ecs-describe-services/prod")).at("services").at(0);
  service["deployments"] = json::array(
      {{{"id", "ecs-svc/2"},
        {"status", "PRIMARY"},
        {"taskDefinition", service.at("taskDefinition")}},
       {{"id", "ecs-svc/1"}, {"status", "ACTIVE"}, {"taskDefinition", "web:0"}}});
  AccountDocuments account = support::documents_of(bundle);
  const json patch = json::array(
      {{{"op", "replace"}, {"path", "/taskDefinition"}, {"value", "web:2"}}});
  EXPECT_EQ(make(account, json::array({{{"resource", "web"}, {"patch", patch}}})), "");
  const json changed = resource(account, "Service", "web");
  EXPECT_EQ(changed.at("deployments").at(0).at("taskDefinition"), "web:2");
  EXPECT_EQ(changed.at("deployments").at(1).at("taskDefinition"), "web:0");
}

TEST(ADetachedInternetGateway, LeavesBlackholes) {
  AccountDocuments account = healthy();
  const json detach = json::array(
      {{{"op", "replace"}, {"path", "/Attachments"}, {"value", json::array()}}});
  const std::string gateway = "igw-0822b33ad87c148a0";
  EXPECT_EQ(make(account, json::array({{{"resource", gateway}, {"patch", detach}}})),
            "");
  EXPECT_EQ(route_of(account, "rtb-0efa1f375d76194fa", "0.0.0.0/0").at("State"),
            "blackhole");
}

TEST(Additions, TellWhatIsMissing) {
  AccountDocuments account = healthy();
  EXPECT_EQ(make(account,
                 json::array({addition("RepositoryPolicy", {{"policyText", "{}"}})})),
            "expected `name`: what the RepositoryPolicy is of");
  EXPECT_EQ(make(account, json::array({addition("Role", json::object())})),
            "expected `RoleName` in the value of a Role");
}

}  // namespace
}  // namespace pullproof::changes::addition_test
