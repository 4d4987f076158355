#include "model/aws/file_system.h"

namespace pullproof::aws {

FileSystem FileSystem::parse(Cursor& in) {
  FileSystem system;
  fill_common(system, in);
  system.file_system_id = in.text("FileSystemId");
  system.owner_id = in.text_or("OwnerId", "");
  system.state = in.text_or("LifeCycleState", "");
  system.mount_targets = in.integer("NumberOfMountTargets", 0, 1000);
  in.skip_all();
  return system;
}

bool is_in_service(const std::string& efs_state) {
  return efs_state == "available" || efs_state == "updating";
}

}  // namespace pullproof::aws
