#include "model/gates/encryption_control.h"

#include <fmt/format.h>

namespace pullproof::gates {
namespace {

/// `way` is what they may stop, for people.
Gate ask(const aws::Scope& scope, const VpcId& vpc, const char* way,
         const Context& context) {
  Gate gate{.name = std::string(EncryptionControlGate::kName),
            .mechanism = "route",
            .code = "UNKNOWN_RESOURCE"};
  for (const auto& control : context.account.table<aws::EncryptionControl>().all()) {
    const bool is_its =
        control.vpc_id == vpc &&
        !context.account.keeps_apart(scope.account, control.scope.account);
    if (!is_its || !control.may_enforce()) continue;
    if (context.switches.encryption_controls == EncryptionControls::Exempt) {
      gate.assumptions.push_back(taken(context, "encryption-controls"));
      return gate;
    }
    gate.lets_through = Predicate::unknown(
        {.call = "",
         .why = fmt::format("VPC encryption controls are enforced in {}, and what they "
                            "exclude is not modelled (`--assume "
                            "encryption-controls=exempt` decides)",
                            vpc.text)});
    return gate;
  }
  assume(gate, peripheral(context, scope, std::string(aws::EncryptionControl::kCall),
                          fmt::format("encryption controls may stop the {}", way)));
  return gate;
}

}  // namespace

Gate EncryptionControlGate::lets_through(const InternetGatewayPlace& place,
                                         const Context& context) {
  return ask(place.scope, place.vpc, "internet gateway", context);
}

Gate PeeringEncryptionGate::lets_through(const PeeringPlace& place,
                                         const Context& context) {
  Gate near = ask(place.scope, place.vpc, "peering connection", context);
  const auto* far =
      place.peering == nullptr ? nullptr : place.peering->other_than(place.vpc);
  if (far == nullptr) return near;
  Gate there = ask(far->scope, far->vpc_id, "peering connection", context);
  near.lets_through = Predicate::all_of({near.lets_through, there.lets_through});
  near.assumptions.insert(near.assumptions.end(), there.assumptions.begin(),
                          there.assumptions.end());
  return near;
}

Gate VouchedEncryptionGate::lets_through(const VouchedPlace& place,
                                         const Context& context) {
  // Within the VPC they stop nothing that the packet has not met yet.
  if (!place.is_vouched || place.interface != nullptr || place.endpoint != nullptr ||
      !place.id.starts_with("vgw-")) {
    return {.name = std::string(kName), .mechanism = "route", .code = ""};
  }
  return ask(place.scope, place.vpc, "virtual private gateway", context);
}

Gate AttachmentEncryptionGate::lets_through(const AttachmentPlace& place,
                                            const Context& context) {
  return ask(place.scope, place.vpc, "transit gateway", context);
}

}  // namespace pullproof::gates
