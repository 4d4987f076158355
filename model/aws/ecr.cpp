#include "model/aws/ecr.h"

#include <algorithm>
#include <limits>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace pullproof::aws {
namespace {

constexpr std::int64_t kMaxImageSize = std::numeric_limits<std::int64_t>::max();

/// The name in the document, else the one that the document is named after.
std::string repository_name(Cursor& in, std::string_view key) {
  return in.text_or(key, in.context().parameter);
}

/// The CLI prints a time as text, and its first version as a number.
std::string moment(Cursor& in, std::string_view key) {
  const nlohmann::json& value = in.raw(key);
  if (value.is_string()) return value.get<std::string>();
  return value.is_number() ? std::to_string(value.get<std::int64_t>()) : std::string();
}

/// The account in the document, else the one whose document it is.
std::string registry(Cursor& in) {
  return in.text_or("registryId", in.context().scope.account);
}

}  // namespace

Repository Repository::parse(Cursor& in) {
  Repository repository;
  fill_common(repository, in);
  repository.arn = in.text("repositoryArn");
  repository.registry_id = registry(in);
  repository.name = in.text("repositoryName");
  repository.encryption_type = "AES256";
  if (auto encryption = in.object("encryptionConfiguration")) {
    repository.encryption_type = encryption->text_or("encryptionType", "AES256");
    repository.kms_key = encryption->text_or("kmsKey", "");
  }
  in.skip({"repositoryUri", "createdAt", "imageTagMutability",
           "imageTagMutabilityExclusionFilters", "imageScanningConfiguration"});
  return repository;
}

RepositoryPolicy RepositoryPolicy::parse(Cursor& in) {
  RepositoryPolicy policy;
  fill_common(policy, in);
  in.skip({"ResponseMetadata"});
  policy.registry_id = registry(in);
  const bool of_registry = in.context().call == kRegistryCall;
  policy.repository = of_registry ? "" : repository_name(in, "repositoryName");
  auto document = parse_policy(in, kSnapshotKey);
  if (document) policy.document = std::move(*document);
  policy.key = policy.registry_id + '/' + policy.repository;
  return policy;
}

AccountSetting AccountSetting::parse(Cursor& in) {
  AccountSetting setting;
  fill_common(setting, in);
  in.skip({"ResponseMetadata"});
  setting.name = in.text("name");
  setting.value = in.text("value");
  return setting;
}

ImageDetail ImageDetail::parse(Cursor& in) {
  ImageDetail image;
  fill_common(image, in);
  image.registry_id = registry(in);
  image.repository = repository_name(in, "repositoryName");
  image.digest = in.text("imageDigest");
  image.tags = in.texts("imageTags");
  image.status = in.text_or("imageStatus", "");
  image.media_type = in.text_or("imageManifestMediaType", "");
  image.artifact_media_type = in.text_or("artifactMediaType", "");
  image.size_in_bytes = in.integer("imageSizeInBytes", 0, kMaxImageSize).value_or(0);
  image.pushed_at = moment(in, "imagePushedAt");
  image.pulled_at = moment(in, "lastRecordedPullTime");
  image.activated_at = moment(in, "lastActivatedAt");
  in.skip({"imageScanStatus", "imageScanFindingsSummary", "lastArchivedAt",
           "subjectManifestDigest"});
  return image;
}

ImageFailures ImageFailures::parse(Cursor& in) {
  ImageFailures refused;
  fill_common(refused, in);
  refused.repository = in.context().parameter;
  // Only the images beside them tell whose repository it is.
  refused.registry_id = in.context().scope.account;
  for (const auto& image : in.raw("images")) {
    if (!image.is_object() || !image.contains("registryId")) continue;
    const auto& account = image.at("registryId");
    if (account.is_string()) refused.registry_id = account.get<std::string>();
  }
  for (Cursor& entry : in.objects(kSnapshotKey)) {
    ImageFailures::Failure failure{.digest = {},
                                   .tag = {},
                                   .code = entry.text_or("failureCode", ""),
                                   .source = entry.source()};
    if (auto id = entry.object("imageId")) {
      failure.digest = id->text_or("imageDigest", "");
      failure.tag = id->text_or("imageTag", "");
    }
    entry.skip({"failureReason"});
    refused.failures.push_back(std::move(failure));
  }
  return refused;
}

RepositoryTags RepositoryTags::parse(Cursor& in) {
  RepositoryTags tags;
  fill_common(tags, in);
  in.skip({"ResponseMetadata"});
  tags.arn = in.context().parameter;
  tags.tags = parse_tags(in, kSnapshotKey);
  return tags;
}

PullThroughCacheRule PullThroughCacheRule::parse(Cursor& in) {
  PullThroughCacheRule rule;
  fill_common(rule, in);
  rule.prefix = in.text("ecrRepositoryPrefix");
  rule.registry_id = registry(in);
  rule.upstream_url = in.text_or("upstreamRegistryUrl", "");
  rule.upstream = in.text_or("upstreamRegistry", "");
  rule.credential_arn = in.text_or("credentialArn", "");
  rule.custom_role_arn = in.text_or("customRoleArn", "");
  in.skip({"createdAt", "updatedAt", "upstreamRepositoryPrefix"});
  return rule;
}

RepositoryCreationTemplate RepositoryCreationTemplate::parse(Cursor& in) {
  RepositoryCreationTemplate one;
  fill_common(one, in);
  one.prefix = in.text("prefix");
  const auto uses = in.texts("appliedFor");
  one.for_pull_through =
      std::find(uses.begin(), uses.end(), "PULL_THROUGH_CACHE") != uses.end();
  const bool has_policy = !in.text_or("repositoryPolicy", "").empty();
  const bool has_tags = !in.raw("resourceTags").empty();
  std::string encryption = "AES256";
  if (auto settings = in.object("encryptionConfiguration")) {
    encryption = settings->text_or("encryptionType", encryption);
    settings->skip({"kmsKey"});
  }
  one.is_plain = !has_policy && !has_tags && encryption == "AES256";
  in.skip({"description", "imageTagMutability", "imageTagMutabilityExclusionFilters",
           "lifecyclePolicy", "customRoleArn", "createdAt", "updatedAt"});
  return one;
}

}  // namespace pullproof::aws
