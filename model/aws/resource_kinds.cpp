#include "model/aws/resource_kinds.h"

#include <algorithm>
#include <utility>

#include <nlohmann/json.hpp>

namespace pullproof::aws {
namespace {

using Json = nlohmann::json;

const Json* array_at(const Json& document, std::string_view key) {
  const auto field = document.find(key);
  return field == document.end() || !field->is_array() ? nullptr : &*field;
}

/// Does any element of the list have the field?
bool any_has(const Json& document, std::string_view key, std::string_view field) {
  const Json* list = array_at(document, key);
  return list != nullptr && std::any_of(list->begin(), list->end(), [&](const Json& e) {
           return e.is_object() && e.contains(field);
         });
}

}  // namespace

bool holds_managed_policies(const nlohmann::json& document,
                            const DocumentContext& context) {
  return context.call == ManagedPolicy::kCall ||
         document.contains(Role::kSnapshotKey) || document.contains("UserDetailList") ||
         any_has(document, ManagedPolicy::kSnapshotKey, "PolicyVersionList");
}

bool holds_organization_policy(const nlohmann::json& document,
                               const DocumentContext& context) {
  if (!context.call.empty()) return context.call == OrganizationPolicy::kCall;
  const Json& policy = document.at(std::string(OrganizationPolicy::kSnapshotKey));
  return policy.is_object() && policy.contains("PolicySummary");
}

bool holds_account_setting(const nlohmann::json& document) {
  const auto name = document.find(AccountSetting::kSnapshotKey);
  if (name == document.end() || !name->is_string() || !document.contains("value")) {
    return false;
  }
  // "REGISTRY_POLICY_SCOPE": a `name` beside a `value` is a common thing to print.
  const std::string& text = name->get_ref<const Json::string_t&>();
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'A' && c <= 'Z') || c == '_';
  });
}

bool holds_clusters(const nlohmann::json& document) {
  // `eks list-clusters` prints names under the same key.
  const Json* list = array_at(document, Cluster::kSnapshotKey);
  return list == nullptr || list->empty() || !list->front().is_string();
}

bool holds_repositories(const nlohmann::json& document) {
  // `codecommit list-repositories` prints its own under the same key.
  return !any_has(document, Repository::kSnapshotKey, "repositoryId");
}

bool holds_parameters(const nlohmann::json& document) {
  // Several services print theirs under the same key, values and all; a template has an
  // object there.
  const Json* list = array_at(document, Parameter::kSnapshotKey);
  return list != nullptr &&
         (list->empty() || any_has(document, Parameter::kSnapshotKey, "Name")) &&
         !any_has(document, Parameter::kSnapshotKey, "Value");
}

bool holds_ip_ranges(const nlohmann::json& document) {
  return document.contains("syncToken") &&
         array_at(document, IpRanges::kSnapshotKey) != nullptr;
}

bool holds_kms_aliases(const nlohmann::json& document) {
  // `lambda list-aliases` prints its own under the same key.
  const Json* list = array_at(document, KmsAlias::kSnapshotKey);
  return list != nullptr &&
         (list->empty() || any_has(document, KmsAlias::kSnapshotKey, "AliasName"));
}

bool holds_ecs_settings(const nlohmann::json& document) {
  const Json* list = array_at(document, EcsSetting::kSnapshotKey);
  return list != nullptr &&
         (list->empty() || any_has(document, EcsSetting::kSnapshotKey, "value"));
}

bool holds_described_secret(const nlohmann::json& document,
                            const DocumentContext& context) {
  return context.call == DescribedSecret::kCall ||
         (context.call.empty() && document.contains("VersionIdsToStages"));
}

bool holds_secret_policy(const nlohmann::json& document,
                         const DocumentContext& context) {
  // `secretsmanager describe-secret` prints `ARN` and `Name` too; a secret without a
  // policy prints nothing else.
  return context.call == SecretPolicy::kCall || document.contains("ResourcePolicy");
}

bool holds_file_systems(const nlohmann::json& document,
                        const DocumentContext& context) {
  // `fsx describe-file-systems` prints its own under the same key.
  return context.call == FileSystem::kCall ||
         any_has(document, FileSystem::kSnapshotKey, "LifeCycleState");
}

bool holds_file_system_policy(const nlohmann::json& document,
                              const DocumentContext& context) {
  return context.call == FileSystemPolicy::kCall || document.contains("Policy");
}

bool holds_security_groups(const nlohmann::json& document) {
  // `efs describe-mount-target-security-groups` prints ids under the same key.
  const Json* list = array_at(document, SecurityGroup::kSnapshotKey);
  return list == nullptr || list->empty() || !list->front().is_string();
}

std::string call_with(std::string_view call, const std::string& parameter) {
  std::string text(call);
  if (!parameter.empty()) text += '/' + parameter;
  return text;
}

Calls prefix_list_calls(const nlohmann::json& document,
                        const DocumentContext& context) {
  if (answers<PrefixList>(context.call)) return {context.call};
  Calls calls;
  const auto key = PrefixList::kSnapshotKey;
  if (any_has(document, key, "Cidrs")) calls.emplace_back(PrefixList::kOtherCall);
  if (any_has(document, key, "OwnerId")) calls.emplace_back(PrefixList::kCall);
  return calls;
}

Calls calls_for(std::string_view call, std::vector<std::string> parameters,
                const std::string& named) {
  if (parameters.empty() && !named.empty()) parameters.push_back(named);
  std::sort(parameters.begin(), parameters.end());
  parameters.erase(std::unique(parameters.begin(), parameters.end()), parameters.end());
  Calls calls;
  for (const std::string& parameter : parameters) {
    if (!parameter.empty()) calls.push_back(call_with(call, parameter));
  }
  return calls;
}

}  // namespace pullproof::aws
