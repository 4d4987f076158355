// Which calls a snapshot of this account should hold, and which of them it lacks.
#pragma once

#include <string>
#include <vector>

#include "model/aws/snapshot.h"

namespace pullproof::cli {

struct LackingCall {
  aws::Scope scope;
  std::string call;  ///< With its parameter: "ecr-get-repository-policy/acme/web".
  aws::CallStatus status = aws::CallStatus::Unseen;
};

/// "denied", "failed", "unseen".
[[nodiscard]] std::string in_words(aws::CallStatus status);

/// Every account and region that a resource is in, sorted.
[[nodiscard]] std::vector<aws::Scope> scopes(const aws::Snapshot& account);

/// Sorted by scope and call.
[[nodiscard]] std::vector<LackingCall> lacking_calls(const aws::Snapshot& account);

}  // namespace pullproof::cli
