// A security group that may be used in another VPC than its own.
//
// AWS: VPC user guide, "Associate security groups with multiple VPCs"; EC2 API
// reference, SecurityGroupVpcAssociation.
#pragma once

#include <string>

#include "model/aws/resource.h"
#include "model/core/ids.h"

namespace pullproof::aws {

struct GroupAssociation : Resource {
  static constexpr std::string_view kSnapshotKey = "SecurityGroupVpcAssociations";
  static constexpr std::string_view kCall =
      "ec2-describe-security-group-vpc-associations";

  SecurityGroupId group;
  VpcId vpc_id;
  std::string state;  ///< "associated" is in force.
  std::string key;    ///< "sg-1/vpc-2".

  [[nodiscard]] static std::string key_of(const SecurityGroupId& group,
                                          const VpcId& vpc) {
    return group.text + '/' + vpc.text;
  }
  [[nodiscard]] const std::string& id() const { return key; }
  static GroupAssociation parse(Cursor& in);
};

}  // namespace pullproof::aws
