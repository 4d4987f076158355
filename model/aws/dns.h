// Whatever may change what a name resolves to inside a VPC, beside endpoints.
//
// Not modelled yet beyond its existence: a zone, rule, firewall or profile that touches
// a name makes the answer unknown.
#pragma once

#include <string>

#include "model/aws/resource.h"
#include "model/core/ids.h"

namespace pullproof::aws {

/// One zone of `route53 list-hosted-zones-by-vpc --vpc-id <parameter>`.
struct HostedZone : Resource {
  static constexpr std::string_view kSnapshotKey = "HostedZoneSummaries";
  static constexpr std::string_view kCall = "route53-list-hosted-zones-by-vpc";

  std::string zone_id;
  VpcId vpc_id;      ///< The document's parameter.
  std::string name;  ///< Without the final dot.
  std::string key;   ///< vpc_id + "/" + zone_id.

  [[nodiscard]] const std::string& id() const { return key; }
  static HostedZone parse(Cursor& in);
};

struct ResolverRule : Resource {
  static constexpr std::string_view kSnapshotKey = "ResolverRules";
  static constexpr std::string_view kCall = "route53resolver-list-resolver-rules";

  std::string rule_id;
  std::string domain;  ///< Without the final dot; "" is the root.
  std::string type;    ///< "FORWARD", "SYSTEM", "RECURSIVE".

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

  [[nodiscard]] const std::string& id() const { return association_id; }
  static ResolverRuleAssociation parse(Cursor& in);
};

struct DnsFirewallAssociation : Resource {
  static constexpr std::string_view kSnapshotKey = "FirewallRuleGroupAssociations";
  static constexpr std::string_view kCall =
      "route53resolver-list-firewall-rule-group-associations";

  std::string association_id;
  VpcId vpc_id;

  [[nodiscard]] const std::string& id() const { return association_id; }
  static DnsFirewallAssociation parse(Cursor& in);
};

struct ProfileAssociation : Resource {
  static constexpr std::string_view kSnapshotKey = "ProfileAssociations";
  static constexpr std::string_view kCall = "route53profiles-list-profile-associations";

  std::string association_id;
  VpcId vpc_id;  ///< `ResourceId`.

  [[nodiscard]] const std::string& id() const { return association_id; }
  static ProfileAssociation parse(Cursor& in);
};

struct EncryptionControl : Resource {
  static constexpr std::string_view kSnapshotKey = "VpcEncryptionControls";
  static constexpr std::string_view kCall = "ec2-describe-vpc-encryption-controls";

  std::string control_id;
  VpcId vpc_id;
  std::string mode;  ///< "monitor", "enforce".

  [[nodiscard]] const std::string& id() const { return control_id; }
  static EncryptionControl parse(Cursor& in);
};

}  // namespace pullproof::aws
