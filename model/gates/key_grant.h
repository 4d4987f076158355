// Whether ECR may still use the repository's KMS key: through the grant that it made
// for the repository, and against no denial in the key's policy.
//
// AWS: ECR user guide, "Encryption at rest" (ECR creates grants for the repository, and
// they must not be revoked); KMS developer guide, "Grants in AWS KMS" and "Key policies
// in AWS KMS" (an explicit denial comes before a grant).
// Not modelled: a grant that asks for more than the repository, a denial that does not
// name everybody, and denials on conditions that the repository does not decide:
// unknown. A call that was not seen is assumed to refuse nothing.
#pragma once

#include <string_view>

#include "model/gates/gate.h"
#include "model/gates/place.h"

namespace pullproof::gates {

struct KeyGrantGate {
  using Place = ImagePlace;
  static constexpr std::string_view kName = "key-grant";
  [[nodiscard]] static Gate lets_through(const ImagePlace& place,
                                         const Context& context);
};

struct KeyPolicyGate {
  using Place = ImagePlace;
  static constexpr std::string_view kName = "key-policy";
  [[nodiscard]] static Gate lets_through(const ImagePlace& place,
                                         const Context& context);
};

}  // namespace pullproof::gates
