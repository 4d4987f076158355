// Whether the repository and the image that a task names exist and may be pulled.
//
// An absence is certain only where the call that lists what exists was seen: the
// repositories of the account, the images of the repository. A manifest that ECR handed
// out proves that its image exists; that it is not archived, which DescribeImages alone
// prints, is an assumption then.
//
// AWS: ECR user guide, "Archiving an image" (archived images cannot be pulled); ECR API
// reference, DescribeImages.
// What a pull-through cache rule imports is absent and lets pass: see pull_through.h.
#pragma once

#include <string_view>

#include "model/gates/gate.h"
#include "model/gates/place.h"

namespace pullproof::gates {

struct RepositoryGate {
  using Place = ImagePlace;
  static constexpr std::string_view kName = "repository";
  [[nodiscard]] static Gate lets_through(const ImagePlace& place,
                                         const Context& context);
};

/// Only for references without a digest: where there is one, the tag plays no part.
struct ImageTagGate {
  using Place = ImagePlace;
  static constexpr std::string_view kName = "image-tag";
  [[nodiscard]] static Gate lets_through(const ImagePlace& place,
                                         const Context& context);
};

struct ImageDigestGate {
  using Place = ImagePlace;
  static constexpr std::string_view kName = "image-digest";
  [[nodiscard]] static Gate lets_through(const ImagePlace& place,
                                         const Context& context);
};

struct ImageArchiveGate {
  using Place = ImagePlace;
  static constexpr std::string_view kName = "image-archive";
  [[nodiscard]] static Gate lets_through(const ImagePlace& place,
                                         const Context& context);
};

}  // namespace pullproof::gates
