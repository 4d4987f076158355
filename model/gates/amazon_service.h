// What Amazon answers on addresses of its own in every VPC.
//
// AWS: VPC user guide, "Security groups" and "Network ACLs": traffic to
// AmazonProvidedDNS and to Amazon's time service is never filtered; "DNS attributes for
// your VPC": without enableDnsSupport the resolver does not answer.
#pragma once

#include <string_view>

#include "model/gates/gate.h"
#include "model/gates/place.h"

namespace pullproof::gates {

struct AmazonServiceGate {
  using Place = AmazonServicePlace;
  static constexpr std::string_view kName = "amazon-service";
  [[nodiscard]] static Gate lets_through(const AmazonServicePlace& place,
                                         const Context& context);
};

}  // namespace pullproof::gates
