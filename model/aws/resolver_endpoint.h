// Endpoints of the Route 53 Resolver: an inbound one answers queries as the resolver of
// its VPC does.
//
// AWS: Route 53 developer guide, "Forwarding inbound DNS queries to your VPCs"; API
// reference, ResolverEndpoint and IpAddressResponse.
#pragma once

#include <string>
#include <vector>

#include "model/aws/resource.h"
#include "model/core/address.h"
#include "model/core/ids.h"

namespace pullproof::aws {

struct ResolverEndpoint : Resource {
  static constexpr std::string_view kSnapshotKey = "ResolverEndpoints";
  static constexpr std::string_view kCall = "route53resolver-list-resolver-endpoints";

  std::string endpoint_id;
  std::string direction;  ///< "INBOUND", "OUTBOUND", "INBOUND_DELEGATION".
  std::string status;     ///< "OPERATIONAL" answers.
  VpcId vpc_id;
  bool takes_queries = true;  ///< On port 53: not by HTTPS alone. Of an outbound one:
                              ///< it sends them so.
  std::vector<SecurityGroupId> groups;  ///< Of its interfaces; empty if not printed.

  [[nodiscard]] const std::string& id() const { return endpoint_id; }
  static ResolverEndpoint parse(Cursor& in);
};

/// `route53resolver list-resolver-endpoint-ip-addresses --resolver-endpoint-id
/// <parameter>`.
struct ResolverEndpointAddresses : Resource {
  static constexpr std::string_view kSnapshotKey = "IpAddresses";
  static constexpr std::string_view kCall =
      "route53resolver-list-resolver-endpoint-ip-addresses";
  static constexpr bool kWholeDocument = true;

  std::string endpoint_id;
  std::vector<Address> addresses;  ///< IPv4, with status `ATTACHED`.
  bool all_attached = true;        ///< No address has another status.

  [[nodiscard]] const std::string& id() const { return endpoint_id; }
  static ResolverEndpointAddresses parse(Cursor& in);
};

}  // namespace pullproof::aws
