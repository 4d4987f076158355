// The policy of a secret of Secrets Manager, or that it has none.
//
// AWS: Secrets Manager API reference, GetResourcePolicy: `ResourcePolicy` is left out
// where there is no policy.
#pragma once

#include <optional>
#include <string>

#include "model/aws/policy_document.h"
#include "model/aws/resource.h"

namespace pullproof::aws {

struct SecretPolicy : Resource {
  static constexpr std::string_view kSnapshotKey = "ARN";
  static constexpr std::string_view kCall = "secretsmanager-get-resource-policy";
  static constexpr bool kWholeDocument = true;

  std::string arn;  ///< With the six characters that end it.
  std::string name;
  std::optional<PolicyDocument> document;

  [[nodiscard]] const std::string& id() const { return arn; }
  static SecretPolicy parse(Cursor& in);
};

}  // namespace pullproof::aws
