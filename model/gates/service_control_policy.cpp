#include "model/gates/service_control_policy.h"

#include <utility>

#include <fmt/format.h>

#include "model/gates/caller.h"
#include "model/gates/control_policy.h"
#include "model/gates/policy_match.h"

namespace pullproof::gates {
namespace {

Gate service_control_gate(std::string_view name, const char* code) {
  return {.name = std::string(name), .mechanism = "scp", .code = code};
}

}  // namespace

Gate ServiceControlPolicyAllows::lets_through(const RequestPlace& place,
                                              const Context& context) {
  Gate gate = service_control_gate(kName, "SCP_NO_ALLOW");
  if (limited_by_service_control(place.request.caller) == Truth::No) return gate;
  auto policies =
      control_policies(context, place.request.caller.account, ControlType::Service);
  const std::string level = level_without_allow(policies, place.request);
  gate.message = fmt::format("no service control policy on {} allows {} by {}", level,
                             describe(place.request), place.request.caller.arn);
  gate.repair = fmt::format("allow {} in a service control policy on {}",
                            place.request.action, level);
  gate.lets_through = allows(policies, place.request);
  gate.assumptions = std::move(policies.assumptions);
  return gate;
}

Gate ServiceControlPolicyDenies::lets_through(const RequestPlace& place,
                                              const Context& context) {
  Gate gate = service_control_gate(kName, "SCP_DENY");
  if (limited_by_service_control(place.request.caller) == Truth::No) return gate;
  auto policies =
      control_policies(context, place.request.caller.account, ControlType::Service);
  const std::string policy = denying_policy(policies, place.request);
  gate.message = fmt::format("{} denies {} by {}", policy, describe(place.request),
                             place.request.caller.arn);
  gate.repair =
      fmt::format("except {} from the Deny in {}", place.request.caller.arn, policy);
  gate.lets_through = Predicate::negation(denies(policies, place.request));
  gate.assumptions = std::move(policies.assumptions);
  return gate;
}

}  // namespace pullproof::gates
