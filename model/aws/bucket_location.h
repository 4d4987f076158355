// Where an S3 bucket is. The output does not say which bucket it is about: the
// document's name does.
//
// AWS: S3 API reference, GetBucketLocation: nothing stands for us-east-1, and EU for
// eu-west-1.
#pragma once

#include <string>

#include "model/aws/resource.h"

namespace pullproof::aws {

struct BucketLocation : Resource {
  static constexpr std::string_view kSnapshotKey = "LocationConstraint";
  static constexpr std::string_view kCall = "s3api-get-bucket-location";
  static constexpr bool kWholeDocument = true;

  std::string bucket;
  std::string region;

  [[nodiscard]] const std::string& id() const { return bucket; }
  static BucketLocation parse(Cursor& in);
};

}  // namespace pullproof::aws
