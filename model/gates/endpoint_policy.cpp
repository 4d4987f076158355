#include "model/gates/endpoint_policy.h"

#include <fmt/format.h>

#include "model/gates/policy_match.h"

namespace pullproof::gates {
namespace {

bool has_policy(const RequestPlace& place) {
  return place.endpoint != nullptr && place.endpoint->policy.has_value();
}

PolicyReading reading_of(const RequestPlace& place) {
  const bool gateway = place.endpoint->type == aws::VpcEndpoint::Type::Gateway;
  return {.kind = gateway ? PolicyKind::GatewayEndpoint : PolicyKind::InterfaceEndpoint,
          .caller_has_boundary =
              place.role != nullptr && !place.role->boundary_arn.empty()};
}

FactRef owner_of(const RequestPlace& place) {
  return fact_about(place.endpoint->id(), place.endpoint->policy->source,
                    fmt::format("its policy does not allow {}", place.request.action));
}

/// "for everybody": the layers' GET has no principal that a policy could name.
std::string caller_of(const Request& request) {
  return request.caller.kind == Caller::Kind::RoleSession
             ? "by " + request.caller.arn
             : "with a URL that ECR has signed";
}

Gate endpoint_gate(const RequestPlace& place, std::string_view name, const char* code) {
  Gate gate{.name = std::string(name), .mechanism = "endpoint-policy", .code = code};
  if (!has_policy(place)) return gate;
  const bool denial = gate.code.ends_with("_DENY");
  gate.message = fmt::format("the policy of VPC endpoint {} {} {} {}",
                             place.endpoint->id(), denial ? "denies" : "does not allow",
                             describe(place.request), caller_of(place.request));
  gate.repair =
      denial ? fmt::format("except this call from the Deny in the policy of {}",
                           place.endpoint->id())
             : fmt::format("allow {} {} in the policy of {}", describe(place.request),
                           caller_of(place.request), place.endpoint->id());
  return gate;
}

}  // namespace

Gate EndpointPolicyAllows::lets_through(const RequestPlace& place,
                                        const Context& /*context*/) {
  Gate gate = endpoint_gate(place, kName, "ENDPOINT_POLICY_NO_ALLOW");
  if (!has_policy(place)) return gate;
  gate.lets_through = allows(*place.endpoint->policy, place.request, reading_of(place),
                             owner_of(place));
  return gate;
}

Gate EndpointPolicyDenies::lets_through(const RequestPlace& place,
                                        const Context& /*context*/) {
  Gate gate = endpoint_gate(place, kName, "ENDPOINT_POLICY_DENY");
  if (!has_policy(place)) return gate;
  gate.lets_through = Predicate::negation(denies(*place.endpoint->policy, place.request,
                                                 reading_of(place), owner_of(place)));
  return gate;
}

}  // namespace pullproof::gates
