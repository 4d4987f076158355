#include "model/gates/nat_gateway.h"

#include <fmt/format.h>

#include "model/aws/traffic_rule.h"

namespace pullproof::gates {
namespace {

/// AWS: EC2 API reference, NatGateway: one that is `deleting` "may still be processing
/// traffic".
Truth carries_in(const std::string& state) {
  if (state == "available") return Truth::Yes;
  const bool is_idle = state == "pending" || state == "failed" || state == "deleted";
  return is_idle ? Truth::No : Truth::Unknown;
}

}  // namespace

Gate NatGatewayStateGate::lets_through(const NatGatewayPlace& place,
                                       const Context& /*context*/) {
  Gate gate{
      .name = std::string(kName),
      .mechanism = "route",
      .code = "BAD_STATE",
      .repair = fmt::format("create a NAT gateway again and point the route to it "
                            "instead of {}",
                            place.gateway_id)};
  if (place.gateway == nullptr) {
    gate.lets_through = core_call_missing(
        "ec2-describe-nat-gateways",
        "NAT gateway " + place.gateway_id + " is not in the snapshot");
    return gate;
  }
  const std::string& state = place.gateway->state;
  const Truth carries = carries_in(state);
  if (carries == Truth::Unknown) {
    gate.lets_through = Predicate::unknown(
        {.call = "",
         .why = fmt::format("NAT gateway {} is in state `{}`, in which it may still "
                            "carry packets",
                            place.gateway_id, state)});
    return gate;
  }
  gate.message =
      fmt::format("NAT gateway {} is in state `{}`{}{}", place.gateway_id, state,
                  place.gateway->failure.empty() ? "" : ": ", place.gateway->failure);
  gate.lets_through = Predicate::because(
      fact_about(place.gateway_id,
                 {place.gateway->source.file, place.gateway->source.pointer + "/State"},
                 fmt::format("its state is {}", state)),
      Predicate::constant(carries == Truth::Yes));
  return gate;
}

Gate NatGatewayAddressGate::lets_through(const NatGatewayPlace& place,
                                         const Context& /*context*/) {
  Gate gate{.name = std::string(kName),
            .mechanism = "route",
            .code = "NAT_GATEWAY_WITHOUT_PUBLIC_ADDRESS",
            .repair = "use a public NAT gateway with an Elastic IP address"};
  if (place.gateway == nullptr || place.is_end) return gate;
  if (!place.to_internet) {
    if (place.gateway->private_addresses().empty()) {
      gate.lets_through = core_call_missing(
          std::string(aws::NatGateway::kCall),
          fmt::format("none of the private addresses of {} is known to be in use",
                      place.gateway_id));
    }
    return gate;
  }
  if (place.gateway->regional && place.gateway->is_public) {
    // Without any address in the zone, it is the zone that is at fault.
    const bool served = place.from != nullptr &&
                        place.gateway->serves_zone_of(*place.from) == Truth::Yes;
    if (!served) return gate;
  }
  if (!place.gateway->is_public) {
    gate.code = "NGW_PRIVATE_TO_INTERNET";
    gate.message = fmt::format(
        "NAT gateway {} is private: it has no way to the internet", place.gateway_id);
  } else {
    gate.message =
        fmt::format("NAT gateway {} has no Elastic IP address", place.gateway_id);
  }
  const IntervalSet own = place.gateway->regional && place.from != nullptr
                              ? place.gateway->public_addresses_for(*place.from)
                              : place.gateway->public_addresses();
  if (place.gateway->is_public && own.empty() && !place.gateway->prints_addresses) {
    gate.lets_through = core_call_missing(
        std::string(aws::NatGateway::kCall),
        fmt::format("the addresses of {} were not printed", place.gateway_id));
    return gate;
  }
  const bool works = place.gateway->is_public &&
                     (!own.empty() || place.gateway->has_unprinted_address());
  gate.lets_through =
      Predicate::because(fact_about(place.gateway_id, place.gateway->source,
                                    works ? "it is public and has an address"
                                          : "it cannot reach the "
                                            "internet"),
                         Predicate::constant(works));
  return gate;
}

namespace {

/// What is known of packets from a zone in which the gateway has no address.
Predicate from_another_zone(const aws::NatGateway& nat, const std::string& zone) {
  const std::string call(aws::NatGateway::kCall);
  if (!nat.adds_zones) {
    return core_call_missing(
        call, fmt::format("{} has no address in {}, and whether it adds zones by "
                          "itself was not printed",
                          nat.id(), zone));
  }
  if (*nat.adds_zones && nat.public_addresses().empty()) {
    return Predicate::unknown(
        {.call = call,
         .why = fmt::format("{} serves no zone yet, and takes up to an hour to add one",
                            nat.id())});
  }
  return Predicate::because(
      fact_about(nat.id(),
                 {nat.source.file, nat.source.pointer + "/NatGatewayAddresses"},
                 fmt::format("it is not registered in {}, and {} zones by itself", zone,
                             *nat.adds_zones ? "adds" : "does not add")),
      Predicate::constant(*nat.adds_zones));
}

}  // namespace

Gate NatGatewayZoneGate::lets_through(const NatGatewayPlace& place,
                                      const Context& /*context*/) {
  Gate gate{.name = std::string(kName),
            .mechanism = "route",
            .code = "REGIONAL_NGW_ROUTE_AZ_RESTRICTION"};
  const aws::NatGateway* nat = place.gateway;
  if (nat == nullptr || !nat->regional || place.is_end) return gate;
  if (place.from == nullptr) {
    gate.lets_through = core_call_missing(
        std::string(aws::Subnet::kCall),
        fmt::format("the zone from which packets come to {} is not in the snapshot",
                    nat->id()));
    return gate;
  }
  const std::string& zone = place.from->availability_zone;
  gate.message = fmt::format(
      "regional NAT gateway {} is not registered in {}, where the packet "
      "comes from",
      nat->id(), zone);
  gate.repair = fmt::format(
      "associate an Elastic IP address with {} in {}, or create one that adds zones by "
      "itself",
      nat->id(), zone);
  switch (nat->serves_zone_of(*place.from)) {
    case Truth::Yes:
      break;
    case Truth::No:
      gate.lets_through = from_another_zone(*nat, zone);
      break;
    case Truth::Unknown:
      gate.lets_through = core_call_missing(
          std::string(aws::NatGateway::kCall),
          fmt::format(
              "whether {} serves {} is not certain: an address is being changed, "
              "has no zone or was not printed",
              nat->id(), zone));
      break;
  }
  return gate;
}

Gate NatGatewayProtocolGate::lets_through(const NatGatewayPlace& place,
                                          const Context& /*context*/) {
  const int protocol = place.packet.protocol;
  Gate gate{.name = std::string(kName),
            .mechanism = "route",
            .code = "PROTOCOL_RESTRICTION",
            .message = fmt::format("NAT gateway {} carries TCP, UDP and ICMP only",
                                   place.gateway_id),
            .repair = "use TCP, UDP or ICMP"};
  const bool carried = aws::has_ports(protocol) || protocol == aws::kIcmp;
  if (carried || place.gateway == nullptr || place.is_end) return gate;
  gate.lets_through = Predicate::because(
      fact_about(place.gateway_id, place.gateway->source, "it is a NAT gateway"),
      Predicate::never());
  return gate;
}

Gate NatGatewayEndGate::lets_through(const NatGatewayPlace& place,
                                     const Context& /*context*/) {
  Gate gate{
      .name = std::string(kName),
      .mechanism = "route",
      .code = "NO_POSSIBLE_DESTINATION",
      .message = fmt::format("NAT gateway {} answers nothing itself: it passes on "
                             "what is sent through it",
                             place.gateway_id),
      .repair = fmt::format("send packets through {}, to where they are to go",
                            place.gateway_id)};
  if (!place.is_end || place.gateway == nullptr) return gate;
  gate.lets_through = Predicate::because(
      fact_about(place.gateway_id, place.gateway->source, "it is a NAT gateway"),
      Predicate::never());
  return gate;
}

}  // namespace pullproof::gates
