#include "model/deployed_images.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/support/network_account.h"
#include "tests/support/service_account.h"

namespace pullproof::model::deployed_images_test {
namespace {

using nlohmann::json;

json revision(const std::string& name, const std::string& digest,
              const std::string& created) {
  json made = {
      {"serviceRevisionArn", name},
      {"serviceArn", "arn:aws:ecs:eu-central-1:111122223333:service/prod/web"},
      {"taskDefinition", "arn:aws:ecs:eu-central-1:111122223333:task-definition/web:1"},
      {"containerImages", json::array({{{"containerName", "web"},
                                        {"image", support::kWebImage},
                                        {"imageDigest", digest}}})}};
  if (!created.empty()) made["createdAt"] = created;
  return made;
}

json with(const std::vector<json>& revisions) {
  json bundle = support::service_account();
  support::network_answer(bundle, "ecs-describe-service-revisions/web") = {
      {"serviceRevisions", revisions}, {"failures", json::array()}};
  return bundle;
}

Task task_of(const json& bundle) {
  const support::NetworkWorld world(bundle);
  return select_tasks(world.account(), world.network(), {}).at(0);
}

std::string digest(const json& bundle) {
  return task_of(bundle).images.at(0).deployed_digest;
}

TEST(DeployedImages, ArePulledByTheDigestOfTheirDeployment) {
  EXPECT_EQ(digest(support::service_account()), "");
  EXPECT_EQ(digest(with({revision("r-1", "sha256:1", "")})), "sha256:1");
}

TEST(DeployedImages, AreThoseOfTheCurrentRevision) {
  const json first = revision("r-1", "sha256:1", "2026-01-01T00:00:00Z");
  const json second = revision("r-2", "sha256:2", "2026-02-01T00:00:00Z");
  EXPECT_EQ(digest(with({first, second})), "sha256:2");
  json named = with({first, second});
  support::service(named)["currentServiceRevisions"] = json::array({{{"arn", "r-1"}}});
  EXPECT_EQ(digest(named), "sha256:1");
  json other = second;
  other["taskDefinition"] = "arn:other";
  EXPECT_EQ(digest(with({first, other})), "sha256:1");
}

TEST(DeployedImages, AreOpenWhereRevisionsHaveNoOrder) {
  const Task task =
      task_of(with({revision("r-1", "sha256:1", ""), revision("r-2", "sha256:2", "")}));
  EXPECT_EQ(task.images.at(0).deployed_digest, "");
  ASSERT_EQ(task.missing.size(), 1U);
  EXPECT_EQ(task.missing[0].call, "ecs-describe-service-revisions");
}

const json kFirst = revision("r-1", "sha256:1", "2026-01-01T00:00:00Z");
const json kSecond = revision("r-2", "sha256:2", "2026-02-01T00:00:00Z");

json current_revision(const std::string& arn, int requested) {
  return {{"arn", arn}, {"requestedTaskCount", requested}};
}

void deploy_at(json& bundle, const json& created) {
  support::service(bundle)["deployments"] =
      json::array({{{"status", "PRIMARY"}, {"createdAt", created}}});
}

/// Nobody can tell which digest.
void expect_open(const Task& task) {
  EXPECT_EQ(task.images.at(0).deployed_digest, "");
  EXPECT_NE(task.images.at(0).digest_question, "");
  ASSERT_EQ(task.missing.size(), 1U);
  EXPECT_EQ(task.missing[0].call, "ecs-describe-service-revisions");
}

// ECS developer guide, "Amazon ECS service revisions": a rollback makes no new one.
TEST(DeployedImages, AreThoseOfTheRevisionThatTasksAreAskedOf) {
  json bundle = with({kFirst, kSecond});
  json& named = support::service(bundle)["currentServiceRevisions"];
  named = json::array({current_revision("r-2", 0), current_revision("r-1", 2)});
  EXPECT_EQ(digest(bundle), "sha256:1");
  named = json::array({current_revision("r-2", 2), current_revision("r-1", 0)});
  EXPECT_EQ(digest(bundle), "sha256:2");
}

// ECS API reference, ServiceDeployment: in PRE_SCALE_UP the new revision has not
// started.
TEST(DeployedImages, AreThoseOfTheDeploymentsOwnRevisionBeforeItsScaleUp) {
  json bundle = with({kFirst, kSecond});
  support::service(bundle)["currentServiceRevisions"] =
      json::array({current_revision("r-2", 0), current_revision("r-1", 2)});
  deploy_at(bundle, "2026-02-01T00:00:02Z");
  EXPECT_EQ(digest(bundle), "sha256:2");
  // A rollback is a deployment without a revision of its own.
  deploy_at(bundle, "2026-02-01T00:10:00Z");
  EXPECT_EQ(digest(bundle), "sha256:1");
}

TEST(DeployedImages, AreOpenWhereTasksAreAskedOfSeveralRevisions) {
  json bundle = with({kFirst, kSecond});
  support::service(bundle)["currentServiceRevisions"] =
      json::array({current_revision("r-2", 1), current_revision("r-1", 2)});
  expect_open(task_of(bundle));
  // The newer one has just been deployed.
  deploy_at(bundle, "2026-02-01T00:00:02Z");
  EXPECT_EQ(digest(bundle), "sha256:2");
  // The older one is rolled back to.
  deploy_at(bundle, "2026-02-01T00:10:00Z");
  expect_open(task_of(bundle));
}

TEST(DeployedImages, AreOpenWhereTheDeploymentsOwnRevisionIsNotCollected) {
  json bundle = with({kFirst});
  deploy_at(bundle, "2026-03-01T00:00:00Z");
  expect_open(task_of(bundle));
  deploy_at(bundle, "2026-01-01T00:00:02Z");
  EXPECT_EQ(digest(bundle), "sha256:1");
}

TEST(DeployedImages, AreOpenWhereTwoRevisionsWereMadeAtOnce) {
  const json same = revision("r-2", "sha256:2", "2026-01-01T00:00:00Z");
  expect_open(task_of(with({kFirst, same})));
  const json alike = revision("r-2", "sha256:1", "2026-01-01T00:00:00Z");
  EXPECT_EQ(digest(with({kFirst, alike})), "sha256:1");
}

TEST(DeployedImages, AreTakenToBeTheNewestWhereNothingElseTells) {
  const Task task = task_of(with({kFirst, kSecond}));
  ASSERT_EQ(task.assumptions.size(), 1U);
  EXPECT_EQ(task.assumptions[0].value,
            "the newest revision of web is the one that it "
            "runs");
  EXPECT_TRUE(task_of(with({kFirst})).assumptions.empty());
}

// Version 1 of the AWS CLI prints epoch seconds with a fraction.
TEST(DeployedImages, AreOrderedByEpochSeconds) {
  json first = kFirst;
  json second = kSecond;
  first["createdAt"] = 1768035600.123;
  second["createdAt"] = 1768039999.5;
  EXPECT_EQ(digest(with({first, second})), "sha256:2");
  second["createdAt"] = 1768035599;
  EXPECT_EQ(digest(with({first, second})), "sha256:1");
}

TEST(DeployedImages, AreAssumedToBeThoseOfTheTagWhereTheRevisionHasNoDigest) {
  json without_digest = kFirst;
  without_digest["containerImages"][0].erase("imageDigest");
  json without_images = kFirst;
  without_images["containerImages"] = nullptr;
  for (const json& each : {without_digest, without_images}) {
    const Task task = task_of(with({each}));
    EXPECT_EQ(task.images.at(0).deployed_digest, "");
    EXPECT_TRUE(task.missing.empty());
    ASSERT_EQ(task.assumptions.size(), 1U);
    EXPECT_EQ(task.assumptions[0].name, "ecs-describe-service-revisions");
  }
}

TEST(DeployedImages, FollowTheTagWithoutVersionConsistency) {
  json bundle = with({revision("r-1", "sha256:1", "")});
  support::task_definition(bundle)["containerDefinitions"][0]["versionConsistency"] =
      "disabled";
  EXPECT_EQ(digest(bundle), "");
}

TEST(DeployedImages, AreAssumedToBeThoseOfTheTagWhereNoRevisionIsCollected) {
  json bundle = support::service_account();
  EXPECT_TRUE(task_of(bundle).assumptions.empty());
  support::service(bundle)["currentServiceRevisions"] = json::array({{{"arn", "r-1"}}});
  const Task task = task_of(bundle);
  ASSERT_EQ(task.assumptions.size(), 1U);
  EXPECT_EQ(task.assumptions[0].name, "ecs-describe-service-revisions");
  const support::NetworkWorld world(bundle);
  TaskSelection strict;
  strict.strict = true;
  const Task open = select_tasks(world.account(), world.network(), strict).at(0);
  ASSERT_EQ(open.missing.size(), 1U);
  EXPECT_EQ(open.missing[0].call, "ecs-describe-service-revisions");
}

TEST(DeployedImages, AreUnknownWhereAwsDidNotTell) {
  const json none = with({});
  ASSERT_EQ(task_of(none).missing.size(), 1U);
  json denied = support::service_account();
  denied["manifest.json"]["calls"].push_back(
      {{"account", "111122223333"},
       {"region", "eu-central-1"},
       {"call", "ecs-describe-service-revisions/web"},
       {"status", "denied"}});
  ASSERT_EQ(task_of(denied).missing.size(), 1U);
  EXPECT_EQ(task_of(denied).missing[0].call, "ecs-describe-service-revisions");
  // Who names a digest pulls that one.
  support::task_definition(denied)["containerDefinitions"][0]["image"] =
      "111122223333.dkr.ecr.eu-central-1.amazonaws.com/acme/web@sha256:" +
      std::string(64, 'a');
  EXPECT_TRUE(task_of(denied).missing.empty());
}

}  // namespace
}  // namespace pullproof::model::deployed_images_test
