// Two VPCs that a transit gateway or a peering connection joins, for tests of what lies
// between VPCs.
#pragma once

#include <vector>

#include <nlohmann/json_fwd.hpp>

namespace pullproof::support {

/// vpc-1 of `network_account` with eni-task in subnet-task, beside vpc-2 (10.9.0.0/16)
/// with eni-far (10.9.1.10) in subnet-far, whose sg-far lets 10.0.0.0/16 in on port
/// 443. Both are attached to tgw-1, in subnet-join and subnet-far-join. rtb-task leads
/// to tgw-1 for everything; vpc-2 sends it on through nat-2 in subnet-far-nat to igw-2.
[[nodiscard]] nlohmann::json joined_vpcs();

/// The same, where tgw-attach-1 is associated with tgw-rtb-2, which has these routes.
[[nodiscard]] nlohmann::json with_second_table(
    const std::vector<nlohmann::json>& routes);

/// The same with the active peering connection pcx-1 in place of tgw-1.
[[nodiscard]] nlohmann::json peered_vpcs();

/// The routes of a table of either VPC. Requires: it has the table.
[[nodiscard]] nlohmann::json& routes_of(nlohmann::json& bundle, const char* table);
/// The routes of tgw-rtb-1: of a packet from vpc-1, or of one from vpc-2.
[[nodiscard]] nlohmann::json& transit_routes(nlohmann::json& bundle);
/// tgw-attach-1 of vpc-1, or tgw-attach-2 of vpc-2.
[[nodiscard]] nlohmann::json& attachment(nlohmann::json& bundle, int of_vpc);
/// To vpc-1 or vpc-2, or a blackhole if it is to 0.
[[nodiscard]] nlohmann::json transit_route(const char* cidr, int to_vpc,
                                           const char* type = "static");

}  // namespace pullproof::support
