#include "tests/support/image_account.h"

#include <nlohmann/json.hpp>

#include "model/core/ensure.h"

namespace pullproof::support {
namespace {

using nlohmann::json;

constexpr const char* kManifestType = "application/vnd.oci.image.manifest.v1+json";
constexpr const char* kIndexType = "application/vnd.oci.image.index.v1+json";

}  // namespace

std::string digest_of(char digit) { return "sha256:" + std::string(64, digit); }

json image_detail(char digit, const std::vector<std::string>& tags) {
  json detail = {{"registryId", kImageAccount},
                 {"repositoryName", "acme/web"},
                 {"imageDigest", digest_of(digit)},
                 {"imageManifestMediaType", kManifestType}};
  if (!tags.empty()) detail["imageTags"] = tags;
  return detail;
}

json image_entry(char digit, const std::string& tag, const json& manifest) {
  json id = {{"imageDigest", digest_of(digit)}};
  if (!tag.empty()) id["imageTag"] = tag;
  return {{"registryId", kImageAccount},
          {"repositoryName", "acme/web"},
          {"imageId", id},
          {"imageManifest", manifest.dump()},
          {"imageManifestMediaType", manifest.at("mediaType")}};
}

json single_manifest() {
  const json layer = {{"mediaType", "application/vnd.oci.image.layer.v1.tar+gzip"},
                      {"size", 32654},
                      {"digest", digest_of('d')}};
  return {{"schemaVersion", 2},
          {"mediaType", kManifestType},
          {"config",
           {{"mediaType", "application/vnd.oci.image.config.v1+json"},
            {"size", 7023},
            {"digest", digest_of('c')}}},
          {"layers", json::array({layer})}};
}

json index_manifest(const std::vector<std::string>& platforms) {
  json index = {
      {"schemaVersion", 2}, {"mediaType", kIndexType}, {"manifests", json::array()}};
  char digit = '1';
  for (const std::string& platform : platforms) {
    const std::size_t slash = platform.find('/');
    index["manifests"].push_back({{"mediaType", kManifestType},
                                  {"size", 480},
                                  {"digest", digest_of(digit)},
                                  {"platform",
                                   {{"os", platform.substr(0, slash)},
                                    {"architecture", platform.substr(slash + 1)}}}});
    ++digit;
  }
  return index;
}

json image_account() {
  const json repository = {
      {"repositoryArn", "arn:aws:ecr:eu-central-1:111122223333:repository/acme/web"},
      {"registryId", kImageAccount},
      {"repositoryName", "acme/web"},
      {"encryptionConfiguration", {{"encryptionType", "AES256"}}}};
  json bundle;
  bundle[kRepositories]["repositories"] = json::array({repository});
  bundle[kImages]["imageDetails"] = json::array({image_detail('a', {"1.4.2"})});
  bundle[kManifests]["images"] =
      json::array({image_entry('a', "1.4.2", single_manifest())});
  bundle[kManifests]["failures"] = json::array();
  bundle[kPullThroughRules]["pullThroughCacheRules"] = json::array();
  return bundle;
}

aws::Snapshot read_bundle(const json& bundle) {
  auto snapshot = aws::Snapshot::from_bundle(bundle);
  if (!snapshot.ok()) throw BrokenInvariant(snapshot.problems().front().message);
  return std::move(snapshot.value());
}

}  // namespace pullproof::support
