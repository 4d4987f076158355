#include "model/gates/platform_manifest.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "model/gates/image_index.h"
#include "tests/support/image_account.h"

namespace pullproof::gates::platform_manifest_test {
namespace {

using nlohmann::json;
using support::digest_of;
using support::kImages;
using support::kManifests;

/// Its manifest for linux/amd64 is digest_of('1'), that for linux/arm64 '2'.
json with_index(const std::string& listed) {
  auto bundle = support::image_account();
  const json index = support::index_manifest({"linux/amd64", "linux/arm64"});
  bundle[kManifests]["images"] =
      json::array({support::image_entry('a', "1.4.2", index)});
  for (const char digit : listed) {
    bundle[kImages]["imageDetails"].push_back(support::image_detail(digit, {}));
  }
  return bundle;
}

Gate ask(const json& bundle, const std::string& architecture = "amd64") {
  const aws::Snapshot account = support::read_bundle(bundle);
  const ImageIndex images(account);
  ImagePlace place;
  place.scope = {support::kImageAccount, support::kImageRegion};
  place.repository = "acme/web";
  place.tag = "1.4.2";
  place.os = "linux";
  place.architecture = architecture;
  place.images = &images;
  return PlatformManifestGate::lets_through(place, Context{.account = account});
}

Truth truth(const Gate& gate) { return gate.lets_through.as_constant(); }

TEST(PlatformManifestGate, FindsWhatTheIndexNames) {
  EXPECT_EQ(truth(ask(with_index("12"))), Truth::Yes);
  EXPECT_EQ(truth(ask(with_index("1"))), Truth::Yes);
  EXPECT_EQ(truth(ask(support::image_account())), Truth::Yes);
}

TEST(PlatformManifestGate, RefusesAnIndexWhoseManifestIsGone) {
  const Gate gate = ask(with_index("2"));
  EXPECT_EQ(truth(gate), Truth::No);
  EXPECT_EQ(gate.mechanism, "image");
  EXPECT_EQ(gate.code, "IMAGE_DIGEST_NOT_FOUND");
  EXPECT_EQ(blame(gate.lets_through, {}).front()->pointer, "/images/0");
}

TEST(PlatformManifestGate, LeavesAContradictionOpen) {
  json failed = with_index("12");
  failed[kManifests]["failures"] =
      json::array({{{"imageId", {{"imageDigest", digest_of('1')}}},
                    {"failureCode", "ImageNotFound"}}});
  EXPECT_EQ(truth(ask(failed)), Truth::Unknown);
  json handed_out = with_index("2");
  handed_out[kManifests]["images"].push_back(
      support::image_entry('1', "", support::single_manifest()));
  EXPECT_EQ(truth(ask(handed_out)), Truth::Unknown);
}

TEST(PlatformManifestGate, KnowsNothingWithoutTheList) {
  json bundle = with_index("12");
  bundle.erase(kImages);
  const Gate gate = ask(bundle);
  EXPECT_EQ(truth(gate), Truth::Unknown);
  EXPECT_EQ(questions(gate.lets_through).begin()->call, "ecr-describe-images/acme/web");
}

TEST(PlatformManifestGate, NeedsEveryManifestWhereTheCpuIsNotKnown) {
  EXPECT_EQ(truth(ask(with_index("12"), "")), Truth::Yes);
  EXPECT_EQ(truth(ask(with_index("1"), "")), Truth::Unknown);
}

}  // namespace
}  // namespace pullproof::gates::platform_manifest_test
