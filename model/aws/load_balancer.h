// A load balancer, by which ends of a way may be named.
//
// AWS: Elastic Load Balancing, DescribeLoadBalancers; Network Load Balancers guide,
// "Find the IP addresses": its interfaces carry the description `ELB app/NAME/ID`.
#pragma once

#include <string>
#include <vector>

#include "model/aws/resource.h"
#include "model/core/ids.h"

namespace pullproof::aws {

struct LoadBalancer : Resource {
  static constexpr std::string_view kSnapshotKey = "LoadBalancers";
  static constexpr std::string_view kCall = "elbv2-describe-load-balancers";

  std::string arn;
  std::string name;
  std::string state;  ///< "active", "provisioning" ...; "" if not printed.
  std::string type;   ///< "application", "network", "gateway".
  VpcId vpc_id;
  std::vector<SubnetId> subnets;  ///< It has an interface in each.

  [[nodiscard]] const std::string& id() const { return arn; }
  /// What its interfaces' descriptions say: "ELB app/web/50dc6c495c0c9188".
  [[nodiscard]] std::string interface_description() const;
  static LoadBalancer parse(Cursor& in);
};

}  // namespace pullproof::aws
