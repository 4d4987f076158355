// A peering connection between two VPCs, of one account or two.
//
// AWS: VPC peering guide, "How VPC peering connections work": no transit and no edge
// routing; each side's tables have to name it.
#pragma once

#include <string>
#include <vector>

#include "model/aws/resource.h"
#include "model/core/ids.h"

namespace pullproof::aws {

struct VpcPeering : Resource {
  static constexpr std::string_view kSnapshotKey = "VpcPeeringConnections";
  static constexpr std::string_view kCall = "ec2-describe-vpc-peering-connections";

  struct Side {
    VpcId vpc_id;
    Scope scope;              ///< Account and region; "" where AWS does not say.
    std::vector<Cidr> cidrs;  ///< Of both families; none while it is not active.
  };

  Symbol peering_id;
  std::string state;  ///< "active" carries traffic.
  Side requester;
  Side accepter;

  [[nodiscard]] Symbol id() const { return peering_id; }
  /// The side that is not `vpc`; null if `vpc` is neither.
  [[nodiscard]] const Side* other_than(const VpcId& vpc) const;
  static VpcPeering parse(Cursor& in);
};

}  // namespace pullproof::aws
