// The key that an S3 bucket encrypts its objects with. The output does not say which
// bucket it is about: the document's name does.
//
// AWS: S3 API reference, GetBucketEncryption.
#pragma once

#include <string>

#include "model/aws/resource.h"

namespace pullproof::aws {

struct BucketEncryption : Resource {
  static constexpr std::string_view kSnapshotKey = "ServerSideEncryptionConfiguration";
  static constexpr std::string_view kCall = "s3api-get-bucket-encryption";
  static constexpr bool kWholeDocument = true;

  std::string bucket;
  std::string kms_key;  ///< ARN, id or alias; "" for a key of AWS's own.

  [[nodiscard]] const std::string& id() const { return bucket; }
  static BucketEncryption parse(Cursor& in);
};

}  // namespace pullproof::aws
