// The stage `start`: what containers need beside their images.
//
// AWS: ECS developer guide, "Pass sensitive data to an Amazon ECS container", "Pass
// environment variables to an Amazon ECS container", "Send Amazon ECS logs to
// CloudWatch" and "Amazon ECS task IAM role".
#include <algorithm>
#include <utility>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "solver/check.h"
#include "tests/support/iam_account.h"
#include "tests/support/network_account.h"
#include "tests/support/service_account.h"

namespace pullproof::solver {
namespace {

using model::Verdict;
using nlohmann::json;
using support::network_answer;
using support::task_definition;

constexpr const char* kSecret =
    "arn:aws:secretsmanager:eu-central-1:111122223333:secret:prod/db-AbCdEf";
constexpr const char* kKey =
    "arn:aws:kms:eu-central-1:111122223333:key/7d1f0c52-94ab-4e3d-8a61-5b0c9e27f4d8";
constexpr const char* kSecretPolicy = "secretsmanager-get-resource-policy/prod%2Fdb";
constexpr const char* kKeyPolicy =
    "kms-get-key-policy/7d1f0c52-94ab-4e3d-8a61-5b0c9e27f4d8";

/// The stage, mechanism and code of the first finding; the verdict where there is none.
std::string told(const json& bundle) {
  const aws::Snapshot account = support::read_account(bundle);
  const auto verdict = check(account, {}).verdicts.at(0);
  if (verdict.findings.empty()) return std::string(model::name(verdict.verdict));
  const auto& first = verdict.findings.front();
  return std::string(model::name(first.stage)) + ' ' + first.mechanism + ' ' +
         first.code;
}

/// With --strict it is unknown, and this would tell.
bool asks(const json& bundle, const std::string& call) {
  const aws::Snapshot account = support::read_account(bundle);
  CheckOptions options;
  options.strict = true;
  const auto verdict = check(account, options).verdicts.at(0);
  return verdict.verdict == Verdict::Unknown &&
         std::any_of(verdict.missing.begin(), verdict.missing.end(),
                     [&](const Unknown& each) {
                       return each.call == call || each.why.find(call) != each.why.npos;
                     });
}

json& container(json& bundle) {
  return task_definition(bundle)["containerDefinitions"][0];
}

/// Service web, whose role may do all of this.
json account_with(const std::vector<json>& statements) {
  json bundle = support::service_account();
  json iam = support::iam_account();
  std::vector<json> all = statements;
  all.push_back(support::allow({"ecr:*"}));
  support::add_inline(iam, support::policy(all));
  const std::string call = "iam-get-account-authorization-details";
  support::global_answer(bundle, call) =
      iam.at("111122223333/global/" + call + ".json");
  return bundle;
}

json on(json statement, const std::string& resource) {
  statement["Resource"] = resource;
  return statement;
}

json with_logs(const std::vector<json>& statements) {
  json bundle = account_with(statements);
  container(bundle)["logConfiguration"] = {{"logDriver", "awslogs"},
                                           {"options",
                                            {{"awslogs-group", "/ecs/web"},
                                             {"awslogs-region", "eu-central-1"},
                                             {"awslogs-stream-prefix", "ecs"}}}};
  network_answer(bundle, "logs-describe-log-groups") = {
      {"logGroups", {{{"logGroupName", "/ecs/web"}}}}};
  return bundle;
}

json& log_options(json& bundle) {
  return container(bundle)["logConfiguration"]["options"];
}

json with_secret(const std::vector<json>& statements,
                 const std::string& from = kSecret) {
  json bundle = account_with(statements);
  container(bundle)["secrets"] = {{{"name", "DB"}, {"valueFrom", from}}};
  network_answer(bundle, "secretsmanager-list-secrets") = {
      {"SecretList", {{{"ARN", kSecret}, {"Name", "prod/db"}}}}};
  // A secret without a policy.
  network_answer(bundle, kSecretPolicy) = {{"ARN", kSecret}, {"Name", "prod/db"}};
  return bundle;
}

json& secret(json& bundle) {
  return network_answer(bundle, "secretsmanager-list-secrets")["SecretList"][0];
}

json with_parameter(const std::vector<json>& statements, const std::string& from) {
  json bundle = account_with(statements);
  container(bundle)["secrets"] = {{{"name", "DB"}, {"valueFrom", from}}};
  network_answer(bundle, "ssm-describe-parameters") = {
      {"Parameters", {{{"Name", "/prod/db"}, {"Type", "String"}}}}};
  return bundle;
}

const json kLogs = support::allow({"logs:CreateLogStream"});
const json kGetSecret = support::allow({"secretsmanager:GetSecretValue"});
const json kGetParameter = support::allow({"ssm:GetParameters"});

TEST(CheckStart, WritesLogsAsTheExecutionRole) {
  EXPECT_EQ(told(with_logs({kLogs})), "pulls");
  EXPECT_EQ(told(with_logs({})), "start identity-policy IDENTITY_POLICY_NO_ALLOW");
  EXPECT_EQ(told(with_logs({on(kLogs, "arn:aws:logs:*:*:log-group:/ecs/web:*")})),
            "pulls");
  // AWS: CloudWatch Logs user guide, "Resources and operations": streams are not
  // named by the group's ARN alone.
  EXPECT_EQ(told(with_logs({on(
                kLogs, "arn:aws:logs:eu-central-1:111122223333:log-group:/ecs/web")})),
            "start identity-policy IDENTITY_POLICY_NO_ALLOW");
}

TEST(CheckStart, NeedsTheLogGroup) {
  json bundle = with_logs({kLogs});
  log_options(bundle)["awslogs-group"] = "/ecs/other";
  EXPECT_EQ(told(bundle), "start log-group LOG_GROUP_NOT_FOUND");
  // The driver makes it, if the role may.
  log_options(bundle)["awslogs-create-group"] = "true";
  EXPECT_EQ(told(bundle), "start identity-policy IDENTITY_POLICY_NO_ALLOW");
  json makes = with_logs({kLogs, support::allow({"logs:CreateLogGroup"})});
  log_options(makes)["awslogs-group"] = "/ecs/other";
  log_options(makes)["awslogs-create-group"] = "true";
  EXPECT_EQ(told(makes), "pulls");
  log_options(makes)["awslogs-create-group"] = "T";
  EXPECT_EQ(told(makes), "pulls");
  log_options(makes)["awslogs-create-group"] = "yes";
  EXPECT_EQ(told(makes), "start log-group LOG_GROUP_NOT_FOUND");
}

TEST(CheckStart, TakesAListThatWasNotCollectedForGranted) {
  json bundle = with_logs({kLogs});
  support::forget_answer(bundle, "logs-describe-log-groups");
  EXPECT_EQ(told(bundle), "pulls");
  EXPECT_TRUE(asks(bundle, "logs-describe-log-groups"));
  const aws::Snapshot account = support::read_account(bundle);
  const auto verdict = check(account, {}).verdicts.at(0);
  const gates::Assumption taken{.name = "logs-describe-log-groups",
                                .value = "has /ecs/web in eu-central-1"};
  EXPECT_NE(std::find(verdict.assumptions.begin(), verdict.assumptions.end(), taken),
            verdict.assumptions.end());
}

TEST(CheckStart, LooksForLogsWhereTheyAreSent) {
  json bundle = with_logs({kLogs});
  log_options(bundle)["awslogs-region"] = "eu-west-1";
  // Nothing is known of that region's groups.
  EXPECT_EQ(told(bundle), "pulls");
  EXPECT_TRUE(asks(bundle, "logs-describe-log-groups"));
}

/// Moby pull request 36522; ECS developer guide, "Account settings".
TEST(CheckStart, DoubtsLogsOnInstancesWhereNobodySaysTheMode) {
  json bundle = with_logs({kLogs});
  support::move_to_instance(bundle);
  log_options(bundle)["awslogs-group"] = "/ecs/other";
  EXPECT_EQ(told(bundle), "unknown");
  log_options(bundle)["mode"] = "blocking";
  EXPECT_EQ(told(bundle), "start log-group LOG_GROUP_NOT_FOUND");
  log_options(bundle)["mode"] = "non-blocking";
  EXPECT_EQ(told(bundle), "pulls");
}

TEST(CheckStart, WritesLogsAsTheInstanceIfTheAgentSaysSo) {
  json bundle = with_logs({});
  support::move_to_instance(bundle);
  log_options(bundle)["mode"] = "blocking";
  EXPECT_EQ(told(bundle), "start identity-policy IDENTITY_POLICY_NO_ALLOW");
  json allowed = with_logs({kLogs});
  support::move_to_instance(allowed);
  support::network_answer(allowed,
                          "ec2-describe-instances")["Reservations"][0]["Instances"][0]
      .erase("IamInstanceProfile");
  log_options(allowed)["mode"] = "blocking";
  EXPECT_EQ(told(allowed), "pulls");
  // This instance has no role of its own.
  support::container_instance(allowed)["attributes"] = {{{"name", "ecs.os-type"}}};
  EXPECT_EQ(told(allowed), "unknown");
  support::container_instance(allowed)["attributes"].push_back(
      {{"name", "ecs.capability.execution-role-awslogs"}});
  EXPECT_EQ(told(allowed), "pulls");
}

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
  for (const auto& each : check(account, {}).verdicts.at(0).assumptions) {
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

/// Whether the driver has to make the group only the list tells.
TEST(CheckStart, TakesAGroupForGrantedThatTheDriverMayMake) {
  json bundle = with_logs({kLogs});
  log_options(bundle)["awslogs-create-group"] = "true";
  support::forget_answer(bundle, "logs-describe-log-groups");
  EXPECT_EQ(told(bundle), "pulls");
  EXPECT_TRUE(asks(bundle, "logs-describe-log-groups"));
}

TEST(CheckStart, KeepsLinkedAccountsGroupsApart) {
  json bundle = with_logs({kLogs});
  network_answer(bundle, "logs-describe-log-groups")["logGroups"][0]["arn"] =
      "arn:aws:logs:eu-central-1:444455556666:log-group:/ecs/web:*";
  EXPECT_EQ(told(bundle), "start log-group LOG_GROUP_NOT_FOUND");
}

TEST(CheckStart, AsksTheAccountForTheModeOfLogs) {
  json bundle = with_logs({kLogs});
  support::move_to_instance(bundle);
  log_options(bundle)["awslogs-group"] = "/ecs/other";
  const auto with_mode = [&](const std::string& mode) {
    network_answer(bundle, "ecs-list-account-settings") = {
        {"settings",
         {{{"name", "defaultLogDriverMode"},
           {"value", mode},
           {"principalArn", "arn:aws:iam::111122223333:root"}}}}};
    return told(bundle);
  };
  EXPECT_EQ(with_mode("blocking"), "start log-group LOG_GROUP_NOT_FOUND");
  EXPECT_EQ(with_mode("non-blocking"), "pulls");
}

/// The verdict of a service does not hang on its neighbours.
TEST(CheckStart, DoubtsOneContainerAndNotTheOther) {
  json bundle = with_logs({kLogs});
  support::move_to_instance(bundle);
  log_options(bundle)["awslogs-group"] = "/ecs/other";
  log_options(bundle).erase("awslogs-stream-prefix");
  support::add_container(bundle, "other", support::kWebImage);
  json& both = task_definition(bundle)["containerDefinitions"];
  both[1]["logConfiguration"] = both[0]["logConfiguration"];
  both[1]["logConfiguration"]["options"]["mode"] = "blocking";
  EXPECT_EQ(told(bundle), "start log-group LOG_GROUP_NOT_FOUND");
  std::swap(both[0], both[1]);
  EXPECT_EQ(told(bundle), "start log-group LOG_GROUP_NOT_FOUND");
}

TEST(CheckStart, NeedsTheRegionOfLogsOnFargate) {
  json bundle = with_logs({kLogs});
  log_options(bundle).erase("awslogs-region");
  EXPECT_EQ(told(bundle), "unknown");
}

/// AWS: ECS developer guide: what is required, ECS places tasks by.
TEST(CheckStart, BelievesWhatTheDefinitionRequires) {
  json bundle = with_logs({kLogs});
  support::move_to_instance(bundle);
  log_options(bundle)["mode"] = "blocking";
  support::container_instance(bundle)["attributes"] = {{{"name", "ecs.os-type"}}};
  task_definition(bundle)["requiresAttributes"] = {
      {{"name", "ecs.capability.execution-role-awslogs"}}};
  EXPECT_EQ(told(bundle), "pulls");
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
      {{"name", "data"}, {"efsVolumeConfiguration", {{"fileSystemId", "fs-1"}}}}};
  const aws::Snapshot account = support::read_account(bundle);
  const auto verdict = check(account, {}).verdicts.at(0);
  EXPECT_EQ(verdict.verdict, Verdict::Pulls);
  const gates::Assumption taken{.name = "efsVolumeConfiguration",
                                .value = "refuses nothing"};
  EXPECT_NE(std::find(verdict.assumptions.begin(), verdict.assumptions.end(), taken),
            verdict.assumptions.end());
  EXPECT_TRUE(asks(bundle, "efsVolumeConfiguration"));
}

}  // namespace
}  // namespace pullproof::solver
