// Whether the policies of the calling role allow the call, and none denies it.
//
// Within an account a resource's own policy may allow in their place.
//
// AWS: IAM user guide, "Policy evaluation logic". A presigned URL of ECR's and a
// service principal are not judged by a role's policies. Not modelled: an attached
// policy without a document, and a role that the snapshot does not hold because IAM was
// not collected: unknown.
#pragma once

#include <string_view>

#include "model/gates/gate.h"
#include "model/gates/place.h"

namespace pullproof::gates {

struct IdentityPolicyAllows {
  using Place = RequestPlace;
  static constexpr std::string_view kName = "identity-policy-allows";
  [[nodiscard]] static Gate lets_through(const RequestPlace& place,
                                         const Context& context);
};

struct IdentityPolicyDenies {
  using Place = RequestPlace;
  static constexpr std::string_view kName = "identity-policy-denies";
  [[nodiscard]] static Gate lets_through(const RequestPlace& place,
                                         const Context& context);
};

}  // namespace pullproof::gates
