// Virtual private gateways, and the VPC that each is attached to. What lies beyond one
// no API tells.
//
// AWS: Site-to-Site VPN user guide, "How AWS Site-to-Site VPN works".
#pragma once

#include <string>
#include <vector>

#include "model/aws/resource.h"
#include "model/core/ids.h"

namespace pullproof::aws {

struct VpnGateway : Resource {
  static constexpr std::string_view kSnapshotKey = "VpnGateways";
  static constexpr std::string_view kCall = "ec2-describe-vpn-gateways";

  Symbol gateway_id;
  std::string state;               ///< "available" carries traffic.
  std::vector<VpcId> attached_to;  ///< Attachment state `attached`.
  /// Attachment state `attaching` or `detaching`: either may be true.
  std::vector<VpcId> changing;

  [[nodiscard]] Symbol id() const { return gateway_id; }
  static VpnGateway parse(Cursor& in);
};

}  // namespace pullproof::aws
