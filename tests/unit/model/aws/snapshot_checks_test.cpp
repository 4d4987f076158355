#include "model/aws/snapshot_checks.h"

#include "tests/support/bundle.h"
#include "tests/unit/model/aws/one_document.h"

namespace pullproof::aws::snapshot_checks_test {
namespace {

using Json = nlohmann::json;
using pullproof::testing::healthy_bundle;
using pullproof::testing::regional;

/// Warnings, or problems, of the healthy account after a patch of one document.
Texts after(const std::string& call, const char* patch) {
  Json bundle = healthy_bundle();
  Json& document = bundle[regional(call)];
  document = document.patch(Json::parse(patch));
  return warnings(Snapshot::from_bundle(bundle));
}

Texts after_removing(const std::string& call, const std::string& key) {
  Json bundle = healthy_bundle();
  bundle[regional(call)][key] = Json::array();
  return warnings(Snapshot::from_bundle(bundle));
}

TEST(SnapshotChecks, WarnOfASubnetOutsideItsVpc) {
  EXPECT_FALSE(after("ec2-describe-vpcs",
                     R"([{"op": "replace", "path": "/Vpcs/0/CidrBlockAssociationSet",
                          "value": [{"CidrBlock": "10.99.0.0/16"}]}])")
                   .empty());
}

TEST(SnapshotChecks, WarnOfAnInterfaceOutsideItsSubnet) {
  const auto found =
      after("ec2-describe-network-interfaces",
            R"([{"op": "replace", "path": "/NetworkInterfaces/0/PrivateIpAddress",
           "value": "10.99.0.1"},
          {"op": "replace",
           "path": "/NetworkInterfaces/0/PrivateIpAddresses/0/PrivateIpAddress",
           "value": "10.99.0.1"}])");
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].rfind("/NetworkInterfaces/0: its address 10.99.0.1 is outside", 0),
            0U);
}

TEST(SnapshotChecks, WarnOfWhatIsNamedAndMissing) {
  for (const auto& [call, key] : std::vector<std::pair<std::string, std::string>>{
           {"ec2-describe-vpcs", "Vpcs"},
           {"ec2-describe-subnets", "Subnets"},
           {"ec2-describe-security-groups", "SecurityGroups"},
           {"ec2-describe-internet-gateways", "InternetGateways"},
           {"ec2-describe-nat-gateways", "NatGateways"},
           {"ec2-describe-vpc-endpoints", "VpcEndpoints"}}) {
    EXPECT_FALSE(after_removing(call, key).empty()) << call;
  }
}

TEST(SnapshotChecks, MissNothingWhoseCallWasNotSeen) {
  Json bundle = healthy_bundle();
  bundle.erase("manifest.json");
  bundle.erase(regional("ec2-describe-subnets"));
  bundle.erase(regional("ec2-describe-nat-gateways"));
  EXPECT_EQ(warnings(Snapshot::from_bundle(bundle)), Texts{});
}

TEST(SnapshotChecks, LetABlackholeNameWhatIsGone) {
  const auto result = read({{"ec2-describe-nat-gateways", R"({"NatGateways": []})"},
                            {"ec2-describe-route-tables", R"({"RouteTables": [{
                              "RouteTableId": "rtb-1", "VpcId": "vpc-1", "Routes": [{
                              "DestinationCidrBlock": "0.0.0.0/0", "State": "blackhole",
                              "NatGatewayId": "nat-1"}]}]})"}});
  EXPECT_EQ(warnings(result), Texts{});
}

TEST(SnapshotChecks, RefuseTwoRouteTablesForOneSubnet) {
  const auto found = read("ec2-describe-route-tables", R"({"RouteTables": [
    {"RouteTableId": "rtb-1", "VpcId": "vpc-1",
     "Associations": [{"SubnetId": "subnet-1"}]},
    {"RouteTableId": "rtb-2", "VpcId": "vpc-1",
     "Associations": [{"SubnetId": "subnet-1"}]}]})");
  EXPECT_EQ(problems(found),
            Texts{"/RouteTables/1: `subnet-1` is claimed by rtb-2 and by rtb-1"});
}

TEST(SnapshotChecks, RefuseTwoMainRouteTables) {
  EXPECT_EQ(problems(read("ec2-describe-route-tables", R"({"RouteTables": [
              {"RouteTableId": "rtb-1", "VpcId": "vpc-1",
               "Associations": [{"Main": true}]},
              {"RouteTableId": "rtb-2", "VpcId": "vpc-1",
               "Associations": [{"Main": true}]}]})"))
                .size(),
            1U);
}

TEST(SnapshotChecks, RefuseTwoAclsForOneSubnet) {
  EXPECT_EQ(problems(read("ec2-describe-network-acls", R"({"NetworkAcls": [
              {"NetworkAclId": "acl-1", "VpcId": "vpc-1",
               "Associations": [{"SubnetId": "subnet-1"}]},
              {"NetworkAclId": "acl-2", "VpcId": "vpc-1",
               "Associations": [{"SubnetId": "subnet-1"}]}]})"))
                .size(),
            1U);
}

TEST(SnapshotChecks, WarnOfAServiceInAnUnknownSubnet) {
  const auto found = after("ecs-describe-services/prod",
                           R"([{"op": "add", "value": "subnet-gone", "path":
           "/services/0/networkConfiguration/awsvpcConfiguration/subnets/-"}])");
  EXPECT_EQ(found,
            Texts{"/services/0/networkConfiguration/awsvpcConfiguration: it names "
                  "`subnet-gone`, which the snapshot lacks"});
}

TEST(SnapshotChecks, WarnOfFargateWithADefinitionForEc2) {
  const auto found = after("ecs-describe-task-definition/web%3A1", R"([
    {"op": "replace", "path": "/taskDefinition/networkMode", "value": "bridge"},
    {"op": "replace", "path": "/taskDefinition/compatibilities", "value": ["EC2"]}])");
  EXPECT_EQ(found.size(), 2U);
}

}  // namespace
}  // namespace pullproof::aws::snapshot_checks_test
