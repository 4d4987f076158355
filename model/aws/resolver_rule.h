// Rules of the Route 53 Resolver: names whose queries go to servers of one's own.
//
// AWS: Route 53 developer guide, "Using rules to control which queries are forwarded to
// your network".
#pragma once

#include <string>
#include <vector>

#include "model/aws/resource.h"
#include "model/core/ids.h"

namespace pullproof::aws {

struct ResolverRule : Resource {
  static constexpr std::string_view kSnapshotKey = "ResolverRules";
  static constexpr std::string_view kCall = "route53resolver-list-resolver-rules";

  std::string rule_id;
  std::string domain;    ///< In lower case, without the final dot; "" is the root.
  std::string type;      ///< "FORWARD", "SYSTEM", "RECURSIVE", "DELEGATE".
  std::string status;    ///< "COMPLETE", "DELETING", "UPDATING" ...; "" if not printed.
  std::string owner_id;  ///< The account; "" if not printed.
  std::string endpoint_id;  ///< Outbound, that queries leave by; "" if not printed.
  std::vector<std::string> targets;  ///< Addresses that queries are forwarded to.
  bool targets_take_dns = true;      ///< All of them on port 53, and not by HTTPS.

  [[nodiscard]] const std::string& id() const { return rule_id; }
  static ResolverRule parse(Cursor& in);
};

struct ResolverRuleAssociation : Resource {
  static constexpr std::string_view kSnapshotKey = "ResolverRuleAssociations";
  static constexpr std::string_view kCall =
      "route53resolver-list-resolver-rule-associations";

  std::string association_id;
  std::string rule_id;
  VpcId vpc_id;
  std::string status;  ///< "COMPLETE", "DELETING" ...; "" if not printed.

  [[nodiscard]] const std::string& id() const { return association_id; }
  static ResolverRuleAssociation parse(Cursor& in);
};

}  // namespace pullproof::aws
