// Whether there is a role to pull with: it is configured, and it exists.
//
// AWS: ECS developer guide, "Amazon ECS task execution IAM role" and "Amazon ECS
// container instance IAM role": Fargate needs an execution role for private ECR images;
// on EC2 the instance profile's role stands in for one.
#pragma once

#include <string_view>

#include "model/gates/gate.h"
#include "model/gates/place.h"

namespace pullproof::gates {

/// A role or an instance profile is named.
struct RoleConfigured {
  using Place = RolePlace;
  static constexpr std::string_view kName = "role-configured";
  [[nodiscard]] static Gate lets_through(const RolePlace& place,
                                         const Context& context);
};

/// What is named exists, and a named instance profile holds a role.
struct RoleExists {
  using Place = RolePlace;
  static constexpr std::string_view kName = "role-exists";
  [[nodiscard]] static Gate lets_through(const RolePlace& place,
                                         const Context& context);
};

}  // namespace pullproof::gates
