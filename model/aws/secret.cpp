#include "model/aws/secret.h"

#include <nlohmann/json.hpp>

namespace pullproof::aws {

Secret Secret::parse(Cursor& in) {
  Secret secret;
  fill_common(secret, in);
  secret.arn = in.text("ARN");
  secret.name = in.text_or("Name", "");
  secret.kms_key = in.text_or("KmsKeyId", "");
  secret.deleted = in.has("DeletedDate");
  const nlohmann::json& versions = in.raw("SecretVersionsToStages");
  if (versions.is_object()) {
    secret.stages.emplace();
    for (const auto& [version, stages] : versions.items()) {
      for (const auto& stage : stages) {
        if (stage.is_string()) secret.stages->insert(stage.get<std::string>());
      }
    }
  }
  secret.tags = parse_tags(in, "Tags");
  in.skip_all();
  return secret;
}

}  // namespace pullproof::aws
