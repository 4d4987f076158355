// The JSON documents of an invented estate, each as the AWS CLI prints it in one
// account and region.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "bench/estate/vpc.h"
#include "bench/snapshot_folder.h"

namespace pullproof::bench {

/// Those of one account in one region; or all of a region, as the owner of its transit
/// gateway sees them.
struct EstatePart {
  EstateOptions options;
  std::string account;
  Region region;
  std::vector<EstateVpc> vpcs;
};

[[nodiscard]] Json describe_vpcs(const EstatePart& part);
[[nodiscard]] Json describe_subnets(const EstatePart& part);
[[nodiscard]] Json describe_route_tables(const EstatePart& part);
[[nodiscard]] Json describe_network_acls(const EstatePart& part);
[[nodiscard]] Json describe_internet_gateways(const EstatePart& part);
[[nodiscard]] Json describe_nat_gateways(const EstatePart& part);
[[nodiscard]] Json describe_vpc_peering_connections(const EstatePart& part);
[[nodiscard]] Json describe_dhcp_options(const EstatePart& part);
[[nodiscard]] Json describe_prefix_lists(const EstatePart& part);
[[nodiscard]] Json describe_managed_prefix_lists(const EstatePart& part);
[[nodiscard]] Json prefix_list_entries(const std::vector<std::string>& blocks);

[[nodiscard]] Json describe_security_groups(const EstatePart& part);
[[nodiscard]] Json describe_network_interfaces(const EstatePart& part);
[[nodiscard]] Json describe_instances(const EstatePart& part);
[[nodiscard]] Json describe_vpc_endpoints(const EstatePart& part);

[[nodiscard]] Json describe_transit_gateways(const EstatePart& part);
[[nodiscard]] Json describe_transit_gateway_vpc_attachments(const EstatePart& part);
[[nodiscard]] Json describe_transit_gateway_attachments(const EstatePart& part);
[[nodiscard]] Json describe_transit_gateway_route_tables(const EstatePart& part);
/// Requires: the part is all of its region.
[[nodiscard]] Json search_transit_gateway_routes(const EstatePart& part);

/// The customer's own list, of all VPCs.
[[nodiscard]] inline std::string own_prefix_list(const EstatePart& part) {
  return regional_id(part.options, "pl", part.region);
}

/// "rtbassoc-0..." for "rtb-0..." and the like.
[[nodiscard]] std::string renamed(std::string_view kind, const std::string& id);
[[nodiscard]] Json named(const std::string& name);

}  // namespace pullproof::bench
