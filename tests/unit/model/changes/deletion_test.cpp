#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/support/bundle.h"
#include "tests/support/changed_account.h"

namespace pullproof::changes::deletion_test {
namespace {

using nlohmann::json;
using support::has;
using support::make;
using support::resource;
using support::route_of;

// Of scenarios/healthy.
constexpr const char* kNat = "nat-0d4eb996ebe442973";
constexpr const char* kNatInterface = "eni-0fd6efa36cfba56ea";
constexpr const char* kNatTable = "rtb-00ee67d0f811f87be";
constexpr const char* kGateway = "igw-0822b33ad87c148a0";
constexpr const char* kPublicTable = "rtb-0efa1f375d76194fa";
constexpr const char* kS3Endpoint = "vpce-041242b9fae56fad4";
constexpr const char* kS3Table = "rtb-0afed2f77cefe58d8";
constexpr const char* kS3List = "pl-6ea54007";
constexpr const char* kApiEndpoint = "vpce-0fa72877b0ab0d006";
constexpr const char* kApiInterface = "eni-0a67b8d1704511a9c";
constexpr const char* kEndpointGroup = "sg-0a46c629dd642fe32";

AccountDocuments healthy() { return support::documents_of(testing::healthy_bundle()); }

json deletion(const std::string& name) { return json::array({{{"delete", name}}}); }

// AWS: VPC user guide, "Work with NAT gateways": deleting one leaves its routes as
// blackholes and gives its interface back.
TEST(DeletionOfANatGateway, BlackholesItsRoutesAndFreesItsInterface) {
  AccountDocuments account = healthy();
  ASSERT_TRUE(has(account, "NetworkInterface", kNatInterface));
  EXPECT_EQ(make(account, deletion(kNat)), "");
  EXPECT_FALSE(has(account, "NatGateway", kNat));
  EXPECT_FALSE(has(account, "NetworkInterface", kNatInterface));
  const json route = route_of(account, kNatTable, "0.0.0.0/0");
  EXPECT_EQ(route.at("State"), "blackhole");
  EXPECT_EQ(route.at("NatGatewayId"), kNat);
  EXPECT_EQ(route_of(account, kPublicTable, "0.0.0.0/0").at("State"), "active");
}

TEST(DeletionOfAnInternetGateway, BlackholesItsRoutes) {
  AccountDocuments account = healthy();
  EXPECT_EQ(make(account, deletion(kGateway)), "");
  EXPECT_EQ(route_of(account, kPublicTable, "0.0.0.0/0").at("State"), "blackhole");
  EXPECT_EQ(route_of(account, kNatTable, "0.0.0.0/0").at("State"), "active");
}

// AWS: PrivateLink guide, "Delete a gateway endpoint": its routes go with it.
TEST(DeletionOfAGatewayEndpoint, TakesItsRoutes) {
  AccountDocuments account = healthy();
  ASSERT_FALSE(route_of(account, kS3Table, kS3List).is_null());
  EXPECT_EQ(make(account, deletion(kS3Endpoint)), "");
  EXPECT_TRUE(route_of(account, kS3Table, kS3List).is_null());
}

TEST(DeletionOfAnInterfaceEndpoint, TakesItsInterfaces) {
  AccountDocuments account = healthy();
  EXPECT_EQ(make(account, deletion(kApiEndpoint)), "");
  EXPECT_FALSE(has(account, "VpcEndpoint", kApiEndpoint));
  EXPECT_FALSE(has(account, "NetworkInterface", kApiInterface));
}

// AWS: EC2 API reference, DeleteSecurityGroup: DependencyViolation while it is in use.
TEST(DeletionOfAGroup, IsRefusedWhileItHasMembers) {
  AccountDocuments account = healthy();
  EXPECT_EQ(make(account, deletion(kEndpointGroup)),
            "AWS refuses to delete `sg-0a46c629dd642fe32`: eni-0a67b8d1704511a9c is a "
            "member of it");
}

TEST(DeletionOfAGroup, IsRefusedWhileARuleNamesIt) {
  AccountDocuments account = healthy();
  const json add = {
      {"type", "SecurityGroup"},
      {"value", {{"GroupId", "sg-new"}, {"VpcId", "vpc-05ef3e1363463bd68"}}}};
  const json permission = {
      {"IpProtocol", "-1"},
      {"UserIdGroupPairs", json::array({{{"GroupId", "sg-new"}}})}};
  const json patch = json::array(
      {{{"op", "add"}, {"path", "/IpPermissions/-"}, {"value", permission}}});
  const json edits = json::array({{{"add", add}},
                                  {{"resource", kEndpointGroup}, {"patch", patch}},
                                  {{"delete", "sg-new"}}});
  EXPECT_EQ(make(account, edits),
            "AWS refuses to delete `sg-new`: sg-0a46c629dd642fe32 names it in a rule");
  account.restore();
  EXPECT_EQ(make(account, json::array({{{"add", add}}, {{"delete", "sg-new"}}})), "");
  EXPECT_FALSE(has(account, "SecurityGroup", "sg-new"));
}

TEST(DeletionOfASubnet, IsRefusedWhileSomethingIsInIt) {
  AccountDocuments account = healthy();
  const std::string message = make(account, deletion("subnet-09d6cae6d8216f97f"));
  EXPECT_NE(message.find("AWS refuses to delete `subnet-09d6cae6d8216f97f`"),
            std::string::npos)
      << message;
}

TEST(DeletionOfARouteTable, IsRefusedWhileItIsAssociated) {
  AccountDocuments account = healthy();
  EXPECT_EQ(make(account, deletion("rtb-04d68216a0913dd64")),
            "AWS refuses to delete `rtb-04d68216a0913dd64`: it is the main route table "
            "of its VPC");
  EXPECT_EQ(make(account, deletion(kNatTable)),
            "AWS refuses to delete `rtb-00ee67d0f811f87be`: subnets or gateways are "
            "associated with it");
}

// AWS: ECS developer guide: services go on with a revision that is deregistered.
TEST(DeletionOfATaskDefinition, LeavesItInactive) {
  AccountDocuments account = healthy();
  EXPECT_EQ(make(account, deletion("web:1")), "");
  EXPECT_EQ(resource(account, "TaskDefinition", "web:1").at("status"), "INACTIVE");
}

TEST(DeletionOfAService, TakesItOffTheListOfItsCluster) {
  AccountDocuments account = healthy();
  EXPECT_EQ(make(account, deletion("web")), "");
  const json bundle = account.bundle();
  const json& listed = bundle.at(testing::regional("ecs-list-services/prod"));
  for (const json& arn : listed.at("serviceArns")) {
    EXPECT_EQ(arn.get<std::string>().find("/web"), std::string::npos) << arn;
  }
}

// The documents of its name are of it: a repository of this name that comes later has
// another policy.
TEST(DeletionOfARepository, TakesWhatItHolds) {
  AccountDocuments account = healthy();
  ASSERT_TRUE(has(account, "Images", "acme/web"));
  const json edits = json::array({{{"delete", "acme/web"}, {"type", "Repository"}}});
  EXPECT_EQ(make(account, edits), "");
  EXPECT_FALSE(has(account, "Repository", "acme/web"));
  EXPECT_FALSE(has(account, "Images", "acme/web"));
  EXPECT_FALSE(has(account, "ImageManifests", "acme/web"));
  EXPECT_TRUE(has(account, "Images", "acme/batch"));
}

}  // namespace
}  // namespace pullproof::changes::deletion_test
