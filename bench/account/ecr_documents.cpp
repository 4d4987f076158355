#include <array>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "bench/account/documents.h"

namespace pullproof::bench {
namespace {

constexpr std::string_view kManifestType =
    "application/vnd.docker.distribution.manifest.v2+json";
constexpr std::string_view kOciManifestType =
    "application/vnd.oci.image.manifest.v1+json";
constexpr std::string_view kIndexType = "application/vnd.oci.image.index.v1+json";
constexpr std::size_t kImageBytes = 32'661'023;

/// What each of a repository's digests is of.
enum Digest : std::size_t { kNewest, kOlder, kOldest, kConfig, kLayer, kAmd64, kArm64 };

Json image_detail(const Repository& repository, Digest digest, const std::string& tag,
                  std::string_view media_type) {
  Json one = {{"registryId", kAccountId},
              {"repositoryName", repository.name},
              {"imageDigest", repository.digests[digest]}};
  if (!tag.empty()) one["imageTags"] = Json::array({tag});
  one["imageSizeInBytes"] = kImageBytes;
  one["imagePushedAt"] = "2026-02-01T08:00:00+00:00";
  one["imageManifestMediaType"] = media_type;
  return one;
}

std::string docker_manifest(const Repository& repository) {
  const Json manifest = {
      {"schemaVersion", 2},
      {"mediaType", kManifestType},
      {"config",
       {{"mediaType", "application/vnd.docker.container.image.v1+json"},
        {"size", 7023},
        {"digest", repository.digests[kConfig]}}},
      {"layers",
       Json::array({{{"mediaType", "application/vnd.docker.image.rootfs.diff.tar.gzip"},
                     {"size", kImageBytes - 7023},
                     {"digest", repository.digests[kLayer]}}})}};
  return manifest.dump();
}

std::string oci_manifest(const Repository& repository) {
  const Json manifest = {
      {"schemaVersion", 2},
      {"mediaType", kOciManifestType},
      {"config",
       {{"mediaType", "application/vnd.oci.image.config.v1+json"},
        {"digest", repository.digests[kConfig]},
        {"size", 7023}}},
      {"layers",
       Json::array({{{"mediaType", "application/vnd.oci.image.layer.v1.tar+gzip"},
                     {"digest", repository.digests[kLayer]},
                     {"size", kImageBytes - 7023}}})}};
  return manifest.dump();
}

std::string index_manifest(const Repository& repository) {
  Json manifests = Json::array();
  for (const Digest digest : {kAmd64, kArm64}) {
    manifests.push_back(
        {{"mediaType", kOciManifestType},
         {"digest", repository.digests[digest]},
         {"size", 424},
         {"platform",
          {{"architecture", digest == kArm64 ? "arm64" : "amd64"}, {"os", "linux"}}}});
  }
  const Json index = {{"schemaVersion", 2},
                      {"mediaType", kIndexType},
                      {"manifests", std::move(manifests)}};
  return index.dump();
}

Json image(const Repository& repository, Digest digest, const std::string& tag,
           std::string manifest, std::string_view media_type) {
  Json id = {{"imageDigest", repository.digests[digest]}};
  if (!tag.empty()) id["imageTag"] = tag;
  return {{"registryId", kAccountId},
          {"repositoryName", repository.name},
          {"imageId", std::move(id)},
          {"imageManifest", std::move(manifest)},
          {"imageManifestMediaType", media_type}};
}

Json pull_actions() {
  return Json::array({"ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"});
}

Json deny_unless(std::string_view test, std::string_view key, const Json& values) {
  return {{"Sid", "OnlyFromHere"},
          {"Effect", "Deny"},
          {"Principal", "*"},
          {"Action", pull_actions()},
          {"Condition", {{test, {{key, values}}}}}};
}

Json policy_statement(const Repository& repository) {
  switch (repository.policy) {
    case Repository::Policy::DeniesOtherVpcs:
      return deny_unless("StringNotEquals", "aws:SourceVpc", repository.allowed);
    case Repository::Policy::DeniesOtherAddresses:
      return deny_unless("NotIpAddress", "aws:SourceIp", repository.allowed);
    case Repository::Policy::DeniesEveryVpc:
      return deny_unless("StringNotEquals", "aws:SourceVpc",
                         Json::array({"vpc-0decafbad0decafba"}));
    case Repository::Policy::None:
    case Repository::Policy::AllowsAccount:
      break;
  }
  return {{"Sid", "Pull"},
          {"Effect", "Allow"},
          {"Principal", {{"AWS", iam_arn("root")}}},
          {"Action", pull_actions()}};
}

}  // namespace

Json describe_repositories(const Account& account) {
  Json all = Json::array();
  for (const auto& repository : account.repositories) {
    all.push_back(
        {{"repositoryArn", regional_arn("ecr", "repository/" + repository.name)},
         {"registryId", kAccountId},
         {"repositoryName", repository.name},
         {"repositoryUri", fmt::format("{}.dkr.ecr.{}.amazonaws.com/{}", kAccountId,
                                       kRegion, repository.name)},
         {"createdAt", kCreated},
         {"imageTagMutability", "MUTABLE"},
         {"imageScanningConfiguration", {{"scanOnPush", false}}},
         {"encryptionConfiguration", {{"encryptionType", "AES256"}}}});
  }
  return {{"repositories", std::move(all)}};
}

Json describe_images(const Repository& repository) {
  Json all = Json::array();
  if (repository.both_architectures) {
    all.push_back(image_detail(repository, kNewest, repository.tag, kIndexType));
    all.push_back(image_detail(repository, kAmd64, "", kOciManifestType));
    all.push_back(image_detail(repository, kArm64, "", kOciManifestType));
  } else {
    all.push_back(image_detail(repository, kNewest, repository.tag, kManifestType));
    all.push_back(image_detail(repository, kOlder, "0.9.1", kManifestType));
    all.push_back(image_detail(repository, kOldest, "0.9.0", kManifestType));
  }
  return {{"imageDetails", std::move(all)}};
}

Json batch_get_image(const Repository& repository) {
  Json all = Json::array();
  if (repository.both_architectures) {
    all.push_back(image(repository, kNewest, repository.tag, index_manifest(repository),
                        kIndexType));
    for (const Digest digest : {kAmd64, kArm64}) {
      all.push_back(
          image(repository, digest, "", oci_manifest(repository), kOciManifestType));
    }
  } else {
    all.push_back(image(repository, kNewest, repository.tag,
                        docker_manifest(repository), kManifestType));
  }
  return {{"images", std::move(all)}, {"failures", Json::array()}};
}

Json repository_policy(const Repository& repository) {
  return {{"registryId", kAccountId},
          {"repositoryName", repository.name},
          {"policyText", policy(policy_statement(repository)).dump()}};
}

}  // namespace pullproof::bench
