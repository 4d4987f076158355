// Whether the policy of the VPC endpoint that the packet goes through allows the call.
//
// It is a gate beside all others: it grants nothing, and an endpoint without a policy
// lets everything through. The layers' GET at S3 is signed by ECR's own account, so
// here only conditions and resources can match it, never a principal of the customer's.
//
// AWS: PrivateLink guide, "Control access to VPC endpoints using endpoint policies".
#pragma once

#include <string_view>

#include "model/gates/gate.h"
#include "model/gates/place.h"

namespace pullproof::gates {

struct EndpointPolicyAllows {
  using Place = RequestPlace;
  static constexpr std::string_view kName = "endpoint-policy-allows";
  [[nodiscard]] static Gate lets_through(const RequestPlace& place,
                                         const Context& context);
};

struct EndpointPolicyDenies {
  using Place = RequestPlace;
  static constexpr std::string_view kName = "endpoint-policy-denies";
  [[nodiscard]] static Gate lets_through(const RequestPlace& place,
                                         const Context& context);
};

}  // namespace pullproof::gates
