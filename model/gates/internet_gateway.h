// Whether an internet gateway carries the packet.
//
// AWS: VPC user guide, "Internet gateways": it must be attached to the VPC, and the
// interface that uses it needs a public address of its own (Reachability Analyzer:
// IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS).
#pragma once

#include <string_view>

#include "model/gates/gate.h"
#include "model/gates/place.h"

namespace pullproof::gates {

/// Set: several interfaces of the snapshot have the public address, which AWS gives to
/// one at a time.
[[nodiscard]] std::optional<Unknown> contested_address(
    const Context& context, const std::optional<Address>& public_address);

/// The internet knows all of these IPv6 addresses of the subnet: neither its blocks nor
/// those of its VPC are private. False where there are none.
[[nodiscard]] bool internet_knows(const aws::Snapshot& account,
                                  const aws::Subnet& subnet, const IntervalSet& ipv6);

/// What it makes of packets to addresses of a VPC: it drops those to private ones, and
/// takes others to wherever the internet has them, if anywhere.
/// Reachability Analyzer: IGW_DESTINATION_ADDRESS_NOT_IN_RFC1918_EGRESS and its like.
[[nodiscard]] RoutePlace::Outcome at_internet_gateway(const IntervalSet& addresses);

/// The gateway exists and is attached to this VPC.
struct InternetGatewayGate {
  using Place = InternetGatewayPlace;
  static constexpr std::string_view kName = "internet-gateway";
  [[nodiscard]] static Gate lets_through(const InternetGatewayPlace& place,
                                         const Context& context);
};

/// The interface has a public IPv4 address.
struct PublicAddressGate {
  using Place = InternetGatewayPlace;
  static constexpr std::string_view kName = "public-address";
  [[nodiscard]] static Gate lets_through(const InternetGatewayPlace& place,
                                         const Context& context);
};

}  // namespace pullproof::gates
