// Plans for tests, as `terraform show -json PLAN` prints them: what leads from one
// account to another.
//
// Terraform: "JSON Output Format", Plan Representation; which arguments force a new
// resource is told by the AWS provider's documentation of each.
#pragma once

#include <nlohmann/json.hpp>

#include "tests/support/terraform_state.h"

namespace pullproof::support {

struct PlanStyle {
  /// A list of which nothing is known is `true`, else each of its entries is.
  bool lists_are_whole = true;
  bool creates_before_it_destroys = false;
};

/// Requires: what is of one address in both is one resource.
[[nodiscard]] nlohmann::json plan_between(const TerraformState& before,
                                          const TerraformState& after,
                                          const PlanStyle& style = {});

/// Without this VPC and all that is in it, as it was before somebody made it. Services
/// in it go, and their task definitions stay.
[[nodiscard]] nlohmann::json without_vpc(const nlohmann::json& bundle,
                                         const std::string& vpc);

/// Without its EC2 instances and the services on them, which no plan makes.
[[nodiscard]] nlohmann::json without_instances(const nlohmann::json& bundle);

}  // namespace pullproof::support
