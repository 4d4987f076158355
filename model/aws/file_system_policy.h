// The policy of a file system of EFS.
//
// AWS: EFS API reference, DescribeFileSystemPolicy: where nobody has put one, the call
// answers PolicyNotFound.
#pragma once

#include <string>

#include "model/aws/policy_document.h"
#include "model/aws/resource.h"

namespace pullproof::aws {

struct FileSystemPolicy : Resource {
  static constexpr std::string_view kSnapshotKey = "FileSystemId";
  static constexpr std::string_view kCall = "efs-describe-file-system-policy";
  static constexpr bool kWholeDocument = true;

  std::string file_system_id;
  PolicyDocument document;

  [[nodiscard]] const std::string& id() const { return file_system_id; }
  static FileSystemPolicy parse(Cursor& in);
};

}  // namespace pullproof::aws
