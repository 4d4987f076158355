// An elastic network interface: the addresses and groups of whatever is attached to it.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "model/aws/resource.h"
#include "model/core/ids.h"

namespace pullproof::aws {

struct NetworkInterface : Resource {
  static constexpr std::string_view kSnapshotKey = "NetworkInterfaces";
  static constexpr std::string_view kCall = "ec2-describe-network-interfaces";

  InterfaceId interface_id;
  SubnetId subnet_id;
  VpcId vpc_id;
  Symbol owner_id;        ///< The account; "" if not printed.
  Symbol interface_type;  ///< "interface", "nat_gateway", "vpc_endpoint" ...
  std::string description;
  std::vector<Address> addresses;         ///< Private IPv4, primary first, then IPv6.
  std::vector<Cidr> prefixes;             ///< Delegated, of both families.
  std::optional<Address> public_address;  ///< Of the primary private address.
  /// Of other private addresses, each with its public one.
  std::vector<std::pair<Address, Address>> more_public_addresses;
  std::vector<SecurityGroupId> groups;
  InstanceId instance_id;          ///< Empty if it is attached to none.
  std::int64_t device_index = -1;  ///< 0 is an instance's primary interface.
  bool source_dest_check = true;
  bool denies_internet = false;  ///< DenyAllIgwTraffic.
  bool is_detached = false;      ///< By its status, or its attachment's.

  [[nodiscard]] Symbol id() const { return interface_id.text; }
  /// The primary private IPv4 address, if it has one.
  [[nodiscard]] std::optional<Address> primary_ipv4() const;
  /// The first address of the family, if it has one.
  [[nodiscard]] std::optional<Address> first_address(Family family) const;
  /// Of one of its IPv4 addresses.
  [[nodiscard]] std::optional<Address> public_address_of(const Address& own) const;
  static NetworkInterface parse(Cursor& in);
};

}  // namespace pullproof::aws
