#include "model/aws/file_system.h"

#include "tests/unit/model/aws/one_document.h"

namespace pullproof::aws::file_system_test {
namespace {

constexpr const char* kList = R"({"FileSystems": [{"OwnerId": "111122223333",
  "FileSystemId": "fs-1", "LifeCycleState": "available", "Encrypted": true}]})";

TEST(FileSystem, ReadsItsState) {
  const auto result = read("efs-describe-file-systems", kList);
  const auto system = only<FileSystem>(result);
  EXPECT_EQ(system.file_system_id, "fs-1");
  EXPECT_EQ(system.owner_id, "111122223333");
  EXPECT_TRUE(is_in_service(system.state));
  EXPECT_TRUE(result.value().not_read().empty());
  EXPECT_TRUE(result.value().calls().seen(kHome, "efs-describe-file-systems"));
}

/// A list of one says nothing of others.
TEST(FileSystem, MayBeAskedForByItsId) {
  const auto result = read("efs-describe-file-systems/fs-1", kList);
  ASSERT_TRUE(result.ok());
  EXPECT_FALSE(result.value().calls().seen(kHome, "efs-describe-file-systems"));
  EXPECT_TRUE(result.value().calls().seen(kHome, "efs-describe-file-systems/fs-1"));
}

TEST(FileSystem, IsNoneOfFsx) {
  for (const char* call : {"fsx-describe-file-systems", "x"}) {
    const auto result =
        read(call, R"({"FileSystems": [{"FileSystemId": "fs-2", "Lifecycle": "UP"}]})");
    EXPECT_FALSE(result.ok()) << call;  // there is nothing to read
  }
}

TEST(FileSystem, IsOutOfServiceInOtherStates) {
  EXPECT_TRUE(is_in_service("updating"));
  for (const char* state : {"creating", "deleting", "deleted", "error"}) {
    EXPECT_FALSE(is_in_service(state)) << state;
  }
}

TEST(FileSystem, RefusesATruncatedPage) {
  EXPECT_FALSE(
      read("efs-describe-file-systems", R"({"FileSystems": [], "NextMarker": "more"})")
          .ok());
}

}  // namespace
}  // namespace pullproof::aws::file_system_test
