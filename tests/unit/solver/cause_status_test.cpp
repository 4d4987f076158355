// Causes of a message against what is proved of the legs that it can be about.
//
// AWS: ECS developer guide, "Stopped task error messages"; IAM user guide,
// "Troubleshoot access denied error messages", which name the role and the action.
#include "solver/cause_status.h"

#include <gtest/gtest.h>

namespace pullproof::solver::cause_status_test {
namespace {

using model::LegProof;
using model::Stage;
using model::TaskVerdict;

constexpr const char* kApi = "api.ecr.eu-central-1.amazonaws.com";
constexpr const char* kRegistry = "111122223333.dkr.ecr.eu-central-1.amazonaws.com";
constexpr const char* kLayers =
    "prod-eu-central-1-starport-layer-bucket.s3.eu-central-1.amazonaws.com";
constexpr const char* kImage =
    "111122223333.dkr.ecr.eu-central-1.amazonaws.com/acme/web:1";

/// E01.
constexpr const char* kNoToken =
    "ResourceInitializationError: unable to pull secrets or registry auth: The task "
    "cannot pull registry auth from Amazon ECR: There is a connection issue between "
    "the "
    "task and Amazon ECR. ... Post \"https://api.ecr.eu-central-1.amazonaws.com/\": "
    "dial "
    "tcp 3.121.0.9:443: i/o timeout";

/// E04.
std::string denied(const std::string& role,
                   const std::string& action = "ecr:GetAuthorizationToken") {
  return "AccessDeniedException: User: arn:aws:sts::111122223333:assumed-role/" + role +
         "/1 is not authorized to perform: " + action +
         " on resource: * because no identity-based policy allows the action";
}

LegProof leg(Stage stage, const std::string& host) {
  LegProof proof;
  proof.stage = stage;
  proof.host = host;
  return proof;
}

void refuse(LegProof& proof, const std::string& mechanism) {
  proof.refusals.emplace_back();
  proof.refusals.back().mechanism = mechanism;
}

LegProof token_leg(const std::string& role) {
  LegProof proof = leg(Stage::Token, kApi);
  proof.calls.emplace_back();
  proof.calls.back().role_arn = "arn:aws:iam::111122223333:role/" + role;
  proof.calls.back().action = "ecr:GetAuthorizationToken";
  return proof;
}

/// Of one leg, whose refusals are its findings.
TaskVerdict task_with(LegProof proof) {
  TaskVerdict task;
  task.launch_type = "FARGATE";
  for (const auto& refusal : proof.refusals) {
    task.findings.emplace_back();
    task.findings.back().stage = proof.stage;
    task.findings.back().mechanism = refusal.mechanism;
  }
  task.proofs.legs.push_back({.proof = std::make_shared<const LegProof>(proof),
                              .images = {kImage},
                              .dependency = "",
                              .needed = ""});
  return task;
}

CauseAnswer answer(const TaskVerdict& task, const std::string& text,
                   const char* mechanism) {
  const auto matches = model::read_error(text);
  const auto details = model::error_details(text);
  return cause_status(std::span(&task, 1), {.match = matches.at(0), .details = details},
                      mechanism);
}

CauseStatus status(const TaskVerdict& task, const std::string& text,
                   const char* mechanism) {
  return answer(task, text, mechanism).status;
}

TEST(CauseStatus, IsProvedByARefusalOfTheStage) {
  LegProof token = leg(Stage::Token, kApi);
  refuse(token, "route");
  const TaskVerdict task = task_with(token);
  const CauseAnswer found = answer(task, kNoToken, "route");
  EXPECT_EQ(found.status, CauseStatus::Proved);
  EXPECT_EQ(found.finding, &task.findings[0]);
  EXPECT_EQ(status(task, kNoToken, "dns"), CauseStatus::Refuted);
  token.stage = Stage::Manifest;
  EXPECT_EQ(status(task_with(token), kNoToken, "route"), CauseStatus::Unknown);
}

TEST(CauseStatus, RefutesNothingWhileSomethingIsUnknown) {
  LegProof token = leg(Stage::Token, kApi);
  EXPECT_EQ(status(task_with(token), kNoToken, "route"), CauseStatus::Refuted);
  token.open = {"route"};
  EXPECT_EQ(status(task_with(token), kNoToken, "route"), CauseStatus::Unknown);
  EXPECT_EQ(status(task_with(token), kNoToken, "dns"), CauseStatus::Refuted);
  token.is_undecided = true;
  EXPECT_EQ(status(task_with(token), kNoToken, "dns"), CauseStatus::Unknown);
  TaskVerdict task = task_with(leg(Stage::Token, kApi));
  task.proofs.has_questions = true;
  EXPECT_EQ(status(task, kNoToken, "route"), CauseStatus::Unknown);
}

// ECS agent, "HTTP proxy configuration": no call tells of one.
TEST(CauseStatus, RefutesNothingThatIsTakenForGranted) {
  TaskVerdict task = task_with(token_leg("exec"));
  task.proofs.assumptions = {{.name = "proxy", .value = "none"}};
  EXPECT_EQ(status(task, kNoToken, "route"), CauseStatus::Unknown);
  EXPECT_EQ(status(task, denied("exec"), "identity-policy"), CauseStatus::Refuted);
  EXPECT_NE(answer(task, kNoToken, "route").why.find("proxy"), std::string::npos);
  LegProof token = token_leg("exec");
  token.of_way = {{.name = "token-vpc-keys", .value = "absent"}};
  EXPECT_EQ(status(task_with(token), denied("exec"), "identity-policy"),
            CauseStatus::Unknown);
  EXPECT_EQ(status(task_with(token), kNoToken, "route"), CauseStatus::Refuted);
}

// A secret that nobody has seen may be encrypted with a key.
TEST(CauseStatus, LeavesOpenWhatWasNotEvenAsked) {
  LegProof proof = leg(Stage::Start, "secretsmanager.eu-central-1.amazonaws.com");
  proof.of_gates = {{.name = "secretsmanager-list-secrets", .value = "has prod/db"}};
  TaskVerdict task = task_with(proof);
  task.proofs.legs[0].dependency = "secret";
  const char* text = "AccessDeniedException: Access to KMS is not allowed";
  EXPECT_EQ(status(task, text, "kms"), CauseStatus::Unknown);
  EXPECT_EQ(status(task, text, "route"), CauseStatus::Refuted);
}

TEST(CauseStatus, AsksForTheRoleThatTheMessageNames) {
  LegProof token = token_leg("exec");
  refuse(token, "identity-policy");
  token.refusals[0].call = token.calls[0];
  const TaskVerdict task = task_with(token);
  EXPECT_EQ(status(task, denied("exec"), "identity-policy"), CauseStatus::Proved);
  const CauseAnswer other = answer(task, denied("other"), "identity-policy");
  EXPECT_EQ(other.status, CauseStatus::Unknown);
  EXPECT_NE(other.why.find("role other"), std::string::npos);
  std::string foreign = denied("exec");
  foreign.replace(foreign.find("111122223333"), 12, "999922223333");
  EXPECT_EQ(status(task, foreign, "identity-policy"), CauseStatus::Unknown);
}

// A call for a layer's URL goes to the registry, the layer's own to S3.
TEST(CauseStatus, KnowsTheTwoHostsOfLayers) {
  const std::string text =
      "CannotPullContainerError: ref pull has been retried 1 time(s): failed to copy: "
      "httpReadSeeker: failed open: failed to do request: Get "
      "111122223333.dkr.ecr.eu-central-1.amazonaws.com/acme/web:1: dial tcp "
      "52.219.140.132:443: i/o timeout";
  LegProof registry = leg(Stage::Layers, kRegistry);
  refuse(registry, "route");
  TaskVerdict task = task_with(registry);
  EXPECT_EQ(status(task, text, "route"), CauseStatus::Unknown);
  task.proofs.legs.push_back(task_with(leg(Stage::Layers, kLayers)).proofs.legs[0]);
  EXPECT_EQ(status(task, text, "route"), CauseStatus::Refuted);
  LegProof layers = leg(Stage::Layers, kLayers);
  refuse(layers, "route");
  EXPECT_EQ(status(task_with(layers), text, "route"), CauseStatus::Proved);
}

TEST(CauseStatus, AsksForTheImageThatTheMessageNames) {
  const TaskVerdict task = task_with(leg(Stage::Manifest, kRegistry));
  const auto of = [&](const std::string& image) {
    return status(task,
                  "CannotPullContainerError: pull image manifest has been retried 7 "
                  "time(s): failed to resolve ref " +
                      image + ": " + image + ": not found",
                  "image");
  };
  EXPECT_EQ(of(kImage), CauseStatus::Refuted);
  EXPECT_EQ(of("111122223333.dkr.ecr.eu-central-1.amazonaws.com/acme/web:2"),
            CauseStatus::Unknown);
  EXPECT_EQ(of("999922223333.dkr.ecr.us-east-1.amazonaws.com/foo:1"),
            CauseStatus::Unknown);
}

TEST(CauseStatus, AsksForTheSecretThatTheMessageNames) {
  TaskVerdict task =
      task_with(leg(Stage::Start, "secretsmanager.eu-central-1.amazonaws.com"));
  task.proofs.legs[0].dependency = "secret";
  task.proofs.legs[0].needed =
      "arn:aws:secretsmanager:eu-central-1:111122223333:secret:prod/db-Xa4Kp9";
  const auto of = [&](const std::string& name) {
    return status(task,
                  "failed to fetch secret "
                  "arn:aws:secretsmanager:eu-central-1:111122223333:secret:" +
                      name +
                      " from secrets manager: ResourceNotFoundException: Secrets "
                      "Manager can't find the specified secret.",
                  "secret");
  };
  EXPECT_EQ(of("prod/db-Xa4Kp9"), CauseStatus::Refuted);
  EXPECT_EQ(of("prod/db"), CauseStatus::Refuted);
  EXPECT_EQ(of("prod/db-Xa4Kp9:password::"), CauseStatus::Refuted);
  EXPECT_EQ(of("other"), CauseStatus::Unknown);
}

TEST(CauseStatus, AsksForTheParameterThatTheMessageNames) {
  TaskVerdict task = task_with(leg(Stage::Start, "ssm.eu-central-1.amazonaws.com"));
  task.proofs.legs[0].dependency = "parameter";
  const auto of = [&](const std::string& needed) {
    task.proofs.legs[0].needed = needed;
    return status(task,
                  "unable to retrieve secrets from ssm: invalid ssm parameters: "
                  "/prod/token:7",
                  "parameter");
  };
  EXPECT_EQ(of("/prod/token"), CauseStatus::Refuted);
  EXPECT_EQ(of("/prod/token:7"), CauseStatus::Refuted);
  EXPECT_EQ(of("/prod/other:7"), CauseStatus::Unknown);
}

TEST(CauseStatus, AsksForTheHostThatTheMessageNames) {
  const TaskVerdict task = task_with(leg(Stage::Manifest, kRegistry));
  const auto of = [&](const std::string& host) {
    return status(task, "dial tcp: lookup " + host + " on 10.0.0.2:53: no such host",
                  "dns");
  };
  EXPECT_EQ(of(kRegistry), CauseStatus::Refuted);
  EXPECT_EQ(of("foo.example.com"), CauseStatus::Unknown);
}

// An address of an endpoint is none that a NAT gateway is on the way to.
TEST(CauseStatus, TellsEndpointsFromTheInternet) {
  LegProof token = leg(Stage::Token, kApi);
  token.goes_outside = true;
  refuse(token, "route");
  token.refusals[0].far_end = "3.121.0.9";
  std::string inside = kNoToken;
  inside.replace(inside.find("3.121.0.9"), 9, "10.0.1.7");
  EXPECT_EQ(status(task_with(token), kNoToken, "route"), CauseStatus::Proved);
  EXPECT_EQ(status(task_with(token), inside, "route"), CauseStatus::Unknown);
  token.goes_inside = true;
  EXPECT_EQ(status(task_with(token), inside, "route"), CauseStatus::Unknown);
  EXPECT_EQ(status(task_with(token), inside, "dns"), CauseStatus::Refuted);
}

// Route 53 developer guide: a zone, a rule or a profile decides what a name leads to,
// and so which groups, routes and endpoints a packet meets.
TEST(CauseStatus, LeavesOpenTheWayThatAnUnseenZoneMayChange) {
  for (const char* call : {"route53-list-hosted-zones-by-vpc/vpc-1",
                           "route53resolver-list-resolver-rule-associations",
                           "route53profiles-list-profile-associations"}) {
    LegProof token = token_leg("exec");
    token.of_gates = {{.name = call, .value = "refuses nothing"}};
    const TaskVerdict task = task_with(token);
    EXPECT_EQ(status(task, kNoToken, "security-group"), CauseStatus::Unknown) << call;
    EXPECT_EQ(status(task, kNoToken, "route"), CauseStatus::Unknown) << call;
    EXPECT_EQ(status(task, denied("exec"), "identity-policy"), CauseStatus::Refuted);
  }
}

TEST(CauseStatus, RefutesNothingByALegWhileAnotherMayGoThere) {
  LegProof inside = leg(Stage::Token, kApi);
  inside.goes_inside = true;
  LegProof outside = leg(Stage::Token, kApi);
  outside.goes_outside = true;
  std::string text = kNoToken;
  text.replace(text.find("3.121.0.9"), 9, "10.0.1.7");
  const auto of_both = [&] {
    TaskVerdict task = task_with(inside);
    task.proofs.legs.push_back(task_with(outside).proofs.legs[0]);
    return status(task, text, "security-group");
  };
  EXPECT_EQ(of_both(), CauseStatus::Refuted);
  outside.open = {"dns"};
  EXPECT_EQ(of_both(), CauseStatus::Unknown);
}

// ECS developer guide, "Container image resolution": ECS pins the digest that a tag
// had.
TEST(CauseStatus, AsksForTheDigestThatTheMessageNames) {
  LegProof manifest = leg(Stage::Manifest, kRegistry);
  manifest.digests = {"sha256:aa"};
  const auto of = [&](const std::string& digest, const char* mechanism) {
    const std::string host = kRegistry;
    return status(task_with(manifest),
                  "CannotPullContainerError: pull image manifest has been retried 1 "
                  "time(s): failed to resolve ref " +
                      std::string(kImage) + '@' + digest +
                      ": unexpected status from HEAD request to https://" + host +
                      "/v2/acme/web/blobs/" + digest + ": 403 Forbidden",
                  mechanism);
  };
  EXPECT_EQ(of("sha256:aa", "image"), CauseStatus::Refuted);
  EXPECT_EQ(of("sha256:bb", "image"), CauseStatus::Unknown);
  EXPECT_EQ(of("sha256:bb", "platform"), CauseStatus::Unknown);
  EXPECT_EQ(of("sha256:bb", "identity-policy"), CauseStatus::Refuted);
  refuse(manifest, "image");
  EXPECT_EQ(of("sha256:aa", "image"), CauseStatus::Proved);
  EXPECT_EQ(of("sha256:bb", "image"), CauseStatus::Unknown);
}

// ECR user guide, "Sync an upstream registry": only what is imported needs its login.
TEST(CauseStatus, AsksAnImportForTheUpstreamRegistry) {
  const char* text =
      "CannotPullContainerError: pull image manifest has been retried 1 time(s): "
      "failed "
      "to resolve ref x: denied: The authentication to the upstream registry failed";
  LegProof manifest = leg(Stage::Manifest, kRegistry);
  manifest.calls.emplace_back();
  manifest.calls.back().action = "ecr:BatchGetImage";
  EXPECT_EQ(status(task_with(manifest), text, "secret"), CauseStatus::Unknown);
  manifest.calls.emplace_back();
  manifest.calls.back().action = "ecr:BatchImportUpstreamImage";
  EXPECT_EQ(status(task_with(manifest), text, "secret"), CauseStatus::Refuted);
}

// Logs are not decrypted by the role that writes them.
TEST(CauseStatus, AsksForAKeyWhereSomethingIsDecrypted) {
  TaskVerdict task = task_with(leg(Stage::Start, "ssm.eu-central-1.amazonaws.com"));
  const auto of = [&](const char* dependency) {
    task.proofs.legs[0].dependency = dependency;
    return status(task, "AccessDeniedException: Access to KMS is not allowed", "kms");
  };
  EXPECT_EQ(of("logs"), CauseStatus::Unknown);
  EXPECT_EQ(of("parameter"), CauseStatus::Refuted);
  EXPECT_EQ(of("secret"), CauseStatus::Refuted);
}

TEST(CauseStatus, AsksForTheVersionThatTheMessageNames) {
  TaskVerdict task =
      task_with(leg(Stage::Start, "secretsmanager.eu-central-1.amazonaws.com"));
  task.proofs.legs[0].dependency = "secret";
  task.proofs.legs[0].needed =
      "arn:aws:secretsmanager:eu-central-1:111122223333:secret:prod/db-Xa4Kp9";
  const auto of = [&](const char* stage) {
    task.proofs.legs[0].versions = {stage, ""};
    return status(task,
                  "failed to fetch secret "
                  "arn:aws:secretsmanager:eu-central-1:111122223333:secret:prod/"
                  "db-Xa4Kp9 from secrets manager: ResourceNotFoundException: Secrets "
                  "Manager can't find the specified secret value for staging label: "
                  "AWSPREVIOUS",
                  "secret");
  };
  EXPECT_EQ(of("AWSPREVIOUS"), CauseStatus::Refuted);
  EXPECT_EQ(of("AWSCURRENT"), CauseStatus::Unknown);
}

// The agent of instances prints other words.
TEST(CauseStatus, AsksNoInstanceForFargatesWords) {
  LegProof token = leg(Stage::Token, kApi);
  refuse(token, "route");
  TaskVerdict task = task_with(token);
  task.launch_type = "EC2";
  EXPECT_EQ(status(task, kNoToken, "route"), CauseStatus::Unknown);
  task.launch_type = "";
  EXPECT_EQ(status(task, kNoToken, "route"), CauseStatus::Proved);
  task.launch_type = "EC2";
  EXPECT_EQ(status(task,
                   "CannotPullECRContainerError: RequestError: send request failed "
                   "caused by: Post https://api.ecr.eu-central-1.amazonaws.com/: dial "
                   "tcp 3.121.0.9:443: i/o timeout",
                   "route"),
            CauseStatus::Proved);
}

}  // namespace
}  // namespace pullproof::solver::cause_status_test
