// KMS keys: their state, their grants and their policies.
//
// AWS: KMS developer guide, "Key states of AWS KMS keys"; KMS API reference, ListGrants
// and GetKeyPolicy. The last two do not say which key they are about: the document's
// name does.
#pragma once

#include <string>
#include <vector>

#include "model/aws/policy_document.h"
#include "model/aws/resource.h"

namespace pullproof::aws {

struct KmsKey : Resource {
  static constexpr std::string_view kSnapshotKey = "KeyMetadata";
  static constexpr std::string_view kCall = "kms-describe-key";
  static constexpr bool kWholeDocument = true;

  std::string arn;
  std::string key_id;
  std::string state;    ///< "Enabled", "Disabled", "PendingDeletion" ...
  std::string manager;  ///< "AWS", "CUSTOMER"; "" if not printed.

  [[nodiscard]] const std::string& id() const { return arn; }
  static KmsKey parse(Cursor& in);
};

/// AWS: KMS API reference, ListAliases.
struct KmsAlias : Resource {
  static constexpr std::string_view kSnapshotKey = "Aliases";
  static constexpr std::string_view kCall = "kms-list-aliases";

  std::string name;    ///< "alias/prod".
  std::string key_id;  ///< "" if it stands for none.

  [[nodiscard]] const std::string& id() const { return name; }
  static KmsAlias parse(Cursor& in);
};

struct KmsGrants : Resource {
  static constexpr std::string_view kSnapshotKey = "Grants";
  static constexpr std::string_view kCall = "kms-list-grants";
  static constexpr bool kWholeDocument = true;

  struct Grant {
    std::string grantee;  ///< An ARN, or a service: "ecr.eu-central-1.amazonaws.com".
    std::vector<std::string> operations;  ///< "Decrypt", "GenerateDataKey" ...
    /// The encryption context that it asks for; empty asks for none.
    Tags encryption_context;
    Source source;
  };

  std::string key_id;
  std::vector<Grant> grants;

  [[nodiscard]] const std::string& id() const { return key_id; }
  static KmsGrants parse(Cursor& in);
};

struct KmsKeyPolicy : Resource {
  static constexpr std::string_view kSnapshotKey = "Policy";
  static constexpr std::string_view kCall = "kms-get-key-policy";
  static constexpr bool kWholeDocument = true;

  std::string key_id;
  PolicyDocument document;

  [[nodiscard]] const std::string& id() const { return key_id; }
  static KmsKeyPolicy parse(Cursor& in);
};

}  // namespace pullproof::aws
