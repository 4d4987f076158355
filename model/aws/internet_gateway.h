// Internet gateways and egress-only internet gateways, and the VPC that each is
// attached to.
//
// AWS: VPC user guide, "Enable internet access for a VPC using an internet gateway" and
// "Enable outbound IPv6 traffic using an egress-only internet gateway".
#pragma once

#include <string>
#include <vector>

#include "model/aws/resource.h"
#include "model/core/ids.h"

namespace pullproof::aws {

struct InternetGateway : Resource {
  static constexpr std::string_view kSnapshotKey = "InternetGateways";
  static constexpr std::string_view kCall = "ec2-describe-internet-gateways";

  InternetGatewayId gateway_id;
  std::vector<VpcId> attached_to;  ///< Attachment state `available` or `attached`.
  /// For IPv6 packets of connections that start in the VPC.
  bool egress_only = false;

  [[nodiscard]] Symbol id() const { return gateway_id.text; }
  static InternetGateway parse(Cursor& in);
};

struct EgressOnlyInternetGateway : InternetGateway {
  static constexpr std::string_view kSnapshotKey = "EgressOnlyInternetGateways";
  static constexpr std::string_view kCall =
      "ec2-describe-egress-only-internet-gateways";

  static EgressOnlyInternetGateway parse(Cursor& in);
};

}  // namespace pullproof::aws
