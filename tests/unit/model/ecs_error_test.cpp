#include "model/ecs_error.h"

#include <gtest/gtest.h>

namespace pullproof::model::ecs_error_test {
namespace {

const std::string kRegistry = "111122223333.dkr.ecr.eu-central-1.amazonaws.com";
const std::string kImage = kRegistry + "/acme/web:1.4.2";
const std::string kPinned = kRegistry + "/acme/web@sha256:" + std::string(64, 'a');

Refusal network(Stage stage, const std::string& host) {
  Refusal refusal;
  refusal.stage = stage;
  refusal.mechanism = "route";
  refusal.code = "NO_ROUTE_TO_DESTINATION";
  refusal.host = host;
  refusal.destination = "3.121.0.9";
  refusal.image = kImage;
  refusal.role_arn = "arn:aws:iam::111122223333:role/service/task-execution";
  return refusal;
}

Refusal denied(Stage stage, const std::string& mechanism, const std::string& code,
               const std::string& action) {
  Refusal refusal = network(stage, kRegistry);
  refusal.mechanism = mechanism;
  refusal.code = code;
  refusal.action = action;
  return refusal;
}

TEST(EcsError, SaysThatTheTokenIsOutOfReach) {
  const Refusal refusal = network(Stage::Token, "api.ecr.eu-central-1.amazonaws.com");
  EXPECT_EQ(
      ecs_error(refusal),
      "ResourceInitializationError: unable to pull secrets or registry auth: The task "
      "cannot pull registry auth from Amazon ECR: There is a connection issue between "
      "the task and Amazon ECR. Check your task network configuration. operation error "
      "ECR: GetAuthorizationToken, exceeded maximum number of attempts, 3, https "
      "response error StatusCode: 0, RequestID: , request send failed, Post "
      "\"https://api.ecr.eu-central-1.amazonaws.com/\": dial tcp 3.121.0.9:443: i/o "
      "timeout");
}

// "Amazon ECS service event messages".
TEST(ServiceEvent, TellsOfARoleThatIsNotAssumedByItsText) {
  Refusal refusal = network(Stage::Role, "");
  refusal.mechanism = "trust-policy";
  refusal.role_arn = "arn:aws:iam::111122223333:role/pull";
  const std::string event = service_event(refusal, "web");
  EXPECT_TRUE(
      event.starts_with("(service web) failed to launch a task with (error ECS "
                        "was unable to assume the role"))
      << event;
  EXPECT_EQ(service_event(network(Stage::Token, "h"), "web"),
            "(service web) is unable to consistently start tasks successfully.");
}

TEST(EcsError, SaysThatTheInstanceCannotReachTheToken) {
  Refusal refusal = network(Stage::Token, "api.ecr.eu-central-1.amazonaws.com");
  refusal.fargate = false;
  EXPECT_EQ(ecs_error(refusal),
            "CannotPullECRContainerError: ... Post "
            "\"https://api.ecr.eu-central-1.amazonaws.com/\": ...");
}

TEST(EcsError, NamesTheAddressOnlyIfItIsKnown) {
  Refusal refusal = network(Stage::Manifest, kRegistry);
  refusal.destination.clear();
  EXPECT_TRUE(ecs_error(refusal).ends_with("dial tcp <address>:443: i/o timeout"));
}

TEST(EcsError, SaysThatTheManifestIsOutOfReach) {
  EXPECT_EQ(ecs_error(network(Stage::Manifest, kRegistry)),
            "CannotPullContainerError: pull image manifest has been retried 5 time(s): "
            "failed to resolve ref " +
                kImage + ": failed to do request: Head \"https://" + kRegistry +
                "/v2/acme/web/manifests/1.4.2\": dial tcp 3.121.0.9:443: i/o timeout");
}

TEST(EcsError, UsesTheAgentsNameForAManifestOnlyForTags) {
  Refusal refusal = network(Stage::Manifest, kRegistry);
  refusal.fargate = false;
  EXPECT_TRUE(ecs_error(refusal).starts_with("CannotPullImageManifestError: "));
  refusal.image = kPinned;
  EXPECT_TRUE(ecs_error(refusal).starts_with("CannotPullContainerError: "));
}

TEST(EcsError, UsesDockersTextsOnOldPlatformVersions) {
  Refusal refusal = network(Stage::Manifest, kRegistry);
  refusal.platform_1_4 = false;
  EXPECT_EQ(ecs_error(refusal),
            "CannotPullContainerError: Error response from daemon: Get \"https://" +
                kRegistry + "/v2/\": ...");
}

TEST(EcsError, SaysThatLayersAreOutOfReach) {
  EXPECT_EQ(
      ecs_error(network(
          Stage::Layers,
          "prod-eu-central-1-starport-layer-bucket.s3.eu-central-1.amazonaws.com")),
      "CannotPullContainerError: The task cannot pull " + kImage +
          " from the registry " + kImage +
          ". There is a connection issue between the task and the registry. Check "
          "your task network configuration. : failed to copy: httpReadSeeker: "
          "failed open: failed to do request: Get " +
          kImage + ": dial tcp 3.121.0.9:443: i/o timeout");
}

TEST(EcsError, SaysThatANameIsNotFound) {
  Refusal refusal = network(Stage::Token, "api.ecr.eu-central-1.amazonaws.com");
  refusal.mechanism = "dns";
  refusal.code = "DNS_NAME_NOT_FOUND";
  EXPECT_TRUE(ecs_error(refusal).ends_with(
      "dial tcp: lookup api.ecr.eu-central-1.amazonaws.com on <resolver>:53: no such "
      "host"));
}

TEST(EcsError, SaysThatTheResolverDoesNotAnswer) {
  Refusal refusal = network(Stage::Token, "api.ecr.eu-central-1.amazonaws.com");
  refusal.mechanism = "security-group";
  refusal.name_lookup = true;
  refusal.destination = "10.0.0.10";
  EXPECT_TRUE(ecs_error(refusal).ends_with(
      "lookup api.ecr.eu-central-1.amazonaws.com on 10.0.0.10:53: read udp "
      "<task>->10.0.0.10:53: i/o timeout"));
}

TEST(EcsError, NamesThePolicyThatDeniesTheToken) {
  const Refusal refusal =
      denied(Stage::Token, "identity-policy", "IDENTITY_POLICY_NO_ALLOW",
             "ecr:GetAuthorizationToken");
  const std::string denial =
      "AccessDeniedException: User: arn:aws:sts::111122223333:assumed-role/"
      "task-execution/<session> is not authorized to perform: "
      "ecr:GetAuthorizationToken on resource: * because no identity-based policy "
      "allows the ecr:GetAuthorizationToken action";
  EXPECT_EQ(ecs_error(refusal),
            "ResourceInitializationError: unable to pull secrets or registry auth: "
            "execution resource retrieval failed: unable to retrieve ecr registry "
            "auth: service call has been retried 1 time(s): operation error ECR: "
            "GetAuthorizationToken, https response error StatusCode: 400, RequestID: "
            "<request>, api error " +
                denial);
  Refusal on_instance = refusal;
  on_instance.fargate = false;
  EXPECT_EQ(ecs_error(on_instance), "CannotPullECRContainerError: ... " + denial);
}

TEST(EcsError, TellsEveryKindOfPolicy) {
  struct Row {
    const char* mechanism;
    const char* code;
    const char* reason;
  };
  for (const Row& row : {
           Row{"permissions-boundary", "PERMISSIONS_BOUNDARY_NO_ALLOW",
               "because no permissions boundary allows the ecr:BatchGetImage action"},
           Row{"scp", "SCP_DENY", "with an explicit deny in a service control policy"},
           Row{"rcp", "RCP_DENY", "with an explicit deny in a resource control policy"},
           Row{"resource-policy", "RESOURCE_POLICY_NO_ALLOW",
               "because no resource-based policy allows the ecr:BatchGetImage action"},
           Row{"registry", "REGISTRY_POLICY_DENY",
               "with an explicit deny in a resource-based policy"},
           Row{"endpoint-policy", "ENDPOINT_POLICY_NO_ALLOW",
               "because no VPC endpoint policy allows the ecr:BatchGetImage action"},
           Row{"identity-policy", "IDENTITY_POLICY_DENY",
               "with an explicit deny in an identity-based policy"},
       }) {
    Refusal refusal =
        denied(Stage::Manifest, row.mechanism, row.code, "ecr:BatchGetImage");
    refusal.fargate = false;
    refusal.resource = "arn:aws:ecr:eu-central-1:111122223333:repository/acme/web";
    EXPECT_TRUE(ecs_error(refusal).ends_with(
        "ecr:BatchGetImage on resource: "
        "arn:aws:ecr:eu-central-1:111122223333:repository/acme/web " +
        std::string(row.reason)))
        << ecs_error(refusal);
  }
}

TEST(EcsError, ShowsOnlyAStatusWhereContainerdAsksForTheManifest) {
  Refusal refusal = denied(Stage::Manifest, "resource-policy", "RESOURCE_POLICY_DENY",
                           "ecr:BatchGetImage");
  EXPECT_TRUE(
      ecs_error(refusal).ends_with("unexpected status from HEAD request to "
                                   "https://" +
                                   kRegistry +
                                   "/v2/acme/web/manifests/1.4.2: 403 "
                                   "Forbidden"));
  // containerd: core/remotes/docker/resolver.go: what it tells of is the first answer.
  refusal.image = kPinned;
  EXPECT_NE(ecs_error(refusal).find("/v2/acme/web/manifests/sha256:"),
            std::string::npos);
}

TEST(EcsError, ShowsWhatAnEndpointPolicyDoesToLayers) {
  Refusal refusal = denied(Stage::Layers, "endpoint-policy", "ENDPOINT_POLICY_NO_ALLOW",
                           "s3:GetObject");
  EXPECT_TRUE(ecs_error(refusal).ends_with("unexpected status ... 403 Forbidden"));
  refusal.fargate = false;
  EXPECT_NE(ecs_error(refusal).find("error parsing HTTP 403 response body"),
            std::string::npos);
}

TEST(EcsError, SaysThatTheImageIsNotThere) {
  Refusal refusal = denied(Stage::Manifest, "image", "IMAGE_TAG_NOT_FOUND", "");
  EXPECT_EQ(ecs_error(refusal),
            "CannotPullContainerError: pull image manifest has been retried 7 time(s): "
            "failed to resolve ref " +
                kImage + ": " + kImage + ": not found");
  refusal.fargate = false;
  EXPECT_TRUE(
      ecs_error(refusal).ends_with("manifest unknown: Requested image not "
                                   "found"));
  refusal.code = "REPOSITORY_NOT_FOUND";
  EXPECT_TRUE(ecs_error(refusal).ends_with(
      "The repository with name 'acme/web' does not exist in the registry with id "
      "'111122223333'"));
}

/// image-pull.md, fact 11 and E25: containerd asks for a digest that is gone as a blob,
/// too, and ECR forbids that.
TEST(EcsError, SaysThatADigestIsForbiddenThatIsNotThere) {
  const std::string digest = "sha256:" + std::string(64, 'a');
  Refusal refusal = denied(Stage::Manifest, "image", "IMAGE_DIGEST_NOT_FOUND", "");
  refusal.printed = digest;
  const auto told = [&](const std::string& image) {
    return "CannotPullContainerError: pull image manifest has been retried 1 time(s): "
           "failed to resolve ref " +
           image + "@" + digest + ": unexpected status from HEAD request to https://" +
           kRegistry + "/v2/acme/web/blobs/" + digest + ": 403 Forbidden";
  };
  // ECS resolved the tag when it deployed the service, and pulls both.
  EXPECT_EQ(ecs_error(refusal), told(kImage));
  refusal.image = kPinned;
  EXPECT_EQ(ecs_error(refusal), told(kRegistry + "/acme/web"));
  refusal.fargate = false;
  EXPECT_TRUE(
      ecs_error(refusal).ends_with("manifest unknown: Requested image not found"));
  // What an index names is gone, and the index is there.
  refusal = denied(Stage::Manifest, "image", "IMAGE_DIGEST_NOT_FOUND", "");
  EXPECT_TRUE(ecs_error(refusal).ends_with(kImage + ": not found"));
}

/// image-pull.md, E33 and E39.
TEST(EcsError, NamesTheMediaTypeThatNoRuntimeTakes) {
  Refusal refusal = denied(Stage::Manifest, "image", "IMAGE_NOT_RUNNABLE", "");
  refusal.printed = "application/vnd.in-toto+json";
  EXPECT_TRUE(ecs_error(refusal).ends_with(
      "failed to get stream processor for application/vnd.in-toto+json: no processor "
      "for media-type: unknown"));
  Refusal on_instance = refusal;
  on_instance.fargate = false;
  EXPECT_EQ(ecs_error(on_instance),
            "CannotPullContainerError: ... unsupported media type "
            "application/vnd.in-toto+json");
  refusal.printed = "application/vnd.docker.distribution.manifest.v1+prettyjws";
  EXPECT_NE(ecs_error(refusal).find(
                "media type \"application/vnd.docker.distribution.manifest.v1+"
                "prettyjws\" is no longer supported"),
            std::string::npos);
  // Of a chart, say, nobody has told what they print.
  refusal.printed = "application/vnd.cncf.helm.config.v1+json";
  EXPECT_EQ(ecs_error(refusal), "");
}

/// image-pull.md, E60: what ECR answers.
TEST(EcsError, SaysThatTheKeyOfTheRepositoryDoesNotWork) {
  Refusal refusal = denied(Stage::Manifest, "kms", "KMS_KEY_UNUSABLE", "");
  EXPECT_EQ(ecs_error(refusal), "CannotPullContainerError: ... KmsError ...");
  refusal.fargate = false;
  EXPECT_EQ(ecs_error(refusal), "CannotPullImageManifestError: ... KmsError ...");
}

/// image-pull.md, E29: Docker Hub has a server for tokens alone.
TEST(EcsError, SaysThatTheTokensOfDockerHubAreOutOfReach) {
  Refusal refusal = network(Stage::Manifest, "auth.docker.io");
  refusal.image = "nginx:1";
  EXPECT_TRUE(ecs_error(refusal).ends_with(
      "failed to resolve ref nginx:1: failed to authorize: failed to fetch anonymous "
      "token: Get \"https://auth.docker.io/token?...\": dial tcp 3.121.0.9:443: i/o "
      "timeout"));
  refusal.fargate = false;
  EXPECT_EQ(ecs_error(refusal),
            "CannotPullImageManifestError: Error response from daemon: Get "
            "\"https://registry-1.docker.io/v2/library/nginx/manifests/1\": Get "
            "\"https://auth.docker.io/token?...\": ...");
  refusal.host = "registry-1.docker.io";
  EXPECT_TRUE(ecs_error(refusal).ends_with(
      "Error response from daemon: Get \"https://registry-1.docker.io/v2/\": ..."));
}

/// image-pull.md 1.2 f: they run containerd, and nobody has told what that prints.
TEST(EcsError, DoesNotKnowTheWordsOfManagedInstances) {
  Refusal refusal = network(Stage::Token, "api.ecr.eu-central-1.amazonaws.com");
  refusal.fargate = false;
  refusal.managed_instance = true;
  EXPECT_EQ(ecs_error(refusal), "");
  refusal.stage = Stage::Start;
  refusal.dependency = "secret";
  EXPECT_EQ(ecs_error(refusal), "");
  // The control plane's are the same everywhere.
  refusal = denied(Stage::Role, "trust-policy", "TRUST_POLICY_NO_ALLOW", "");
  refusal.fargate = false;
  refusal.managed_instance = true;
  EXPECT_TRUE(ecs_error(refusal).starts_with("ECS was unable to assume the role"));
}

TEST(EcsError, AddsTheTagThatIsMeant) {
  Refusal refusal = denied(Stage::Manifest, "image", "IMAGE_TAG_NOT_FOUND", "");
  refusal.image = kRegistry + "/acme/web";
  EXPECT_TRUE(ecs_error(refusal).ends_with("/acme/web:latest: not found"));
}

TEST(EcsError, NamesThePlatform) {
  Refusal refusal = denied(Stage::Manifest, "platform", "IMAGE_PLATFORM_MISMATCH", "");
  refusal.architecture = "arm64";
  EXPECT_TRUE(ecs_error(refusal).ends_with(
      "image Manifest does not contain descriptor matching platform 'linux/arm64'"));
}

TEST(EcsError, SaysThatARoleCannotBeAssumed) {
  Refusal refusal =
      denied(Stage::Role, "trust-policy", "TRUST_POLICY_NO_ALLOW", "sts:AssumeRole");
  EXPECT_EQ(ecs_error(refusal),
            "ECS was unable to assume the role "
            "'arn:aws:iam::111122223333:role/service/task-execution' that was provided "
            "for this task. Please verify that the role being passed has the proper "
            "trust relationship and permissions and that your IAM user has permissions "
            "to pass this role.");
  refusal.instance_role = true;
  refusal.fargate = false;
  EXPECT_EQ(ecs_error(refusal), "CannotPullECRContainerError: ...");
}

TEST(EcsError, NamesTheTaskRoleWhoeverPulls) {
  Refusal refusal = denied(Stage::Role, "task-role", "TASK_ROLE_NOT_FOUND", "");
  refusal.role_arn = "arn:aws:iam::111122223333:role/web";
  const std::string text =
      "ECS was unable to assume the role 'arn:aws:iam::111122223333:role/web' that was "
      "provided for this task. ";
  EXPECT_TRUE(ecs_error(refusal).starts_with(text));
  refusal.fargate = false;
  refusal.instance_role = true;
  EXPECT_TRUE(ecs_error(refusal).starts_with(text));
  refusal.mechanism = "trust-policy";
  refusal.code = "TRUST_POLICY_NO_ALLOW";
  refusal.dependency = "task-role";
  EXPECT_TRUE(ecs_error(refusal).starts_with(text));
}

TEST(EcsError, SaysThatNoRoleIsSet) {
  EXPECT_EQ(
      ecs_error(denied(Stage::Role, "execution-role", "EXECUTION_ROLE_MISSING",
                       "sts:AssumeRole")),
      "Fargate requires task definition to have execution role ARN to support ECR "
      "images.");
}

// As RegisterTaskDefinition prints it.
TEST(EcsError, SaysWhatNeedsTheRoleThatIsNotSet) {
  Refusal refusal =
      denied(Stage::Role, "execution-role", "EXECUTION_ROLE_MISSING", "sts:AssumeRole");
  refusal.dependency = "logs";
  EXPECT_EQ(ecs_error(refusal),
            "Fargate requires task definition to have execution role ARN to support "
            "log driver awslogs.");
  EXPECT_TRUE(
      service_event(refusal, "web")
          .starts_with(
              "(service web) failed to launch a task with (error Fargate requires"));
  for (const char* need : {"secret", "parameter"}) {
    refusal.dependency = need;
    refusal.fargate = true;
    const std::string text =
        "When you are specifying container secrets, you must also specify a value for "
        "'executionRoleArn'.";
    EXPECT_EQ(ecs_error(refusal), text);
    refusal.fargate = false;
    EXPECT_EQ(ecs_error(refusal), text);
  }
  refusal.dependency = "logs";
  EXPECT_EQ(ecs_error(refusal), "");
  refusal.fargate = true;
  refusal.dependency = "environment-file";
  EXPECT_EQ(ecs_error(refusal), "");
}

TEST(EcsError, SaysThatAnImageNameIsWrong) {
  Refusal refusal =
      denied(Stage::Reference, "image-reference", "IMAGE_REFERENCE_INVALID", "");
  refusal.image = "{host}";
  EXPECT_EQ(ecs_error(refusal),
            "CannotPullContainerError: ... invalid reference format");
}

TEST(EcsError, SaysNothingOfWhatItDoesNotKnow) {
  EXPECT_EQ(ecs_error(denied(Stage::Token, "weather", "RAIN", "")), "");
}

/// image-pull.md E23, E24, E38: ECR tells of no permission.
TEST(EcsError, SaysThatWhatMayNotBeImportedIsNotThere) {
  Refusal refusal = denied(Stage::Manifest, "identity-policy",
                           "IDENTITY_POLICY_NO_ALLOW", "ecr:BatchImportUpstreamImage");
  EXPECT_TRUE(ecs_error(refusal).ends_with(kImage + ": not found"));
  refusal.fargate = false;
  EXPECT_TRUE(
      ecs_error(refusal).ends_with("manifest unknown: Requested image not found"));
  refusal.action = "ecr:CreateRepository";
  EXPECT_NE(ecs_error(refusal).find("name unknown: The repository with name"),
            std::string::npos);
}

TEST(EcsError, SaysThatTheUpstreamTakesNoLogin) {
  Refusal refusal =
      denied(Stage::Manifest, "secret", "UPSTREAM_SECRET_UNAVAILABLE", "");
  EXPECT_TRUE(ecs_error(refusal).starts_with("CannotPullContainerError"));
  refusal.fargate = false;
  EXPECT_NE(ecs_error(refusal).find("The authentication to the upstream registry"),
            std::string::npos);
}

}  // namespace
}  // namespace pullproof::model::ecs_error_test
