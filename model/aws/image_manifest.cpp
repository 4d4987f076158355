#include <algorithm>
#include <array>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "model/aws/ecr.h"
#include "model/aws/json_reader.h"

namespace pullproof::aws {
namespace {

using Json = nlohmann::json;

std::string text_at(const Json& object, std::string_view key) {
  if (!object.is_object()) return {};
  const auto field = object.find(key);
  if (field == object.end() || !field->is_string()) return {};
  return field->get<std::string>();
}

const Json* list_at(const Json& object, std::string_view key) {
  const auto field = object.find(key);
  return field == object.end() || !field->is_array() ? nullptr : &*field;
}

/// OCI image index: `platform` may be missing; buildkit's attestations say `unknown`.
void read_platforms(const Json& manifests, ImageManifest& image) {
  for (const Json& entry : manifests) {
    if (!entry.is_object()) continue;
    const auto platform = entry.find("platform");
    const Json& place = platform == entry.end() ? entry : *platform;
    ImageManifest::Platform read{.os = text_at(place, "os"),
                                 .architecture = text_at(place, "architecture"),
                                 .variant = text_at(place, "variant"),
                                 .os_version = text_at(place, "os.version"),
                                 .digest = text_at(entry, "digest")};
    const bool attestation = read.os == "unknown" && read.architecture == "unknown";
    if (!attestation) image.platforms.push_back(std::move(read));
  }
}

void read_manifest(const Json& manifest, ImageManifest& image) {
  if (image.media_type.empty()) image.media_type = text_at(manifest, "mediaType");
  if (const Json* manifests = list_at(manifest, "manifests")) {
    image.is_index = true;
    read_platforms(*manifests, image);
  }
  if (const Json* layers = list_at(manifest, "layers")) {
    for (const Json& layer : *layers) {
      image.layer_media_types.push_back(text_at(layer, "mediaType"));
    }
  }
  const auto config = manifest.find("config");
  if (config != manifest.end()) image.config_media_type = text_at(*config, "mediaType");
}

/// Media types of a list of manifests: Docker's and OCI's.
bool names_an_index(const std::string& media_type) {
  constexpr std::array<std::string_view, 2> kIndexes{
      "application/vnd.docker.distribution.manifest.list.v2+json",
      "application/vnd.oci.image.index.v1+json"};
  return std::find(kIndexes.begin(), kIndexes.end(), media_type) != kIndexes.end();
}

}  // namespace

ImageManifest ImageManifest::parse(Cursor& in) {
  ImageManifest image;
  fill_common(image, in);
  image.registry_id = in.text_or("registryId", in.context().scope.account);
  image.repository = in.text_or("repositoryName", in.context().parameter);
  if (auto id = in.object("imageId")) {
    image.digest = id->text("imageDigest");
    image.tag = id->text_or("imageTag", "");
  } else {
    in.problem("", "expected `imageId`, found nothing");
  }
  image.media_type = in.text_or("imageManifestMediaType", "");
  image.is_index = names_an_index(image.media_type);
  const std::string text = in.text("imageManifest");
  if (text.empty()) return image;
  const auto manifest = read_json(text, in.context().file);
  if (manifest.ok() && manifest.value().is_object()) {
    read_manifest(manifest.value(), image);
  } else if (manifest.ok()) {
    in.problem("imageManifest", "expected a manifest, found no JSON object");
  } else {
    in.problem("imageManifest",
               fmt::format("manifest text: {}", manifest.problems().front().message));
  }
  return image;
}

}  // namespace pullproof::aws
