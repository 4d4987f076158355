// Whether ECR can decrypt the repository's layers: the KMS key must be enabled.
//
// The puller needs no permission on the key: ECR uses a grant of its own (key_grant.h).
// Where ECR itself has said that the key fails, that decides.
//
// AWS: ECR user guide, "Encryption at rest"; ECR API reference, ImageFailure; KMS
// developer guide, "Key states of AWS KMS keys".
#pragma once

#include <string>
#include <string_view>

#include "model/gates/gate.h"
#include "model/gates/place.h"

namespace pullproof::gates {

struct RepositoryKeyGate {
  using Place = ImagePlace;
  static constexpr std::string_view kName = "repository-key";
  [[nodiscard]] static Gate lets_through(const ImagePlace& place,
                                         const Context& context);
};

/// The customer's key that encrypts a repository.
struct CustomerKey {
  std::string name;   ///< As the repository names it: an ARN, an id or an alias.
  std::string asked;  ///< What calls about it carry: "1234abcd-...", "alias/images".
  std::string id;     ///< The last part of it.
  std::string arn;    ///< Of its own account and region if the name tells none.
  aws::Scope scope;
};

/// Its name is "" if AWS manages the repository's key or the repository is not known.
[[nodiscard]] CustomerKey customer_key_of(const ImagePlace& place,
                                          const Context& context);

}  // namespace pullproof::gates
