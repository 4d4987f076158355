#include "model/aws/ecr.h"

#include <fmt/format.h>

namespace pullproof::aws {
namespace {

/// The name in the document, else the one that the document is named after.
std::string repository_name(Cursor& in, std::string_view key) {
  return in.text_or(key, in.context().parameter);
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
  in.skip({"imageSizeInBytes", "imagePushedAt", "imageScanStatus",
           "imageScanFindingsSummary", "lastRecordedPullTime", "lastArchivedAt",
           "lastActivatedAt", "subjectManifestDigest"});
  return image;
}

PullThroughCacheRule PullThroughCacheRule::parse(Cursor& in) {
  PullThroughCacheRule rule;
  fill_common(rule, in);
  rule.prefix = in.text("ecrRepositoryPrefix");
  in.skip({"upstreamRegistryUrl", "createdAt", "updatedAt", "registryId",
           "credentialArn", "upstreamRegistry", "customRoleArn",
           "upstreamRepositoryPrefix"});
  return rule;
}

}  // namespace pullproof::aws
