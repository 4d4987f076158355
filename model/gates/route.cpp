#include "model/gates/route.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace pullproof::gates {
namespace {

Gate refusal(const RoutePlace& place, std::string code, const std::string& note,
             std::string message, std::string repair) {
  aws::Source at = place.table->source;
  at.pointer += "/Routes";
  if (place.route != nullptr) at = place.route->source;
  return {.name = std::string(RouteGate::kName),
          .mechanism = "route",
          .code = std::move(code),
          .lets_through = Predicate::because(fact_about(place.table->id(), at, note),
                                             Predicate::never()),
          .message = std::move(message),
          .repair = std::move(repair)};
}

/// Another route of the table that has all addresses of the one that wins, and why it
/// does not take them; "" if there is none that works.
/// Reachability Analyzer: MORE_SPECIFIC_ROUTE and HIGHER_PRIORITY_ROUTE.
std::string passed_over(const RoutePlace& place) {
  if (place.route == nullptr || !place.route->destination) return "";
  const Cidr& wins = *place.route->destination;
  const aws::Route* next = nullptr;
  for (const aws::Route& other : place.table->routes) {
    const bool takes_all = &other != place.route && !other.blackhole &&
                           other.destination && other.destination->contains(wins);
    if (!takes_all || other.target == aws::Route::Target::Local) continue;
    const bool is_better = next == nullptr || other.destination->prefix_length >
                                                  next->destination->prefix_length;
    if (is_better) next = &other;
  }
  if (next == nullptr) return "";
  return fmt::format(
      ", and its route {} to {} is not asked ({})", next->destination_text(),
      next->target_id,
      *next->destination == wins ? "HIGHER_PRIORITY_ROUTE" : "MORE_SPECIFIC_ROUTE");
}

constexpr const char* kToOtherVpcs =
    "through a peering connection or a transit gateway";

/// It leads on, and not to where the packet is to go.
Gate elsewhere(const RoutePlace& place, const std::string& note) {
  if (place.route->target == aws::Route::Target::Local) {
    return refusal(
        place, "NO_ROUTE_TO_DESTINATION", note,
        fmt::format("the address of {} is one of {}, too: packets to it stay there",
                    place.towards, place.table->vpc_id.text),
        "give VPCs that are to be joined different blocks");
  }
  if (place.packet.direction == Direction::Back) {
    return refusal(
        place, "NO_ROUTE_TO_DESTINATION", note,
        fmt::format("route table {} sends the reply to {}, which knows no such "
                    "connection",
                    place.table->id(), place.route->target_id),
        place.is_private
            ? fmt::format("add a route to {} in {}: {}", place.towards,
                          place.table->id(), kToOtherVpcs)
            : fmt::format("have {} lead to the internet gateway", place.table->id()));
  }
  return refusal(
      place, "NO_ROUTE_TO_DESTINATION", note,
      fmt::format("route table {} sends the packet to {}, not to {}", place.table->id(),
                  place.route->target_id, place.towards),
      place.is_private
          ? fmt::format("add a route to {} in {}: {}", place.towards, place.table->id(),
                        kToOtherVpcs)
          : fmt::format("associate {} with {}", place.towards, place.table->id()));
}

/// The best route leads to something that does not lead on.
Gate wrong_target(const RoutePlace& place) {
  const std::string note =
      fmt::format("its route {} leads to {}", place.route->destination_text(),
                  place.route->target_id);
  if (place.outcome == RoutePlace::Outcome::Elsewhere) return elsewhere(place, note);
  if (place.outcome == RoutePlace::Outcome::Protocol) {
    return refusal(place, "VPCE_GATEWAY_PROTOCOL_RESTRICTION", note,
                   fmt::format("gateway endpoint {} carries TCP and echo requests only",
                               place.route->target_id),
                   "use TCP");
  }
  if (place.outcome == RoutePlace::Outcome::Transit) {
    return refusal(
        place, "NO_ROUTE_TO_DESTINATION", note,
        fmt::format("{} serves its own VPC only, and the packet comes from another one",
                    place.route->target_id),
        fmt::format("send packets of other VPCs to {} through a NAT gateway, or give "
                    "their VPC a way of its own",
                    place.towards));
  }
  const bool is_shared = place.outcome == RoutePlace::Outcome::SharedSpace;
  return refusal(
      place,
      is_shared ? "IGW_DESTINATION_ADDRESS_NOT_IN_RFC6598_EGRESS"
                : "IGW_DESTINATION_ADDRESS_NOT_IN_RFC1918_EGRESS",
      note,
      fmt::format("internet gateway {} drops packets to {}, whose address is private",
                  place.route->target_id, place.towards),
      fmt::format("add a route to {} in {}: through a peering connection or a transit "
                  "gateway",
                  place.towards, place.table->id()));
}

/// AWS: VPC user guide, "Egress-only internet gateways" and "DNS64 and NAT64".
std::string ways_to(const RoutePlace& place) {
  if (place.is_private) return kToOtherVpcs;
  if (place.packet.family == Family::Ipv4) {
    return "to a NAT gateway, an internet gateway or a VPC endpoint";
  }
  return fmt::format(
      "::/0 to an egress-only or an internet gateway, or {} to a NAT gateway where "
      "DNS64 answers",
      nat64_block().text());
}

Gate loop(const RoutePlace& place) {
  if (place.route->target == aws::Route::Target::NatGateway) {
    return refusal(place, "ROUTE_LOOP",
                   "it sends the NAT gateway's own traffic to a NAT gateway",
                   fmt::format("route table {} sends a NAT gateway's traffic to {}",
                               place.table->id(), place.route->target_id),
                   "put the NAT gateway in a subnet whose route table leads to an "
                   "internet gateway");
  }
  if (!place.rounds.empty()) {
    return refusal(
        place, "ROUTE_LOOP", "it sends the packet back to where it has been",
        fmt::format(
            "route table {} sends packets to {} on to {}: they go round without "
            "end, through {}",
            place.table->id(), place.towards, place.route->target_id,
            fmt::join(place.rounds, ", ")),
        fmt::format("let {} lead to {} by another way", place.table->id(),
                    place.towards));
  }
  return refusal(
      place, "ROUTE_LOOP", "it sends the packet back to where it has been",
      fmt::format("route table {} sends packets to {} back to {}, which they "
                  "came from",
                  place.table->id(), place.towards, place.route->target_id),
      fmt::format("let one of the route tables on the way lead to {}", place.towards));
}

}  // namespace

