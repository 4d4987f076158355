#include "model/gates/image_platform.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "model/gates/image_index.h"
#include "tests/support/image_account.h"

namespace pullproof::gates::image_platform_test {
namespace {

using nlohmann::json;
using support::digest_of;

constexpr const char* kIndexType = "application/vnd.oci.image.index.v1+json";

struct Wish {
  std::string os = "linux";
  std::string architecture = "amd64";
  std::string digest;
  std::string windows_build = {};
  bool may_be_passed_over = false;
};

Gate ask(const json& bundle, const Wish& wish) {
  const aws::Snapshot account = support::read_bundle(bundle);
  const ImageIndex index(account);
  ImagePlace place;
  place.scope = {support::kImageAccount, support::kImageRegion};
  place.repository = "acme/web";
  place.tag = wish.digest.empty() ? "1.4.2" : "";
  place.digest = wish.digest;
  place.os = wish.os;
  place.architecture = wish.architecture;
  place.windows_build = wish.windows_build;
  if (wish.may_be_passed_over) {
    place.platform_question = Unknown{.call = "", .why = "nobody knows"};
  }
  place.images = &index;
  return ImagePlatformGate::lets_through(place, Context{.account = account});
}

/// The repository's image becomes an index of these platforms.
json with_index(const std::vector<std::string>& platforms) {
  auto bundle = support::image_account();
  bundle[support::kImages]["imageDetails"][0]["imageManifestMediaType"] = kIndexType;
  bundle[support::kManifests]["images"] = json::array(
      {support::image_entry('a', "1.4.2", support::index_manifest(platforms))});
  return bundle;
}

Truth truth(const std::vector<std::string>& platforms, const Wish& wish) {
  return ask(with_index(platforms), wish).lets_through.as_constant();
}

TEST(ImagePlatformGate, FindsThePlatformInAnIndex) {
  EXPECT_EQ(truth({"linux/arm64", "linux/amd64"}, {}), Truth::Yes);
  EXPECT_TRUE(ask(with_index({"linux/amd64"}), {}).assumptions.empty());
}

// RuntimePlatform: AWS does not say whether ECS passes over instances of another one.
TEST(ImagePlatformGate, RefusesNothingWhereTasksMayNeverStart) {
  Wish wish;
  wish.may_be_passed_over = true;
  EXPECT_EQ(truth({"linux/arm64", "linux/amd64"}, wish), Truth::Yes);
  EXPECT_EQ(truth({"linux/arm64"}, wish), Truth::Unknown);
  const Gate single = ask(support::image_account(), wish);
  EXPECT_EQ(single.lets_through.as_constant(), Truth::Unknown);
  EXPECT_TRUE(single.assumptions.empty());
}

TEST(ImagePlatformGate, RefusesAnIndexWithoutThePlatform) {
  const Gate gate = ask(with_index({"linux/arm64", "windows/amd64"}), {});
  EXPECT_EQ(gate.lets_through.as_constant(), Truth::No);
  EXPECT_EQ(gate.mechanism, "platform");
  EXPECT_EQ(gate.code, "IMAGE_PLATFORM_MISMATCH");
  EXPECT_EQ(gate.message,
            "the image is built for linux/arm64, windows/amd64, but the task needs "
            "linux/amd64");
  const auto facts = blame(gate.lets_through, {});
  ASSERT_EQ(facts.size(), 1u);
  EXPECT_EQ(facts.front()->id,
            "arn:aws:ecr:eu-central-1:111122223333:repository/acme/web");
  EXPECT_EQ(facts.front()->file, support::kManifests);
}

TEST(ImagePlatformGate, NeedsAWindowsEntryForWindows) {
  const Wish windows{.os = "windows", .architecture = "amd64", .digest = ""};
  EXPECT_EQ(truth({"linux/amd64"}, windows), Truth::No);
  const Gate gate = ask(with_index({"windows/amd64"}), windows);
  EXPECT_EQ(gate.lets_through.as_constant(), Truth::Yes);
  ASSERT_EQ(gate.assumptions.size(), 1u);
  EXPECT_EQ(gate.assumptions.front().name, "windows-version");
}

/// Fields of the platform of the index's only entry.
Gate ask_with(const std::string& platform, const json& fields, const Wish& wish) {
  json bundle = with_index({platform});
  json index = json::parse(support::index_manifest({platform}).dump());
  index["manifests"][0]["platform"].update(fields);
  bundle[support::kManifests]["images"] =
      json::array({support::image_entry('a', "1.4.2", index)});
  return ask(bundle, wish);
}

// Microsoft: "Windows container version compatibility"; ECS developer guide, "Fargate
// task definition differences for Windows tasks".
TEST(ImagePlatformGate, NeedsTheBuildOfTheWindowsHost) {
  const auto on = [](const char* version, const char* build) {
    return ask_with("windows/amd64", {{"os.version", version}},
                    {.os = "windows", .digest = "", .windows_build = build});
  };
  const Gate same = on("10.0.17763.5576", "10.0.17763");
  EXPECT_EQ(same.lets_through.as_constant(), Truth::Yes);
  EXPECT_TRUE(same.assumptions.empty());
  const Gate newer_image = on("10.0.20348.1", "10.0.17763");
  EXPECT_EQ(newer_image.lets_through.as_constant(), Truth::No);
  EXPECT_EQ(newer_image.message,
            "the image is built for windows/amd64 10.0.20348.1, but the task needs "
            "windows/amd64 10.0.17763");
  EXPECT_EQ(on("10.0.17763.1", "10.0.20348").lets_through.as_constant(), Truth::No);
  EXPECT_EQ(on("10.0.20348.1", "10.0.26100").lets_through.as_constant(),
            Truth::Unknown);
  const Gate on_instance = on("10.0.20348.1", "");
  EXPECT_EQ(on_instance.lets_through.as_constant(), Truth::Yes);
  EXPECT_EQ(on_instance.assumptions.size(), 1U);
}

TEST(ImagePlatformGate, LeavesVariantsOfACpuOpen) {
  const auto variant = [](const char* platform, const char* text,
                          const char* architecture) {
    return ask_with(platform, {{"variant", text}},
                    {.architecture = architecture, .digest = ""})
        .lets_through.as_constant();
  };
  EXPECT_EQ(variant("linux/amd64", "v1", "amd64"), Truth::Yes);
  EXPECT_EQ(variant("linux/amd64", "v3", "amd64"), Truth::Unknown);
  EXPECT_EQ(variant("linux/arm64", "v8", "arm64"), Truth::Yes);
  EXPECT_EQ(variant("linux/arm64", "v9", "arm64"), Truth::Unknown);
}

TEST(ImagePlatformGate, LeavesFallbacksOpen) {
  EXPECT_EQ(truth({"linux/386"}, {}), Truth::Unknown);
  EXPECT_EQ(
      truth({"linux/arm"}, {.os = "linux", .architecture = "arm64", .digest = ""}),
      Truth::Unknown);
  EXPECT_EQ(truth({"linux/arm"}, {}), Truth::No);
}

TEST(ImagePlatformGate, DecidesForAnUnknownCpuOnlyIfEveryCpuAgrees) {
  const Wish any{.os = "linux", .architecture = "", .digest = ""};
  EXPECT_EQ(truth({"linux/arm64", "linux/amd64"}, any), Truth::Yes);
  EXPECT_EQ(truth({"linux/arm64"}, any), Truth::Unknown);
  EXPECT_EQ(truth({"linux/s390x"}, any), Truth::No);
}

TEST(ImagePlatformGate, AssumesThatASingleManifestFits) {
  const Gate gate = ask(support::image_account(), {});
  EXPECT_EQ(gate.lets_through.as_constant(), Truth::Yes);
  const std::vector<Assumption> expected = {
      {.name = "image-platform",
       .value = "the single-architecture image is built for linux/amd64"}};
  EXPECT_EQ(gate.assumptions, expected);
}

TEST(ImagePlatformGate, AsksForTheManifestOfAnIndex) {
  auto bundle = with_index({"linux/amd64"});
  bundle.erase(support::kManifests);
  const Gate gate = ask(bundle, {});
  const auto asked = questions(gate.lets_through);
  ASSERT_EQ(asked.size(), 1u);
  EXPECT_EQ(asked.begin()->call, "ecr-batch-get-image/acme/web");
}

TEST(ImagePlatformGate, AssumesThatAnUncollectedSingleManifestFits) {
  auto bundle = support::image_account();
  bundle.erase(support::kManifests);
  EXPECT_EQ(ask(bundle, {}).assumptions.size(), 1u);
}

TEST(ImagePlatformGate, UsesWhatAnIndexSaysOfAPinnedManifest) {
  auto bundle = with_index({"linux/amd64", "linux/arm64"});
  bundle[support::kImages]["imageDetails"].push_back(support::image_detail('1', {}));
  bundle[support::kImages]["imageDetails"].push_back(support::image_detail('2', {}));
  const Gate amd =
      ask(bundle, {.os = "linux", .architecture = "amd64", .digest = digest_of('1')});
  EXPECT_EQ(amd.lets_through.as_constant(), Truth::Yes);
  EXPECT_TRUE(amd.assumptions.empty());
  const Gate arm =
      ask(bundle, {.os = "linux", .architecture = "amd64", .digest = digest_of('2')});
  EXPECT_EQ(arm.lets_through.as_constant(), Truth::Unknown);
}

TEST(ImagePlatformGate, SaysNothingOfAnImageThatIsMissing) {
  EXPECT_EQ(ask(support::image_account(),
                {.os = "linux", .architecture = "amd64", .digest = digest_of('b')})
                .lets_through.as_constant(),
            Truth::Yes);
}

}  // namespace
}  // namespace pullproof::gates::image_platform_test
