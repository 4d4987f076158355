// Where a file system of EFS can be mounted: one address in a subnet.
//
// AWS: EFS API reference, DescribeMountTargets, which is asked for one file system, and
// CreateMountTarget: they are all of one VPC, and no zone has two. Its groups are those
// of its interface, and DescribeMountTargetSecurityGroups prints them, too.
#pragma once

#include <optional>
#include <string>

#include "model/aws/resource.h"
#include "model/core/ids.h"

namespace pullproof::aws {

struct MountTarget : Resource {
  static constexpr std::string_view kSnapshotKey = "MountTargets";
  static constexpr std::string_view kCall = "efs-describe-mount-targets";

  std::string mount_target_id;
  std::string file_system_id;
  SubnetId subnet_id;
  VpcId vpc_id;              ///< "" if not printed.
  std::string state;         ///< "available", "creating" ...
  std::string zone_id;       ///< "euc1-az2"; "" if not printed.
  std::string zone;          ///< "eu-central-1a"; "" if not printed.
  InterfaceId interface_id;  ///< "" if not printed.
  std::optional<Address> address;
  bool has_ipv6 = false;  ///< An IPv6 address, beside it or instead of it.

  [[nodiscard]] const std::string& id() const { return mount_target_id; }
  static MountTarget parse(Cursor& in);
};

}  // namespace pullproof::aws
