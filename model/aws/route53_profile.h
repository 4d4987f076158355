// Route 53 Profiles: zones, rules, firewalls and endpoints that VPCs share.
//
// AWS: Route 53 developer guide, "What are Amazon Route 53 Profiles?".
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "model/aws/resource.h"
#include "model/core/ids.h"

namespace pullproof::aws {

struct ProfileAssociation : Resource {
  static constexpr std::string_view kSnapshotKey = "ProfileAssociations";
  static constexpr std::string_view kCall = "route53profiles-list-profile-associations";

  std::string association_id;
  std::string profile_id;
  VpcId vpc_id;        ///< `ResourceId`.
  std::string status;  ///< "COMPLETE", "DELETED" ...; "" if not printed.

  [[nodiscard]] const std::string& id() const { return association_id; }
  static ProfileAssociation parse(Cursor& in);
};

/// One row of `route53profiles list-profile-resource-associations --profile-id ...`.
struct ProfileResource : Resource {
  static constexpr std::string_view kSnapshotKey = "ProfileResourceAssociations";
  static constexpr std::string_view kCall =
      "route53profiles-list-profile-resource-associations";

  std::string association_id;
  std::string profile_id;
  std::string type;         ///< "HOSTED_ZONE", "RESOLVER_RULE", "VPC_ENDPOINT" ...
  std::string resource_id;  ///< The last part of its ARN.
  /// Of a firewall's rule group; nothing if AWS does not say.
  std::optional<std::int64_t> priority;
  std::string status;  ///< As the association's.

  [[nodiscard]] const std::string& id() const { return association_id; }
  static ProfileResource parse(Cursor& in);
};

}  // namespace pullproof::aws
