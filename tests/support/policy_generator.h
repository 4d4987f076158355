// Random policies and requests over a small vocabulary in which they often meet, for
// property tests. Call only inside of a property.
#pragma once

#include "model/aws/policy_document.h"
#include "model/core/predicate.h"
#include "model/gates/request.h"

namespace pullproof::support {

/// The field behind aws:SourceIp in `some_request`.
inline constexpr FieldId kSourceIp{0};

/// Without principals, as an identity policy has them.
[[nodiscard]] aws::PolicyStatement some_statement(bool variables);
[[nodiscard]] aws::PolicyDocument some_policy();

/// A call on an ECR repository, or the login, with keys of every kind.
[[nodiscard]] gates::Request some_request();

/// An address for `kSourceIp`, near to those that the policies name.
[[nodiscard]] Choice some_choice();

}  // namespace pullproof::support
