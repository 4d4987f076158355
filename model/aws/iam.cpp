#include "model/aws/iam.h"

#include <fmt/format.h>

namespace pullproof::aws {
namespace {

InlinePolicy parse_inline_policy(Cursor& in) {
  InlinePolicy policy;
  policy.name = in.text_or("PolicyName", "");
  auto document = parse_policy(in, "PolicyDocument");
  if (!in.has("PolicyDocument")) {
    in.problem("", "expected `PolicyDocument`, found nothing");
  }
  if (document) policy.document = std::move(*document);
  return policy;
}

std::vector<std::string> parse_profiles(Cursor& in) {
  std::vector<std::string> arns;
  for (Cursor& profile : in.objects("InstanceProfileList")) {
    arns.push_back(profile.text("Arn"));
    profile.skip({"Path", "InstanceProfileName", "InstanceProfileId", "CreateDate",
                  "Roles", "Tags"});
  }
  return arns;
}

/// One entry of `PolicyVersionList`, if it is the default version.
std::optional<PolicyDocument> parse_default_version(Cursor& in,
                                                    const std::string& default_id) {
  in.skip({"CreateDate"});
  const std::string id = in.text_or("VersionId", "");
  const bool is_default = in.flag_or("IsDefaultVersion", id == default_id);
  if (is_default && !default_id.empty() && id != default_id) {
    in.problem("IsDefaultVersion",
               fmt::format("version {} says that it is the default, and "
                           "`DefaultVersionId` says {}",
                           in_backticks(id), in_backticks(default_id)));
  }
  if (!is_default) {
    in.skip({"Document"});
    return std::nullopt;
  }
  if (!in.has("Document")) in.problem("", "expected `Document`, found nothing");
  return parse_policy(in, "Document");
}

}  // namespace

Role Role::parse(Cursor& in) {
  Role role;
  fill_common(role, in);
  role.arn = in.text("Arn");
  role.name = in.text_or("RoleName", "");
  role.path = in.text_or("Path", "/");
  role.role_id = in.text_or("RoleId", "");
  auto trust = parse_policy(in, "AssumeRolePolicyDocument");
  if (trust) {
    role.trust = std::move(*trust);
  } else {
    role.trust.source = role.source;
    role.trust.not_modelled = "no trust policy is printed";
  }
  for (Cursor& policy : in.objects("RolePolicyList")) {
    role.inline_policies.push_back(parse_inline_policy(policy));
  }
  for (Cursor& policy : in.objects("AttachedManagedPolicies")) {
    policy.skip({"PolicyName"});
    role.attached_policy_arns.push_back(policy.text("PolicyArn"));
  }
  if (auto boundary = in.object("PermissionsBoundary")) {
    role.boundary_arn = boundary->text("PermissionsBoundaryArn");
    boundary->skip({"PermissionsBoundaryType"});
  }
  role.instance_profiles = parse_profiles(in);
  role.tags = parse_tags(in, "Tags");
  in.skip({"CreateDate", "RoleLastUsed", "Description", "MaxSessionDuration"});
  return role;
}

ManagedPolicy ManagedPolicy::parse(Cursor& in) {
  ManagedPolicy policy;
  fill_common(policy, in);
  policy.arn = in.text("Arn");
  policy.document.source = policy.source;
  policy.document.not_modelled = "no default version is printed";
  const std::string default_id = in.text_or("DefaultVersionId", "");
  bool found = false;
  bool any = false;
  for (Cursor& version : in.objects("PolicyVersionList")) {
    any = true;
    auto document = parse_default_version(version, default_id);
    if (!document) continue;
    if (found) version.problem("", "the policy has two default versions");
    found = true;
    policy.document = std::move(*document);
  }
  if (any && !found) {
    policy.missing_version = default_id.empty() ? "?" : default_id;
  }
  in.skip({"PolicyName", "PolicyId", "Path", "AttachmentCount",
           "PermissionsBoundaryUsageCount", "IsAttachable", "CreateDate", "UpdateDate",
           "Description", "Tags"});
  return policy;
}

}  // namespace pullproof::aws
