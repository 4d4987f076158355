// Whether the role's trust policy lets ECS or EC2 assume it.
//
// AWS: IAM user guide, "Roles terms and concepts"; ECS developer guide, "Amazon ECS
// task execution IAM role". A trust policy must allow explicitly.
#pragma once

#include <string_view>

#include "model/gates/gate.h"
#include "model/gates/place.h"

namespace pullproof::gates {

struct TrustPolicyAllows {
  using Place = RolePlace;
  static constexpr std::string_view kName = "trust-policy-allows";
  [[nodiscard]] static Gate lets_through(const RolePlace& place,
                                         const Context& context);
};

struct TrustPolicyDenies {
  using Place = RolePlace;
  static constexpr std::string_view kName = "trust-policy-denies";
  [[nodiscard]] static Gate lets_through(const RolePlace& place,
                                         const Context& context);
};

}  // namespace pullproof::gates
