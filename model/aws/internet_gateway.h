// An internet gateway and the VPC that it is attached to.
#pragma once

#include <vector>

#include "model/aws/resource.h"
#include "model/core/ids.h"

namespace pullproof::aws {

struct InternetGateway : Resource {
  static constexpr std::string_view kSnapshotKey = "InternetGateways";
  static constexpr std::string_view kCall = "ec2-describe-internet-gateways";

  InternetGatewayId gateway_id;
  std::vector<VpcId> attached_to;  ///< Attachment state `available` or `attached`.

  [[nodiscard]] const std::string& id() const { return gateway_id.text; }
  static InternetGateway parse(Cursor& in);
};

}  // namespace pullproof::aws
