#include "model/aws/bucket_policy.h"

#include "tests/unit/model/aws/one_document.h"

namespace pullproof::aws::bucket_policy_test {
namespace {

constexpr const char* kPolicy =
    R"({"Policy": "{\"Statement\": {\"Effect\": \"Deny\", \"Action\": \"s3:*\"}}"})";

TEST(BucketPolicy, IsNamedByItsFile) {
  const auto policy = only<BucketPolicy>(read("s3api-get-bucket-policy/b", kPolicy));
  EXPECT_EQ(policy.bucket, "b");
  ASSERT_EQ(policy.document.statements.size(), 1U);
  EXPECT_FALSE(policy.document.statements[0].allow);
}

TEST(BucketPolicy, IsNotTakenForAKeysPolicy) {
  const auto account = read("kms-get-key-policy/k", kPolicy);
  ASSERT_TRUE(account.ok());
  EXPECT_TRUE(account.value().table<BucketPolicy>().all().empty());
}

}  // namespace
}  // namespace pullproof::aws::bucket_policy_test
