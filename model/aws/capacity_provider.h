// What a capacity strategy names: which instances run a service's tasks.
//
// AWS: ECS API reference, CapacityProvider and InstanceLaunchTemplate.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "model/aws/resource.h"
#include "model/core/ids.h"

namespace pullproof::aws {

/// How ECS starts the instances that it manages itself.
struct ManagedInstances {
  std::vector<SubnetId> subnets;
  std::vector<SecurityGroupId> groups;
  std::string instance_profile_arn;
  Source source;
};

struct CapacityProvider : Resource {
  static constexpr std::string_view kSnapshotKey = "capacityProviders";
  static constexpr std::string_view kCall = "ecs-describe-capacity-providers";

  std::string name;
  std::string group_arn;  ///< Of its Auto Scaling group, or "".
  std::optional<ManagedInstances> managed;
  std::string key;  ///< Names are unique in a region, or in a cluster.

  [[nodiscard]] const std::string& id() const { return key; }
  /// `cluster` is "" for a provider that every cluster of the region may use.
  [[nodiscard]] static std::string key_of(const std::string& cluster,
                                          const std::string& name) {
    return cluster + "/" + name;
  }
  static CapacityProvider parse(Cursor& in);
};

}  // namespace pullproof::aws
