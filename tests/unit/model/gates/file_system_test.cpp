#include "model/gates/file_system.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/support/iam_account.h"
#include "tests/support/network_account.h"
#include "tests/support/start_account.h"

namespace pullproof::gates::file_system_test {
namespace {

using nlohmann::json;
using support::kNetworkScope;
using support::NetworkWorld;
using Kind = NearMountTarget::Kind;

DependencyPlace place_in(const std::string& subnet) {
  DependencyPlace place;
  place.kind = DependencyPlace::Kind::MountTarget;
  place.scope = kNetworkScope;
  place.name = "fs-1";
  place.subnet_scope = kNetworkScope;
  place.subnet = SubnetId(subnet);
  return place;
}

NearMountTarget near(const json& bundle, const std::string& subnet) {
  const NetworkWorld world(bundle);
  NearMountTarget found = mount_target_near(place_in(subnet), world.context());
  found.target = nullptr;  // of the world that ends here
  return found;
}

TEST(FileSystemGate, IsMountedInItsMountTargetsZone) {
  json bundle = support::with_volume({});
  EXPECT_EQ(near(bundle, "subnet-task").kind, Kind::Found);
  json& subnets = support::network_answer(bundle, "ec2-describe-subnets")["Subnets"];
  subnets[1]["AvailabilityZone"] = "eu-central-1b";
  const NearMountTarget none = near(bundle, "subnet-task");
  EXPECT_EQ(none.kind, Kind::None);
  EXPECT_EQ(none.zone, "eu-central-1b");
}

// EFS API reference, MountTargetDescription: `deleted` is one of its states.
TEST(FileSystemGate, IsNotMountedThroughADeletedMountTarget) {
  json bundle = support::with_volume({});
  json old = support::mount_target(bundle);
  old["MountTargetId"] = "fsmt-0";
  old["LifeCycleState"] = "deleted";
  json& targets =
      support::network_answer(bundle, support::kMountTargets)["MountTargets"];
  targets.push_back(old);
  EXPECT_EQ(near(bundle, "subnet-task").kind, Kind::Found);
  targets[1]["LifeCycleState"] = "deleting";
  EXPECT_EQ(near(bundle, "subnet-task").kind, Kind::Open);
}

/// AWS: EC2 user guide, "Regions and Zones": names of zones are each account's own.
TEST(FileSystemGate, ComparesIdsOfZonesFirst) {
  json bundle = support::with_volume({});
  support::mount_target(bundle)["AvailabilityZoneId"] = "euc1-az3";
  json& subnets = support::network_answer(bundle, "ec2-describe-subnets")["Subnets"];
  subnets[1]["AvailabilityZoneId"] = "euc1-az2";
  EXPECT_EQ(near(bundle, "subnet-task").kind, Kind::None);
  subnets[1]["AvailabilityZoneId"] = "euc1-az3";
  EXPECT_EQ(near(bundle, "subnet-task").kind, Kind::Found);
}

TEST(FileSystemGate, LeavesOpenWhereNobodyTells) {
  EXPECT_EQ(near(support::with_volume({}), "subnet-x").kind, Kind::Open);
  json bundle = support::with_volume({});
  support::forget_answer(bundle, support::kMountTargets);
  EXPECT_EQ(near(bundle, "subnet-task").kind, Kind::Unseen);
}

TEST(FileSystemGate, BlamesItselfWhereItHasNoMountTarget) {
  json bundle = support::with_volume({});
  support::network_answer(bundle,
                          support::kMountTargets) = {{"MountTargets", json::array()}};
  const NetworkWorld world(bundle);
  const Gate gate =
      MountTargetGate::lets_through(place_in("subnet-task"), world.context());
  EXPECT_EQ(gate.code, "MOUNT_TARGET_NOT_IN_ZONE");
  EXPECT_EQ(support::blamed(gate), std::vector<std::string>{"fs-1"});
}

TEST(FileSystemGate, HasNameGatesForNamesOfTheVpcOnly) {
  json bundle = support::with_volume({});
  support::network_answer(bundle,
                          "ec2-describe-vpc-attribute-enableDnsHostnames/vpc-1") =
      json::parse(R"({"VpcId": "vpc-1", "EnableDnsHostnames": {"Value": false}})");
  const NetworkWorld world(bundle);
  ResolverPlace place{.scope = kNetworkScope,
                      .vpc = VpcId("vpc-1"),
                      .host = "x",
                      .service = "",
                      .region = "eu-central-1"};
  const auto asked = [&] {
    return support::truth(VpcNameGate::lets_through(place, world.context()));
  };
  EXPECT_EQ(asked(), Truth::Yes);
  place.is_of_vpc = true;
  EXPECT_EQ(asked(), Truth::No);
}

}  // namespace
}  // namespace pullproof::gates::file_system_test
