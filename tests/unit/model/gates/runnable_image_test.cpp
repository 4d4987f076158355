#include "model/gates/runnable_image.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "model/gates/image_index.h"
#include "tests/support/image_account.h"

namespace pullproof::gates::runnable_image_test {
namespace {

using nlohmann::json;

struct Options {
  bool fargate = true;
  bool strict = false;
  std::string os = "linux";
};

Gate ask(const json& bundle, const Options& options = {}) {
  const aws::Snapshot account = support::read_bundle(bundle);
  const ImageIndex index(account);
  ImagePlace place;
  place.scope = {support::kImageAccount, support::kImageRegion};
  place.repository = "acme/web";
  place.tag = "1.4.2";
  place.os = options.os;
  place.architecture = "amd64";
  place.fargate = options.fargate;
  place.images = &index;
  return RunnableImageGate::lets_through(
      place, Context{.account = account, .strict = options.strict});
}

json with_manifest(const json& manifest) {
  auto bundle = support::image_account();
  bundle[support::kManifests]["images"] =
      json::array({support::image_entry('a', "1.4.2", manifest)});
  return bundle;
}

json with_layers(const std::vector<std::string>& types) {
  json manifest = support::single_manifest();
  manifest["layers"] = json::array();
  for (const std::string& type : types) {
    manifest["layers"].push_back(
        {{"mediaType", type}, {"size", 1}, {"digest", support::digest_of('d')}});
  }
  return with_manifest(manifest);
}

Truth truth(const Gate& gate) { return gate.lets_through.as_constant(); }

TEST(RunnableImageGate, LetsAnOrdinaryImageThrough) {
  const Gate gate = ask(support::image_account());
  EXPECT_EQ(truth(gate), Truth::Yes);
  EXPECT_TRUE(gate.assumptions.empty());
}

TEST(RunnableImageGate, RefusesAnAttestation) {
  const Gate gate = ask(with_layers({"application/vnd.in-toto+json"}));
  EXPECT_EQ(truth(gate), Truth::No);
  EXPECT_EQ(gate.code, "IMAGE_NOT_RUNNABLE");
  EXPECT_EQ(gate.message,
            "acme/web:1.4.2 has a layer of type `application/vnd.in-toto+json`: it is "
            "no container image that can run");
  EXPECT_EQ(blame(gate.lets_through, {}).front()->id,
            "arn:aws:ecr:eu-central-1:111122223333:repository/acme/web");
}

TEST(RunnableImageGate, RefusesAnArtifact) {
  json manifest = support::single_manifest();
  manifest["config"]["mediaType"] = "application/vnd.cncf.helm.config.v1+json";
  EXPECT_EQ(truth(ask(with_manifest(manifest))), Truth::No);
  manifest["config"]["mediaType"] = "application/octet-stream";
  EXPECT_EQ(truth(ask(with_manifest(manifest))), Truth::Unknown);
}

TEST(RunnableImageGate, KnowsAnArtifactByItsEntryInTheList) {
  auto bundle = support::image_account();
  bundle.erase(support::kManifests);
  bundle[support::kImages]["imageDetails"][0]["artifactMediaType"] =
      "application/vnd.cncf.helm.config.v1+json";
  EXPECT_EQ(truth(ask(bundle)), Truth::No);
}

TEST(RunnableImageGate, RefusesSchemaOneOnFargateOnly) {
  auto bundle = support::image_account();
  bundle.erase(support::kManifests);
  bundle[support::kImages]["imageDetails"][0]["imageManifestMediaType"] =
      "application/vnd.docker.distribution.manifest.v1+prettyjws";
  EXPECT_EQ(truth(ask(bundle)), Truth::No);
  EXPECT_EQ(truth(ask(bundle, {.fargate = false})), Truth::Unknown);
}

TEST(RunnableImageGate, LeavesUnusualLayersOpen) {
  const std::string usual = "application/vnd.oci.image.layer.v1.tar+gzip";
  EXPECT_EQ(truth(ask(with_layers({usual, usual}))), Truth::Yes);
  EXPECT_EQ(truth(ask(with_layers({}))), Truth::Unknown);
  EXPECT_EQ(truth(ask(with_layers(
                {usual, "application/vnd.docker.image.rootfs.foreign.diff.tar.gzip"}))),
            Truth::Unknown);
  EXPECT_EQ(truth(ask(with_layers({"a/b", "application/vnd.in-toto+json", "a/b"}))),
            Truth::No);
}

TEST(RunnableImageGate, AssumesADockerThatUnpacksZstd) {
  const auto bundle = with_layers({"application/vnd.oci.image.layer.v1.tar+zstd"});
  EXPECT_TRUE(ask(bundle).assumptions.empty());
  const Gate gate = ask(bundle, {.fargate = false});
  EXPECT_EQ(truth(gate), Truth::Yes);
  EXPECT_EQ(gate.assumptions.size(), 1u);
}

TEST(RunnableImageGate, TakesAnUncollectedManifestForGrantedUnlessStrict) {
  auto bundle = support::image_account();
  bundle.erase(support::kManifests);
  const Gate gate = ask(bundle);
  EXPECT_EQ(truth(gate), Truth::Yes);
  ASSERT_EQ(gate.assumptions.size(), 1u);
  EXPECT_EQ(gate.assumptions.front().name, "ecr-batch-get-image/acme/web");
  const Gate strict = ask(bundle, {.fargate = true, .strict = true});
  EXPECT_EQ(questions(strict.lets_through).begin()->call,
            "ecr-batch-get-image/acme/web");
}

// Layers of Windows' base images may be Microsoft's to serve.
TEST(RunnableImageGate, AssumesThatWindowsLayersAreInEcrWhereNobodyLooked) {
  const Options windows{.fargate = true, .strict = false, .os = "windows"};
  auto bundle = support::image_account();
  EXPECT_TRUE(ask(bundle, windows).assumptions.empty());
  bundle.erase(support::kManifests);
  EXPECT_EQ(ask(bundle, windows).assumptions.size(), 2U);
  EXPECT_EQ(ask(bundle).assumptions.size(), 1U);
}

TEST(RunnableImageGate, LooksAtTheManifestForThePlatform) {
  json attestation = support::single_manifest();
  attestation["layers"][0]["mediaType"] = "application/vnd.in-toto+json";
  auto bundle = with_manifest(support::index_manifest({"linux/arm64", "linux/amd64"}));
  bundle[support::kImages]["imageDetails"][0]["imageManifestMediaType"] =
      "application/vnd.oci.image.index.v1+json";
  EXPECT_EQ(truth(ask(bundle)), Truth::Yes);
  auto& entries = bundle[support::kManifests]["images"];
  bundle[support::kImages]["imageDetails"].push_back(support::image_detail('1', {}));
  bundle[support::kImages]["imageDetails"].push_back(support::image_detail('2', {}));
  entries.push_back(support::image_entry('1', "", attestation));
  EXPECT_EQ(truth(ask(bundle)), Truth::Yes) << "that one is for the other CPU";
  entries.push_back(support::image_entry('2', "", attestation));
  EXPECT_EQ(truth(ask(bundle)), Truth::No);
}

}  // namespace
}  // namespace pullproof::gates::runnable_image_test
