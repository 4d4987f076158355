// The image account's repository acme/web, and rules of a pull-through cache for what
// else is pulled, for tests of images that a pull brings.
#pragma once

#include <string>

#include <nlohmann/json.hpp>

#include "tests/support/image_account.h"

namespace pullproof::support {

inline constexpr const char* kUpstreamSecret =
    "arn:aws:secretsmanager:eu-central-1:111122223333:secret:"
    "ecr-pullthroughcache/hub-Qm3Tz8";
inline constexpr const char* kSecretList =
    "111122223333/eu-central-1/secretsmanager-list-secrets.json";
inline constexpr const char* kCreationTemplates =
    "111122223333/eu-central-1/ecr-describe-repository-creation-templates.json";

/// An entry of the rules, of a registry that lets anybody pull.
inline nlohmann::json quay_rule(const std::string& prefix = "quay") {
  return {{"ecrRepositoryPrefix", prefix},
          {"upstreamRegistryUrl", "quay.io"},
          {"upstreamRegistry", "quay"},
          {"registryId", kImageAccount}};
}

/// One of a registry that asks for a login.
inline nlohmann::json hub_rule() {
  return {{"ecrRepositoryPrefix", "hub"},
          {"upstreamRegistryUrl", "registry-1.docker.io"},
          {"upstreamRegistry", "docker-hub"},
          {"credentialArn", kUpstreamSecret},
          {"registryId", kImageAccount}};
}

/// Adds it, and that no template is for what it creates.
inline void add_rule(nlohmann::json& bundle, const nlohmann::json& rule) {
  bundle[kPullThroughRules]["pullThroughCacheRules"].push_back(rule);
  bundle[kCreationTemplates]["repositoryCreationTemplates"] = nlohmann::json::array();
}

/// The list of secrets, with the one that `hub_rule` names.
inline void add_upstream_secret(nlohmann::json& bundle) {
  bundle[kSecretList]["SecretList"] = nlohmann::json::array(
      {{{"ARN", kUpstreamSecret}, {"Name", "ecr-pullthroughcache/hub"}}});
}

}  // namespace pullproof::support
