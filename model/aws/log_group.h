// Log groups of CloudWatch Logs.
//
// AWS: CloudWatch Logs API reference, DescribeLogGroups.
#pragma once

#include <string>

#include "model/aws/resource.h"

namespace pullproof::aws {

struct LogGroup : Resource {
  static constexpr std::string_view kSnapshotKey = "logGroups";
  static constexpr std::string_view kCall = "logs-describe-log-groups";

  /// Of a group of a linked account, which the call prints if it is asked to, its ARN.
  std::string name;

  [[nodiscard]] const std::string& id() const { return name; }
  static LogGroup parse(Cursor& in);
};

}  // namespace pullproof::aws
