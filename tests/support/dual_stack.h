// IPv6 beside IPv4 in two VPCs that are joined, for tests of the second family.
#pragma once

#include <nlohmann/json_fwd.hpp>

namespace pullproof::support {

/// `peered_vpcs` or `joined_vpcs` in which vpc-1 has 2a05:d014:1::/56 too, subnet-task
/// 2a05:d014:1:1::/64 and eni-task 2a05:d014:1:1::10; and vpc-2 2a05:d014:9::/56,
/// subnet-far 2a05:d014:9:1::/64 and eni-far 2a05:d014:9:1::10. Groups and ACLs let
/// IPv6 through as they do IPv4; each VPC has a route to the other's block.
[[nodiscard]] nlohmann::json dual_stack(nlohmann::json bundle);

}  // namespace pullproof::support
