// IAM's roles and policies, and the policies of an organization.
//
// AWS: CloudFormation template reference, "AWS::IAM::Role", "AWS::IAM::Policy",
// "AWS::IAM::ManagedPolicy", "AWS::Organizations::Policy".
#include <algorithm>
#include <string>
#include <utility>

#include <nlohmann/json.hpp>

#include "model/aws/document_context.h"
#include "src/cloudformation/resource_reader.h"
#include "src/cloudformation/value.h"

namespace pullproof::cli::cloudformation {
namespace {

using Json = nlohmann::json;

constexpr const char* kInline = "/RolePolicyList";
constexpr const char* kAttached = "/AttachedManagedPolicies";

void set_inline_policy(ResourceReader& in, const Json& role, const Json& policy) {
  const Json name = text_of(policy, "PolicyName");
  in.set_entry("Role", role, kInline, members({{"PolicyName", name}}),
               members({{"PolicyName", name},
                        {"PolicyDocument", policy_of(policy, "PolicyDocument")}}));
}

void attach_policy(ResourceReader& in, const Json& role, const Json& arn) {
  if (!arn.is_string()) {
    return in.doubt(role, is_unknown(arn) ? why_unknown(arn) : "a policy has no ARN");
  }
  in.set_entry("Role", role, kAttached, members({{"PolicyArn", arn}}),
               members({{"PolicyName", aws::last_part(arn.get<std::string>())},
                        {"PolicyArn", arn}}));
}

/// Another resource of the template gives the role this policy.
bool is_given_elsewhere(ResourceReader& in, const std::string& policy) {
  Resources& all = in.resources();
  const auto is_to_role = [&](const Json& roles) {
    return roles == in.id() ||
           (roles.is_array() &&
            std::find(roles.begin(), roles.end(), in.id()) != roles.end());
  };
  for (const auto& logical : all.made_of_type("AWS::IAM::Policy")) {
    if (all.property(logical, "PolicyName") == policy &&
        is_to_role(all.property(logical, "Roles"))) {
      return true;
    }
  }
  for (const auto& logical : all.made_of_type("AWS::IAM::RolePolicy")) {
    if (all.property(logical, "PolicyName") == policy &&
        is_to_role(all.property(logical, "RoleName"))) {
      return true;
    }
  }
  for (const auto& logical : all.made_of_type("AWS::IAM::ManagedPolicy")) {
    if (all.arn(logical) == policy && is_to_role(all.property(logical, "Roles"))) {
      return true;
    }
  }
  return false;
}

/// What a role holds that the template does not say may be of the former template.
void doubt_others(ResourceReader& in, const Json& there, const char* list,
                  const char* key, const Json& said) {
  const Json* now = changes::list_member(there, list);
  for (std::size_t i = 0; now != nullptr && i < now->size(); ++i) {
    const std::string name = changes::text_member((*now)[i], key);
    bool is_said = false;
    for (const Json& each : said) {
      is_said = is_said || each == name || text_of(each, key) == name;
    }
    if (is_said || is_given_elsewhere(in, name)) continue;
    return in.doubt(in.id(), "it has the policy `" + name +
                                 "`, which the template does not say; if the former "
                                 "template said it, it goes");
  }
}

void change_role(ResourceReader& in, const Json& there, const Json& policies,
                 const Json& arns) {
  const Json boundary = in.text("PermissionsBoundary");
  Json changed = members({{"AssumeRolePolicyDocument",
                           policy_of(in.properties(), "AssumeRolePolicyDocument")}});
  if (!boundary.is_null()) {
    changed["PermissionsBoundary"] = members(
        {{"PermissionsBoundaryType", "Policy"}, {"PermissionsBoundaryArn", boundary}});
  } else if (there.contains("PermissionsBoundary")) {
    changed["PermissionsBoundary"] = nullptr;
  }
  in.merge("Role", in.id(), std::move(changed));
  for (const Json& policy : policies) set_inline_policy(in, in.id(), policy);
  for (const Json& arn : arns) attach_policy(in, in.id(), arn);
  doubt_others(in, there, "RolePolicyList", "PolicyName", policies);
  doubt_others(in, there, "AttachedManagedPolicies", "PolicyArn", arns);
}

/// A list of the property, or none; what is not known of the list is a doubt.
Json known_list(ResourceReader& in, const char* property) {
  Json list = in.list(property);
  if (is_unknown(list)) in.doubt(in.id(), why_unknown(list));
  return list.is_array() ? list : Json::array();
}

}  // namespace

void read_role(ResourceReader& in) {
  const Json policies = known_list(in, "Policies");
  const Json arns = known_list(in, "ManagedPolicyArns");
  const Json* there = in.id().is_string()
                          ? in.in_snapshot("Role", in.id().get<std::string>())
                          : nullptr;
  if (there != nullptr) return change_role(in, *there, policies, arns);
  Json role = members({{"RoleName", in.id()},
                       {"Arn", in.arn()},
                       {"Path", in.text("Path")},
                       {"AssumeRolePolicyDocument",
                        policy_of(in.properties(), "AssumeRolePolicyDocument")},
                       {"RolePolicyList", Json::array()},
                       {"AttachedManagedPolicies", Json::array()},
                       {"InstanceProfileList", Json::array()}});
  if (!role.contains("Path")) role["Path"] = "/";
  if (const Json boundary = in.text("PermissionsBoundary"); !boundary.is_null()) {
    role["PermissionsBoundary"] = members(
        {{"PermissionsBoundaryType", "Policy"}, {"PermissionsBoundaryArn", boundary}});
    if (is_unknown(boundary)) role["PermissionsBoundary"] = boundary;
  }
  in.put("Role", in.id(), std::move(role), {"Arn", "AssumeRolePolicyDocument"});
  for (const Json& policy : policies) set_inline_policy(in, in.id(), policy);
  for (const Json& arn : arns) attach_policy(in, in.id(), arn);
}

void read_inline_policy(ResourceReader& in) {
  for (const Json& role : known_list(in, "Roles")) {
    set_inline_policy(in, role, in.properties());
  }
}

void read_role_policy(ResourceReader& in) {
  set_inline_policy(in, in.text("RoleName"), in.properties());
}

void read_managed_policy(ResourceReader& in) {
  const Json document = policy_of(in.properties(), "PolicyDocument");
  if (!in.arn().is_string()) return in.ignore("its name is not known");
  if (is_unknown(document)) in.doubt(in.arn(), why_unknown(document));
  Json version = members({{"VersionId", "v1"}, {"IsDefaultVersion", true}});
  if (!is_unknown(document)) version["Document"] = document;
  const Json* there = in.in_snapshot("Policy", in.arn().get<std::string>());
  if (there != nullptr) {
    const std::string now = changes::text_member(*there, "DefaultVersionId");
    if (!now.empty()) version["VersionId"] = now;
  }
  in.put(
      "Policy", in.arn(),
      members({{"PolicyName", in.id()},
               {"Arn", in.arn()},
               {"DefaultVersionId", version["VersionId"]},
               {"PolicyVersionList",
                is_unknown(document) ? document : Json::array({std::move(version)})}}),
      {});
  for (const Json& role : known_list(in, "Roles")) attach_policy(in, role, in.arn());
}

void read_instance_profile(ResourceReader& in) {
  for (const Json& role : known_list(in, "Roles")) {
    in.set_entry("Role", role, "/InstanceProfileList", members({{"Arn", in.arn()}}),
                 members({{"InstanceProfileName", in.id()}, {"Arn", in.arn()}}));
  }
}

void read_organization_policy(ResourceReader& in) {
  const Json type = in.text("Type");
  const bool is_service = type == "SERVICE_CONTROL_POLICY";
  if (!is_service && type != "RESOURCE_CONTROL_POLICY") {
    return in.ignore("only service and resource control policies are read",
                     is_unknown(type));
  }
  in.put_document("OrganizationPolicy", in.id(),
                  members({{"PolicySummary", members({{"Id", in.id()},
                                                      {"Arn", in.arn()},
                                                      {"Name", in.text("Name")},
                                                      {"Type", type}})},
                           {"Content", in.policy_text("Content")}}));
  const char* list = is_service ? "ServiceControlPolicies" : "ResourceControlPolicies";
  for (const Json& target : known_list(in, "TargetIds")) {
    in.set_entry(list, target, "/Policies", members({{"Id", in.id()}}),
                 members({{"Id", in.id()}, {"Type", type}}));
  }
}

}  // namespace pullproof::cli::cloudformation
