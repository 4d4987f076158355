#include "model/aws/mount_target_groups.h"

namespace pullproof::aws {

MountTargetGroups MountTargetGroups::parse(Cursor& in) {
  MountTargetGroups list;
  fill_common(list, in);
  in.skip({"ResponseMetadata"});
  list.mount_target_id = in.context().parameter;
  for (auto& id : in.texts(kSnapshotKey)) list.groups.emplace_back(id);
  return list;
}

}  // namespace pullproof::aws
