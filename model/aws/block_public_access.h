// VPC Block Public Access: the region's mode, and the VPCs and subnets excluded from
// it.
//
// AWS: VPC user guide, "Block public access to VPCs and subnets".
#pragma once

#include <string>

#include "model/aws/resource.h"
#include "model/core/ids.h"

namespace pullproof::aws {

struct BlockPublicAccessOptions : Resource {
  static constexpr std::string_view kSnapshotKey = "VpcBlockPublicAccessOptions";
  static constexpr std::string_view kCall =
      "ec2-describe-vpc-block-public-access-options";
  static constexpr bool kWholeDocument = true;

  std::string mode;          ///< "off", "block-bidirectional", "block-ingress".
  bool is_changing = false;  ///< State is `update-in-progress`.
  std::string key;  ///< As `key_of` gives it: each account has its own in each region.

  [[nodiscard]] const std::string& id() const { return key; }
  [[nodiscard]] static std::string key_of(const Scope& scope) {
    return scope.account + "/" + scope.region;
  }
  static BlockPublicAccessOptions parse(Cursor& in);
};

struct BlockPublicAccessExclusion : Resource {
  static constexpr std::string_view kSnapshotKey = "VpcBlockPublicAccessExclusions";
  static constexpr std::string_view kCall =
      "ec2-describe-vpc-block-public-access-exclusions";

  std::string exclusion_id;
  std::string resource_arn;  ///< A VPC's or a subnet's.
  std::string mode;          ///< "allow-bidirectional", "allow-egress".
  /// "create-complete" and "update-complete" are in force; "" if not printed.
  std::string state;

  [[nodiscard]] const std::string& id() const { return exclusion_id; }
  static BlockPublicAccessExclusion parse(Cursor& in);
};

}  // namespace pullproof::aws
