// A VPC endpoint: gateway (a route to S3) or interface (addresses inside the VPC).
//
// AWS: PrivateLink guide, "Access AWS services through interface endpoints" and
// "Gateway endpoints".
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "model/aws/policy_document.h"
#include "model/aws/resource.h"
#include "model/core/ids.h"

namespace pullproof::aws {

struct VpcEndpoint : Resource {
  static constexpr std::string_view kSnapshotKey = "VpcEndpoints";
  static constexpr std::string_view kCall = "ec2-describe-vpc-endpoints";

  enum class Type { Gateway, Interface, GatewayLoadBalancer, Other };

  VpcEndpointId endpoint_id;
  Type type = Type::Other;
  std::string type_text;  ///< As AWS prints it.
  VpcId vpc_id;
  Symbol owner_id;
  std::string service_name;    ///< "com.amazonaws.eu-central-1.ecr.api".
  std::string service_region;  ///< "" means the endpoint's own region.
  std::string state;           ///< "available" works; AWS prints it in either case.
  std::optional<PolicyDocument> policy;  ///< Nothing: full access.
  std::vector<RouteTableId> route_tables;
  std::vector<SubnetId> subnets;
  std::vector<SecurityGroupId> groups;
  std::vector<InterfaceId> interfaces;
  bool private_dns = false;
  bool private_dns_only_for_inbound_resolver = false;
  std::string ip_address_type;  ///< "ipv4", "dualstack", "ipv6"; "" if not printed.
  std::string dns_record_type;  ///< "ipv4", "dualstack", "ipv6"; "" if not printed.
  std::vector<std::string> dns_names;  ///< In lower case; may start with "*.".

  [[nodiscard]] Symbol id() const { return endpoint_id.text; }
  [[nodiscard]] bool available() const;
  static VpcEndpoint parse(Cursor& in);
};

}  // namespace pullproof::aws
