// Users, groups, roles and managed policies, as `iam get-account-authorization-details`
// prints them.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "model/aws/policy_document.h"
#include "model/aws/resource.h"

namespace pullproof::aws {

struct InlinePolicy {
  std::string name;
  PolicyDocument document;
};

/// What users, groups and roles have in common.
struct Identity : Resource {
  std::string arn;
  std::string name;
  std::string path;
  std::string unique_id;  ///< "AROA...", "AIDA...", "AGPA..."
  std::vector<InlinePolicy> inline_policies;
  std::vector<std::string> attached_policy_arns;
  std::string boundary_arn;  ///< "" if there is none; groups never have one.
  Tags tags;

  [[nodiscard]] const std::string& id() const { return arn; }
};

struct Role : Identity {
  static constexpr std::string_view kSnapshotKey = "RoleDetailList";
  static constexpr std::string_view kCall = "iam-get-account-authorization-details";

  PolicyDocument trust;
  std::vector<std::string> instance_profiles;  ///< ARNs of profiles that hold it.

  static Role parse(Cursor& in);
};

struct User : Identity {
  static constexpr std::string_view kSnapshotKey = "UserDetailList";
  static constexpr std::string_view kCall = "iam-get-account-authorization-details";
  /// Seen where the users are listed: `--filter` may leave them out.
  static constexpr std::string_view kListCall = "iam-list-users";

  std::vector<std::string> group_names;

  static User parse(Cursor& in);
};

struct Group : Identity {
  static constexpr std::string_view kSnapshotKey = "GroupDetailList";
  static constexpr std::string_view kCall = "iam-get-account-authorization-details";
  static constexpr std::string_view kListCall = "iam-list-groups";

  static Group parse(Cursor& in);
};

/// The default version only.
struct ManagedPolicy : Resource {
  static constexpr std::string_view kSnapshotKey = "Policies";
  static constexpr std::string_view kCall = "iam-get-account-authorization-details";

  std::string arn;
  PolicyDocument document;
  /// Its default version, if other versions are printed and this one is not.
  std::string missing_version;

  [[nodiscard]] const std::string& id() const { return arn; }
  static ManagedPolicy parse(Cursor& in);
};

}  // namespace pullproof::aws
