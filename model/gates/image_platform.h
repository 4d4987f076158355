// Whether the image has a variant for the operating system and CPU that the task runs
// on.
//
// Only an index names platforms. A single manifest keeps its CPU in its config, which
// no collected call shows: that it fits is an assumption.
//
// AWS: ECS developer guide, "runtimePlatform"; OCI image specification, "Image Index".
// Not modelled: the version of Windows (an assumption), 32-bit variants on 64-bit CPUs
// (unknown).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/gates/gate.h"
#include "model/gates/place.h"

namespace pullproof::gates {

struct ImagePlatformGate {
  using Place = ImagePlace;
  static constexpr std::string_view kName = "image-platform";
  [[nodiscard]] static Gate lets_through(const ImagePlace& place,
                                         const Context& context);
};

/// The digests that `index` lists for the place's platform: one, or where the CPU is
/// not known one for each that it has.
[[nodiscard]] std::vector<std::string> digests_for_platform(
    const ImagePlace& place, const aws::ImageManifest& index);

/// The collected manifest that `index` lists for the place's platform; null if the
/// platform is not known, not listed, or its manifest was not collected.
[[nodiscard]] const aws::ImageManifest* manifest_for_platform(
    const ImagePlace& place, const aws::ImageManifest& index);

}  // namespace pullproof::gates
