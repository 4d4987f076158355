#include "model/gates/transit_gateway.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace pullproof::gates {
namespace {

using aws::TransitGatewayVpcAttachment;

/// While an attachment is modified, nobody says what it carries.
Predicate in_state(const std::string& id, const std::string& state) {
  const bool changes =
      state == "modifying" || state == "rollingBack" || state == "initiating";
  if (!changes) return Predicate::constant(state == "available");
  return Predicate::unknown(
      {.call = "",
       .why = fmt::format("{} is in state `{}`: what it carries meanwhile is not known",
                          id, state)});
}

/// Set: what lists attachments of VPCs lacks one that the list of all kinds has.
std::optional<Unknown> other_list_has_it(const AttachmentPlace& place,
                                         const Context& context) {
  for (const auto& row : context.account.table<aws::TransitGatewayAttachment>().all()) {
    const bool is_it = row.gateway_id == place.gateway_id &&
                       row.resource_id == place.vpc.text && row.state == "available" &&
                       row.scope.region == place.scope.region;
    const auto* listed =
        context.account.find<TransitGatewayVpcAttachment>(row.scope, row.id());
    const bool is_listed = listed != nullptr && listed->vpc_id == place.vpc;
    if (!is_it || is_listed) continue;
    return Unknown{
        .call = std::string(TransitGatewayVpcAttachment::kCall),
        .why = fmt::format("{} attaches {} to {}, and is not in the list of such "
                           "attachments",
                           row.id(), place.vpc.text, place.gateway_id)};
  }
  return std::nullopt;
}

Gate refusal(const TransitRoutePlace& place, const std::string& id, aws::Source at,
             std::string code, const std::string& note, std::string message,
             std::string repair) {
  if (place.route != nullptr) at = place.route->source;
  return {
      .name = std::string(TransitRouteGate::kName),
      .mechanism = "route",
      .code = std::move(code),
      .lets_through = Predicate::because(fact_about(id, at, note), Predicate::never()),
      .message = std::move(message),
      .repair = std::move(repair)};
}

}  // namespace

Gate AttachmentStateGate::lets_through(const AttachmentPlace& place,
                                       const Context& context) {
  Gate gate{.name = std::string(kName), .mechanism = "route", .code = "BAD_STATE"};
  if (place.attachment == nullptr) {
    const std::string call(TransitGatewayVpcAttachment::kCall);
    gate.message = fmt::format("{} is not attached to transit gateway {}",
                               place.vpc.text, place.gateway_id);
    gate.repair = fmt::format("attach {} to {}", place.vpc.text, place.gateway_id);
    if (const auto question = other_list_has_it(place, context)) {
      gate.lets_through = Predicate::unknown(*question);
      return gate;
    }
    gate.lets_through =
        context.account.calls().seen(place.scope, call)
            ? Predicate::because(
                  fact_about(place.gateway_id,
                             list_in<TransitGatewayVpcAttachment>(context, place.scope),
                             fmt::format("no attachment is one of {}", place.vpc.text)),
                  Predicate::never())
            : core_call_missing(call,
                                fmt::format("the attachment of {} to {} is not in "
                                            "the snapshot",
                                            place.vpc.text, place.gateway_id));
    return gate;
  }
  if (place.gateway == nullptr) {
    gate.lets_through = core_call_missing(
        std::string(aws::TransitGateway::kCall),
        fmt::format("transit gateway {} is not in the snapshot", place.gateway_id));
    return gate;
  }
  auto question = disputed(context.account, *place.attachment);
  if (!question) question = disputed(context.account, *place.gateway);
  if (question) {
    gate.lets_through = Predicate::unknown(*question);
    return gate;
  }
  const bool is_gateway = !place.gateway->carries();
  const Symbol id = is_gateway ? place.gateway_id : place.attachment->id();
  const std::string& state =
      is_gateway ? place.gateway->state : place.attachment->state;
  const aws::Source& source =
      is_gateway ? place.gateway->source : place.attachment->source;
  if (!is_gateway) gate.code = "BAD_STATE_ATTACHMENT";
  gate.message = fmt::format("{} is in state `{}`", id, state);
  gate.repair = fmt::format("see that {} becomes available", id);
  gate.lets_through =
      Predicate::because(fact_about(id, {source.file, source.pointer + "/State"},
                                    fmt::format("its state is {}", state)),
                         in_state(id, state));
  return gate;
}

