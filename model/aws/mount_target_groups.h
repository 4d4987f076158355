// The security groups of a mount target of EFS, which only the document's name names.
//
// AWS: EFS API reference, DescribeMountTargetSecurityGroups.
#pragma once

#include <string>
#include <vector>

#include "model/aws/resource.h"
#include "model/core/ids.h"

namespace pullproof::aws {

struct MountTargetGroups : Resource {
  static constexpr std::string_view kSnapshotKey = "SecurityGroups";
  static constexpr std::string_view kCall = "efs-describe-mount-target-security-groups";
  static constexpr bool kWholeDocument = true;

  std::string mount_target_id;
  std::vector<SecurityGroupId> groups;

  [[nodiscard]] const std::string& id() const { return mount_target_id; }
  static MountTargetGroups parse(Cursor& in);
};

}  // namespace pullproof::aws
