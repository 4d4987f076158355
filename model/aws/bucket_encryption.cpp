#include "model/aws/bucket_encryption.h"

namespace pullproof::aws {

BucketEncryption BucketEncryption::parse(Cursor& in) {
  BucketEncryption encryption;
  fill_common(encryption, in);
  in.skip({"ResponseMetadata"});
  encryption.bucket = in.context().parameter;
  auto configuration = in.object(kSnapshotKey);
  if (!configuration) return encryption;
  for (Cursor& each : configuration->objects("Rules")) {
    Cursor rule = std::move(each);
    if (auto standard = rule.object("ApplyServerSideEncryptionByDefault")) {
      encryption.kms_key = standard->text_or("KMSMasterKeyID", "");
      standard->skip_all();
    }
    rule.skip_all();
  }
  return encryption;
}

}  // namespace pullproof::aws
