#include "model/error_catalogue.h"

#include <algorithm>
#include <filesystem>
#include <initializer_list>
#include <set>

#include <gtest/gtest.h>

#include "model/aws/snapshot.h"
#include "solver/check.h"

namespace pullproof::model::error_catalogue_test {
namespace {

using Causes = std::vector<std::string_view>;

ErrorMatch best(std::string_view text) {
  const auto matches = read_error(text);
  return matches.empty() ? ErrorMatch{} : matches.front();
}

TEST(ErrorCatalogue, SortsCausesByTheAddressThatDidNotAnswer) {
  const auto told = [](const std::string& address) {
    return best(
        "ResourceInitializationError: unable to pull secrets or registry auth: The "
        "task "
        "cannot pull registry auth from Amazon ECR: There is a connection issue "
        "between "
        "the task and Amazon ECR. Check your task network configuration. operation "
        "error ECR: GetAuthorizationToken, exceeded maximum number of attempts, 3, "
        "https response error StatusCode: 0, RequestID: , request send failed, Post "
        "\"https://api.ecr.eu-central-1.amazonaws.com/\": dial tcp " +
        address + ":443: i/o timeout");
  };
  EXPECT_EQ(told("3.121.0.9").id, "E01");
  EXPECT_EQ(told("3.121.0.9").stage, Stage::Token);
  EXPECT_EQ(told("3.121.0.9").causes.front(), "route");
  EXPECT_EQ(told("10.20.10.7").causes.front(), "security-group");
}

TEST(ErrorCatalogue, TakesThePolicyThatIamNames) {
  const auto told = [](const std::string& reason) {
    return best(
        "CannotPullContainerError: Error response from daemon: pull access denied for "
        "111122223333.dkr.ecr.eu-central-1.amazonaws.com/web, repository does not "
        "exist "
        "or may require 'docker login': denied: User: "
        "arn:aws:sts::111122223333:assumed-role/exec/1 is not authorized to perform: "
        "ecr:BatchGetImage on resource: arn:aws:ecr:eu-central-1:111122223333:"
        "repository/web " +
        reason);
  };
  EXPECT_EQ(told("because no identity-based policy allows the action").id, "E27");
  EXPECT_EQ(told("because no identity-based policy allows the action").causes,
            Causes{"identity-policy"});
  EXPECT_EQ(told("with an explicit deny in a service control policy").causes,
            Causes{"scp"});
  EXPECT_EQ(told("because no VPC endpoint policy allows the action").causes,
            Causes{"endpoint-policy"});
  EXPECT_GT(told("").causes.size(), 4U);
}

TEST(ErrorCatalogue, FindsTheStageByTheHostWhereTheWordsDoNotTell) {
  EXPECT_EQ(best("dial tcp: lookup api.ecr.eu-central-1.amazonaws.com on "
                 "10.0.0.2:53: no such host")
                .stage,
            Stage::Token);
  EXPECT_EQ(best("Get \"https://1.dkr.ecr.eu-central-1.amazonaws.com/v2/\": read: "
                 "connection reset by peer")
                .stage,
            Stage::Manifest);
  EXPECT_EQ(best("x509: certificate signed by unknown authority").stage, std::nullopt);
}

TEST(ErrorCatalogue, ReadsTextsAsTheyAreCopied) {
  const ErrorMatch plain = best(
      "The task can't retrieve the secret with ARN 'x' from "
      "AWS Secrets Manager.");
  EXPECT_EQ(plain.id, "E43");
  EXPECT_EQ(
      best("the task can\u2019t retrieve\n  the secret with arn \\\"x\\\" from aws "
           "secrets manager")
          .id,
      "E43");
  EXPECT_TRUE(read_error("").empty());
  EXPECT_TRUE(read_error("all is well").empty());
}

struct Told {
  const char* text;
  const char* id;
  Causes causes;
};

/// Texts that a message about secrets and registry credentials goes on with.
void expect_read(std::initializer_list<Told> all) {
  for (const Told& told : all) {
    const ErrorMatch first = best(
        "ResourceInitializationError: unable to pull secrets or registry auth: "
        "execution resource retrieval failed: " +
        std::string(told.text));
    EXPECT_EQ(first.id, told.id) << told.text;
    EXPECT_EQ(first.stage, Stage::Start);
    EXPECT_EQ(first.causes, told.causes) << told.text;
  }
}

// Texts as they stand in bug reports and in AWS's own pages.
TEST(ErrorCatalogue, TakesWhatIsSaidOfSecrets) {
  expect_read({
      Told{"unable to retrieve secret from asm: service call has been retried 1 "
           "time(s): failed to fetch secret arn:aws:secretsmanager:eu-central-1:1:"
           "secret:db-AbCdEf from secrets manager: AccessDeniedException: User: "
           "arn:aws:sts::1:assumed-role/exec/1 is not authorized to perform: "
           "secretsmanager:GetSecretValue on resource: x because no identity-based "
           "policy allows the secretsmanager:GetSecretValue action",
           "E42",
           {"identity-policy"}},
      Told{"unable to retrieve secret from asm: service call has been retried 1 "
           "time(s): failed to fetch secret arn:aws:secretsmanager:eu-central-1:1:"
           "secret:db-AbCdEf from secrets manager: ResourceNotFoundException: "
           "Secrets Manager can't find the specified secret.",
           "E43",
           {"secret"}},
      Told{"unable to retrieve secret from asm: service call has been retried 1 "
           "time(s): failed to fetch secret arn:aws:secretsmanager:eu-central-1:1:"
           "secret:db-AbCdEf from secrets manager: ResourceNotFoundException: "
           "Secrets Manager can't find the specified secret value for staging "
           "label: AWSCURRENT",
           "E43",
           {"secret"}},
      Told{"unable to retrieve secret from asm: retrieved secret from Secrets "
           "Manager did not contain json key password",
           "E44",
           {}},
      Told{"unable to retrieve secret from asm: service call has been retried 1 "
           "time(s): failed to fetch secret arn:aws:secretsmanager:eu-central-1:1:"
           "secret:db-AbCdEf from secrets manager: InvalidRequestException: You "
           "can't perform this operation on the secret because it was marked for "
           "deletion.",
           "E45",
           {"secret"}},
  });
}

TEST(ErrorCatalogue, TakesWhatIsSaidOfParameters) {
  expect_read({
      Told{"unable to retrieve secrets from ssm: service call has been retried 1 "
           "time(s): invalid ssm parameters: /prod/db",
           "E46",
           {"parameter"}},
      Told{"unable to retrieve secrets from ssm: service call has been retried 1 "
           "time(s): AccessDeniedException: User: arn:aws:sts::1:assumed-role/e/1 "
           "is not authorized to perform: ssm:GetParameters on resource: x with an "
           "explicit deny in a service control policy",
           "E46",
           {"scp"}},
  });
}

TEST(ErrorCatalogue, TakesTheAgentsWordsOfWhatAContainerNeeds) {
  for (const Told& told : {
           Told{"Fetching secret data from SSM Parameter Store in eu-west-1: invalid "
                "parameters: /demo/dev/KEY",
                "E46",
                {"parameter"}},
           Told{
               "trying to retrieve secret with value arn:aws:secretsmanager:r:1:secret:"
               "db-AbCdEf:password resulted in error: an invalid ARN format for the "
               "AWS Secrets Manager secret was specified. Specify a valid ARN and try "
               "again.",
               "E44",
               {"secret"}},
           Told{"CannotStartContainerError: Error response from daemon: failed to "
                "initialize logging driver: failed to create Cloudwatch log stream: "
                "ResourceNotFoundException: The specified log group does not exist.",
                "E49",
                {"log-group"}},
           Told{"CannotStartContainerError: Error response from daemon: failed to "
                "initialize logging driver: failed to create Cloudwatch log stream: "
                "RequestError: send request failed caused by: Post "
                "https://logs.us-east-2.amazonaws.com/: dial tcp 10.20.10.16:443: i/o "
                "timeout",
                "E51",
                {"security-group", "network-acl", "route", "network-firewall", "dns"}},
           Told{
               "ResourceInitializationError: failed to validate logger args: create "
               "stream has been retried 1 times: failed to create Cloudwatch log "
               "group: AccessDeniedException: User: arn:aws:sts::1:assumed-role/e/1 is "
               "not authorized to perform: logs:CreateLogGroup on resource: x because "
               "no identity-based policy allows the logs:CreateLogGroup action",
               "E50",
               {"identity-policy"}},
       }) {
    const ErrorMatch first = best(told.text);
    EXPECT_EQ(first.id, told.id) << told.text;
    EXPECT_EQ(first.causes, told.causes) << told.text;
  }
}

TEST(ErrorCatalogue, KnowsThatADeadlineOfASecretIsNoneOfTheRegistry) {
  const ErrorMatch secret = best(
      "ResourceInitializationError: unable to pull secrets or registry auth: execution "
      "resource retrieval failed: unable to retrieve secret from asm: service call has "
      "been retried 5 time(s): failed to fetch secret "
      "arn:aws:secretsmanager:r:1:secret:"
      "x from secrets manager: RequestCanceled: request context canceled caused by: "
      "context deadline exceeded");
  EXPECT_EQ(secret.id, "E41");
  EXPECT_EQ(secret.service, "secretsmanager");
  EXPECT_EQ(secret.causes.front(), "route");
  const ErrorMatch either =
      best("unable to pull secrets or registry auth: context deadline exceeded");
  EXPECT_EQ(either.id, "E03");
  EXPECT_EQ(either.stage, std::nullopt);
  const ErrorMatch token = best(
      "unable to pull secrets or registry auth: execution resource retrieval failed: "
      "unable to retrieve ecr registry auth: service call has been retried 3 time(s): "
      "RequestCanceled: request context canceled caused by: context deadline exceeded");
  EXPECT_EQ(token.id, "E03");
  EXPECT_EQ(token.stage, Stage::Token);
}

TEST(ErrorCatalogue, BlamesTheKeyWhereNoPolicyOfAResourceAllows) {
  const std::string denial =
      "AccessDeniedException: User: arn:aws:sts::1:assumed-role/exec/1 is not "
      "authorized to perform: kms:Decrypt on resource: x because no ";
  EXPECT_EQ(best(denial + "resource-based policy allows the kms:Decrypt action").causes,
            Causes{"kms"});
  EXPECT_EQ(best(denial + "identity-based policy allows the kms:Decrypt action").causes,
            Causes{"identity-policy"});
  EXPECT_EQ(best("AccessDeniedException: Access to KMS is not allowed").id, "E47");
  EXPECT_GT(best("AccessDeniedException: Access to KMS is not allowed").causes.size(),
            2U);
}

TEST(ErrorCatalogue, TellsForWhomAKeyIsNotAllowed) {
  const ErrorMatch anybody =
      best("AccessDeniedException: Access to KMS is not allowed");
  EXPECT_EQ(anybody.service, "kms");
  const ErrorMatch secret = best(
      "secret arn:aws:secretsmanager:eu-central-1:1:secret:db-AbCdEf: "
      "AccessDeniedException: Access to KMS is not allowed");
  EXPECT_EQ(secret.id, "E47");
  EXPECT_EQ(secret.service, "secretsmanager");
}

TEST(ErrorCatalogue, TellsWhyAVolumeIsNotMounted) {
  const std::string start =
      "ResourceInitializationError: failed to invoke EFS utils commands to set up EFS "
      "volumes: stderr: ";
  const auto first_cause = [&](const std::string& rest) {
    const auto causes = best(start + rest).causes;
    return causes.empty() ? std::string() : std::string(causes.front());
  };
  EXPECT_EQ(first_cause("mount.nfs4: Connection timed out"), "security-group");
  EXPECT_EQ(first_cause("Failed to resolve \"fs-1.efs.eu-central-1.amazonaws.com\""),
            "dns");
  EXPECT_EQ(first_cause("b'mount.nfs4: access denied by server'"), "resource-policy");
  // No call lists directories.
  EXPECT_EQ(first_cause("mount.nfs4: mounting x failed, No such file or directory"),
            "");
}

/// What Fargate prints today of any connection to a registry or to S3.
std::string no_connection(const std::string& rest) {
  return "CannotPullContainerFromRegistryError: The task cannot pull r.io/web:1 from "
         "the "
         "registry r.io/web:1. There is a connection issue between the task and the "
         "registry. Check your task network configuration. : " +
         rest;
}

TEST(ErrorCatalogue, TellsTheRegistryFromS3InFargatesNewerText) {
  const ErrorMatch registry = best(no_connection(
      "failed to resolve ref r.io/web:1: failed to do request: Head "
      "\"https://r.io/v2/web/manifests/1\": dial tcp 10.0.1.7:443: i/o timeout"));
  EXPECT_EQ(registry.id, "E10");
  EXPECT_EQ(registry.stage, Stage::Manifest);
  const ErrorMatch layers = best(no_connection(
      "failed to copy: httpReadSeeker: failed open: failed to do request: Get "
      "r.io/web:1: dial tcp 52.219.0.1:443: i/o timeout"));
  EXPECT_EQ(layers.id, "E11");
  EXPECT_EQ(layers.stage, Stage::Layers);
  EXPECT_EQ(layers.service, "s3");
}

// Somebody has answered, so no route and no group is missing.
TEST(ErrorCatalogue, TakesAnAnswerForMoreThanTheWordsAroundIt) {
  const std::string head =
      "CannotPullContainerError: pull image manifest has been retried 5 time(s): "
      "failed "
      "to resolve ref r.io/web:1: failed to do request: Head "
      "\"https://r.io/v2/web/manifests/1\": ";
  EXPECT_EQ(best(head + "dial tcp 10.0.1.7:443: i/o timeout").id, "E10");
  EXPECT_EQ(
      best(head + "tls: failed to verify certificate: x509: certificate signed by "
                  "unknown authority")
          .id,
      "E21");
  EXPECT_EQ(best(head + "EOF").id, "E20");
  EXPECT_EQ(best(head + "EOF").causes, (Causes{"network-firewall", "dns"}));
  EXPECT_EQ(best(no_connection(head + "read: connection reset by peer")).id, "E20");
  EXPECT_EQ(best(head + "dial tcp: lookup r.io on 10.0.0.2:53: read udp "
                        "10.0.1.5:40000->10.0.0.2:53: read: connection refused")
                .id,
            "E19");
}

TEST(ErrorCatalogue, ReadsOlderAndRarerTexts) {
  const std::string logs =
      "ResourceInitializationError: failed to validate logger args: ";
  const std::string asm_text =
      "ResourceInitializationError: unable to pull secrets or registry auth: execution "
      "resource retrieval failed: unable to ";
  const std::string denied =
      "AccessDeniedException: User: arn:aws:sts::1:assumed-role/exec/1 is not "
      "authorized to perform: secretsmanager:GetSecretValue on resource: x";
  for (
      const auto& [text, id] : std::vector<std::pair<std::string, const char*>>{
          {logs + ": signal: killed", "E48"},
          {logs + "create stream has been retried 1 times: failed to create Cloudwatch "
                  "log stream: ResourceNotFoundException: The specified log group does "
                  "not exist. : exit status 1",
           "E49"},
          {asm_text + "retrieve secret from asm: service call has been retried 1 "
                      "time(s): invalid character 'p' looking for beginning of value",
           "E44"},
          {asm_text +
               "get registry auth from asm: service call has been retried 1 "
               "time(s): " +
               denied,
           "E42"},
          {asm_text + "get registry auth from asm: AccessDeniedException", "E42"},
          {"CannotPullContainerAuthError: ...", "E41"},
          {"CannotPullECRContainerError: AccessDeniedException: engine ecr "
           "credentials: "
           "not found",
           "E07"},
          {"CannotPullECRContainerError: AccessDeniedException: ...", "E06"},
          {"Could not transition to pullBegin; timed out after waiting 3m0s", "E17"},
          {"Could not transition to started; timed out after waiting 3m0s", "E57"},
          {"a Windows version 10.0.20348-based image is incompatible with a 10.0.17763 "
           "host",
           "E30"},
      }) {
    EXPECT_EQ(best(text).id, id) << text;
  }
}

TEST(ErrorCatalogue, NamesNoCauseThatTheTextExcludes) {
  EXPECT_EQ(
      best("Fargate requires task definition to have execution role ARN to support "
           "ECR images.")
          .causes,
      Causes{"execution-role"});
  const std::string file =
      "ResourceInitializationError: failed to download env files: service call has "
      "been "
      "retried 1 time(s): operation error S3: HeadObject, https response error "
      "StatusCode: ";
  EXPECT_TRUE(best(file + "404, api error NotFound: Not Found").causes.empty());
  EXPECT_GT(best(file + "403, api error Forbidden: Forbidden").causes.size(), 4U);
  // The image is there, and does not run.
  EXPECT_EQ(best("exec /app: exec format error").stage, Stage::Start);
}

// What this program says that ECS prints names the cause when it is read back: in every
// bundled scenario, for every finding.
TEST(ErrorCatalogue, ReadsBackWhatIsPredicted) {
  std::size_t read = 0;
  std::set<std::string_view> ids;
  const std::filesystem::path folder =
      std::filesystem::path(PULLPROOF_SOURCE_DIR) / "scenarios";
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    const auto account = aws::Snapshot::load(entry.path().string());
    ASSERT_TRUE(account.ok()) << entry.path();
    for (const auto& task : solver::check(account.value(), {}).verdicts) {
      for (const Finding& finding : task.findings) {
        if (finding.ecs_error.empty()) continue;
        const auto matches = read_error(finding.ecs_error);
        const std::string where =
            entry.path().filename().string() + ": " + finding.ecs_error;
        ASSERT_FALSE(matches.empty()) << where;
        const ErrorMatch& first = matches.front();
        // A wrong platform is known by the manifest, and may show when it runs.
        EXPECT_TRUE(!first.stage || *first.stage == finding.stage ||
                    finding.also_stages.contains(*first.stage) ||
                    finding.mechanism == "platform")
            << first.id << " " << where;
        EXPECT_NE(
            std::find(first.causes.begin(), first.causes.end(), finding.mechanism),
            first.causes.end())
            << first.id << " lacks " << finding.mechanism << " " << where;
        ids.insert(first.id);
        ++read;
      }
    }
  }
  EXPECT_GT(read, 150U);
  EXPECT_GT(ids.size(), 12U);
}

TEST(ErrorCatalogue, HasEveryMessageOnce) {
  std::set<std::string_view> ids;
  for (const auto& [id, title] : error_titles()) {
    EXPECT_TRUE(ids.insert(id).second) << id;
    EXPECT_FALSE(title.empty());
  }
  EXPECT_EQ(ids.size(), 60U);
}

}  // namespace
}  // namespace pullproof::model::error_catalogue_test
