#include "model/aws/kms.h"

#include "tests/unit/model/aws/one_document.h"

namespace pullproof::aws {
namespace {

TEST(KmsKey, IsSeenByItsIdAndByTheNameItWasAskedFor) {
  const auto result = read("kms-describe-key/alias%2Fecr", R"({"KeyMetadata": {
    "Arn": "arn:aws:kms:eu-central-1:111122223333:key/k-1", "KeyId": "k-1",
    "KeyState": "PendingDeletion", "DeletionDate": 1795499906.0}})");
  const auto key = only<KmsKey>(result);
  EXPECT_EQ(key.state, "PendingDeletion");
  EXPECT_EQ(key.source.pointer, "/KeyMetadata");
  EXPECT_TRUE(result.value().calls().seen(kHome, "kms-describe-key/k-1"));
  EXPECT_TRUE(result.value().calls().seen(kHome, "kms-describe-key/alias/ecr"));
}

}  // namespace
}  // namespace pullproof::aws
