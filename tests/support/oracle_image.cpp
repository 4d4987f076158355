#include "tests/support/oracle_image.h"

#include <algorithm>
#include <regex>

#include <nlohmann/json.hpp>

namespace pullproof::oracle {
namespace {

using nlohmann::json;

const json* repository_named(const Documents& documents, const std::string& name) {
  const json& document = need(documents, "ecr-describe-repositories");
  for (const json& repository : document.at("repositories")) {
    if (text(repository, "repositoryName") == name) return &repository;
  }
  return nullptr;
}

bool is_meant(const Image& image, const std::string& digest, const json& tags) {
  if (!image.digest.empty()) return digest == image.digest;
  return std::find(tags.begin(), tags.end(), image.tag) != tags.end();
}

/// The image in the list of all images, nullptr if it is not there.
const json* detail_of(const Documents& documents, const Image& image) {
  const json& document = need(documents, "ecr-describe-images/" + image.repository);
  for (const json& detail : document.at("imageDetails")) {
    if (is_meant(image, text(detail, "imageDigest"), list(detail, "imageTags"))) {
      return &detail;
    }
  }
  return nullptr;
}

/// The image as the registry gave it, nullptr if it was not asked for.
const json* manifest_of(const Documents& documents, const Image& image) {
  const json& document = need(documents, "ecr-batch-get-image/" + image.repository);
  for (const json& failure : list(document, "failures")) {
    const std::string code = text(failure, "failureCode");
    if (code != "ImageNotFound") throw Unsupported{"an image that fails with " + code};
  }
  for (const json& found : document.at("images")) {
    const json tags = json::array({text(found.at("imageId"), "imageTag")});
    if (is_meant(image, text(found.at("imageId"), "imageDigest"), tags)) return &found;
  }
  return nullptr;
}

bool is_index(const std::string& media_type) {
  return media_type == "application/vnd.docker.distribution.manifest.list.v2+json" ||
         media_type == "application/vnd.oci.image.index.v1+json";
}

/// The digests of the children of an index that suit.
std::vector<std::string> children_for(const json& index,
                                      const std::string& architecture) {
  std::vector<std::string> children;
  for (const json& child : index.at("manifests")) {
    if (!child.contains("platform")) throw Unsupported{"a manifest of no platform"};
    const json& platform = child["platform"];
    if (text(platform, "os") != "linux" ||
        text(platform, "architecture") != architecture) {
      continue;
    }
    const std::string variant = text(platform, "variant");
    if (!variant.empty() && (architecture != "arm64" || variant != "v8")) {
      throw Unsupported{"platform variant " + variant};
    }
    children.push_back(text(child, "digest"));
  }
  return children;
}

/// Nothing, "platform", or "image" where the index names what is not there.
std::string mismatch_of_index(const Documents& documents, const Image& image,
                              const json& index, const std::string& architecture) {
  const auto children = children_for(index, architecture);
  if (children.empty()) return "platform";
  Image child = image;
  child.tag.clear();
  child.digest = children.front();
  const json* detail = detail_of(documents, child);
  const json* found = manifest_of(documents, child);
  if (detail == nullptr && found != nullptr) {
    throw Unsupported{"a manifest that is both there and not"};
  }
  if (detail == nullptr) return "image";
  if (detail->value("imageStatus", "ACTIVE") != "ACTIVE") {
    throw Unsupported{"an archived manifest of an index"};
  }
  return {};
}

/// What keeps the image from running, as a mechanism; "" if nothing does.
std::string mismatch(const Documents& documents, const Image& image, const json& detail,
                     const json* found, const std::string& architecture) {
  std::string media_type = text(detail, "imageManifestMediaType");
  if (found == nullptr) {
    if (media_type.empty() || is_index(media_type))
      throw Unsupported{"an index that was not read"};
    return {};  // no API tells the CPU of a plain image
  }
  const json manifest = json::parse(text(*found, "imageManifest"));
  if (media_type.empty()) media_type = text(*found, "imageManifestMediaType");
  if (is_index(media_type)) {
    return mismatch_of_index(documents, image, manifest, architecture);
  }
  const std::string config = text(manifest.at("config"), "mediaType");
  if (config != "application/vnd.docker.container.image.v1+json" &&
      config != "application/vnd.oci.image.config.v1+json") {
    throw Unsupported{"an image with the configuration " + config};
  }
  return {};
}

}  // namespace

Image read_reference(const Documents& documents, const std::string& reference) {
  const std::string host =
      documents.account + ".dkr.ecr." + documents.region + ".amazonaws.com/";
  if (!reference.starts_with(host)) throw Unsupported{"the registry of " + reference};
  // The grammar of distribution/reference, which docker and containerd read.
  static const std::regex kGrammar(
      "([a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*(?:/[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*)"
      "*)(?::([A-Za-z0-9_][A-Za-z0-9_.-]{0,127}))?(?:@(sha256:[0-9a-f]{64}))?");
  std::smatch parts;
  const std::string rest = reference.substr(host.size());
  if (!std::regex_match(rest, parts, kGrammar)) return {};
  Image image{.valid = true,
              .repository = parts[1].str(),
              .tag = parts[2].str(),
              .digest = parts[3].str()};
  if (image.tag.empty() && image.digest.empty()) image.tag = "latest";
  return image;
}

std::set<std::pair<std::string, std::string>> image_refusals(
    const Documents& documents, const Image& image, const std::string& architecture) {
  if (!image.valid) return {{"reference", "image-reference"}};
  const json* repository = repository_named(documents, image.repository);
  if (repository == nullptr) return {{"manifest", "image"}};
  if (repository->contains("encryptionConfiguration") &&
      text((*repository)["encryptionConfiguration"], "encryptionType") != "AES256") {
    throw Unsupported{image.repository + " is encrypted with a KMS key"};
  }
  const json* detail = detail_of(documents, image);
  const json* found = manifest_of(documents, image);
  if (detail == nullptr) {
    if (found != nullptr) throw Unsupported{"an image that is both there and not"};
    return {{"manifest", "image"}};
  }
  if (found != nullptr &&
      text(found->at("imageId"), "imageDigest") != text(*detail, "imageDigest")) {
    throw Unsupported{"a tag on two images"};
  }
  const std::string status = detail->value("imageStatus", "ACTIVE");
  if (status == "ARCHIVED") return {{"manifest", "image"}};
  if (status != "ACTIVE") throw Unsupported{"an image that is " + status};
  const std::string why = mismatch(documents, image, *detail, found, architecture);
  if (why.empty()) return {};
  return {{"manifest", why}};
}

}  // namespace pullproof::oracle
