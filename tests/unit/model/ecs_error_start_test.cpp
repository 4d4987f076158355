#include <gtest/gtest.h>

#include "model/ecs_error.h"

namespace pullproof::model::ecs_error_start_test {
namespace {

const std::string kSecret =
    "arn:aws:secretsmanager:eu-central-1:111122223333:secret:prod/db-AbCdEf";
const std::string kSecrets = "secretsmanager.eu-central-1.amazonaws.com";
const std::string kParameters = "ssm.eu-central-1.amazonaws.com";
const std::string kLogs = "logs.eu-central-1.amazonaws.com";
const std::string kBucket = "acme-config.s3.eu-central-1.amazonaws.com";
const std::string kRoleIs =
    "User: arn:aws:sts::111122223333:assumed-role/task-execution/<session> is not "
    "authorized to perform: ";

/// Of what a container needs: the network, until a mechanism is set.
Refusal at_start(const std::string& dependency, const std::string& host,
                 const std::string& needed = "") {
  Refusal refusal;
  refusal.stage = Stage::Start;
  refusal.mechanism = "route";
  refusal.code = "NO_ROUTE_TO_DESTINATION";
  refusal.host = host;
  refusal.destination = "3.121.0.9";
  refusal.role_arn = "arn:aws:iam::111122223333:role/service/task-execution";
  refusal.dependency = dependency;
  refusal.needed = needed;
  return refusal;
}

Refusal secret(const std::string& mechanism, const std::string& code,
               const std::string& action = "") {
  Refusal refusal = at_start("secret", kSecrets, kSecret);
  refusal.mechanism = mechanism;
  refusal.code = code;
  refusal.action = action;
  refusal.resource = kSecret;
  return refusal;
}

Refusal on_instance(Refusal refusal) {
  refusal.fargate = false;
  return refusal;
}

TEST(EcsErrorAtStart, SaysThatLogsAreOutOfReach) {
  Refusal refusal = at_start("logs", kLogs);
  EXPECT_EQ(
      ecs_error(refusal),
      "ResourceInitializationError: failed to validate logger args: The task cannot "
      "find the Amazon CloudWatch log group defined in the task definition. There is a "
      "connection issue between the task and Amazon CloudWatch. Check your network "
      "configuration. : signal: killed");
  EXPECT_EQ(ecs_error(on_instance(refusal)),
            "CannotStartContainerError: Error response from daemon: ... failed to "
            "initialize logging driver: failed to create Cloudwatch log stream: ... "
            "Post \"https://logs.eu-central-1.amazonaws.com/\": dial tcp "
            "3.121.0.9:443: i/o timeout");
  refusal.mechanism = "dns";
  refusal.code = "DNS_NAME_NOT_FOUND";
  EXPECT_TRUE(ecs_error(refusal).ends_with("configuration. : ..."));
}

TEST(EcsErrorAtStart, SaysThatTheLogGroupIsNotThere) {
  Refusal refusal = at_start("logs", kLogs);
  refusal.mechanism = "log-group";
  refusal.code = "LOG_GROUP_NOT_FOUND";
  EXPECT_EQ(
      ecs_error(refusal),
      "ResourceInitializationError: failed to validate logger args: create stream has "
      "been retried 1 times: failed to create Cloudwatch log stream: operation error "
      "CloudWatch Logs: CreateLogStream, https response error StatusCode: 400, "
      "RequestID: <request>, ResourceNotFoundException: The specified log group does "
      "not exist. : exit status 1");
  EXPECT_EQ(ecs_error(on_instance(refusal)),
            "CannotStartContainerError: Error response from daemon: ... failed to "
            "initialize logging driver: failed to create Cloudwatch log stream: ... "
            "ResourceNotFoundException: The specified log group does not exist.");
}

TEST(EcsErrorAtStart, SaysThatTheRoleMayNotLog) {
  Refusal refusal = at_start("logs", kLogs);
  refusal.mechanism = "identity-policy";
  refusal.code = "IDENTITY_POLICY_NO_ALLOW";
  refusal.action = "logs:CreateLogStream";
  refusal.resource = "arn:aws:logs:eu-central-1:111122223333:log-group:/w:log-stream:x";
  const std::string stream =
      "AccessDeniedException: " + kRoleIs +
      "logs:CreateLogStream on resource: " + refusal.resource +
      " because no identity-based policy allows the logs:CreateLogStream action";
  EXPECT_EQ(
      ecs_error(refusal),
      "ResourceInitializationError: failed to validate logger args: create stream has "
      "been retried 1 times: failed to create Cloudwatch log stream: operation error "
      "CloudWatch Logs: CreateLogStream, https response error StatusCode: 400, "
      "RequestID: <request>, api error " +
          stream + " : exit status 1");
  EXPECT_TRUE(ecs_error(on_instance(refusal)).ends_with("log stream: ... " + stream));
  refusal.action = "logs:CreateLogGroup";
  refusal.resource = "arn:aws:logs:eu-central-1:111122223333:log-group:/w";
  EXPECT_NE(ecs_error(refusal).find("failed to create Cloudwatch log group: operation "
                                    "error CloudWatch Logs: CreateLogGroup, "),
            std::string::npos);
  EXPECT_NE(ecs_error(refusal).find("log-group:/w:log-stream: because no "),
            std::string::npos);
}

TEST(EcsErrorAtStart, SaysThatASecretIsOutOfReach) {
  Refusal refusal = at_start("secret", kSecrets, kSecret);
  const std::string text =
      "ResourceInitializationError: unable to pull secrets or registry auth: unable to "
      "retrieve secret from asm: There is a connection issue between the task and AWS "
      "Secrets Manager. Check your task network configuration. failed to fetch "
      "secret " +
      kSecret +
      " from secrets manager: operation error Secrets Manager: GetSecretValue, https "
      "response error StatusCode: 0, RequestID: , ";
  EXPECT_EQ(ecs_error(refusal), text + "canceled, context deadline exceeded");
  EXPECT_EQ(ecs_error(on_instance(refusal)),
            "... secret " + kSecret + ": ... Post \"https://" + kSecrets +
                "/\": dial tcp 3.121.0.9:443: i/o timeout");
  refusal.mechanism = "dns";
  refusal.code = "DNS_NAME_NOT_FOUND";
  EXPECT_EQ(ecs_error(refusal), text + "request send failed, ... dial tcp: lookup " +
                                    kSecrets + " on <resolver>:53: no such host");
}

TEST(EcsErrorAtStart, SaysThatTheRoleMayNotReadASecret) {
  const Refusal refusal = secret("scp", "SCP_DENY", "secretsmanager:GetSecretValue");
  const std::string denial = "AccessDeniedException: " + kRoleIs +
                             "secretsmanager:GetSecretValue on resource: " + kSecret +
                             " with an explicit deny in a service control policy";
  EXPECT_EQ(
      ecs_error(refusal),
      "ResourceInitializationError: unable to pull secrets or registry auth: execution "
      "resource retrieval failed: unable to retrieve secret from asm: service call has "
      "been retried 1 time(s): failed to fetch secret " +
          kSecret +
          " from secrets manager: operation error Secrets Manager: GetSecretValue, "
          "https response error StatusCode: 400, RequestID: <request>, api error " +
          denial);
  EXPECT_EQ(ecs_error(on_instance(refusal)),
            "... secret " + kSecret + ": ... " + denial);
}

TEST(EcsErrorAtStart, SaysThatASecretIsNotThere) {
  const Refusal gone = secret("secret", "SECRET_NOT_FOUND");
  EXPECT_TRUE(ecs_error(gone).ends_with(
      "RequestID: <request>, ResourceNotFoundException: Secrets Manager can't find the "
      "specified secret."));
  EXPECT_EQ(ecs_error(on_instance(gone)),
            "ResourceNotFoundException: The task can't retrieve the secret with ARN '" +
                kSecret +
                "' from AWS Secrets Manager. Check whether the secret exists in the "
                "specified Region...");
  const Refusal doomed = secret("secret", "SECRET_PENDING_DELETION");
  const std::string text =
      "InvalidRequestException: You can't perform this operation on the secret because "
      "it was marked for deletion.";
  EXPECT_TRUE(ecs_error(doomed).ends_with("RequestID: <request>, " + text));
  EXPECT_EQ(ecs_error(on_instance(doomed)), "... secret " + kSecret + ": ... " + text);
}

TEST(EcsErrorAtStart, SaysThatTheReferenceToASecretIsMalformed) {
  Refusal refusal = secret("secret", "SECRET_REFERENCE_INVALID");
  refusal.needed = kSecret + ":password";
  EXPECT_TRUE(
      ecs_error(refusal).ends_with(": unable to retrieve secret from asm: ..."));
  EXPECT_EQ(ecs_error(on_instance(refusal)),
            "trying to retrieve secret with value " + kSecret +
                ":password resulted in error: an invalid ARN format for the AWS "
                "Secrets Manager secret was specified. Specify a valid ARN and try "
                "again.");
}

/// image-pull.md 3, "repositoryCredentials".
TEST(EcsErrorAtStart, SaysThatTheLoginOfARegistryCannotBeRead) {
  Refusal refusal = secret("secret", "SECRET_NOT_FOUND");
  refusal.dependency = "login";
  const std::string fetching =
      "asm fetching secret from the service for " + kSecret + ": ... ";
  const std::string fargate =
      "ResourceInitializationError: unable to pull secrets or registry auth: execution "
      "resource retrieval failed: unable to get registry auth from asm: ... " +
      fetching;
  const std::string instance = "CannotPullContainerAuthError: ... " + fetching;
  const std::string gone =
      "ResourceNotFoundException: Secrets Manager can't find the specified secret.";
  EXPECT_EQ(ecs_error(refusal), fargate + gone);
  EXPECT_EQ(ecs_error(on_instance(refusal)), instance + gone);
  refusal = secret("scp", "SCP_DENY", "secretsmanager:GetSecretValue");
  refusal.dependency = "login";
  const std::string denial = "AccessDeniedException: " + kRoleIs +
                             "secretsmanager:GetSecretValue on resource: " + kSecret +
                             " with an explicit deny in a service control policy";
  EXPECT_EQ(ecs_error(refusal), fargate + denial);
  EXPECT_EQ(ecs_error(on_instance(refusal)), instance + denial);
  refusal = at_start("login", kSecrets, kSecret);
  EXPECT_EQ(ecs_error(refusal), fargate + "canceled, context deadline exceeded");
  EXPECT_EQ(ecs_error(on_instance(refusal)),
            instance + "Post \"https://" + kSecrets +
                "/\": dial tcp 3.121.0.9:443: i/o timeout");
}

TEST(EcsErrorAtStart, HidesWhichPolicyOfAKeyDenies) {
  const std::string text = "AccessDeniedException: Access to KMS is not allowed";
  Refusal refusal = secret("kms", "KMS_KEY_POLICY_NO_ALLOW", "kms:Decrypt");
  EXPECT_TRUE(ecs_error(refusal).ends_with("api error " + text));
  EXPECT_TRUE(ecs_error(on_instance(refusal)).ends_with(": ... " + text));
  EXPECT_EQ(
      ecs_error(secret("identity-policy", "IDENTITY_POLICY_NO_ALLOW", "kms:Decrypt")),
      ecs_error(refusal));
  refusal.code = "KMS_KEY_UNUSABLE";
  EXPECT_TRUE(ecs_error(refusal).ends_with(" from secrets manager: ..."));
  refusal = at_start("parameter", kParameters, "/prod/db");
  refusal.mechanism = "kms";
  refusal.code = "KMS_KEY_POLICY_NO_ALLOW";
  EXPECT_TRUE(ecs_error(refusal).ends_with(
      "AccessDeniedException: The ciphertext refers to a customer master key that does "
      "not exist, does not exist in this region, or you are not allowed to access."));
}

TEST(EcsErrorAtStart, SaysThatParametersAreOutOfReach) {
  const Refusal refusal = at_start("parameter", kParameters, "/prod/db");
  EXPECT_EQ(
      ecs_error(refusal),
      "ResourceInitializationError: unable to pull secrets or registry auth: unable to "
      "retrieve secrets from ssm: The task cannot pull secrets from AWS Systems "
      "Manager. There is a connection issue between the task and AWS Systems Manager "
      "Parameter Store. Check your task network configuration. ... operation error "
      "SSM: GetParameters, https response error StatusCode: 0, RequestID: , canceled, "
      "context deadline exceeded");
  EXPECT_EQ(ecs_error(on_instance(refusal)),
            "Fetching secret data from SSM Parameter Store in eu-central-1: ... Post "
            "\"https://ssm.eu-central-1.amazonaws.com/\": dial tcp 3.121.0.9:443: i/o "
            "timeout");
}

TEST(EcsErrorAtStart, SaysThatTheRoleMayNotReadAParameter) {
  Refusal refusal = at_start("parameter", kParameters, "/prod/db");
  refusal.mechanism = "identity-policy";
  refusal.code = "IDENTITY_POLICY_NO_ALLOW";
  refusal.action = "ssm:GetParameters";
  refusal.resource = "arn:aws:ssm:eu-central-1:111122223333:parameter/prod/db";
  const std::string denial =
      "AccessDeniedException: " + kRoleIs +
      "ssm:GetParameters on resource: " + refusal.resource +
      " because no identity-based policy allows the ssm:GetParameters action";
  EXPECT_TRUE(ecs_error(refusal).ends_with(
      "unable to retrieve secrets from ssm: service call has been retried 1 time(s): "
      "operation error SSM: GetParameters, https response error StatusCode: 400, "
      "RequestID: <request>, api error " +
      denial));
  EXPECT_EQ(
      ecs_error(on_instance(refusal)),
      "Fetching secret data from SSM Parameter Store in eu-central-1: ... " + denial);
}

TEST(EcsErrorAtStart, NamesTheParameterThatIsNotThere) {
  Refusal refusal = at_start("parameter", kParameters, "/prod/db");
  refusal.mechanism = "parameter";
  refusal.code = "PARAMETER_NOT_FOUND";
  EXPECT_TRUE(ecs_error(refusal).ends_with(
      "unable to retrieve secrets from ssm: service call has been retried 1 time(s): "
      "invalid ssm parameters: /prod/db"));
  EXPECT_EQ(ecs_error(on_instance(refusal)),
            "Fetching secret data from SSM Parameter Store in eu-central-1: invalid "
            "parameters: /prod/db");
  refusal.needed = "arn:aws:ssm:eu-central-1:111122223333:parameter/prod/db";
  EXPECT_TRUE(ecs_error(refusal).ends_with(": /prod/db"));
  refusal.needed = "arn:aws:ssm:eu-central-1:111122223333:parameter/db";
  EXPECT_TRUE(ecs_error(refusal).ends_with(": db"));
}

TEST(EcsErrorAtStart, SaysThatAnEnvironmentFileIsOutOfReach) {
  const Refusal refusal =
      at_start("environment-file", kBucket, "arn:aws:s3:::acme-config/prod/web.env");
  EXPECT_EQ(ecs_error(refusal),
            "ResourceInitializationError: failed to download env files: ... canceled, "
            "context deadline exceeded");
  EXPECT_EQ(ecs_error(on_instance(refusal)),
            "unable to initialize s3 client for bucket acme-config, error: ... dial "
            "tcp 3.121.0.9:443: i/o timeout");
}

TEST(EcsErrorAtStart, SaysThatS3DeniesAnEnvironmentFile) {
  Refusal refusal =
      at_start("environment-file", kBucket, "arn:aws:s3:::acme-config/prod/web.env");
  refusal.mechanism = "endpoint-policy";
  refusal.code = "ENDPOINT_POLICY_NO_ALLOW";
  refusal.action = "s3:GetObject";
  refusal.resource = refusal.needed;
  EXPECT_EQ(ecs_error(refusal),
            "ResourceInitializationError: failed to download env files: service call "
            "has been retried 1 time(s): operation error S3: HeadObject, https "
            "response error StatusCode: 403, RequestID: <request>, HostID: <host>, api "
            "error Forbidden: Forbidden");
  EXPECT_EQ(ecs_error(on_instance(refusal)),
            "unable to download env file with key prod/web.env from bucket "
            "acme-config, error: ... AccessDenied: ...");
  refusal.action = "s3:GetBucketLocation";
  EXPECT_EQ(ecs_error(refusal),
            "ResourceInitializationError: failed to download env files: ...");
  EXPECT_EQ(ecs_error(on_instance(refusal)),
            "unable to initialize s3 client for bucket acme-config, error: ... "
            "AccessDenied: ...");
}

TEST(EcsErrorAtStart, UsesTheAgentsWordsForSecretsOnOldPlatformVersions) {
  Refusal refusal = at_start("parameter", kParameters, "/prod/db");
  refusal.platform_1_4 = false;
  EXPECT_EQ(ecs_error(refusal), ecs_error(on_instance(refusal)));
}

TEST(EcsErrorAtStart, LeavesOpenWhatIsNotKnownOfADependency) {
  const Refusal secret = at_start("secret", kSecrets);
  EXPECT_NE(ecs_error(secret).find("failed to fetch secret <secret> from"),
            std::string::npos);
  const Refusal file = on_instance(at_start("environment-file", ""));
  EXPECT_NE(ecs_error(file).find("bucket <bucket>,"), std::string::npos);
  const Refusal parameter = on_instance(at_start("parameter", ""));
  EXPECT_NE(ecs_error(parameter).find("Store in <region>:"), std::string::npos);
  EXPECT_EQ(ecs_error(at_start("weather", kLogs)), "");
}

}  // namespace
}  // namespace pullproof::model::ecs_error_start_test
