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

inline constexpr int kTcp = 6;
inline constexpr int kUdp = 17;

/// An IANA number; nothing for "-1" (all), and nothing after a problem.
[[nodiscard]] std::optional<int> parse_protocol(Cursor& in, std::string_view key);

/// The ports from field `from` to field `to` of `in`, for a TCP or UDP rule. All ports,
/// with a warning, if both are missing, and after a problem.
[[nodiscard]] Interval parse_ports(Cursor& in, std::string_view from,
                                   std::string_view to);

/// TCP or UDP: only these have ports.
[[nodiscard]] bool has_ports(std::optional<int> protocol);

}  // namespace pullproof::aws
