#include <nlohmann/json.hpp>

#include "src/terraform/families.h"
#include "src/terraform/unknown.h"

namespace pullproof::cli::terraform {
namespace {

using Json = nlohmann::json;

/// "SERVICE_CONTROL_POLICY", of a policy that the snapshot has; "" if it has none.
std::string type_of_policy(const Values& values, const std::string& id) {
  const auto* place = values.account().find("OrganizationPolicy", id);
  if (place == nullptr) return {};
  const Json& policy = values.account().at(*place);
  const auto summary = policy.find("PolicySummary");
  return summary == policy.end() ? std::string()
                                 : changes::text_member(*summary, "Type");
}

}  // namespace

void control_policy_facts(const Values& values, Facts& facts) {
  const Json& id = values.get("id");
  const Json type = values.get("type").is_null() ? Json("SERVICE_CONTROL_POLICY")
                                                 : values.get("type");
  facts.document("OrganizationPolicy", id,
                 {{"PolicySummary",
                   {{"Id", id},
                    {"Arn", values.get("arn")},
                    {"Name", values.get("name")},
                    {"Type", type},
                    {"AwsManaged", false}}},
                  {"Content", values.get("content")}},
                 nullptr);
}

void control_attachment_facts(const Values& values, Facts& facts) {
  const Json& policy = values.get("policy_id");
  const Json& target = values.get("target_id");
  const std::string id = values.text("policy_id");
  const std::string known = type_of_policy(values, id);
  const bool is_service = known == "SERVICE_CONTROL_POLICY";
  if (!is_service && known != "RESOURCE_CONTROL_POLICY") {
    facts.doubt(target, "the type of the policy that is attached to it is not told");
    return;
  }
  facts.entry(is_service ? "ServiceControlPolicies" : "ResourceControlPolicies", target,
              "/Policies", {{"Id", policy}}, {{"Id", policy}, {"Type", known}});
}

}  // namespace pullproof::cli::terraform
