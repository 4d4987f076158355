// The parts that rules of network ACLs and of security groups share: a protocol and a
// range of ports.
//
// AWS: EC2 API reference, NetworkAclEntry and IpPermission.
#pragma once

#include <optional>
#include <string_view>

#include "model/aws/cursor.h"
#include "model/core/interval_set.h"

namespace pullproof::aws {

inline constexpr int kIcmp = 1;
inline constexpr int kTcp = 6;
inline constexpr int kUdp = 17;
inline constexpr int kIcmpv6 = 58;

/// An IANA number; nothing for "-1" (all), and nothing after a problem.
[[nodiscard]] std::optional<int> parse_protocol(Cursor& in, std::string_view key);

/// The ports from field `from` to field `to` of `in`, for a TCP or UDP rule. All ports,
/// with a warning, if both are missing, and after a problem.
[[nodiscard]] Interval parse_ports(Cursor& in, std::string_view from,
                                   std::string_view to);

/// What stands for ports in a rule of ICMP: the types of the messages that it is about,
/// as far as their code is 0. Fields `type` and `code` hold -1 for all; a rule without
/// them is about all.
[[nodiscard]] Interval parse_icmp_types(Cursor& in, std::string_view type,
                                        std::string_view code);

/// TCP or UDP: only these have ports.
[[nodiscard]] bool has_ports(std::optional<int> protocol);

/// Of IPv4 or of IPv6.
[[nodiscard]] bool is_icmp(std::optional<int> protocol);

}  // namespace pullproof::aws
