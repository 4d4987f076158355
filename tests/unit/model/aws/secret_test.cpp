#include "model/aws/secret.h"

#include "tests/unit/model/aws/one_document.h"

namespace pullproof::aws::secret_test {
namespace {

constexpr const char* kCall = "secretsmanager-list-secrets";
constexpr const char* kArn =
    "arn:aws:secretsmanager:eu-central-1:111122223333:secret:prod/db-AbCdEf";

Result<Snapshot> read_secret(const std::string& rest = "") {
  return read(kCall, std::string(R"({"SecretList": [{"Name": "prod/db", "ARN": ")") +
                         kArn + '"' + rest + "}]}");
}

TEST(Secret, ReadsWhatIsToldOfIt) {
  const auto result = read_secret(R"(, "KmsKeyId": "alias/own",
    "LastChangedDate": "2026-01-10T08:00:00+00:00",
    "Tags": [{"Key": "team", "Value": "shop"}],
    "SecretVersionsToStages": {"v1": ["AWSPREVIOUS"], "v2": ["AWSCURRENT", "blue"]})");
  const auto secret = only<Secret>(result);
  EXPECT_EQ(secret.arn, kArn);
  EXPECT_EQ(secret.name, "prod/db");
  EXPECT_EQ(secret.kms_key, "alias/own");
  EXPECT_FALSE(secret.deleted);
  EXPECT_EQ(secret.tags, (Tags{{"team", "shop"}}));
  ASSERT_TRUE(secret.stages);
  EXPECT_EQ(*secret.stages,
            (std::set<std::string>{"AWSCURRENT", "AWSPREVIOUS", "blue"}));
  EXPECT_EQ(secret.versions.at("v2"), (std::set<std::string>{"AWSCURRENT", "blue"}));
  EXPECT_EQ(secret.source.pointer, "/SecretList/0");
  EXPECT_TRUE(result.value().not_read().empty());
}

TEST(Secret, HasAwssKeyUnlessItNamesOne) {
  EXPECT_EQ(only<Secret>(read_secret()).kms_key, "");
}

// No stages that are printed are not the same as none.
TEST(Secret, TellsStagesThatAreNotPrintedFromNone) {
  EXPECT_FALSE(only<Secret>(read_secret()).stages);
  const auto bare = only<Secret>(read_secret(R"(, "SecretVersionsToStages": {})"));
  ASSERT_TRUE(bare.stages);
  EXPECT_TRUE(bare.stages->empty());
}

// Secrets Manager API reference, ListSecrets: with IncludePlannedDeletion.
TEST(Secret, IsDoomedByTheDateOfItsDeletion) {
  EXPECT_TRUE(
      only<Secret>(read_secret(R"(, "DeletedDate": "2026-11-01T00:00:00+00:00")"))
          .deleted);
  EXPECT_FALSE(only<Secret>(read_secret(R"(, "DeletedDate": null)")).deleted);
}

TEST(Secrets, AreSeenEvenIfThereAreNone) {
  const auto result = read(kCall, R"({"SecretList": []})");
  ASSERT_TRUE(result.ok());
  EXPECT_TRUE(result.value().calls().seen(kHome, kCall));
  EXPECT_TRUE(result.value().table<Secret>().all().empty());
}

}  // namespace
}  // namespace pullproof::aws::secret_test
