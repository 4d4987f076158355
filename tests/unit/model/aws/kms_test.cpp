#include "model/aws/kms.h"

#include "tests/unit/model/aws/one_document.h"

namespace pullproof::aws::kms_test {
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

TEST(KmsGrants, AreOfTheKeyThatTheirNameTells) {
  const auto result = read("kms-list-grants/k-1", R"({"Grants": [{
    "KeyId": "arn:aws:kms:eu-central-1:111122223333:key/k-1", "GrantId": "g",
    "GranteePrincipal": "ecr.eu-central-1.amazonaws.com", "Operations": ["Decrypt"],
    "Constraints": {"EncryptionContextSubset": {"aws:ecr:arn": "arn:repository"}}}]})");
  const auto list = only<KmsGrants>(result);
  EXPECT_EQ(list.key_id, "k-1");
  ASSERT_EQ(list.grants.size(), 1U);
  EXPECT_EQ(list.grants[0].operations, Texts{"Decrypt"});
  EXPECT_EQ(list.grants[0].encryption_context.at("aws:ecr:arn"), "arn:repository");
  EXPECT_EQ(list.grants[0].source.pointer, "/Grants/0");
  EXPECT_TRUE(result.value().calls().seen(kHome, "kms-list-grants/k-1"));
  EXPECT_TRUE(result.value().not_read().empty());
}

TEST(KmsGrants, MayBeNone) {
  const auto result = read("kms-list-grants/k-1", R"({"Grants": []})");
  EXPECT_EQ(only<KmsGrants>(result).key_id, "k-1");
  EXPECT_TRUE(result.value().calls().seen(kHome, "kms-list-grants/k-1"));
}

TEST(KmsKeyPolicy, IsOfTheKeyThatItsNameTells) {
  const auto result = read("kms-get-key-policy/k-1", R"({"PolicyName": "default",
    "Policy": {"Version": "2012-10-17", "Statement": [{"Effect": "Deny",
      "Principal": "*", "Action": "kms:*", "Resource": "*"}]}})");
  const auto policy = only<KmsKeyPolicy>(result);
  EXPECT_EQ(policy.key_id, "k-1");
  EXPECT_EQ(policy.document.statements.size(), 1U);
  EXPECT_TRUE(result.value().table<OrganizationPolicy>().all().empty());
}

}  // namespace
}  // namespace pullproof::aws::kms_test
