#include "model/aws/bucket_policy.h"

namespace pullproof::aws {

BucketPolicy BucketPolicy::parse(Cursor& in) {
  BucketPolicy policy;
  fill_common(policy, in);
  in.skip({"ResponseMetadata"});
  policy.bucket = in.context().parameter;
  auto document = parse_policy(in, kSnapshotKey);
  if (document) policy.document = std::move(*document);
  return policy;
}

}  // namespace pullproof::aws
