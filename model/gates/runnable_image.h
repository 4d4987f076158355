// Whether what the reference names is a container image at all: an attestation, a chart
// or a schema 1 manifest can be pushed and tagged like one.
//
// AWS: ECR user guide, "Container image manifest format support in Amazon ECR"; OCI
// image specification, "Image Manifest". containerd 2 no longer reads schema 1.
// Not modelled: layer media types beyond the usual ones, and layers that other
// registries serve (unknown).
#pragma once

#include <string_view>

#include "model/gates/gate.h"
#include "model/gates/place.h"

namespace pullproof::gates {

struct RunnableImageGate {
  using Place = ImagePlace;
  static constexpr std::string_view kName = "runnable-image";
  [[nodiscard]] static Gate lets_through(const ImagePlace& place,
                                         const Context& context);
};

}  // namespace pullproof::gates
