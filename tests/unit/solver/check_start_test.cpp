// The stage `start`: what containers need beside their images and logs.
//
// AWS: ECS developer guide, "Pass sensitive data to an Amazon ECS container", "Pass
// environment variables to an Amazon ECS container" and "Amazon ECS task IAM role".
#include <algorithm>
#include <utility>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "solver/check.h"
#include "tests/support/iam_account.h"
#include "tests/support/network_account.h"
#include "tests/support/service_account.h"
#include "tests/support/start_account.h"

namespace pullproof::solver::check_start_test {
namespace {

using model::Verdict;
using nlohmann::json;
using support::account_with;
using support::asks;
using support::container;
using support::kKey;
using support::kKeyPolicy;
using support::kSecret;
using support::kSecretPolicy;
using support::network_answer;
using support::on;
using support::secret;
using support::task_definition;
using support::told;
using support::with_parameter;
using support::with_secret;

const json kGetSecret = support::allow({"secretsmanager:GetSecretValue"});
const json kGetParameter = support::allow({"ssm:GetParameters"});

TEST(CheckStart, FetchesSecretsAsTheExecutionRole) {
  EXPECT_EQ(told(with_secret({kGetSecret})), "pulls");
  EXPECT_EQ(told(with_secret({})), "start identity-policy IDENTITY_POLICY_NO_ALLOW");
  const std::string name = "arn:aws:secretsmanager:*:*:secret:prod/db";
  EXPECT_EQ(told(with_secret({on(kGetSecret, name + "-??????")})), "pulls");
  EXPECT_EQ(told(with_secret({on(kGetSecret, name)})),
            "start identity-policy IDENTITY_POLICY_NO_ALLOW");
}

/// AWS: Secrets Manager user guide, "Resource-based policies": in its own account a
/// policy that names the role is enough.
TEST(CheckStart, LeavesOpenWhatThePolicyOfASecretMayAllow) {
  json bundle = with_secret({});
  support::forget_answer(bundle, kSecretPolicy);
  EXPECT_EQ(told(bundle), "unknown");
  json allowed = with_secret({kGetSecret});
  support::forget_answer(allowed, kSecretPolicy);
  EXPECT_EQ(told(allowed), "pulls");
}

TEST(CheckStart, ReadsReferencesToSecrets) {
  const std::string arn = kSecret;
  EXPECT_EQ(told(with_secret({kGetSecret}, arn + ":password::")), "pulls");
  EXPECT_EQ(told(with_secret({kGetSecret}, arn + ":password")),
            "start secret SECRET_REFERENCE_INVALID");
  EXPECT_EQ(told(with_secret({kGetSecret}, "arn:aws:sns:eu-central-1:1:topic")),
            "start secret SECRET_REFERENCE_INVALID");
  // Without the six characters that end it.
  EXPECT_EQ(told(with_secret({kGetSecret}, arn.substr(0, arn.rfind('-')))), "pulls");
}

TEST(CheckStart, NeedsTheSecret) {
  const std::string other =
      "arn:aws:secretsmanager:eu-central-1:111122223333:secret:other-AbCdEf";
  EXPECT_EQ(told(with_secret({kGetSecret}, other)), "start secret SECRET_NOT_FOUND");
  json bundle = with_secret({kGetSecret});
  secret(bundle)["DeletedDate"] = "2026-11-01T00:00:00+00:00";
  EXPECT_EQ(told(bundle), "start secret SECRET_PENDING_DELETION");
  secret(bundle).erase("DeletedDate");
  secret(bundle)["SecretVersionsToStages"] = {{"v1", {"AWSPREVIOUS"}}};
  EXPECT_EQ(told(bundle), "start secret SECRET_NOT_FOUND");
  secret(bundle)["SecretVersionsToStages"]["v2"] = {"AWSCURRENT"};
  EXPECT_EQ(told(bundle), "pulls");
  support::forget_answer(bundle, "secretsmanager-list-secrets");
  EXPECT_EQ(told(bundle), "pulls");
  EXPECT_TRUE(asks(bundle, "secretsmanager-list-secrets"));
}

/// AWS: Secrets Manager user guide, "Secret encryption and decryption".
TEST(CheckStart, DecryptsSecretsAsTheExecutionRole) {
  json bundle = with_secret({kGetSecret});
  secret(bundle)["KmsKeyId"] = "alias/aws/secretsmanager";
  EXPECT_EQ(told(bundle), "pulls");
  secret(bundle)["KmsKeyId"] = kKey;
  // The policy of the key may allow it.
  EXPECT_EQ(told(bundle), "unknown");
  // KMS developer guide, "AWS KMS keys": that of one that AWS manages does.
  network_answer(bundle, "kms-describe-key/7d1f0c52-94ab-4e3d-8a61-5b0c9e27f4d8") = {
      {"KeyMetadata",
       {{"KeyId", "7d1f0c52-94ab-4e3d-8a61-5b0c9e27f4d8"},
        {"Arn", kKey},
        {"KeyState", "Enabled"},
        {"KeyManager", "AWS"}}}};
  EXPECT_EQ(told(bundle), "pulls");
  json allowed = with_secret({kGetSecret, support::allow({"kms:Decrypt"})});
  secret(allowed)["KmsKeyId"] = kKey;
  EXPECT_EQ(told(allowed), "pulls");
  EXPECT_TRUE(asks(allowed, kKeyPolicy));
  secret(allowed)["KmsKeyId"] = "alias/own";
  EXPECT_EQ(told(allowed), "unknown");
}

/// AWS: KMS developer guide, "Key policies in AWS KMS".
TEST(CheckStart, AsksThePolicyOfTheKey) {
  json bundle = with_secret({kGetSecret, support::allow({"kms:Decrypt"})});
  secret(bundle)["KmsKeyId"] = kKey;
  const auto with_policy = [&](const std::string& principal) {
    const json statement = {{"Effect", "Allow"},
                            {"Principal", {{"AWS", principal}}},
                            {"Action", "kms:*"},
                            {"Resource", "*"}};
    network_answer(bundle, kKeyPolicy) = {
        {"Policy",
         json({{"Version", "2012-10-17"}, {"Statement", {statement}}}).dump()}};
    return told(bundle);
  };
  EXPECT_EQ(with_policy("arn:aws:iam::111122223333:root"), "pulls");
  EXPECT_EQ(with_policy("arn:aws:iam::111122223333:role/pull"), "pulls");
  // A grant may allow it, and grants were not collected.
  EXPECT_EQ(with_policy("arn:aws:iam::111122223333:role/other"), "unknown");
  network_answer(bundle, "kms-list-grants/7d1f0c52-94ab-4e3d-8a61-5b0c9e27f4d8") = {
      {"Grants", json::array()}};
  EXPECT_EQ(with_policy("arn:aws:iam::111122223333:role/other"),
            "start kms KMS_KEY_POLICY_NO_ALLOW");
  json& grants =
      network_answer(bundle, "kms-list-grants/7d1f0c52-94ab-4e3d-8a61-5b0c9e27f4d8");
  grants["Grants"].push_back(
      {{"GranteePrincipal", "arn:aws:iam::111122223333:role/pull"},
       {"Operations", {"Decrypt"}}});
  EXPECT_EQ(with_policy("arn:aws:iam::111122223333:role/other"), "pulls");
}

/// AWS: Secrets Manager user guide, "Secret encryption and decryption"; Systems Manager
/// user guide, "Parameter Store encryption context".
TEST(CheckStart, TellsTheKeyWhatItDecrypts) {
  const auto with_context = [](json bundle, const std::string& pair,
                               const std::string& arn) {
    const json statement = {
        {"Effect", "Allow"},
        {"Principal", {{"AWS", "arn:aws:iam::111122223333:role/pull"}}},
        {"Action", "kms:Decrypt"},
        {"Resource", "*"},
        {"Condition", {{"StringEquals", {{"kms:EncryptionContext:" + pair, arn}}}}}};
    network_answer(bundle,
                   kKeyPolicy) = {{"Policy", support::policy({statement}).dump()}};
    network_answer(bundle, "kms-list-grants/7d1f0c52-94ab-4e3d-8a61-5b0c9e27f4d8") = {
        {"Grants", json::array()}};
    return told(bundle);
  };
  const json decrypt = support::allow({"kms:Decrypt"});
  json bundle = with_secret({kGetSecret, decrypt});
  secret(bundle)["KmsKeyId"] = kKey;
  const std::string arn = kSecret;
  const std::string other = arn.substr(0, arn.find("prod/db")) + "other-AbCdEf";
  const std::string refused = "start kms KMS_KEY_POLICY_NO_ALLOW";
  EXPECT_EQ(with_context(bundle, "SecretARN", arn), "pulls");
  EXPECT_EQ(with_context(bundle, "SecretARN", other), refused);
  EXPECT_EQ(with_context(bundle, "SecretVersionId", arn), "unknown");
  json parameter = with_parameter({kGetParameter, decrypt}, "/prod/db");
  json& row = network_answer(parameter, "ssm-describe-parameters")["Parameters"][0];
  row["Type"] = "SecureString";
  row["KeyId"] = kKey;
  const std::string name = "arn:aws:ssm:eu-central-1:111122223333:parameter/prod/db";
  EXPECT_EQ(with_context(parameter, "PARAMETER_ARN", name), "pulls");
  EXPECT_EQ(with_context(parameter, "PARAMETER_ARN", name + "2"), refused);
}

/// AWS: Secrets Manager user guide, "Identity-based policies".
TEST(CheckStart, TellsWhichVersionOfTheSecretIsRead) {
  const auto with_stage = [](const std::string& stage, const json& versions) {
    json allowed = kGetSecret;
    allowed["Condition"] = {
        {"ForAnyValue:StringEquals", {{"secretsmanager:VersionStage", stage}}}};
    json bundle = with_secret({allowed});
    if (!versions.is_null()) secret(bundle)["SecretVersionsToStages"] = versions;
    return told(bundle);
  };
  const json two = {{"v2", {"AWSCURRENT"}}, {"v1", {"AWSPREVIOUS"}}};
  EXPECT_EQ(with_stage("AWSCURRENT", two), "pulls");
  EXPECT_EQ(with_stage("AWSPENDING", two),
            "start identity-policy IDENTITY_POLICY_NO_ALLOW");
  // The label of a rotation may have stayed on the current version.
  EXPECT_EQ(with_stage("AWSPENDING", {{"v2", {"AWSCURRENT", "AWSPENDING"}}}),
            "unknown");
  EXPECT_EQ(with_stage("AWSCURRENT", {}), "unknown");
}

/// AWS: Secrets Manager user guide, "Access AWS Secrets Manager secrets from a
/// different account": it takes a customer's key and a policy of the secret.
TEST(CheckStart, TakesNoSecretOfAnotherAccountWithAwssKey) {
  const std::string arn =
      "arn:aws:secretsmanager:eu-central-1:444455556666:secret:prod/db-AbCdEf";
  json bundle = with_secret({kGetSecret}, arn);
  EXPECT_EQ(told(bundle), "unknown");
  bundle["444455556666/eu-central-1/secretsmanager-list-secrets.json"] = {
      {"SecretList", {{{"ARN", arn}, {"Name", "prod/db"}}}}};
  EXPECT_EQ(told(bundle), "start kms KMS_KEY_POLICY_NO_ALLOW");
}

TEST(CheckStart, FetchesParametersAsTheExecutionRole) {
  const std::string arn = "arn:aws:ssm:eu-central-1:111122223333:parameter/prod/db";
  for (const std::string& from : {std::string("/prod/db"), arn, arn + ":3"}) {
    EXPECT_EQ(told(with_parameter({kGetParameter}, from)), "pulls") << from;
    EXPECT_EQ(told(with_parameter({}, from)),
              "start identity-policy IDENTITY_POLICY_NO_ALLOW");
    EXPECT_EQ(told(with_parameter({on(kGetParameter, arn)}, from)), "pulls");
  }
  EXPECT_EQ(told(with_parameter({kGetParameter}, "/prod/other")),
            "start parameter PARAMETER_NOT_FOUND");
  // AWS's own parameters are in nobody's list.
  EXPECT_EQ(told(with_parameter({kGetParameter}, "/aws/service/ecs/x")), "pulls");
}

TEST(CheckStart, ClaimsNothingOfParametersOfOthers) {
  EXPECT_EQ(
      told(with_parameter({kGetParameter},
                          "arn:aws:ssm:eu-central-1:444455556666:parameter/prod/db")),
      "unknown");
  EXPECT_EQ(
      told(with_parameter({kGetParameter}, "/aws/reference/secretsmanager/prod/db")),
      "unknown");
}

TEST(CheckStart, DownloadsEnvironmentFiles) {
  const auto with_file = [](const std::vector<json>& statements) {
    json bundle = account_with(statements);
    container(bundle)["environmentFiles"] = {
        {{"type", "s3"}, {"value", "arn:aws:s3:::acme-env/web.env"}}};
    support::drop_call(bundle, "111122223333", "global",
                       "s3api-get-bucket-policy/acme-env", "absent");
    return bundle;
  };
  const json both = support::allow({"s3:GetBucketLocation", "s3:GetObject"});
  EXPECT_EQ(told(with_file({both})), "pulls");
  EXPECT_EQ(told(with_file({support::allow({"s3:GetObject"})})),
            "start identity-policy IDENTITY_POLICY_NO_ALLOW");
  // What it has is said in the region that it is in.
  json elsewhere = with_file({both});
  support::global_answer(elsewhere, "s3api-get-bucket-location/acme-env") = {
      {"LocationConstraint", nullptr}};
  const aws::Snapshot account = support::read_account(elsewhere);
  const auto verdict = check(account, {}).verdicts.at(0);
  for (const auto& each : verdict.assumptions) {
    EXPECT_NE(each.name, "s3api-get-bucket-location/acme-env");
  }
  // The policy of the bucket may refuse.
  json bundle = with_file({both});
  const json denial = {{"Effect", "Deny"},
                       {"Principal", "*"},
                       {"Action", "s3:GetObject"},
                       {"Resource", "arn:aws:s3:::acme-env/*"}};
  support::global_answer(bundle, "s3api-get-bucket-policy/acme-env") = {
      {"Policy", json({{"Version", "2012-10-17"}, {"Statement", {denial}}}).dump()}};
  EXPECT_EQ(told(bundle), "start resource-policy RESOURCE_POLICY_DENY");
}

TEST(CheckStart, NeedsAnExecutionRoleForSecretsOnInstancesToo) {
  json bundle = with_secret({kGetSecret});
  support::move_to_instance(bundle);
  EXPECT_EQ(told(bundle), "pulls");
  task_definition(bundle).erase("executionRoleArn");
  const aws::Snapshot account = support::read_account(bundle);
  const auto findings = check(account, {}).verdicts.at(0).findings;
  EXPECT_TRUE(std::any_of(findings.begin(), findings.end(), [](const auto& each) {
    return each.code == "EXECUTION_ROLE_MISSING";
  }));
}

TEST(CheckStart, AssumesTheTaskRole) {
  json bundle = support::service_account();
  task_definition(bundle)["taskRoleArn"] = task_definition(bundle)["executionRoleArn"];
  EXPECT_EQ(told(bundle), "pulls");
  task_definition(bundle)["taskRoleArn"] = "arn:aws:iam::111122223333:role/gone";
  EXPECT_EQ(told(bundle), "role task-role TASK_ROLE_NOT_FOUND");
}

/// Without the list, a policy tells the whole ARN, and so do the six characters.
TEST(CheckStart, FindsThePolicyOfASecretThatIsNamedShort) {
  const std::string arn = kSecret;
  json bundle = with_secret({kGetSecret}, arn.substr(0, arn.rfind('-')));
  support::forget_answer(bundle, "secretsmanager-list-secrets");
  EXPECT_EQ(told(bundle), "pulls");
  const json denial = {{"Effect", "Deny"},
                       {"Principal", "*"},
                       {"Action", "secretsmanager:GetSecretValue"},
                       {"Resource", "*"}};
  network_answer(bundle, kSecretPolicy)["ResourcePolicy"] =
      json({{"Version", "2012-10-17"}, {"Statement", {denial}}}).dump();
  EXPECT_EQ(told(bundle), "start resource-policy RESOURCE_POLICY_DENY");
}

TEST(CheckStart, ReadsADescribedSecret) {
  json bundle = with_secret({kGetSecret});
  support::forget_answer(bundle, "secretsmanager-list-secrets");
  json& described = network_answer(bundle, "secretsmanager-describe-secret/prod%2Fdb");
  described = {{"ARN", kSecret},
               {"Name", "prod/db"},
               {"VersionIdsToStages", {{"v1", {"AWSCURRENT"}}}}};
  EXPECT_EQ(told(bundle), "pulls");
  described["DeletedDate"] = "2026-11-01T00:00:00+00:00";
  EXPECT_EQ(told(bundle), "start secret SECRET_PENDING_DELETION");
}

/// The list and the description name the stages differently.
TEST(CheckStart, ShowsTheStagesWhereTheyStand) {
  const auto place_of = [](const json& bundle) {
    const aws::Snapshot account = support::read_account(bundle);
    const auto verdict = check(account, {}).verdicts.at(0);
    return verdict.findings.at(0).evidence.at(0)->pointer;
  };
  json bundle = with_secret({kGetSecret});
  secret(bundle)["SecretVersionsToStages"] = {{"v1", {"AWSPREVIOUS"}}};
  EXPECT_EQ(place_of(bundle), "/SecretList/0/SecretVersionsToStages");
  network_answer(bundle, "secretsmanager-describe-secret/prod%2Fdb") = {
      {"ARN", kSecret},
      {"Name", "prod/db"},
      {"VersionIdsToStages", {{"v1", {"AWSPREVIOUS"}}}}};
  EXPECT_EQ(place_of(bundle), "/VersionIdsToStages");
}

TEST(CheckStart, FollowsAnAliasOfAKey) {
  json bundle = with_secret({kGetSecret, support::allow({"kms:Decrypt"})});
  secret(bundle)["KmsKeyId"] = "alias/own";
  network_answer(bundle, "kms-list-aliases") = {
      {"Aliases",
       {{{"AliasName", "alias/own"},
         {"TargetKeyId", "7d1f0c52-94ab-4e3d-8a61-5b0c9e27f4d8"}}}}};
  EXPECT_EQ(told(bundle), "pulls");
  network_answer(bundle, "kms-describe-key/7d1f0c52-94ab-4e3d-8a61-5b0c9e27f4d8") = {
      {"KeyMetadata",
       {{"KeyId", "7d1f0c52-94ab-4e3d-8a61-5b0c9e27f4d8"},
        {"Arn", kKey},
        {"KeyState", "Disabled"}}}};
  EXPECT_EQ(told(bundle), "start kms KMS_KEY_UNUSABLE");
}

TEST(CheckStart, TakesBothReadingsOfAParametersArn) {
  json bundle = with_parameter({kGetParameter},
                               "arn:aws:ssm:eu-central-1:111122223333:parameter/token");
  json& first = network_answer(bundle, "ssm-describe-parameters")["Parameters"][0];
  for (const char* name : {"/token", "token"}) {
    first["Name"] = name;
    EXPECT_EQ(told(bundle), "pulls") << name;
  }
}

TEST(CheckStart, DecryptsEnvironmentFiles) {
  json bundle = account_with({support::allow({"s3:*"})});
  container(bundle)["environmentFiles"] = {
      {{"type", "s3"}, {"value", "arn:aws:s3:::acme-env/web.env"}}};
  const json standard = {{"SSEAlgorithm", "aws:kms"}, {"KMSMasterKeyID", kKey}};
  support::global_answer(bundle, "s3api-get-bucket-encryption/acme-env") = {
      {"ServerSideEncryptionConfiguration",
       {{"Rules", {{{"ApplyServerSideEncryptionByDefault", standard}}}}}}};
  network_answer(bundle, kKeyPolicy) = {{"Policy", support::policy({}).dump()}};
  network_answer(bundle, "kms-list-grants/7d1f0c52-94ab-4e3d-8a61-5b0c9e27f4d8") = {
      {"Grants", json::array()}};
  EXPECT_EQ(told(bundle), "start identity-policy IDENTITY_POLICY_NO_ALLOW");
}

TEST(CheckStart, ReadsTheNamesOfFiles) {
  for (const char* name : {"s3://acme-env/web.env", "arn:aws:s3:::acme-env"}) {
    json bundle = account_with({support::allow({"s3:*"})});
    container(bundle)["environmentFiles"] = {{{"type", "s3"}, {"value", name}}};
    EXPECT_EQ(told(bundle), "start environment-file ENVIRONMENT_FILE_INVALID") << name;
  }
}

/// AWS: ECS developer guide, "Fargate platform versions for Linux".
TEST(CheckStart, ClaimsNothingOfFilesOnOldPlatforms) {
  const std::string arn = kSecret;
  json bundle = with_secret({kGetSecret}, arn + ":password::");
  support::service(bundle)["platformVersion"] = "1.3.0";
  EXPECT_EQ(told(bundle), "unknown");
}

TEST(CheckStart, SaysWhatItDoesNotModel) {
  json bundle = support::service_account();
  task_definition(bundle)["volumes"] = {
      {{"name", "data"},
       {"s3filesVolumeConfiguration", {{"fileSystemArn", "arn:aws:s3files:r:1:x"}}}}};
  const aws::Snapshot account = support::read_account(bundle);
  const auto verdict = check(account, {}).verdicts.at(0);
  EXPECT_EQ(verdict.verdict, Verdict::Pulls);
  const gates::Assumption taken{.name = "s3filesVolumeConfiguration",
                                .value = "refuses nothing"};
  EXPECT_NE(std::find(verdict.assumptions.begin(), verdict.assumptions.end(), taken),
            verdict.assumptions.end());
  EXPECT_TRUE(asks(bundle, "s3filesVolumeConfiguration"));
}

}  // namespace
}  // namespace pullproof::solver::check_start_test
