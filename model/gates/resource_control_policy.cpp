#include "model/gates/resource_control_policy.h"

#include <utility>

#include <fmt/format.h>

#include "model/gates/caller.h"
#include "model/gates/control_policy.h"
#include "model/gates/policy_match.h"

namespace pullproof::gates {
namespace {

Gate judge(const Request& request, const std::string& account, std::string_view name,
           const Context& context) {
  Gate gate{.name = std::string(name), .mechanism = "rcp", .code = "RCP_DENY"};
  if (limited_by_resource_control(request) == Truth::No) return gate;
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
