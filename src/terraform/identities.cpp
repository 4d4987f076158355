#include <algorithm>

#include <nlohmann/json.hpp>

#include "model/aws/document_context.h"
#include "src/terraform/families.h"
#include "src/terraform/own_names.h"
#include "src/terraform/unknown.h"

namespace pullproof::cli::terraform {
namespace {

using Json = nlohmann::json;

void add_attachment(const Json& role, const Json& policy, Facts& facts) {
  Json entry = {{"PolicyArn", policy}};
  if (policy.is_string()) {
    entry["PolicyName"] = aws::last_part(policy.get<std::string>());
  }
  facts.entry("Role", role, "/AttachedManagedPolicies", {{"PolicyArn", policy}}, entry);
}

void add_inline_policy(const Json& role, const Json& name, const Json& document,
                       Facts& facts) {
  facts.entry("Role", role, "/RolePolicyList", {{"PolicyName", name}},
              {{"PolicyName", name}, {"PolicyDocument", document}});
}

/// The version that the snapshot has, whose document changes in place.
Json default_version(const Values& values) {
  const auto* place =
      values.account().find("Policy", values.text("name"), values.scope());
  if (place == nullptr) return "v1";
  const std::string id =
      changes::text_member(values.account().at(*place), "DefaultVersionId");
  return id.empty() ? "v1" : id;
}

}  // namespace

void role_facts(const Values& values, Facts& facts) {
  const Json& name = values.get("name");
  Json role = {{"RoleName", name},
               {"Arn", values.get("arn")},
               {"AssumeRolePolicyDocument", values.parsed("assume_role_policy")},
               {"RolePolicyList", Json::array()},
               {"AttachedManagedPolicies", Json::array()},
               {"InstanceProfileList", Json::array()},
               {"Tags", values.tags()}};
  role["Path"] = "/";
  put_given(role, "Path", values, "path");
  if (values.has("permissions_boundary") ||
      values.is_unknown_at("permissions_boundary")) {
    role["PermissionsBoundary"] = {
        {"PermissionsBoundaryType", "Policy"},
        {"PermissionsBoundaryArn", values.get("permissions_boundary")}};
  }
  facts.resource("Role", name, role);
  if (values.is_unknown_at("inline_policy")) {
    facts.doubt(name, why_unknown(values.get("inline_policy")));
  }
  for (const Values& policy : values.blocks("inline_policy")) {
    const bool is_empty = !policy.has("name") && !policy.is_unknown_at("name");
    if (is_empty) continue;  // Terraform: an empty block takes away all others.
    add_inline_policy(name, policy.get("name"), policy.parsed("policy"), facts);
  }
  for (const Json& policy : values.items("managed_policy_arns")) {
    add_attachment(name, policy, facts);
  }
}

void role_policy_facts(const Values& values, Facts& facts) {
  Json name = values.get("name");
  if (name.is_null()) name = "terraform-" + values.resource().address;
  add_inline_policy(values.get("role"), name, values.parsed("policy"), facts);
}

void role_attachment_facts(const Values& values, Facts& facts) {
  add_attachment(values.get("role"), values.get("policy_arn"), facts);
}

void policy_attachment_facts(const Values& values, Facts& facts) {
  for (const Json& role : values.items("roles")) {
    add_attachment(role, values.get("policy_arn"), facts);
  }
}

void only_attachments_facts(const Values& values, Facts& facts) {
  Json list = Json::array();
  if (values.is_unknown_at("policy_arns")) list = values.get("policy_arns");
  for (const Json& policy : values.items("policy_arns")) {
    if (!list.is_array()) break;
    if (!policy.is_string()) {
      list = policy;
    } else {
      list.push_back({{"PolicyArn", policy},
                      {"PolicyName", aws::last_part(policy.get<std::string>())}});
    }
  }
  facts.member("Role", values.get("role_name"), {{"AttachedManagedPolicies", list}},
               nullptr);
}

void only_policies_facts(const Values& values, Facts& facts) {
  const Json& role = values.get("role_name");
  facts.doubt_unknown(values, role, {"policy_names"});
  const std::vector<Json> names = values.items("policy_names");
  const auto* place =
      values.account().find("Role", values.text("role_name"), values.scope());
  const Json* policies =
      place == nullptr
          ? nullptr
          : changes::list_member(values.account().at(*place), "RolePolicyList");
  if (policies == nullptr) return;
  // What stays: see adopted.h for what is there before.
  for (const Json& policy : *policies) {
    const Json name = changes::text_member(policy, "PolicyName");
    if (std::find(names.begin(), names.end(), name) == names.end()) continue;
    facts.entry("Role", role, "/RolePolicyList", {{"PolicyName", name}}, policy);
  }
}

void managed_policy_facts(const Values& values, Facts& facts) {
  const Json& arn = values.get("arn");
  const Json version = default_version(values);
  facts.resource("Policy", arn,
                 {{"PolicyName", values.get("name")},
                  {"Arn", arn},
                  {"Path", values.has("path") ? values.get("path") : Json("/")},
                  {"DefaultVersionId", version},
                  {"PolicyVersionList",
                   {{{"VersionId", version},
                     {"IsDefaultVersion", true},
                     {"Document", values.parsed("policy")}}}}});
}

void instance_profile_facts(const Values& values, Facts& facts) {
  const Json& role = values.get("role");
  if (role.is_null()) return;
  const Json& arn = values.get("arn");
  facts.entry("Role", role, "/InstanceProfileList", {{"Arn", arn}},
              {{"Arn", arn},
               {"InstanceProfileName", values.get("name")},
               {"Path", values.has("path") ? values.get("path") : Json("/")}});
}

}  // namespace pullproof::cli::terraform
