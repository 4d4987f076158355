#include <nlohmann/json.hpp>

#include "model/aws/document_context.h"
#include "src/terraform/families.h"
#include "src/terraform/own_names.h"
#include "src/terraform/unknown.h"

namespace pullproof::cli::terraform {
namespace {

using Json = nlohmann::json;

/// AWS: KMS developer guide, "Default key policy".
Json default_key_policy(const aws::Scope& scope) {
  const Json policy = {{"Version", "2012-10-17"},
                       {"Statement",
                        {{{"Sid", "Enable IAM User Permissions"},
                          {"Effect", "Allow"},
                          {"Principal", {{"AWS", global_arn_in(scope, "iam", "root")}}},
                          {"Action", "kms:*"},
                          {"Resource", "*"}}}}};
  return {{"Policy", policy.dump()}, {"PolicyName", "default"}};
}

/// The key's id of its ARN too.
Json key_id_of(const Json& key) {
  return key.is_string() ? Json(aws::last_part(key.get<std::string>())) : key;
}

/// AWS: a secret's ARN ends in a hyphen and six letters after its name.
Json secret_name_of(const Json& arn) {
  if (!arn.is_string()) return arn;
  const std::string text = arn.get<std::string>();
  constexpr std::string_view kKind = ":secret:";
  const std::size_t kind = text.find(kKind);
  if (kind == std::string::npos) return text;
  const std::string name = text.substr(kind + kKind.size());
  constexpr std::size_t kEnd = 7;
  const bool has_end = name.size() > kEnd && name[name.size() - kEnd] == '-';
  return has_end ? name.substr(0, name.size() - kEnd) : name;
}

}  // namespace

void key_facts(const Values& values, Facts& facts) {
  const Json& id = values.get("key_id");
  Json state = values.flag_or_mark("is_enabled", true);
  if (state.is_boolean()) state = state.get<bool>() ? "Enabled" : "Disabled";
  facts.resource_with_end("Key", id,
                          {{"KeyId", id},
                           {"Arn", values.get("arn")},
                           {"KeyState", state},
                           {"KeyManager", "CUSTOMER"}},
                          {{"KeyState", "PendingDeletion"}});
  const bool is_given = values.has("policy") || values.is_unknown_at("policy");
  facts.document("KeyPolicy", id,
                 is_given
                     ? Json{{"Policy", values.get("policy")}, {"PolicyName", "default"}}
                     : default_key_policy(values.scope()),
                 default_key_policy(values.scope()));
}

void key_policy_facts(const Values& values, Facts& facts) {
  facts.document("KeyPolicy", key_id_of(values.get("key_id")),
                 {{"Policy", values.get("policy")}, {"PolicyName", "default"}},
                 default_key_policy(values.scope()));
}

void key_alias_facts(const Values& values, Facts& facts) {
  const Json& name = values.get("name");
  Json alias = {{"AliasName", name},
                {"TargetKeyId", key_id_of(values.get("target_key_id"))}};
  if (name.is_string()) {
    alias["AliasArn"] = arn_in(values.scope(), "kms", name.get<std::string>());
  }
  facts.resource("Alias", name, alias);
}

void secret_facts(const Values& values, Facts& facts) {
  const Json& name = values.get("name");
  const Json& arn = values.get("arn");
  Json secret = {{"ARN", arn}, {"Name", name}, {"Tags", values.tags()}};
  put_given(secret, "KmsKeyId", values, "kms_key_id");
  facts.resource("Secret", name, secret);
  Json policy = {{"ARN", arn}, {"Name", name}};
  if (values.has("policy") || values.is_unknown_at("policy")) {
    policy["ResourcePolicy"] = values.get("policy");
  }
  facts.document("SecretPolicy", name, policy, nullptr);
}

void secret_version_facts(const Values& values, Facts& facts) {
  const Json name = secret_name_of(values.get("secret_id"));
  if (values.resource().action == Action::Delete) {
    facts.doubt(name, "a version of it goes, and its stages are not read from plans");
    return;
  }
  facts.member("Secret", name,
               {{"SecretVersionsToStages", {{"terraform", {"AWSCURRENT"}}}}}, nullptr);
}

void secret_policy_facts(const Values& values, Facts& facts) {
  const Json& arn = values.get("secret_arn");
  const Json name = secret_name_of(arn);
  facts.document(
      "SecretPolicy", name,
      {{"ARN", arn}, {"Name", name}, {"ResourcePolicy", values.get("policy")}},
      {{"ARN", arn}, {"Name", name}});
}

void parameter_facts(const Values& values, Facts& facts) {
  const Json& name = values.get("name");
  Json parameter = {
      {"Name", name}, {"ARN", values.get("arn")}, {"Type", values.get("type")}};
  put_given(parameter, "KeyId", values, "key_id");
  facts.resource("Parameter", name, parameter);
}

void log_group_facts(const Values& values, Facts& facts) {
  const Json& name = values.get("name");
  Json group = {{"logGroupName", name}};
  if (values.get("arn").is_string()) {
    group["logGroupArn"] = values.get("arn");
    group["arn"] = values.text("arn") + ":*";
  }
  put_given(group, "kmsKeyId", values, "kms_key_id");
  facts.resource("LogGroup", name, group);
}

void bucket_policy_facts(const Values& values, Facts& facts) {
  facts.document("BucketPolicy", values.get("bucket"),
                 {{"Policy", values.get("policy")}}, nullptr);
}

}  // namespace pullproof::cli::terraform
