#include "model/aws/secret.h"

#include <nlohmann/json.hpp>

namespace pullproof::aws {
namespace {

void fill(Secret& secret, Cursor& in, std::string_view versions_key) {
  fill_common(secret, in);
  secret.arn = in.text("ARN");
  secret.name = in.text_or("Name", "");
  secret.kms_key = in.text_or("KmsKeyId", "");
  secret.deleted = in.has("DeletedDate");
  secret.tags = parse_tags(in, "Tags");
  const nlohmann::json& versions = in.raw(versions_key);
  if (versions.is_object()) {
    secret.stages.emplace();
    for (const auto& [version, stages] : versions.items()) {
      auto& own = secret.versions[version];
      for (const auto& stage : stages) {
        if (stage.is_string()) own.insert(stage.get<std::string>());
      }
      secret.stages->insert(own.begin(), own.end());
    }
  }
  in.skip_all();
}

}  // namespace

Secret Secret::parse(Cursor& in) {
  Secret secret;
  fill(secret, in, "SecretVersionsToStages");
  return secret;
}

DescribedSecret DescribedSecret::parse(Cursor& in) {
  DescribedSecret secret;
  fill(secret, in, "VersionIdsToStages");
  return secret;
}

}  // namespace pullproof::aws
