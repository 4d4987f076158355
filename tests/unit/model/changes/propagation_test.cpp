#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/support/bundle.h"
#include "tests/support/changed_account.h"

namespace pullproof::changes::propagation_test {
namespace {

using nlohmann::json;
using support::make;
using support::resource;

constexpr const char* kVpc = "vpc-0822b33ad87c148a0";  // 10.20.0.0/16

json route_to(const std::string& block) {
  return {{"DestinationCidrBlock", block},
          {"Type", "propagated"},
          {"State", "active"},
          {"TransitGatewayAttachments",
           json::array({{{"TransitGatewayAttachmentId", "tgw-attach-1"},
                         {"ResourceType", "vpc"},
                         {"ResourceId", kVpc}}})}};
}

json edit_of_blocks(const json& operation) {
  return json::array({{{"resource", kVpc}, {"patch", json::array({operation})}}});
}

// AWS: Transit Gateway guide, "Route propagation".
TEST(PropagatedRoutes, FollowTheBlocksOfTheirVpc) {
  json bundle = testing::healthy_bundle();
  bundle.erase("manifest.json");  // What is added counts as collected.
  const std::string file =
      "111122223333/eu-central-1/ec2-search-transit-gateway-routes/tgw-rtb-1.json";
  bundle[file] = {{"Routes", json::array({route_to("10.20.0.0/16")})}};
  AccountDocuments account = support::documents_of(bundle);
  const json block = {{"CidrBlock", "10.21.0.0/16"},
                      {"CidrBlockState", {{"State", "associated"}}}};
  EXPECT_EQ(make(account, edit_of_blocks({{"op", "add"},
                                          {"path", "/CidrBlockAssociationSet/-"},
                                          {"value", block}})),
            "");
  json routes = resource(account, "TransitGatewayRoutes", "tgw-rtb-1").at("Routes");
  ASSERT_EQ(routes.size(), 2U);
  EXPECT_EQ(routes[1], route_to("10.21.0.0/16"));
  EXPECT_EQ(make(account, edit_of_blocks({{"op", "remove"},
                                          {"path", "/CidrBlockAssociationSet/1"}})),
            "");
  routes = resource(account, "TransitGatewayRoutes", "tgw-rtb-1").at("Routes");
  EXPECT_EQ(routes, json::array({route_to("10.20.0.0/16")}));
}

TEST(MountTargets, AreCountedByTheirFileSystem) {
  AccountDocuments account = support::documents_of(testing::healthy_bundle());
  const json system = {
      {"add",
       {{"type", "FileSystem"},
        {"value", {{"FileSystemId", "fs-1"}, {"NumberOfMountTargets", 0}}}}}};
  const json target = {{"add",
                        {{"type", "MountTarget"},
                         {"value",
                          {{"MountTargetId", "fsmt-1"},
                           {"FileSystemId", "fs-1"},
                           {"SubnetId", "subnet-0ad1fb3ac67bff8ea"}}}}}};
  EXPECT_EQ(make(account, json::array({system, target})), "");
  EXPECT_EQ(resource(account, "FileSystem", "fs-1").at("NumberOfMountTargets"), 1);
  EXPECT_EQ(make(account, json::array({{{"delete", "fsmt-1"}}})), "");
  EXPECT_EQ(resource(account, "FileSystem", "fs-1").at("NumberOfMountTargets"), 0);
}

}  // namespace
}  // namespace pullproof::changes::propagation_test
