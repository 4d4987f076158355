#include "model/aws/mount_target.h"

#include "tests/unit/model/aws/one_document.h"

namespace pullproof::aws::mount_target_test {
namespace {

constexpr const char* kCall = "efs-describe-mount-targets/fs-1";

TEST(MountTarget, ReadsWhereItIs) {
  const auto result = read(kCall, R"({"MountTargets": [{"OwnerId": "111122223333",
    "MountTargetId": "fsmt-1", "FileSystemId": "fs-1", "SubnetId": "subnet-1",
    "LifeCycleState": "available", "IpAddress": "10.0.2.7",
    "NetworkInterfaceId": "eni-1", "AvailabilityZoneId": "euc1-az2",
    "AvailabilityZoneName": "eu-central-1a", "VpcId": "vpc-1"}]})");
  const auto target = only<MountTarget>(result);
  EXPECT_EQ(target.id(), "fsmt-1");
  EXPECT_EQ(target.file_system_id, "fs-1");
  EXPECT_EQ(target.subnet_id.text, "subnet-1");
  EXPECT_EQ(target.vpc_id.text, "vpc-1");
  EXPECT_EQ(target.zone, "eu-central-1a");
  EXPECT_EQ(target.zone_id, "euc1-az2");
  ASSERT_TRUE(target.address);
  EXPECT_EQ(target.address->text(), "10.0.2.7");
  EXPECT_FALSE(target.has_ipv6);
  EXPECT_TRUE(result.value().calls().seen(kHome, kCall));
}

TEST(MountTarget, IsNoneOfAFileSystemThatHasNone) {
  const auto result = read(kCall, R"({"MountTargets": []})");
  ASSERT_TRUE(result.ok());
  EXPECT_TRUE(result.value().calls().seen(kHome, kCall));
  EXPECT_FALSE(result.value().calls().seen(kHome, "efs-describe-mount-targets/fs-2"));
}

TEST(MountTarget, NamesItsFileSystemWhereTheDocumentDoesNot) {
  const auto result = read("efs-describe-mount-targets", R"({"MountTargets": [
    {"MountTargetId": "fsmt-1", "FileSystemId": "fs-1", "SubnetId": "subnet-1"}]})");
  ASSERT_TRUE(result.ok());
  EXPECT_TRUE(result.value().calls().seen(kHome, kCall));
}

}  // namespace
}  // namespace pullproof::aws::mount_target_test
