#include "model/aws/file_system_policy.h"

#include <utility>

namespace pullproof::aws {

FileSystemPolicy FileSystemPolicy::parse(Cursor& in) {
  FileSystemPolicy policy;
  fill_common(policy, in);
  in.skip({"ResponseMetadata"});
  policy.file_system_id = in.text(kSnapshotKey);
  auto document = parse_policy(in, "Policy");
  if (document) policy.document = std::move(*document);
  return policy;
}

}  // namespace pullproof::aws
