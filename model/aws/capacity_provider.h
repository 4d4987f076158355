// What a capacity strategy names: which instances run a service's tasks on EC2.
//
// AWS: ECS API reference, CapacityProvider; EC2 Auto Scaling API, AutoScalingGroup.
#pragma once

#include <string>
#include <vector>

#include "model/aws/resource.h"
#include "model/core/ids.h"

namespace pullproof::aws {

struct CapacityProvider : Resource {
  static constexpr std::string_view kSnapshotKey = "capacityProviders";
  static constexpr std::string_view kCall = "ecs-describe-capacity-providers";

  std::string name;
  std::string group_arn;           ///< Of its Auto Scaling group, or "".
  bool managed_instances = false;  ///< ECS Managed Instances.
  std::string key;                 ///< Names are unique in an account's region only.

  [[nodiscard]] const std::string& id() const { return key; }
  [[nodiscard]] static std::string key_of(const Scope& scope, const std::string& name) {
    return scope.account + "/" + scope.region + "/" + name;
  }
  static CapacityProvider parse(Cursor& in);
};

struct AutoScalingGroup : Resource {
  static constexpr std::string_view kSnapshotKey = "AutoScalingGroups";
  static constexpr std::string_view kCall = "autoscaling-describe-auto-scaling-groups";

  std::string arn;
  std::vector<SubnetId> subnets;  ///< Where it starts instances.

  [[nodiscard]] const std::string& id() const { return arn; }
  static AutoScalingGroup parse(Cursor& in);
};

}  // namespace pullproof::aws
