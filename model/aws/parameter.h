// Parameters of Systems Manager, without their values.
//
// AWS: Systems Manager API reference, DescribeParameters.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "model/aws/resource.h"

namespace pullproof::aws {

struct Parameter : Resource {
  static constexpr std::string_view kSnapshotKey = "Parameters";
  static constexpr std::string_view kCall = "ssm-describe-parameters";

  std::string name;     ///< "/prod/db", "db".
  std::string type;     ///< "String", "StringList", "SecureString".
  std::string kms_key;  ///< ARN, id or alias, of a SecureString; "" for AWS's own.
  std::optional<std::int64_t> version;  ///< The newest; nothing if not printed.

  [[nodiscard]] const std::string& id() const { return name; }
  static Parameter parse(Cursor& in);
};

}  // namespace pullproof::aws
