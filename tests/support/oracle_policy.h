// What IAM policies say about the calls of a pull.
//
// AWS: IAM user guide, "Policy evaluation logic"; VPC guide, "Endpoint policies".
// Not modelled: organizations, session policies, users, variables: Unsupported.
#pragma once

#include <set>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "tests/support/oracle_condition.h"

namespace pullproof::oracle {

/// A role and every policy document that hangs on it.
struct Role {
  std::string arn;
  std::vector<nlohmann::json> identity;
  std::vector<nlohmann::json> boundary;  ///< None or one.
};

struct Request {
  std::string action;
  std::string resource;
  Context context;
};

/// The mechanisms that refuse `request` of our own role. A nullptr is no policy.
/// Requires: `decided` unless the path of the call is not known: an answer that hangs
/// on it is left out then, and Unsupported otherwise.
[[nodiscard]] std::set<std::string> role_refusals(
    const Role& role, const Request& request, const nlohmann::json* repository_policy,
    const nlohmann::json* endpoint_policy, bool decided);

/// True if the gateway endpoint's policy lets ECR's own account get the layer.
[[nodiscard]] bool layer_allowed(const nlohmann::json& endpoint_policy,
                                 const Request& request);

/// Every Resource and NotResource pattern of a policy.
[[nodiscard]] std::vector<std::string> resource_patterns(const nlohmann::json& policy);

/// True if the trust policy lets `service` assume the role.
[[nodiscard]] bool trusts(const nlohmann::json& policy, const std::string& service);

}  // namespace pullproof::oracle
