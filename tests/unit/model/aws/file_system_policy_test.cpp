#include "model/aws/file_system_policy.h"

#include "tests/unit/model/aws/one_document.h"

namespace pullproof::aws::file_system_policy_test {
namespace {

TEST(FileSystemPolicy, ReadsThePolicyInItsText) {
  const auto policy = only<FileSystemPolicy>(
      read("efs-describe-file-system-policy/fs-1", R"({"FileSystemId": "fs-1",
        "Policy": "{\"Statement\": {\"Effect\": \"Deny\", \"Action\": \"*\"}}"})"));
  EXPECT_EQ(policy.file_system_id, "fs-1");
  EXPECT_EQ(policy.document.statements.size(), 1U);
}

TEST(FileSystemPolicy, IsNotTakenFromWhatElseNamesAFileSystem) {
  const auto result = read("x", R"({"FileSystemId": "fs-1", "Backup": "on"})");
  EXPECT_FALSE(result.ok());  // there is nothing to read
}

}  // namespace
}  // namespace pullproof::aws::file_system_policy_test
