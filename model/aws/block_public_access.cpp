#include "model/aws/block_public_access.h"

namespace pullproof::aws {

BlockPublicAccessOptions BlockPublicAccessOptions::parse(Cursor& in) {
  BlockPublicAccessOptions options;
  fill_common(options, in);
  options.key = key_of(options.scope);
  in.skip({"ResponseMetadata"});
  auto object = in.object(kSnapshotKey);
  if (!object) return options;
  options.source = object->source();
  options.mode = object->text("InternetGatewayBlockMode");
  options.is_changing = object->text_or("State", "") == "update-in-progress";
  object->skip({"AwsAccountId", "AwsRegion", "Reason", "LastUpdateTimestamp",
                "ManagedBy", "ExclusionsAllowed"});
  return options;
}

BlockPublicAccessExclusion BlockPublicAccessExclusion::parse(Cursor& in) {
  BlockPublicAccessExclusion exclusion;
  fill_common(exclusion, in);
  exclusion.exclusion_id = in.text("ExclusionId");
  exclusion.resource_arn = in.text("ResourceArn");
  exclusion.mode = in.text("InternetGatewayExclusionMode");
  exclusion.state = in.text_or("State", "");
  in.skip({"Reason", "CreationTimestamp", "LastUpdateTimestamp", "DeletionTimestamp",
           "Tags"});
  return exclusion;
}

}  // namespace pullproof::aws
