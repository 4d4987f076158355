// Whether ECR can decrypt the repository's layers: the KMS key must be enabled.
//
// The puller needs no permission on the key: ECR uses a grant of its own.
//
// AWS: ECR user guide, "Encryption at rest"; KMS developer guide, "Key states of AWS
// KMS keys".
// Not modelled: grants that were revoked, and denials in the key's policy.
#pragma once

#include <string_view>

#include "model/gates/gate.h"
#include "model/gates/place.h"

namespace pullproof::gates {

struct RepositoryKeyGate {
  using Place = ImagePlace;
  static constexpr std::string_view kName = "repository-key";
  [[nodiscard]] static Gate lets_through(const ImagePlace& place,
                                         const Context& context);
};

}  // namespace pullproof::gates
