#include "model/aws/access_point.h"

#include "tests/unit/model/aws/one_document.h"

namespace pullproof::aws::access_point_test {
namespace {

TEST(AccessPoint, ReadsItsDirectory) {
  const auto point = only<AccessPoint>(read(
      "efs-describe-access-points", R"({"AccessPoints": [{"AccessPointId": "fsap-1",
        "AccessPointArn": "arn:aws:elasticfilesystem:r:1:access-point/fsap-1",
        "FileSystemId": "fs-1", "LifeCycleState": "available",
        "RootDirectory": {"Path": "/app", "CreationInfo": {"OwnerUid": 1}}}]})"));
  EXPECT_EQ(point.id(), "fsap-1");
  EXPECT_EQ(point.file_system_id, "fs-1");
  EXPECT_EQ(point.state, "available");
  EXPECT_EQ(point.path, "/app");
  EXPECT_TRUE(point.creates_directory);
}

TEST(AccessPoint, LeadsToTheRootUnlessItSaysOtherwise) {
  const auto result = read("efs-describe-access-points/fs-1", R"({"AccessPoints": [
    {"AccessPointId": "fsap-1", "FileSystemId": "fs-1"}]})");
  const auto point = only<AccessPoint>(result);
  EXPECT_EQ(point.path, "/");
  EXPECT_FALSE(point.creates_directory);
  EXPECT_FALSE(result.value().calls().seen(kHome, "efs-describe-access-points"));
}

}  // namespace
}  // namespace pullproof::aws::access_point_test
