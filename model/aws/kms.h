// The state of a KMS key.
//
// AWS: KMS developer guide, "Key states of AWS KMS keys".
#pragma once

#include <string>

#include "model/aws/resource.h"

namespace pullproof::aws {

struct KmsKey : Resource {
  static constexpr std::string_view kSnapshotKey = "KeyMetadata";
  static constexpr std::string_view kCall = "kms-describe-key";
  static constexpr bool kWholeDocument = true;

  std::string arn;
  std::string key_id;
  std::string state;  ///< "Enabled", "Disabled", "PendingDeletion" ...

  [[nodiscard]] const std::string& id() const { return arn; }
  static KmsKey parse(Cursor& in);
};

}  // namespace pullproof::aws
