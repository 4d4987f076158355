// The organization: its tree and the service and resource control policies on it.
//
// AWS: Organizations user guide, "SCP evaluation" and "RCP evaluation".
#pragma once

#include <string>
#include <vector>

#include "model/aws/policy_document.h"
#include "model/aws/resource.h"

namespace pullproof::aws {

/// `organizations describe-organization`.
struct Organization : Resource {
  static constexpr std::string_view kSnapshotKey = "Organization";
  static constexpr std::string_view kCall = "organizations-describe-organization";
  static constexpr bool kWholeDocument = true;

  std::string organization_id;     ///< "o-..."
  std::string management_account;  ///< Never subject to SCPs and RCPs.

  [[nodiscard]] const std::string& id() const { return organization_id; }
  static Organization parse(Cursor& in);
};

/// `organizations list-roots`.
struct OrganizationRoot : Resource {
  static constexpr std::string_view kSnapshotKey = "Roots";
  static constexpr std::string_view kCall = "organizations-list-roots";

  std::string root_id;  ///< "r-..."
  /// Policy types that are enabled: "SERVICE_CONTROL_POLICY",
  /// "RESOURCE_CONTROL_POLICY".
  std::vector<std::string> enabled_types;

  [[nodiscard]] const std::string& id() const { return root_id; }
  static OrganizationRoot parse(Cursor& in);
};

/// `organizations list-parents --child-id <parameter>`.
struct OrganizationParent : Resource {
  static constexpr std::string_view kSnapshotKey = "Parents";
  static constexpr std::string_view kCall = "organizations-list-parents";
  static constexpr bool kWholeDocument = true;

  std::string child_id;   ///< An account or an OU.
  std::string parent_id;  ///< An OU or the root.

  [[nodiscard]] const std::string& id() const { return child_id; }
  static OrganizationParent parse(Cursor& in);
};

/// `organizations list-policies-for-target --filter <type> --target-id <parameter>`.
struct TargetPolicies : Resource {
  static constexpr std::string_view kSnapshotKey = "Policies";
  static constexpr std::string_view kCall = "organizations-list-policies-for-target";
  static constexpr bool kWholeDocument = true;

  std::string target_id;  ///< An account, an OU or the root.
  std::string type;       ///< "SERVICE_CONTROL_POLICY" or "RESOURCE_CONTROL_POLICY".
  std::vector<std::string> policy_ids;
  std::string key;  ///< type + "/" + target_id.

  [[nodiscard]] const std::string& id() const { return key; }
  static TargetPolicies parse(Cursor& in);
};

/// `organizations describe-policy`.
struct OrganizationPolicy : Resource {
  static constexpr std::string_view kSnapshotKey = "Policy";
  static constexpr std::string_view kCall = "organizations-describe-policy";
  static constexpr bool kWholeDocument = true;

  std::string policy_id;  ///< "p-..."
  std::string arn;
  std::string name;
  std::string type;
  PolicyDocument document;

  [[nodiscard]] const std::string& id() const { return policy_id; }
  static OrganizationPolicy parse(Cursor& in);
};

}  // namespace pullproof::aws
