// IPv4 and IPv6 addresses and CIDR blocks, read strictly.
//
// AWS: canonical CIDR blocks have no host bits (VPC user guide, VPC CIDR blocks).
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/core/interval_set.h"
#include "model/core/number.h"

namespace pullproof {

enum class Family { Ipv4, Ipv6 };

/// 32 or 128.
[[nodiscard]] unsigned bits(Family family);

struct Address {
  Family family = Family::Ipv4;
  Number value = 0;

  /// Dotted quad without leading zeros, or RFC 4291 text. No zone, no port.
  [[nodiscard]] static std::optional<Address> parse(std::string_view text);
  /// Canonical text; IPv6 as RFC 5952 says.
  [[nodiscard]] std::string text() const;
  auto operator<=>(const Address&) const = default;
};

struct HashOfAddress {
  [[nodiscard]] std::size_t operator()(const Address& address) const noexcept;
};

struct Cidr {
  Family family = Family::Ipv4;
  Number base = 0;
  unsigned prefix_length = 0;

  /// "10.0.0.0/16". Nothing if it is malformed or has host bits.
  [[nodiscard]] static std::optional<Cidr> parse(std::string_view text);
  /// As parse, but a bare address is /32 or /128 and host bits are dropped (IAM's
  /// IpAddress).
  [[nodiscard]] static std::optional<Cidr> parse_loosely(std::string_view text);

  [[nodiscard]] Number first() const { return base; }
  [[nodiscard]] Number last() const;
  [[nodiscard]] IntervalSet addresses() const;
  [[nodiscard]] bool contains(const Address& address) const;
  /// Also true for equal blocks. Different families never contain each other.
  [[nodiscard]] bool contains(const Cidr& other) const;
  [[nodiscard]] std::string text() const;
  auto operator<=>(const Cidr&) const = default;
};

/// All IPv4 addresses that an internet gateway can send to: without RFC 1918, RFC 6598,
/// loopback, link-local, multicast, reserved and documentation blocks.
[[nodiscard]] const IntervalSet& public_ipv4();
/// RFC 1918 and RFC 6598.
[[nodiscard]] const IntervalSet& private_ipv4();

/// RFC 1918: 10.0.0.0/8, 172.16.0.0/12 and 192.168.0.0/16.
[[nodiscard]] const IntervalSet& private_space();
/// RFC 6598: 100.64.0.0/10.
[[nodiscard]] const Cidr& shared_space();

/// All IPv6 addresses that an internet gateway can send to: global unicast ones without
/// those of documentation.
/// AWS: VPC user guide, "IP addressing": unique local addresses and private global ones
/// are not reachable from the internet.
[[nodiscard]] const IntervalSet& public_ipv6();

[[nodiscard]] const IntervalSet& public_addresses(Family family);

/// What a NAT gateway and DNS64 put IPv4 addresses behind: 64:ff9b::/96.
/// AWS: VPC user guide, "DNS64 and NAT64"; RFC 6052.
[[nodiscard]] const Cidr& nat64_block();
/// 64:ff9b::192.0.2.1 for each 192.0.2.1.
[[nodiscard]] IntervalSet to_nat64(const IntervalSet& ipv4);
/// Ensures: the IPv4 address of each that is one of `nat64_block`; others are left out.
[[nodiscard]] IntervalSet from_nat64(const IntervalSet& ipv6);

/// Of the blocks of that family.
[[nodiscard]] IntervalSet addresses_of(const std::vector<Cidr>& blocks, Family family);

}  // namespace pullproof
