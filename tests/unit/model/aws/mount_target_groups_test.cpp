#include "model/aws/mount_target_groups.h"

#include "tests/unit/model/aws/one_document.h"

namespace pullproof::aws::mount_target_groups_test {
namespace {

TEST(MountTargetGroups, ReadsIdsUnderTheKeyOfGroups) {
  const auto result = read("efs-describe-mount-target-security-groups/fsmt-1",
                           R"({"SecurityGroups": ["sg-1", "sg-2"]})");
  const auto list = only<MountTargetGroups>(result);
  EXPECT_EQ(list.mount_target_id, "fsmt-1");
  EXPECT_EQ(list.groups.size(), 2U);
  EXPECT_TRUE(result.value().table<SecurityGroup>().all().empty());
}

TEST(MountTargetGroups, AreNotReadWithoutTheNameOfTheirTarget) {
  const auto result = read("x", R"({"SecurityGroups": ["sg-1"]})");
  EXPECT_FALSE(result.ok());  // there is nothing to read
}

}  // namespace
}  // namespace pullproof::aws::mount_target_groups_test
