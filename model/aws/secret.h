// Secrets of Secrets Manager, without their values.
//
// AWS: Secrets Manager API reference, ListSecrets and DescribeSecret: the list leaves
// out secrets that are marked for deletion unless it is asked for them.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>

#include "model/aws/resource.h"

namespace pullproof::aws {

struct Secret : Resource {
  static constexpr std::string_view kSnapshotKey = "SecretList";
  static constexpr std::string_view kCall = "secretsmanager-list-secrets";

  std::string arn;  ///< With the six characters that end it.
  std::string name;
  std::string kms_key;   ///< ARN, id or alias; "" for AWS's own.
  bool deleted = false;  ///< It is marked for deletion.
  /// Stages that some version has: "AWSCURRENT"; nothing if not printed.
  std::optional<std::set<std::string>> stages;
  /// The stages of each version by its id; none of versions that have no stage.
  std::map<std::string, std::set<std::string>> versions;
  Tags tags;

  [[nodiscard]] const std::string& id() const { return arn; }
  static Secret parse(Cursor& in);
};

/// `secretsmanager describe-secret`: one that may be marked for deletion.
struct DescribedSecret : Secret {
  static constexpr std::string_view kSnapshotKey = "ARN";
  static constexpr std::string_view kCall = "secretsmanager-describe-secret";
  static constexpr bool kWholeDocument = true;

  static DescribedSecret parse(Cursor& in);
};

}  // namespace pullproof::aws
