// Two sides of policies that are compared in the place of others.
#pragma once

#include <vector>

#include "model/aws/policy_document.h"
#include "model/gates/request.h"

namespace pullproof::solver {

struct PolicyPair {
  std::vector<aws::PolicyDocument> granted;
  std::vector<aws::PolicyDocument> known;
};

/// Both sides where the request tells what their variables stand for, see
/// gates::with_values.
[[nodiscard]] PolicyPair with_values(
    const std::vector<const aws::PolicyDocument*>& granted,
    const std::vector<const aws::PolicyDocument*>& known,
    const gates::Request& request);

}  // namespace pullproof::solver
