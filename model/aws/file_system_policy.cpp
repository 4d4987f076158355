#include "model/aws/file_system_policy.h"

#include <utility>

namespace pullproof::aws {

FileSystemPolicy FileSystemPolicy::parse(Cursor& in) {
  FileSystemPolicy policy;
  fill_common(policy, in);
  in.skip({"ResponseMetadata"});
  policy.file_system_id = in.text(kSnapshotKey);
  auto document = parse_policy(in, "Policy");
  if (document) {
    policy.document = std::move(*document);
  } else if (!in.has("Policy")) {
    in.problem("Policy", "expected the text of a policy, found nothing");
  }
  return policy;
}

}  // namespace pullproof::aws
