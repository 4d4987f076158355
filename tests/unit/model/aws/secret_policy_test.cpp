#include "model/aws/secret_policy.h"

#include "tests/unit/model/aws/one_document.h"

namespace pullproof::aws::secret_policy_test {
namespace {

constexpr const char* kCall = "secretsmanager-get-resource-policy/db";
constexpr const char* kArn =
    "arn:aws:secretsmanager:eu-central-1:111122223333:secret:db-AbCdEf";

TEST(SecretPolicy, ReadsThePolicyInItsText) {
  const auto policy =
      only<SecretPolicy>(read(kCall, std::string(R"({"ARN": ")") + kArn +
                                         R"(", "Name": "db", "ResourcePolicy":
                     "{\"Statement\": {\"Effect\": \"Deny\", \"Action\": \"*\"}}"})"));
  EXPECT_EQ(policy.arn, kArn);
  ASSERT_TRUE(policy.document);
  EXPECT_EQ(policy.document->statements.size(), 1U);
}

// Secrets Manager API reference, GetResourcePolicy: no policy, no key.
TEST(SecretPolicy, MayHaveNone) {
  const auto policy = only<SecretPolicy>(
      read(kCall, std::string(R"({"ARN": ")") + kArn + R"(", "Name": "db"})"));
  EXPECT_FALSE(policy.document);
}

TEST(SecretPolicy, IsNotTakenFromADescription) {
  const auto account =
      read("secretsmanager-describe-secret/db",
           std::string(R"({"ARN": ")") + kArn + R"(", "Name": "db", "Tags": []})");
  if (account.ok()) {
    EXPECT_TRUE(account.value().table<SecretPolicy>().all().empty());
  }
}

}  // namespace
}  // namespace pullproof::aws::secret_policy_test
