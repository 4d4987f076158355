// Access points of EFS: a directory of a file system, as one user.
//
// AWS: EFS API reference, DescribeAccessPoints, which may be asked for one file system.
#pragma once

#include <string>

#include "model/aws/resource.h"

namespace pullproof::aws {

struct AccessPoint : Resource {
  static constexpr std::string_view kSnapshotKey = "AccessPoints";
  static constexpr std::string_view kCall = "efs-describe-access-points";

  std::string access_point_id;
  std::string arn;  ///< "" if not printed.
  std::string file_system_id;
  std::string state;  ///< "available", "deleting" ...
  std::string path;   ///< Its root directory; "/" if not printed.
  /// EFS makes that directory if it is not there.
  bool creates_directory = false;

  [[nodiscard]] const std::string& id() const { return access_point_id; }
  static AccessPoint parse(Cursor& in);
};

}  // namespace pullproof::aws
