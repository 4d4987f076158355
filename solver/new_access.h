// Access that a change of an account's documents newly grants, policy by policy.
//
// AWS: IAM user guide, "IAM Access Analyzer custom policy checks", CheckNoNewAccess. A
// role is asked about with all of its identity policies at once.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "model/changes/account_documents.h"
#include "solver/policy_compare.h"

namespace pullproof::solver {

struct NewAccess {
  std::string subject;  ///< "Role ecsTaskExecutionRole", "VpcEndpoint vpce-1".
  std::string field;    ///< "identity policies", "AssumeRolePolicyDocument".
  PolicyAnswer answer;  ///< New, or unknown.
  /// What `answer` points into.
  std::shared_ptr<const std::vector<aws::PolicyDocument>> documents;
};

/// Of what differs from the account before its change; nothing of what is as it was or
/// grants nothing new.
[[nodiscard]] std::vector<NewAccess> new_access(
    const changes::AccountDocuments& account);

}  // namespace pullproof::solver
