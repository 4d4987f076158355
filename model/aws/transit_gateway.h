// Transit gateways: what is attached to them, and the tables that route between the
// attachments.
//
// AWS: Transit Gateway guide, "How transit gateways work".
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "model/aws/resource.h"
#include "model/core/ids.h"

namespace pullproof::aws {

struct TransitGateway : Resource {
  static constexpr std::string_view kSnapshotKey = "TransitGateways";
  static constexpr std::string_view kCall = "ec2-describe-transit-gateways";

  Symbol gateway_id;
  std::string state;  ///< As AWS prints it; see `carries`.
  /// Groups may name groups of other VPCs that are attached; nothing if AWS does not
  /// say.
  std::optional<bool> references_groups;

  [[nodiscard]] Symbol id() const { return gateway_id; }
  /// AWS: Transit Gateway guide, "Modify a transit gateway": its attachments experience
  /// no interruption meanwhile.
  [[nodiscard]] bool carries() const {
    return state == "available" || state == "modifying";
  }
  static TransitGateway parse(Cursor& in);
};

/// A VPC's attachment, with the subnets that it has an interface in: one in a zone.
struct TransitGatewayVpcAttachment : Resource {
  static constexpr std::string_view kSnapshotKey = "TransitGatewayVpcAttachments";
  static constexpr std::string_view kCall =
      "ec2-describe-transit-gateway-vpc-attachments";

  Symbol attachment_id;
  Symbol gateway_id;
  VpcId vpc_id;
  Symbol vpc_owner;   ///< Account; "" if it is not known.
  std::string state;  ///< "available" carries traffic.
  std::vector<SubnetId> subnets;
  bool appliance_mode = false;
  std::optional<bool> carries_ipv6;       ///< Nothing if AWS does not say.
  std::optional<bool> references_groups;  ///< As the gateway's.

  [[nodiscard]] Symbol id() const { return attachment_id; }
  static TransitGatewayVpcAttachment parse(Cursor& in);
};

/// Any attachment, with the table that routes what comes in through it.
struct TransitGatewayAttachment : Resource {
  static constexpr std::string_view kSnapshotKey = "TransitGatewayAttachments";
  static constexpr std::string_view kCall = "ec2-describe-transit-gateway-attachments";

  Symbol attachment_id;
  Symbol gateway_id;
  std::string resource_type;  ///< "vpc", "vpn", "peering", "direct-connect-gateway" ...
  Symbol resource_id;
  std::string state;
  Symbol gateway_owner;           ///< Account; only it knows all associations.
  Symbol route_table;             ///< "" if it is associated with none.
  std::string association_state;  ///< "associated" is in force.

  [[nodiscard]] Symbol id() const { return attachment_id; }
  static TransitGatewayAttachment parse(Cursor& in);
};

struct TransitGatewayRouteTable : Resource {
  static constexpr std::string_view kSnapshotKey = "TransitGatewayRouteTables";
  static constexpr std::string_view kCall = "ec2-describe-transit-gateway-route-tables";

  Symbol route_table_id;
  Symbol gateway_id;
  std::string state;  ///< "available" routes.

  [[nodiscard]] Symbol id() const { return route_table_id; }
  static TransitGatewayRouteTable parse(Cursor& in);
};

struct TransitGatewayRoute {
  std::optional<Cidr> destination;
  std::string state;  ///< "active" forwards, "blackhole" drops.
  bool propagated = false;
  bool of_prefix_list = false;  ///< A reference to a prefix list that has the block.
  /// Where it leads: one, or several of equal cost.
  struct Target {
    Symbol attachment_id;
    std::string resource_type;
    Symbol resource_id;
  };
  std::vector<Target> targets;
  Source source;
};

/// `ec2 search-transit-gateway-routes`; the table's id is the document's parameter.
struct TransitGatewayRoutes : Resource {
  static constexpr std::string_view kSnapshotKey = "Routes";
  static constexpr std::string_view kCall = "ec2-search-transit-gateway-routes";
  static constexpr bool kWholeDocument = true;

  Symbol route_table_id;
  std::vector<TransitGatewayRoute> routes;
  bool complete = true;  ///< False: AWS has more routes, or one has no destination.

  [[nodiscard]] Symbol id() const { return route_table_id; }
  static TransitGatewayRoutes parse(Cursor& in);
};

}  // namespace pullproof::aws
