// A subnet: the address block that a task's interface gets its address from.
//
// AWS: VPC user guide, "Subnet sizing": the first four addresses and the last are
// reserved, of either family.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "model/aws/resource.h"
#include "model/core/ids.h"

namespace pullproof::aws {

struct Subnet : Resource {
  static constexpr std::string_view kSnapshotKey = "Subnets";
  static constexpr std::string_view kCall = "ec2-describe-subnets";

  SubnetId subnet_id;
  VpcId vpc_id;
  Symbol owner_id;
  Symbol availability_zone;
  Symbol zone_id;  ///< The same for every account: "euc1-az2"; "" if not known.
  std::optional<Cidr> cidr;       ///< Nothing for an IPv6-only subnet.
  std::optional<Cidr> ipv6_cidr;  ///< State `associated` only.
  bool ipv6_private = false;      ///< The internet does not know that block.
  Symbol state;                   ///< "available", "pending" ...; "" if not printed.
  bool ipv6_native = false;
  bool dns64 = false;
  std::optional<std::int64_t> free_addresses;  ///< IPv4, when it was collected.
  /// Instances get a public IPv4 address unless they ask for none; nothing if not
  /// printed.
  std::optional<bool> gives_public_address;

  [[nodiscard]] Symbol id() const { return subnet_id.text; }
  /// AWS: EC2 API reference, Subnet: anything else is not there yet, or failed.
  [[nodiscard]] bool is_available() const {
    return state.empty() || state == "available";
  }
  /// IPv4 addresses that an interface can have. Empty if there is no IPv4 block.
  [[nodiscard]] IntervalSet usable_addresses() const;
  /// The same of IPv6.
  [[nodiscard]] IntervalSet usable_ipv6_addresses() const;
  static Subnet parse(Cursor& in);
};

}  // namespace pullproof::aws
