// A route table: its routes, and the subnets and gateways that use it.
//
// AWS: VPC user guide, "Configure route tables".
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "model/aws/resource.h"
#include "model/core/ids.h"

namespace pullproof::aws {

struct Route {
  enum class Target {
    Local,
    InternetGateway,
    NatGateway,
    VpcEndpoint,  ///< Gateway endpoint, or a Gateway Load Balancer endpoint.
    EgressOnlyInternetGateway,
    Peering,
    TransitGateway,
    Other,  ///< VPN, interface, instance, carrier ...
  };

  std::optional<Cidr> destination;  ///< Nothing for a prefix list's route.
  PrefixListId prefix_list;         ///< Empty for a CIDR's route.
  Target target = Target::Other;
  Symbol target_id;         ///< "local", "igw-1", "nat-1", "vpce-1", "tgw-1" ...
  bool blackhole = false;   ///< State `blackhole`.
  bool propagated = false;  ///< Origin `EnableVgwRoutePropagation`.
  Source source;

  /// Through a peering connection or a transit gateway.
  [[nodiscard]] bool leads_to_other_vpcs() const {
    return target == Target::Peering || target == Target::TransitGateway;
  }
  /// The destination as AWS prints it.
  [[nodiscard]] std::string destination_text() const;
};

/// What is about to be a table's, or not to be: which of the two it is by now nobody
/// knows.
struct UnsettledAssociation {
  SubnetId subnet;  ///< Empty for a gateway's and for the main one.
  Symbol gateway;   ///< As in `RouteTable::gateways`; "" for others.
  bool main = false;
  std::string state;  ///< "associating", "disassociating", "failed".
};

struct RouteTable : Resource {
  static constexpr std::string_view kSnapshotKey = "RouteTables";
  static constexpr std::string_view kCall = "ec2-describe-route-tables";

  RouteTableId route_table_id;
  VpcId vpc_id;
  // What it is associated with, and no change is under way.
  bool main = false;
  std::vector<SubnetId> subnets;  ///< Explicit associations.
  std::vector<Symbol> gateways;   ///< Edge associations: igw-..., vgw-...
  std::vector<UnsettledAssociation> unsettled;
  std::vector<Route> routes;

  [[nodiscard]] Symbol id() const { return route_table_id.text; }
  static RouteTable parse(Cursor& in);
};

}  // namespace pullproof::aws
