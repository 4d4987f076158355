// Whether the manifest that an index names for the task's platform is there: an index
// can outlive what it lists.
//
// AWS: ECR user guide, "Pushing a multi-architecture image": an index and each manifest
// that it lists are images of the repository, and DescribeImages lists them all.
// Not modelled: a manifest for a CPU that is not known, where another one is there
// (unknown).
#pragma once

#include <string_view>

#include "model/gates/gate.h"
#include "model/gates/place.h"

namespace pullproof::gates {

struct PlatformManifestGate {
  using Place = ImagePlace;
  static constexpr std::string_view kName = "platform-manifest";
  [[nodiscard]] static Gate lets_through(const ImagePlace& place,
                                         const Context& context);
};

}  // namespace pullproof::gates
