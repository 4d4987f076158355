#include "model/aws/ecr.h"
#include "tests/unit/model/aws/one_document.h"

namespace pullproof::aws::image_manifest_test {
namespace {

Result<Snapshot> read_manifest(const std::string& text,
                               const std::string& media_type = "") {
  const nlohmann::json image{
      {"registryId", "111122223333"},
      {"repositoryName", "acme/web"},
      {"imageId", {{"imageDigest", "sha256:1"}, {"imageTag", "1.0"}}},
      {"imageManifestMediaType", media_type},
      {"imageManifest", text}};
  const nlohmann::json document{{"images", {image}},
                                {"failures", nlohmann::json::array()}};
  return read("ecr-batch-get-image/acme%2Fweb", document.dump());
}

TEST(ImageManifest, ReadsAnImage) {
  const auto image = only<ImageManifest>(read_manifest(
      R"({"mediaType": "application/vnd.oci.image.manifest.v1+json",
          "config": {"mediaType": "application/vnd.oci.image.config.v1+json"},
          "layers": [{"mediaType": "application/vnd.oci.image.layer.v1.tar+gzip"},
                     {"mediaType": "application/vnd.oci.image.layer.v1.tar+zstd"}]})"));
  EXPECT_EQ(image.repository, "acme/web");
  EXPECT_EQ(image.digest, "sha256:1");
  EXPECT_EQ(image.tag, "1.0");
  EXPECT_EQ(image.media_type, "application/vnd.oci.image.manifest.v1+json");
  EXPECT_FALSE(image.is_index);
  EXPECT_EQ(image.config_media_type, "application/vnd.oci.image.config.v1+json");
  EXPECT_EQ(image.layer_media_types.size(), 2U);
}

TEST(ImageManifest, ReadsAnIndexWithoutItsAttestations) {
  const auto image = only<ImageManifest>(read_manifest(R"({"manifests": [
    {"digest": "sha256:2", "platform": {"os": "linux", "architecture": "arm64",
                                        "variant": "v8"}},
    {"digest": "sha256:3", "platform": {"os": "unknown",
                                        "architecture": "unknown"}},
    {"digest": "sha256:4"}]})"));
  EXPECT_TRUE(image.is_index);
  ASSERT_EQ(image.platforms.size(), 2U);
  EXPECT_EQ(image.platforms[0].architecture, "arm64");
  EXPECT_EQ(image.platforms[0].variant, "v8");
  EXPECT_EQ(image.platforms[1].digest, "sha256:4");
}

TEST(ImageManifest, IsAnIndexByItsMediaTypeToo) {
  EXPECT_TRUE(only<ImageManifest>(
                  read_manifest("{}", "application/vnd.oci.image.index.v1+json"))
                  .is_index);
}

TEST(ImageManifest, RefusesTextThatIsNoManifest) {
  for (const char* text : {"", "{", "[]", "3", R"({"a": 1, "a": 2})"}) {
    EXPECT_EQ(problems(read_manifest(text)).size(), 1U) << text;
  }
}

TEST(ImageManifest, SurvivesAManifestOfOtherTypes) {
  for (const char* text :
       {R"({"layers": 3, "config": "x", "manifests": {}})",
        R"({"layers": [1], "manifests": [1, {"platform": 3}], "mediaType": 1})"}) {
    EXPECT_TRUE(read_manifest(text).ok()) << text;
  }
}

}  // namespace
}  // namespace pullproof::aws::image_manifest_test
