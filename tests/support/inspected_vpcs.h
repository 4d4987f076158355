// Two VPCs whose transit gateway sends everything through the firewall of a third one,
// for tests of inspection VPCs.
#pragma once

#include <nlohmann/json_fwd.hpp>

namespace pullproof::support {

/// `joined_vpcs`, where tgw-rtb-1 of vpc-1 and vpc-2 leads to tgw-attach-3 of vpc-3
/// (10.7.0.0/16) for everything. It has subnet-look-a and subnet-look-b, whose tables
/// lead to vpce-fw-a and vpce-fw-b of firewall `fw` in subnets of their own, and rtb-fw
/// of these leads back to tgw-1: tgw-rtb-3 has a route to each VPC, and to vpc-2 for
/// everything else. vpc-1 is in zone a, vpc-2 is in zone b.
[[nodiscard]] nlohmann::json inspected_vpcs(bool appliance_mode);

}  // namespace pullproof::support