Gate AttachmentZoneGate::lets_through(const AttachmentPlace& place,
                                      const Context& /*context*/) {
  Gate gate{.name = std::string(kName),
            .mechanism = "route",
            .code = "TGW_ROUTE_AZ_RESTRICTION"};
  if (place.attachment == nullptr || !place.enters) return gate;
  if (place.zone_question) {
    gate.lets_through = Predicate::unknown(*place.zone_question);
    return gate;
  }
  const bool has_entry = place.entry != nullptr;
  gate.message =
      fmt::format("{} has no subnet in {}, the zone of {}", place.attachment->id(),
                  place.from->availability_zone, place.from->id());
  gate.repair = fmt::format("add a subnet in {} to {}", place.from->availability_zone,
                            place.attachment->id());
  gate.lets_through =
      Predicate::because(fact_about(place.attachment->id(),
                                    {place.attachment->source.file,
                                     place.attachment->source.pointer + "/SubnetIds"},
                                    has_entry ? "one of its subnets is in that zone"
                                              : "none of its subnets is in that zone"),
                         Predicate::constant(has_entry));
  return gate;
}

Gate TransitRouteGate::lets_through(const TransitRoutePlace& place,
                                    const Context& /*context*/) {
  switch (place.outcome) {
    case TransitRoutePlace::Outcome::NoTable:
      return refusal(
          place, place.attachment->id(), place.attachment->source,
          "TGW_ATTACH_MISSING_TGW_RTB_ASSOCIATION", "no route table is associated",
          fmt::format("{} is associated with no route table of {}",
                      place.attachment->id(), place.attachment->gateway_id),
          fmt::format("associate {} with a route table", place.attachment->id()));
    case TransitRoutePlace::Outcome::None:
      return refusal(
          place, place.table->id(), place.table->source,
          "TGW_RTB_NO_ROUTE_TO_TGW_ATTACHMENT", "no route matches the destination",
          fmt::format("transit gateway route table {} has no route to {}",
                      place.table->id(), place.towards),
          fmt::format("add a route to {} in {}: a static one, or, where its "
                      "VPC is attached to the same gateway, a propagated one",
                      place.towards, place.table->id()));
    case TransitRoutePlace::Outcome::BadAttachment:
      return refusal(
          place, place.bad->id(), place.bad->source, "BAD_STATE_ATTACHMENT",
          fmt::format("its state is {}", place.bad->state),
          fmt::format("{} is in state `{}`", place.bad->id(), place.bad->state),
          fmt::format("see that {} becomes available", place.bad->id()));
    case TransitRoutePlace::Outcome::Loop:
      return refusal(
          place, place.table->id(), place.table->source, "ROUTE_LOOP",
          "it sends packets back to where they have been",
          fmt::format(
              "transit gateway route table {} sends packets to {} back: they go "
              "round without end, through {}",
              place.table->id(), place.towards, fmt::join(place.rounds, ", ")),
          fmt::format("let {}, or a route table of one of these VPCs, lead to {}",
                      place.table->id(), place.towards));
    case TransitRoutePlace::Outcome::Blackhole:
      break;
  }
  return refusal(
      place, place.table->id(), place.table->source, "TGW_RTB_BAD_STATE_ROUTE",
      "its best route is a blackhole",
      fmt::format("the best route of transit gateway route table {} to {} is a "
                  "blackhole",
                  place.table->id(), place.towards),
      fmt::format("remove the blackhole from {}", place.table->id()));
}

}  // namespace pullproof::gates
