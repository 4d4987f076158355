#include "model/gates/permissions_boundary.h"

#include <utility>

#include <fmt/format.h>

#include "model/gates/policy_match.h"
#include "model/gates/resource_policy.h"
#include "model/gates/role_policies.h"

namespace pullproof::gates {
namespace {

constexpr PolicyReading kBoundaryReading{.kind = PolicyKind::Boundary};

bool applies(const RequestPlace& place) {
  return place.request.caller.kind == Caller::Kind::RoleSession &&
         place.role != nullptr && !place.role->boundary_arn.empty();
}

Gate boundary_gate(const RequestPlace& place, std::string_view name, const char* code) {
  Gate gate{
      .name = std::string(name), .mechanism = "permissions-boundary", .code = code};
  if (!applies(place)) return gate;
  const bool denial = gate.code.ends_with("_DENY");
  gate.message = fmt::format(
      "the permissions boundary {} of {} {} {}", place.role->boundary_arn,
      show(*place.role), denial ? "denies" : "does not allow", describe(place.request));
  gate.repair = denial ? fmt::format("except this call from the Deny in {}",
                                     place.role->boundary_arn)
                       : fmt::format("allow {} in {} too", describe(place.request),
                                     place.role->boundary_arn);
  return gate;
}

}  // namespace

Gate PermissionsBoundaryAllows::lets_through(const RequestPlace& place,
                                             const Context& context) {
  Gate gate = boundary_gate(place, kName, "PERMISSIONS_BOUNDARY_NO_ALLOW");
  if (!applies(place)) return gate;
  const RolePolicy boundary = boundary_policy(context, *place.role);
  gate.assumptions = assumptions_of({boundary});
  gate.lets_through =
      boundary.document == nullptr
          ? Predicate::unknown(boundary.question)
          : allows(*boundary.document, place.request, kBoundaryReading, boundary.owner);
  if (is_cross_account(place.request)) return gate;
  Predicate granted = resource_grants(place, context, Grantee::Session);
  if (granted.as_constant() == Truth::No) return gate;
  gate.lets_through =
      Predicate::any_of({std::move(gate.lets_through), std::move(granted)});
  return gate;
}

Gate PermissionsBoundaryDenies::lets_through(const RequestPlace& place,
                                             const Context& context) {
  Gate gate = boundary_gate(place, kName, "PERMISSIONS_BOUNDARY_DENY");
  if (!applies(place)) return gate;
  const RolePolicy boundary = boundary_policy(context, *place.role);
  gate.assumptions = assumptions_of({boundary});
  gate.lets_through =
      boundary.document == nullptr
          ? Predicate::unknown(boundary.question)
          : Predicate::negation(denies(*boundary.document, place.request,
                                       kBoundaryReading, boundary.owner));
  return gate;
}

}  // namespace pullproof::gates