Gate RouteGate::lets_through(const RoutePlace& place, const Context& /*context*/) {
  switch (place.outcome) {
    case RoutePlace::Outcome::None:
      return refusal(place, "NO_ROUTE_TO_DESTINATION",
                     "no route matches the destination",
                     fmt::format("route table {} has no route to {}", place.table->id(),
                                 place.towards),
                     fmt::format("add a route to {} in {}: {}", place.towards,
                                 place.table->id(), ways_to(place)));
    case RoutePlace::Outcome::Blackhole:
      return refusal(
          place, "BAD_STATE_ROUTE",
          fmt::format("its route {} is a blackhole", place.route->destination_text()),
          fmt::format("the route {} to {} in {} is a blackhole: its target "
                      "is gone{}",
                      place.route->destination_text(), place.route->target_id,
                      place.table->id(), passed_over(place)),
          fmt::format("point the route {} in {} to a target that exists",
                      place.route->destination_text(), place.table->id()));
    case RoutePlace::Outcome::Loop:
      return loop(place);
    case RoutePlace::Outcome::Private:
    case RoutePlace::Outcome::SharedSpace:
    case RoutePlace::Outcome::Elsewhere:
    case RoutePlace::Outcome::Protocol:
    case RoutePlace::Outcome::Transit:
      return wrong_target(place);
    case RoutePlace::Outcome::Undecided:
      break;
  }
  return {.name = std::string(kName),
          .mechanism = "route",
          .code = "UNKNOWN_RESOURCE",
          .lets_through = Predicate::unknown(place.question),
          .message = place.question.why};
}

}  // namespace pullproof::gates
