#include "model/gates/resource_control_policy.h"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

#include "model/gates/control_policy.h"
#include "model/gates/policy_match.h"

namespace pullproof::gates {
namespace {

bool is_supported(std::string_view action) {
  constexpr std::array<std::string_view, 10> kServices{
      "ecr:", "sts:",  "s3:",       "kms:",  "secretsmanager:",
      "sqs:", "logs:", "dynamodb:", "aoss:", "cognito-idp:"};
  return std::any_of(kServices.begin(), kServices.end(), [&](std::string_view prefix) {
    return action.starts_with(prefix);
  });
}

bool applies(const Request& request) {
  const bool service_linked =
      request.caller.role_arn.find(":role/aws-service-role/") != std::string::npos;
  return request.caller.kind != Caller::Kind::Foreign && !service_linked &&
         is_supported(request.action);
}

Gate judge(const Request& request, const std::string& account, std::string_view name,
           const Context& context) {
  Gate gate{.name = std::string(name), .mechanism = "rcp", .code = "RCP_DENY"};
  if (!applies(request)) return gate;
  auto policies = control_policies(context, account, ControlType::Resource);
  const std::string policy = denying_policy(policies, request);
  gate.message = fmt::format("{} denies {}", policy, describe(request));
  gate.repair = fmt::format("except this call from the Deny in {}", policy);
  gate.lets_through = Predicate::negation(denies(policies, request));
  gate.assumptions = std::move(policies.assumptions);
  return gate;
}

}  // namespace

Gate ResourceControlPolicyDenies::lets_through(const RequestPlace& place,
                                               const Context& context) {
  const Request& request = place.request;
  const std::string& account = request.resource_account.empty()
                                   ? request.caller.account
                                   : request.resource_account;
  return judge(request, account, kName, context);
}

Gate RoleControlPolicyDenies::lets_through(const RolePlace& place,
                                           const Context& context) {
  if (place.role == nullptr) return judge({}, {}, kName, context);
  Request request = place.request;
  request.resource = place.role->arn;  // a trust policy has none, STS has
  return judge(request, place.role->scope.account, kName, context);
}

}  // namespace pullproof::gates
