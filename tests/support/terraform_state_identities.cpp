#include "tests/support/terraform_state.h"

namespace pullproof::support {
namespace {

using nlohmann::json;

void add_inline_policies(const StateSource& from, const json& role, const json& list,
                         json& values) {
  for (const json& policy : list) {
    const json text = policy.at("PolicyDocument").dump();
    if (from.form == Form::Inline) {
      values["inline_policy"].push_back(
          {{"name", policy.at("PolicyName")}, {"policy", text}});
      continue;
    }
    const std::string id =
        role.get<std::string>() + ':' + policy.at("PolicyName").get<std::string>();
    from.add("aws_iam_role_policy", id,
             {{"id", id},
              {"name", policy.at("PolicyName")},
              {"role", role},
              {"policy", text}})
        .computed = {"id"};
  }
}

void add_attachments(const StateSource& from, const json& role, const json& list,
                     json& values) {
  for (const json& policy : list) {
    const json& arn = policy.at("PolicyArn");
    if (from.form == Form::Inline) {
      values["managed_policy_arns"].push_back(arn);
      continue;
    }
    const std::string id = role.get<std::string>() + '-' + arn.get<std::string>();
    from.add("aws_iam_role_policy_attachment", id,
             {{"id", id}, {"role", role}, {"policy_arn", arn}})
        .computed = {"id"};
  }
}

void add_profiles(const StateSource& from, const json& role, const json& list) {
  for (const json& profile : list) {
    const json& name = profile.at("InstanceProfileName");
    StateResource& made = from.add("aws_iam_instance_profile", name,
                                   {{"id", name},
                                    {"arn", profile.at("Arn")},
                                    {"name", name},
                                    {"path", profile.value("Path", "/")},
                                    {"role", role}});
    made.drawn = {"arn"};
    made.computed = {"id"};
  }
}

/// An optional and computed list that nobody gave is not in the configuration.
void put_list(StateResource& made, const json& values, const char* name, Form form) {
  if (form == Form::Standalone) {
    made.computed.emplace_back(name);
  } else {
    made.values[name] = values.value(name, json::array());
  }
}

void take_role(const StateSource& from, json& role) {
  const json name = take(role, "RoleName");
  const json tags = take_tags(role);
  json boundary = take(role, "PermissionsBoundary");
  json lists = json::object();
  add_inline_policies(from, name, take_list(role, "RolePolicyList"), lists);
  add_attachments(from, name, take_list(role, "AttachedManagedPolicies"), lists);
  add_profiles(from, name, take_list(role, "InstanceProfileList"));
  StateResource& made =
      from.add("aws_iam_role", name,
               {{"id", name},
                {"name", name},
                {"arn", take(role, "Arn")},
                {"path", take(role, "Path")},
                {"assume_role_policy", take(role, "AssumeRolePolicyDocument").dump()},
                {"permissions_boundary",
                 boundary.is_null() ? json("") : boundary.at("PermissionsBoundaryArn")},
                {"tags", tags},
                {"tags_all", tags}});
  made.drawn = {"arn"};
  made.computed = {"id"};
  put_list(made, lists, "inline_policy", from.form);
  put_list(made, lists, "managed_policy_arns", from.form);
  forget(role,
         {"RoleId", "CreateDate", "RoleLastUsed", "Description", "MaxSessionDuration"});
}

void take_policy(const StateSource& from, json& policy) {
  const std::string arn = policy.at("Arn");
  // AWS's own are nobody's to change.
  if (arn.find(":iam::aws:policy/") != std::string::npos) return;
  const json versions = take_list(policy, "PolicyVersionList");
  const json current = take(policy, "DefaultVersionId");
  json text;
  for (const json& version : versions) {
    if (version.at("VersionId") == current) text = version.at("Document").dump();
  }
  const json tags = take_tags(policy);
  StateResource& made = from.add("aws_iam_policy", arn,
                                 {{"id", arn},
                                  {"arn", arn},
                                  {"name", policy.at("PolicyName")},
                                  {"path", policy.value("Path", "/")},
                                  {"policy", text},
                                  {"tags_all", tags}});
  made.drawn = {"arn"};
  made.computed = {"id"};
  policy.clear();
}

}  // namespace

TakeResource identity_taker(const std::string& key) {
  if (key == "RoleDetailList") return take_role;
  if (key == "Policies") return take_policy;
  return nullptr;
}

}  // namespace pullproof::support
