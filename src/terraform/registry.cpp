#include <nlohmann/json.hpp>

#include "src/terraform/families.h"
#include "src/terraform/unknown.h"

namespace pullproof::cli::terraform {
namespace {

using Json = nlohmann::json;

Json registry_of(const Values& values) {
  return values.has("registry_id") ? values.get("registry_id")
                                   : Json(values.scope().account.str());
}

}  // namespace

void repository_facts(const Values& values, Facts& facts) {
  const Json& name = values.get("name");
  Json repository = {{"repositoryName", name},
                     {"repositoryArn", values.get("arn")},
                     {"registryId", registry_of(values)},
                     {"encryptionConfiguration", {{"encryptionType", "AES256"}}}};
  put(repository, "repositoryUri", values.get("repository_url"));
  put(repository, "imageTagMutability", values.get("image_tag_mutability"));
  for (const Values& encryption : values.blocks("encryption_configuration")) {
    Json& told = repository["encryptionConfiguration"];
    if (!encryption.get("encryption_type").is_null()) {
      told["encryptionType"] = encryption.get("encryption_type");
    }
    put_given(told, "kmsKey", encryption, "kms_key");
  }
  facts.resource("Repository", name, repository);
  facts.doubt_unknown(values, name, {"encryption_configuration"});
}

void repository_policy_facts(const Values& values, Facts& facts) {
  const Json& name = values.get("repository");
  facts.document("RepositoryPolicy", name,
                 {{"registryId", registry_of(values)},
                  {"repositoryName", name},
                  {"policyText", values.get("policy")}},
                 nullptr);
}

void registry_policy_facts(const Values& values, Facts& facts) {
  facts.document(
      "RegistryPolicy", "",
      {{"registryId", registry_of(values)}, {"policyText", values.get("policy")}},
      {{"registryId", registry_of(values)}, {"policyText", R"({"Statement":[]})"}});
}

void lifecycle_policy_facts(const Values& values, Facts& facts) {
  const Json& name = values.get("repository");
  facts.document("LifecyclePolicy", name,
                 {{"registryId", registry_of(values)},
                  {"repositoryName", name},
                  {"lifecyclePolicyText", values.get("policy")}},
                 nullptr);
}

void pull_through_facts(const Values& values, Facts& facts) {
  const Json& prefix = values.get("ecr_repository_prefix");
  Json rule = {{"ecrRepositoryPrefix", prefix},
               {"upstreamRegistryUrl", values.get("upstream_registry_url")},
               {"registryId", registry_of(values)}};
  put(rule, "credentialArn", values.get("credential_arn"));
  put(rule, "customRoleArn", values.get("custom_role_arn"));
  put(rule, "upstreamRepositoryPrefix", values.get("upstream_repository_prefix"));
  facts.resource("PullThroughCacheRule", prefix, rule);
}

}  // namespace pullproof::cli::terraform
