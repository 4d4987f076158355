// Roles and managed policies, as `iam get-account-authorization-details` prints them.
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

struct Role : Resource {
  static constexpr std::string_view kSnapshotKey = "RoleDetailList";
  static constexpr std::string_view kCall = "iam-get-account-authorization-details";

  std::string arn;
  std::string name;
  std::string path;
  std::string role_id;  ///< "AROA..."
  PolicyDocument trust;
  std::vector<InlinePolicy> inline_policies;
  std::vector<std::string> attached_policy_arns;
  std::string boundary_arn;                    ///< "" if there is none.
  std::vector<std::string> instance_profiles;  ///< ARNs of profiles that hold it.
  Tags tags;

  [[nodiscard]] const std::string& id() const { return arn; }
  static Role parse(Cursor& in);
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
