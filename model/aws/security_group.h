// A security group: allow-only, stateful permissions.
//
// AWS: VPC user guide, "Security group rules".
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "model/aws/resource.h"
#include "model/core/ids.h"

namespace pullproof::aws {

/// Another group that a permission names. AWS: EC2 API reference, UserIdGroupPair.
struct GroupReference {
  SecurityGroupId group;
  Symbol account;  ///< The group's owner; "" if not printed.
};

struct SecurityGroupPermission {
  std::optional<int> protocol;  ///< IANA number; nothing for -1 (all).
  Interval ports{0, 65535};     ///< Destination ports; all unless TCP or UDP.
  std::vector<Cidr> cidrs;      ///< Both families.
  std::vector<PrefixListId> prefix_lists;
  std::vector<GroupReference> groups;  ///< In the same VPC, or a peered one.
  /// Named through a peering connection that is not active, as EC2 prints it.
  std::vector<GroupReference> stale_groups;
  Source source;
};

struct SecurityGroup : Resource {
  static constexpr std::string_view kSnapshotKey = "SecurityGroups";
  static constexpr std::string_view kCall = "ec2-describe-security-groups";

  SecurityGroupId group_id;
  std::string name;
  Symbol owner_id;  ///< The account; "" if not printed.
  VpcId vpc_id;
  std::vector<SecurityGroupPermission> ingress;
  std::vector<SecurityGroupPermission> egress;

  [[nodiscard]] Symbol id() const { return group_id.text; }
  static SecurityGroup parse(Cursor& in);
};

}  // namespace pullproof::aws
