#include "model/gates/trust_policy.h"

#include <fmt/format.h>

#include "model/gates/policy_match.h"
#include "model/gates/role_policies.h"

namespace pullproof::gates {
namespace {

constexpr PolicyReading kTrustReading{.kind = PolicyKind::Trust};

FactRef owner_of(const aws::Role& role, const std::string& service) {
  return fact_about(role.arn, role.trust.source,
                    fmt::format("its trust policy does not allow {}", service));
}

Gate trust_gate(const RolePlace& place, std::string_view name, const char* code) {
  Gate gate{.name = std::string(name), .mechanism = "trust-policy", .code = code};
  if (place.role == nullptr) return gate;
  const bool denial = gate.code.ends_with("_DENY");
  const std::string& service = place.request.caller.service;
  gate.message =
      fmt::format("the trust policy of {} {} {} to assume it", show(*place.role),
                  denial ? "forbids" : "does not allow", service);
  gate.repair =
      denial ? fmt::format("except {} from the Deny in the trust policy of {}", service,
                           show(*place.role))
             : fmt::format("allow sts:AssumeRole to {} in the trust policy of {}",
                           service, show(*place.role));
  return gate;
}

}  // namespace

Gate TrustPolicyAllows::lets_through(const RolePlace& place,
                                     const Context& /*context*/) {
  Gate gate = trust_gate(place, kName, "TRUST_POLICY_NO_ALLOW");
  if (place.role == nullptr) return gate;
  gate.lets_through = allows(place.role->trust, place.request, kTrustReading,
                             owner_of(*place.role, place.request.caller.service));
  return gate;
}

Gate TrustPolicyDenies::lets_through(const RolePlace& place,
                                     const Context& /*context*/) {
  Gate gate = trust_gate(place, kName, "TRUST_POLICY_DENY");
  if (place.role == nullptr) return gate;
  gate.lets_through =
      Predicate::negation(denies(place.role->trust, place.request, kTrustReading,
                                 owner_of(*place.role, place.request.caller.service)));
  return gate;
}

}  // namespace pullproof::gates
