// ECR: repositories, their policies, their images and the registry's settings.
//
// AWS: ECR API reference, DescribeRepositories, DescribeImages, BatchGetImage,
// DescribePullThroughCacheRules, DescribeRepositoryCreationTemplates.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "model/aws/policy_document.h"
#include "model/aws/resource.h"

namespace pullproof::aws {

struct Repository : Resource {
  static constexpr std::string_view kSnapshotKey = "repositories";
  static constexpr std::string_view kCall = "ecr-describe-repositories";

  std::string arn;
  std::string registry_id;
  std::string name;
  std::string encryption_type;  ///< "AES256", "KMS", "KMS_DSSE".
  std::string kms_key;          ///< ARN, or "".

  [[nodiscard]] const std::string& id() const { return arn; }
  static Repository parse(Cursor& in);
};

/// `ecr get-repository-policy` (a repository's) or `ecr get-registry-policy` (name "").
struct RepositoryPolicy : Resource {
  static constexpr std::string_view kSnapshotKey = "policyText";
  static constexpr std::string_view kCall = "ecr-get-repository-policy";
  static constexpr std::string_view kRegistryCall = "ecr-get-registry-policy";
  static constexpr bool kWholeDocument = true;

  std::string registry_id;
  std::string repository;  ///< "" for the registry's own policy.
  PolicyDocument document;
  std::string key;  ///< registry_id + "/" + repository.

  [[nodiscard]] const std::string& id() const { return key; }
  static RepositoryPolicy parse(Cursor& in);
};

/// `ecr get-account-setting --name REGISTRY_POLICY_SCOPE`.
struct AccountSetting : Resource {
  static constexpr std::string_view kSnapshotKey = "name";
  static constexpr std::string_view kCall = "ecr-get-account-setting";
  static constexpr bool kWholeDocument = true;

  std::string name;
  std::string value;

  [[nodiscard]] const std::string& id() const { return name; }
  static AccountSetting parse(Cursor& in);
};

/// One entry of `ecr describe-images`.
struct ImageDetail : Resource {
  static constexpr std::string_view kSnapshotKey = "imageDetails";
  static constexpr std::string_view kCall = "ecr-describe-images";

  std::string registry_id;
  std::string repository;
  std::string digest;
  std::vector<std::string> tags;
  std::string status;  ///< "ACTIVE", "ARCHIVED", "ACTIVATING", or "" if not printed.
  std::string media_type;  ///< Of the manifest.
  std::string artifact_media_type;
  std::int64_t size_in_bytes = 0;  ///< Compressed; 0 if not printed.
  // ISO 8601 or epoch seconds; "" if not printed.
  std::string pushed_at;
  std::string pulled_at;     ///< For the last time; AWS records it once a day.
  std::string activated_at;  ///< Out of the archive.

  [[nodiscard]] const std::string& id() const { return digest; }
  static ImageDetail parse(Cursor& in);
};

/// One entry of `ecr batch-get-image`: a manifest that ECR handed out.
struct ImageManifest : Resource {
  static constexpr std::string_view kSnapshotKey = "images";
  static constexpr std::string_view kCall = "ecr-batch-get-image";

  struct Platform {
    std::string os;
    std::string architecture;
    std::string variant;     ///< Of the architecture: "v8".
    std::string os_version;  ///< Windows: "10.0.20348.1"; "" if not printed.
    std::string digest;      ///< Of the manifest for it.
  };

  std::string registry_id;
  std::string repository;
  std::string digest;
  std::string tag;  ///< The one asked for, or "".
  std::string media_type;
  bool is_index = false;
  std::vector<Platform> platforms;             ///< Of an index, without attestations.
  std::vector<std::string> layer_media_types;  ///< Of a manifest.
  std::string config_media_type;

  [[nodiscard]] const std::string& id() const { return digest; }
  static ImageManifest parse(Cursor& in);
};

/// The `failures` of `ecr batch-get-image`: what ECR did not hand out, and why.
struct ImageFailures : Resource {
  static constexpr std::string_view kSnapshotKey = "failures";
  static constexpr std::string_view kCall = "ecr-batch-get-image";
  static constexpr bool kWholeDocument = true;

  struct Failure {
    std::string digest;  ///< As asked for: "" if by tag.
    std::string tag;     ///< "" if by digest.
    std::string code;    ///< "ImageNotFound", "KmsError" ...
    Source source;
  };

  std::string registry_id;
  std::string repository;
  std::vector<Failure> failures;

  [[nodiscard]] const std::string& id() const { return repository; }
  static ImageFailures parse(Cursor& in);
};

/// `ecr list-tags-for-resource`: the document's name says of which repository.
struct RepositoryTags : Resource {
  static constexpr std::string_view kSnapshotKey = "tags";
  static constexpr std::string_view kCall = "ecr-list-tags-for-resource";
  static constexpr bool kWholeDocument = true;

  std::string arn;  ///< Of the repository.
  Tags tags;

  [[nodiscard]] const std::string& id() const { return arn; }
  static RepositoryTags parse(Cursor& in);
};

struct PullThroughCacheRule : Resource {
  static constexpr std::string_view kSnapshotKey = "pullThroughCacheRules";
  static constexpr std::string_view kCall = "ecr-describe-pull-through-cache-rules";

  std::string prefix;  ///< "quay"; "ROOT" is for what no other rule covers.
  std::string registry_id;
  std::string upstream_url;     ///< "quay.io"; "" if not printed.
  std::string upstream;         ///< "quay", "docker-hub" ...; "" if not printed.
  std::string credential_arn;   ///< Of a secret; "" if there is none.
  std::string custom_role_arn;  ///< For another private registry of ECR; else "".

  [[nodiscard]] const std::string& id() const { return prefix; }
  static PullThroughCacheRule parse(Cursor& in);
};

/// What a repository that ECR creates by itself is created with.
struct RepositoryCreationTemplate : Resource {
  static constexpr std::string_view kSnapshotKey = "repositoryCreationTemplates";
  static constexpr std::string_view kCall =
      "ecr-describe-repository-creation-templates";

  std::string prefix;             ///< As a rule's.
  bool for_pull_through = false;  ///< Else for replication and pushes only.
  /// It gives the repository no policy, tags or key, so that a pull meets what it would
  /// meet without a template.
  bool is_plain = false;

  [[nodiscard]] const std::string& id() const { return prefix; }
  static RepositoryCreationTemplate parse(Cursor& in);
};

}  // namespace pullproof::aws
