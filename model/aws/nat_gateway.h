// A NAT gateway: zonal or regional, public or private, with one or more addresses.
//
// AWS: VPC user guide, "NAT gateways".
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "model/aws/resource.h"
#include "model/core/ids.h"

namespace pullproof::aws {

struct NatGateway : Resource {
  static constexpr std::string_view kSnapshotKey = "NatGateways";
  static constexpr std::string_view kCall = "ec2-describe-nat-gateways";

  struct GatewayAddress {
    InterfaceId interface_id;
    std::optional<Address> private_address;
    std::optional<Address> public_address;
    bool usable = true;  ///< Status is absent or `succeeded`.
  };

  NatGatewayId gateway_id;
  VpcId vpc_id;
  SubnetId subnet_id;   ///< Empty for a regional gateway.
  std::string state;    ///< "available" carries traffic, nothing else does.
  std::string failure;  ///< FailureCode and FailureMessage, for people.
  bool is_public = true;
  bool regional = false;
  std::vector<GatewayAddress> addresses;

  [[nodiscard]] const std::string& id() const { return gateway_id.text; }
  /// IPv4, of those that are usable.
  [[nodiscard]] IntervalSet private_addresses() const;
  [[nodiscard]] IntervalSet public_addresses() const;
  static NatGateway parse(Cursor& in);
};

}  // namespace pullproof::aws
