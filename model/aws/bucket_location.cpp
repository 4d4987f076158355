#include "model/aws/bucket_location.h"

namespace pullproof::aws {

BucketLocation BucketLocation::parse(Cursor& in) {
  BucketLocation location;
  fill_common(location, in);
  in.skip({"ResponseMetadata"});
  location.bucket = in.context().parameter;
  location.region = in.text_or(kSnapshotKey, "");
  if (location.region.empty()) location.region = "us-east-1";
  if (location.region == "EU") location.region = "eu-west-1";
  return location;
}

}  // namespace pullproof::aws
