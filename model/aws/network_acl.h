// A network ACL: numbered, stateless entries for the subnets associated with it.
//
// AWS: VPC user guide, "Network ACL basics" and "Network ACL rules".
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "model/aws/resource.h"
#include "model/core/ids.h"

namespace pullproof::aws {

struct NetworkAclEntry {
  bool egress = false;
  std::int64_t rule_number = 0;
  bool allow = false;
  std::optional<int> protocol;  ///< IANA number; nothing for -1 (all).
  Cidr block;                   ///< Source of ingress, destination of egress.
  Interval ports{0, 65535};     ///< Destination ports; types of ICMP; else all.
  Source source;
};

struct NetworkAcl : Resource {
  static constexpr std::string_view kSnapshotKey = "NetworkAcls";
  static constexpr std::string_view kCall = "ec2-describe-network-acls";

  NetworkAclId network_acl_id;
  VpcId vpc_id;
  bool is_default = false;
  std::vector<SubnetId> subnets;
  std::vector<NetworkAclEntry> entries;  ///< Sorted by direction and rule number.

  [[nodiscard]] Symbol id() const { return network_acl_id.text; }
  static NetworkAcl parse(Cursor& in);
};

}  // namespace pullproof::aws
