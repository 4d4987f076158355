// What ECS prints, where that hangs on more than the refusal: on what needs the role,
// on the instance, and on what the image is made of.
//
// AWS: ECS developer guide, "CannotPullContainer task errors" and "Private registry
// authentication"; ECS API reference, RegisterTaskDefinition.
#include <algorithm>
#include <set>
#include <stdexcept>
#include <string>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "model/ecs_error.h"
#include "model/error_catalogue.h"
#include "solver/check.h"
#include "tests/support/iam_account.h"
#include "tests/support/image_account.h"
#include "tests/support/network_account.h"
#include "tests/support/service_account.h"
#include "tests/support/start_account.h"

namespace pullproof::solver::check_words_test {
namespace {

using nlohmann::json;
using support::container;
using support::kSecret;
using support::task_definition;

model::Finding finding(const json& bundle, const std::string& code) {
  const aws::Snapshot account = support::read_account(bundle);
  const auto findings = check(account, {}).verdicts.at(0).findings;
  const auto found =
      std::find_if(findings.begin(), findings.end(),
                   [&](const model::Finding& each) { return each.code == code; });
  if (found == findings.end()) throw std::runtime_error("no finding " + code);
  return *found;
}

/// The catalogue finds the cause in them.
void expect_read_back(const model::Finding& told) {
  const auto matches = model::read_error(told.ecs_error);
  ASSERT_FALSE(matches.empty()) << told.ecs_error;
  const auto& stage = matches.front().stage;
  const auto& causes = matches.front().causes;
  EXPECT_TRUE(!stage || *stage == told.stage || told.also_stages.contains(*stage))
      << told.ecs_error;
  EXPECT_NE(std::find(causes.begin(), causes.end(), told.mechanism), causes.end())
      << told.ecs_error;
}

std::string words(const json& bundle, const std::string& code) {
  const model::Finding found = finding(bundle, code);
  expect_read_back(found);
  return found.ecs_error;
}

TEST(CheckWords, NameWhatNeedsAnExecutionRole) {
  json bundle = support::with_logs({});
  task_definition(bundle).erase("executionRoleArn");
  const auto told = [&] { return words(bundle, "EXECUTION_ROLE_MISSING"); };
  EXPECT_EQ(told(),
            "Fargate requires task definition to have execution role ARN to support "
            "ECR images.");
  container(bundle)["image"] = "nginx:1";
  EXPECT_EQ(told(),
            "Fargate requires task definition to have execution role ARN to support "
            "log driver awslogs.");
  json secret = support::with_secret({});
  task_definition(secret).erase("executionRoleArn");
  container(secret)["image"] = "nginx:1";
  EXPECT_EQ(words(secret, "EXECUTION_ROLE_MISSING"),
            "When you are specifying container secrets, you must also specify a value "
            "for 'executionRoleArn'.");
}

TEST(CheckWords, TellTheLoginOfARegistryFromASecret) {
  json bundle = support::with_secret({});
  container(bundle)["image"] = "acme/app:1";
  const auto told = [&] { return words(bundle, "IDENTITY_POLICY_NO_ALLOW"); };
  EXPECT_NE(told().find("unable to retrieve secret from asm: "), std::string::npos);
  const json secrets = container(bundle)["secrets"];
  container(bundle).erase("secrets");
  container(bundle)["repositoryCredentials"] = {{"credentialsParameter", kSecret}};
  EXPECT_NE(told().find("unable to get registry auth from asm: "), std::string::npos);
  // The container needs it for both.
  container(bundle)["secrets"] = secrets;
  EXPECT_NE(told().find("unable to retrieve secret from asm: "), std::string::npos);
}

/// An index, and instances of another CPU than most.
TEST(CheckWords, NameTheProcessorOfTheInstance) {
  json bundle = support::service_account();
  support::move_to_instance(bundle);
  task_definition(bundle)["runtimePlatform"].erase("cpuArchitecture");
  support::network_answer(
      bundle,
      "ec2-describe-instances")["Reservations"][0]["Instances"][0]["Architecture"] =
      "arm64";
  const json index = support::index_manifest({"linux/amd64"});
  bundle[support::kImages]["imageDetails"][0]["imageManifestMediaType"] =
      index["mediaType"];
  bundle[support::kManifests]["images"] =
      json::array({support::image_entry('a', "1", index)});
  EXPECT_EQ(words(bundle, "IMAGE_PLATFORM_MISMATCH"),
            "CannotPullContainerError: Error response from daemon: no matching "
            "manifest for linux/arm64...");
}

/// aws-cdk issue 30258: the registry has it, and it cannot be unpacked.
TEST(CheckWords, TellWhichLayerCannotBeUnpacked) {
  json bundle = support::service_account();
  json manifest = support::single_manifest();
  manifest["layers"][0]["mediaType"] = "application/vnd.in-toto+json";
  bundle[support::kManifests]["images"] =
      json::array({support::image_entry('a', "1", manifest)});
  const model::Finding found = finding(bundle, "IMAGE_NOT_RUNNABLE");
  expect_read_back(found);
  EXPECT_EQ(found.also_stages, std::set<model::Stage>{model::Stage::Layers});
  EXPECT_NE(found.ecs_error.find(
                "failed to get stream processor for application/vnd.in-toto+json"),
            std::string::npos);
}

/// Docker Hub's tokens come from a server of their own.
TEST(CheckWords, AreReadBackWhereTokensAreOutOfReach) {
  model::Refusal refusal;
  refusal.stage = model::Stage::Manifest;
  refusal.host = "auth.docker.io";
  refusal.image = "nginx:1";
  model::Finding told;
  told.stage = refusal.stage;
  for (const bool fargate : {true, false}) {
    refusal.fargate = fargate;
    for (const char* mechanism : {"route", "security-group", "dns"}) {
      told.mechanism = refusal.mechanism = mechanism;
      refusal.code =
          refusal.mechanism == "dns" ? "DNS_FIREWALL_BLOCKS_NAME" : "REFUSED";
      told.ecs_error = model::ecs_error(refusal);
      expect_read_back(told);
    }
  }
}

}  // namespace
}  // namespace pullproof::solver::check_words_test
