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

/// `kind` is how AWS begins the names of the fields: "Role", "User" or "Group".
void fill_identity(Identity& identity, Cursor& in, const std::string& kind) {
  fill_common(identity, in);
  identity.arn = in.text("Arn");
  identity.name = in.text_or(kind + "Name", "");
  identity.path = in.text_or("Path", "/");
  identity.unique_id = in.text_or(kind + "Id", "");
  for (Cursor& policy : in.objects(kind + "PolicyList")) {
    identity.inline_policies.push_back(parse_inline_policy(policy));
  }
  for (Cursor& policy : in.objects("AttachedManagedPolicies")) {
    policy.skip({"PolicyName"});
    identity.attached_policy_arns.push_back(policy.text("PolicyArn"));
  }
  if (auto boundary = in.object("PermissionsBoundary")) {
    identity.boundary_arn = boundary->text("PermissionsBoundaryArn");
    boundary->skip({"PermissionsBoundaryType"});
  }
  identity.tags = parse_tags(in, "Tags");
  in.skip({"CreateDate"});
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
  fill_identity(role, in, "Role");
  auto trust = parse_policy(in, "AssumeRolePolicyDocument");
  if (trust) {
    role.trust = std::move(*trust);
  } else {
    role.trust.source = role.source;
    role.trust.not_modelled = "no trust policy is printed";
  }
  role.instance_profiles = parse_profiles(in);
  in.skip({"RoleLastUsed", "Description", "MaxSessionDuration"});
  return role;
}

User User::parse(Cursor& in) {
  User user;
  fill_identity(user, in, "User");
  user.group_names = in.texts("GroupList");
  return user;
}

Group Group::parse(Cursor& in) {
  Group group;
  fill_identity(group, in, "Group");
  return group;
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
