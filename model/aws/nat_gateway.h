// A NAT gateway: zonal or regional, public or private, with one or more addresses.
//
// AWS: VPC user guide, "NAT gateways" and "Regional NAT gateways for automatic multi-AZ
// expansion": a regional one is in no subnet, has a route table of its own, and an
// address in each zone that it serves.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "model/aws/resource.h"
#include "model/aws/subnet.h"
#include "model/core/ids.h"
#include "model/core/predicate.h"

namespace pullproof::aws {

struct NatGateway : Resource {
  static constexpr std::string_view kSnapshotKey = "NatGateways";
  static constexpr std::string_view kCall = "ec2-describe-nat-gateways";

  struct GatewayAddress {
    InterfaceId interface_id;
    std::optional<Address> private_address;
    std::optional<Address> public_address;
    bool allocated = false;    ///< It has an Elastic IP address, or is to get one.
    bool usable = true;        ///< Status is absent or `succeeded`.
    bool is_changing = false;  ///< Status is neither that nor `failed`.
    std::string zone;          ///< Regional only, as is the next: "eu-central-1a".
    std::string zone_id;       ///< "euc1-az2"; "" if not printed.
  };

  NatGatewayId gateway_id;
  VpcId vpc_id;
  SubnetId subnet_id;   ///< Empty for a regional gateway.
  std::string state;    ///< "available" carries traffic, "deleting" perhaps.
  std::string failure;  ///< FailureCode and FailureMessage, for people.
  bool is_public = true;
  bool regional = false;
  /// Regional: AWS adds the zones in which the VPC has interfaces; nothing if not
  /// printed.
  std::optional<bool> adds_zones;
  /// Regional: AWS adds addresses to a zone that needs more ports; nothing if not
  /// printed.
  std::optional<bool> adds_addresses;
  RouteTableId route_table;  ///< Regional: its own; "" if not printed.
  std::vector<GatewayAddress> addresses;
  bool prints_addresses = true;  ///< False: which it has is not known.

  [[nodiscard]] Symbol id() const { return gateway_id.text; }
  /// IPv4, of those that are usable.
  [[nodiscard]] IntervalSet private_addresses() const;
  [[nodiscard]] IntervalSet public_addresses() const;
  /// It has a usable public address that was not printed: one that is about to be made
  /// has one that nobody knows.
  [[nodiscard]] bool has_unprinted_address() const;
  /// Requires: it is regional. Whether it has a usable address in the subnet's zone;
  /// unknown if AWS is about to change that, or printed no zone or no addresses.
  [[nodiscard]] Truth serves_zone_of(const Subnet& subnet) const;
  /// Of a regional one: in the subnet's zone, and everywhere if it has none there.
  [[nodiscard]] IntervalSet public_addresses_for(const Subnet& subnet) const;
  static NatGateway parse(Cursor& in);
};

}  // namespace pullproof::aws
