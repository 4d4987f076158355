// A small account with one ECR repository, for tests of what concerns images.
//
// Start from `image_account()`, change the bundle, and read it.
#pragma once

#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "model/aws/snapshot.h"

namespace pullproof::support {

inline constexpr const char* kImageAccount = "111122223333";
inline constexpr const char* kImageRegion = "eu-central-1";

/// Paths of the documents, in the order below.
inline constexpr const char* kRepositories =
    "111122223333/eu-central-1/ecr-describe-repositories.json";
inline constexpr const char* kImages =
    "111122223333/eu-central-1/ecr-describe-images/acme%2Fweb.json";
inline constexpr const char* kManifests =
    "111122223333/eu-central-1/ecr-batch-get-image/acme%2Fweb.json";
inline constexpr const char* kPullThroughRules =
    "111122223333/eu-central-1/ecr-describe-pull-through-cache-rules.json";

/// "sha256:" and 64 times `digit`.
[[nodiscard]] std::string digest_of(char digit);

/// Repository acme/web with image 1.4.2 (digest_of('a')), a single manifest.
[[nodiscard]] nlohmann::json image_account();

[[nodiscard]] nlohmann::json image_detail(char digit,
                                          const std::vector<std::string>& tags);
/// An entry of `batch-get-image` around a manifest.
[[nodiscard]] nlohmann::json image_entry(char digit, const std::string& tag,
                                         const nlohmann::json& manifest);
[[nodiscard]] nlohmann::json single_manifest();
/// An index with one manifest for each "os/architecture"; their digits count from '1'.
[[nodiscard]] nlohmann::json index_manifest(const std::vector<std::string>& platforms);

/// Requires: the bundle can be read.
[[nodiscard]] aws::Snapshot read_bundle(const nlohmann::json& bundle);

}  // namespace pullproof::support
