// File systems of EFS.
//
// AWS: EFS API reference, DescribeFileSystems.
// Not modelled: the key that one is encrypted with, which EFS uses for its clients.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "model/aws/resource.h"

namespace pullproof::aws {

struct FileSystem : Resource {
  static constexpr std::string_view kSnapshotKey = "FileSystems";
  static constexpr std::string_view kCall = "efs-describe-file-systems";

  std::string file_system_id;
  std::string owner_id;  ///< "" if not printed.
  std::string state;     ///< "available", "updating", "deleting" ...
  std::optional<std::int64_t> mount_targets;  ///< How many it has.

  [[nodiscard]] const std::string& id() const { return file_system_id; }
  static FileSystem parse(Cursor& in);
};

/// AWS: EFS API reference, FileSystemDescription and MountTargetDescription: in the
/// other states it is not there yet, not any more, or broken.
[[nodiscard]] bool is_in_service(const std::string& efs_state);

}  // namespace pullproof::aws
