#include "model/gates/peering.h"

#include <utility>

#include <fmt/format.h>

#include "model/gates/prefix_set.h"

namespace pullproof::gates {
namespace {

FactRef about(const PeeringPlace& place, std::string_view field,
              const std::string& note) {
  return fact_about(
      place.peering_id,
      {place.peering->source.file, place.peering->source.pointer + std::string(field)},
      note);
}

/// The VPC itself may have blocks that the connection's record does not list.
Predicate newer_blocks(const PeeringPlace& place, const aws::VpcPeering::Side& far,
                       const Context& context) {
  const auto* vpc = context.account.find<aws::Vpc>(far.scope, far.vpc_id.text);
  if (vpc == nullptr) return Predicate::never();
  IntervalSet more = addresses_of(vpc->cidrs, place.packet.family)
                         .minus(addresses_of(far.cidrs, place.packet.family));
  return Predicate::all_of(
      {Predicate::in_set(place.packet.destination, std::move(more)),
       Predicate::unknown(
           {.call = std::string(aws::VpcPeering::kCall),
            .why = fmt::format("{} and {} list different blocks of the VPC",
                               place.peering_id, far.vpc_id.text)})});
}

}  // namespace

Gate PeeringStateGate::lets_through(const PeeringPlace& place, const Context& context) {
  Gate gate{.name = std::string(kName), .mechanism = "route", .code = "BAD_STATE"};
  if (place.peering == nullptr) {
    gate.lets_through = core_call_missing(
        std::string(aws::VpcPeering::kCall),
        "peering connection " + place.peering_id + " is not in the snapshot");
    return gate;
  }
  if (const auto question = disputed(context.account, *place.peering)) {
    gate.lets_through = Predicate::unknown(*question);
    return gate;
  }
  const bool joins = place.peering->other_than(place.vpc) != nullptr;
  const bool active = place.peering->state == "active";
  gate.message = joins ? fmt::format("peering connection {} is in state `{}`",
                                     place.peering_id, place.peering->state)
                       : fmt::format("peering connection {} is none of {}",
                                     place.peering_id, place.vpc.text);
  gate.repair = active ? fmt::format("point the route to a peering connection of {}",
                                     place.vpc.text)
                       : fmt::format(
                             "accept {}, or create it again, and point the "
                             "routes to it",
                             place.peering_id);
  gate.lets_through = Predicate::because(
      about(place, "/Status", fmt::format("its state is {}", place.peering->state)),
      Predicate::constant(active && joins));
  return gate;
}

Gate PeeringAddressGate::lets_through(const PeeringPlace& place,
                                      const Context& context) {
  Gate gate{.name = std::string(kName),
            .mechanism = "route",
            .code = "PCX_REQUIRES_ADDRESS_IN_VPC_CIDR"};
  const auto* far =
      place.peering == nullptr ? nullptr : place.peering->other_than(place.vpc);
  if (far == nullptr || place.peering->state != "active") return gate;
  gate.message = fmt::format(
      "peering connection {} carries only packets from an address of {} to an address "
      "of {}",
      place.peering_id, place.vpc.text, far->vpc_id.text);
  gate.repair = "reach what lies beyond the other VPC through a transit gateway";
  const auto* vpc = context.account.find<aws::Vpc>(place.scope, place.vpc.text);
  if (vpc == nullptr || far->cidrs.empty()) {
    gate.lets_through = core_call_missing(
        std::string(vpc == nullptr ? aws::Vpc::kCall : aws::VpcPeering::kCall),
        fmt::format("the blocks of the VPCs of {} are not in the snapshot",
                    place.peering_id));
    return gate;
  }
  if (const auto question = disputed(context.account, *vpc)) {
    gate.lets_through = Predicate::unknown(*question);
    return gate;
  }
  const Family family = place.packet.family;
  gate.lets_through = Predicate::because(
      about(place, "", "it joins the blocks of two VPCs"),
      Predicate::all_of(
          {Predicate::in_set(place.packet.source, addresses_of(vpc->cidrs, family)),
           Predicate::any_of({Predicate::in_set(place.packet.destination,
                                                addresses_of(far->cidrs, family)),
                              newer_blocks(place, *far, context)})}));
  return gate;
}

}  // namespace pullproof::gates
