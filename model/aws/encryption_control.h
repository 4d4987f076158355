// VPC encryption controls: whether a VPC asks that its traffic be encrypted.
//
// AWS: VPC user guide, "Enforce VPC encryption in transit".
#pragma once

#include <string>

#include "model/aws/resource.h"
#include "model/core/ids.h"

namespace pullproof::aws {

struct EncryptionControl : Resource {
  static constexpr std::string_view kSnapshotKey = "VpcEncryptionControls";
  static constexpr std::string_view kCall = "ec2-describe-vpc-encryption-controls";

  std::string control_id;
  VpcId vpc_id;
  std::string mode;   ///< "monitor", "enforce".
  std::string state;  ///< "available", "enforce-in-progress", "deleted" ...

  /// Now, or as soon as a change of it is done.
  [[nodiscard]] bool may_enforce() const {
    if (state == "deleted") return false;
    return mode == "enforce" || state.starts_with("enforce-");
  }

  [[nodiscard]] const std::string& id() const { return control_id; }
  static EncryptionControl parse(Cursor& in);
};

}  // namespace pullproof::aws
