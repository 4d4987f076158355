// What a message names.
//
// AWS: ECS developer guide, "Stopped task error messages"; IAM user guide,
// "Troubleshoot access denied error messages".
#include "model/error_details.h"

#include <gtest/gtest.h>

namespace pullproof::model::error_details_test {
namespace {

using Needed = std::vector<std::pair<std::string, std::string>>;

TEST(ErrorDetails, TellWhoAskedForWhat) {
  const ErrorDetails details = error_details(
      "User: arn:aws:sts::111122223333:assumed-role/Exec-Role/abc is not authorized to "
      "perform: ecr:BatchGetImage on resource: "
      "arn:aws:ecr:eu-central-1:999922223333:repository/acme/web because");
  EXPECT_EQ(details.role, "Exec-Role");
  EXPECT_EQ(details.role_account, "111122223333");
  EXPECT_EQ(details.action, "ecr:batchgetimage");
  EXPECT_EQ(details.repository, "acme/web");
  EXPECT_EQ(details.registry, "999922223333");
  const ErrorDetails assumed = error_details(
      "ECS was unable to assume the role 'arn:aws:iam::111122223333:role/app/Exec' "
      "that");
  EXPECT_EQ(assumed.role, "Exec");
  EXPECT_EQ(assumed.role_account, "111122223333");
  EXPECT_EQ(error_details("all is well").role, "");
}

TEST(ErrorDetails, TellWhereTheCallWent) {
  const ErrorDetails called = error_details(
      "failed to resolve ref r.io/web:1: failed to do request: Head "
      "\\\"https://R.io:5000/v2/web/manifests/1\\\": dial tcp 10.0.0.7:443: i/o "
      "timeout");
  EXPECT_EQ(called.host, "r.io");
  EXPECT_EQ(called.address, "10.0.0.7");
  EXPECT_EQ(called.image, "r.io/web:1");
  const ErrorDetails looked_up =
      error_details("dial tcp: lookup api.ecr.x.amazonaws.com on 10.0.0.2:53: no such");
  EXPECT_EQ(looked_up.host, "api.ecr.x.amazonaws.com");
  EXPECT_EQ(looked_up.address, "");
  // Links of an advice are no calls.
  EXPECT_EQ(error_details("see https://docs.aws.amazon.com/x").host, "");
}

TEST(ErrorDetails, TellTheImage) {
  const auto image = [](const char* text) { return error_details(text).image; };
  EXPECT_EQ(image("failed to do request: Get r.io/web:1: dial tcp"), "r.io/web:1");
  EXPECT_EQ(image("pull access denied for r.io/web, repository does not exist"),
            "r.io/web");
  EXPECT_EQ(image("manifest for r.io/web:1 not found: manifest unknown"), "r.io/web:1");
  EXPECT_EQ(image("The task cannot pull registry auth from Amazon ECR"), "");
  EXPECT_EQ(image("no matching manifest for linux/amd64 in the manifest list"), "");
  EXPECT_EQ(image("failed to do request: Get https://b.s3.amazonaws.com/x: dial"), "");
  const ErrorDetails repository = error_details(
      "name unknown: The repository with name 'acme/web' does not exist in the "
      "registry "
      "with id '111122223333'");
  EXPECT_EQ(repository.repository, "acme/web");
  EXPECT_EQ(repository.registry, "111122223333");
}

TEST(ErrorDetails, TellWhatAContainerNeeds) {
  const auto needed = [](const char* text) { return error_details(text).needed; };
  EXPECT_EQ(needed("can't retrieve the secret with ARN "
                   "'arn:aws:secretsmanager:r:1:secret:db:key::' from"),
            (Needed{{"secret", "arn:aws:secretsmanager:r:1:secret:db:key"}}));
  EXPECT_EQ(needed("invalid ssm parameters: /prod/db:3,token"),
            (Needed{{"parameter", "/prod/db"}, {"parameter", "token"}}));
  EXPECT_EQ(needed("on resource: arn:aws:ssm:r:1:parameter/prod/db because"),
            (Needed{{"parameter", "/prod/db"}}));
  EXPECT_EQ(needed("on resource: arn:aws:logs:r:1:log-group:/ecs/web:log-stream:x"),
            (Needed{{"logs", "/ecs/web"}}));
  EXPECT_EQ(needed("with key a.env from bucket acme-config, error: AccessDenied"),
            (Needed{{"environment-file", "acme-config"}}));
  EXPECT_EQ(needed("Failed to resolve \"fs-0a1b.efs.r.amazonaws.com\""),
            (Needed{{"volume", "fs-0a1b"}}));
  EXPECT_TRUE(needed("Post \"https://secretsmanager.r.amazonaws.com/\"").empty());
}

TEST(ErrorDetails, AreReadFromTextsAsTheyAreCopied) {
  EXPECT_EQ(plain_error("The task can\\u2019t\\npull\u00a0it"),
            "the task can't pull it");
  EXPECT_EQ(plain_error("\\u003Cb\\u003e \\\"x\\\""), "<b> \"x\"");
  EXPECT_EQ(error_details("ECS was unable to\u00a0assume\u00a0the\u00a0role "
                          "\u2018arn:aws:iam::1:role/Exec\u2019 that")
                .role,
            "Exec");
}

TEST(ErrorDetails, KnowFargatesWords) {
  EXPECT_TRUE(
      error_details("unable to pull secrets or registry auth: x").is_of_fargate);
  EXPECT_FALSE(error_details("CannotPullECRContainerError: x").is_of_fargate);
}

// Secrets Manager API reference, GetSecretValue: ResourceNotFoundException.
TEST(ErrorDetails, TellWhichVersionOfASecretIsMissing) {
  const auto version = [](const std::string& rest) {
    return error_details("Secrets Manager can't find the specified secret" + rest)
        .version;
  };
  EXPECT_EQ(version(" value for staging label: AWSPREVIOUS"), "awsprevious");
  EXPECT_EQ(version(" value for VersionId: 0A1B."), "0a1b");
  EXPECT_EQ(version("."), "");
}

}  // namespace
}  // namespace pullproof::model::error_details_test
