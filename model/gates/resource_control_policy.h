// Whether the organization's resource control policies let anybody make the call on a
// resource of the account.
//
// They can only deny: the policy that allows everything cannot be detached.
//
// AWS: Organizations user guide, "Resource control policies": they guard the resources
// of the services that support them, whoever calls, save those of the management
// account; calls of service-linked roles are not restricted. Roles are resources of
// STS.
#pragma once

#include <string_view>

#include "model/gates/gate.h"
#include "model/gates/place.h"

namespace pullproof::gates {

struct ResourceControlPolicyDenies {
  using Place = RequestPlace;
  static constexpr std::string_view kName = "resource-control-policy-denies";
  [[nodiscard]] static Gate lets_through(const RequestPlace& place,
                                         const Context& context);
};

/// The same where a role is assumed.
struct RoleControlPolicyDenies {
  using Place = RolePlace;
  static constexpr std::string_view kName = "role-control-policy-denies";
  [[nodiscard]] static Gate lets_through(const RolePlace& place,
                                         const Context& context);
};

}  // namespace pullproof::gates
