// The policy of an S3 bucket. What it is printed in does not say of which bucket it is:
// the document's name does.
//
// AWS: S3 API reference, GetBucketPolicy.
#pragma once

#include <string>

#include "model/aws/policy_document.h"
#include "model/aws/resource.h"

namespace pullproof::aws {

struct BucketPolicy : Resource {
  static constexpr std::string_view kSnapshotKey = "Policy";
  static constexpr std::string_view kCall = "s3api-get-bucket-policy";
  static constexpr bool kWholeDocument = true;

  std::string bucket;
  PolicyDocument document;

  [[nodiscard]] const std::string& id() const { return bucket; }
  static BucketPolicy parse(Cursor& in);
};

}  // namespace pullproof::aws
