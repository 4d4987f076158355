#include "model/aws/secret_policy.h"

namespace pullproof::aws {

SecretPolicy SecretPolicy::parse(Cursor& in) {
  SecretPolicy policy;
  fill_common(policy, in);
  in.skip({"ResponseMetadata"});
  policy.arn = in.text(kSnapshotKey);
  policy.name = in.text_or("Name", "");
  policy.document = parse_policy(in, "ResourcePolicy");
  return policy;
}

}  // namespace pullproof::aws
