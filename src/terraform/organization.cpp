#include <algorithm>
#include <array>
#include <string_view>

#include <nlohmann/json.hpp>

#include "model/aws/cursor.h"
#include "src/terraform/configuration.h"
#include "src/terraform/families.h"
#include "src/terraform/unknown.h"

namespace pullproof::cli::terraform {
namespace {

using Json = nlohmann::json;

/// Types that say something of calls to AWS.
bool is_of_calls(const std::string& type) {
  return type == "SERVICE_CONTROL_POLICY" || type == "RESOURCE_CONTROL_POLICY";
}

/// AWS: Organizations user guide, "Management policies": these are about other things.
/// Declarative policies, for one, may block a VPC's way to the internet.
bool is_of_other_things(const std::string& type) {
  constexpr std::array kOthers = std::to_array<std::string_view>(
      {"TAG_POLICY", "BACKUP_POLICY", "AISERVICES_OPT_OUT_POLICY", "CHATBOT_POLICY",
       "SECURITYHUB_POLICY", "INSPECTOR_POLICY", "UPGRADE_ROLLOUT_POLICY",
       "BEDROCK_POLICY"});
  return std::find(kOthers.begin(), kOthers.end(), type) != kOthers.end();
}

std::string unread_type(const std::string& type) {
  return type.empty() ? "the type of the policy is not told"
                      : "policies of type " + aws::in_backticks(type) + " are not read";
}

/// Terraform: aws_organizations_policy: `type`.
std::string type_in(const Json& policy, const char* name) {
  const Json& type = member_or_null(policy, name);
  if (type.is_null()) return "SERVICE_CONTROL_POLICY";
  return type.is_string() ? type.get<std::string>() : std::string();
}

/// Of a policy that the plan or the snapshot has; "" if neither has it.
std::string type_of_policy(const Values& values, const std::string& id) {
  const Json* planned =
      values.planned() == nullptr
          ? nullptr
          : values.planned()->after("aws_organizations_policy", "id", id);
  if (planned != nullptr) return type_in(*planned, "type");
  const auto* place = values.account().find("OrganizationPolicy", id);
  if (place == nullptr) return {};
  const Json& policy = values.account().at(*place);
  return changes::text_member(member_or_null(policy, "PolicySummary"), "Type");
}

/// An OU that is new has no account that the snapshot tells of.
bool is_new_unit(const Values& values, const std::string& target) {
  if (values.planned() == nullptr) return false;
  const auto all =
      values.planned()->with("aws_organizations_organizational_unit", "id", target);
  return std::any_of(all.begin(), all.end(), [](const PlannedResource* each) {
    return each->action == Action::Create;
  });
}

}  // namespace

void control_policy_facts(const Values& values, Facts& facts) {
  const Json& id = values.get("id");
  if (values.is_unknown_at("type")) return facts.doubt_unknown(values, id, {"type"});
  const Json given = values.get("type").is_null() ? Json("SERVICE_CONTROL_POLICY")
                                                  : values.get("type");
  const std::string type = given.is_string() ? given.get<std::string>() : "";
  if (is_of_other_things(type)) return;
  if (!is_of_calls(type)) return facts.doubt(id, unread_type(type));
  const bool is_new = values.resource().action != Action::Update;
  if (is_new && values.is_unknown_at("content")) {
    return facts.doubt_unknown(values, id, {"content"});
  }
  facts.resource("OrganizationPolicy", id,
                 {{"PolicySummary",
                   {{"Id", id},
                    {"Arn", values.get("arn")},
                    {"Name", values.get("name")},
                    {"Type", type},
                    {"AwsManaged", false}}},
                  {"Content", values.get("content")}});
}

void control_attachment_facts(const Values& values, Facts& facts) {
  const Json& policy = values.get("policy_id");
  const Json& target = values.get("target_id");
  if (target.is_string() && is_new_unit(values, target.get<std::string>())) return;
  const std::string known = type_of_policy(values, values.text("policy_id"));
  if (is_of_other_things(known)) return;
  if (!is_of_calls(known)) return facts.doubt(target, unread_type(known));
  facts.entry(known == "SERVICE_CONTROL_POLICY" ? "ServiceControlPolicies"
                                                : "ResourceControlPolicies",
              target, "/Policies", {{"Id", policy}}, {{"Id", policy}, {"Type", known}});
}

void organization_member_facts(const Values& values, Facts& facts) {
  const PlannedResource& resource = values.resource();
  const bool is_new = resource.before == nullptr || resource.action == Action::Create;
  const bool stays = !is_new && resource.after != nullptr &&
                     member_or_null(*resource.before, "parent_id") ==
                         member_or_null(*resource.after, "parent_id");
  if (is_new || (stays && resource.action == Action::Update)) return;
  facts.doubt(values.get("id"),
              "which policies an account is under from then on is not "
              "read from plans");
}

}  // namespace pullproof::cli::terraform
