// Whether the image that a container names exists, and for which machines.
//
// AWS: ECR user guide, "Archiving an image"; image-index rules of the OCI image spec.
// Not modelled: other registries, pull-through caches, KMS keys: Unsupported.
#pragma once

#include <set>
#include <string>
#include <utility>

#include "tests/support/oracle_documents.h"

namespace pullproof::oracle {

struct Image {
  bool valid = false;      ///< The reference can be parsed.
  std::string repository;  ///< Name, such as acme/web.
  std::string tag;
  std::string digest;  ///< Empty unless pinned; wins over the tag.
};

/// Throws: Unsupported unless it names the account's own registry.
[[nodiscard]] Image read_reference(const Documents& documents,
                                   const std::string& reference);

/// Stage and mechanism of what is wrong with the image. `architecture` is amd64 or
/// arm64.
[[nodiscard]] std::set<std::pair<std::string, std::string>> image_refusals(
    const Documents& documents, const Image& image, const std::string& architecture);

}  // namespace pullproof::oracle
