#include "model/gates/nat_gateway.h"

#include <fmt/format.h>

#include "model/aws/traffic_rule.h"

namespace pullproof::gates {

Gate NatGatewayStateGate::lets_through(const NatGatewayPlace& place,
                                       const Context& /*context*/) {
  Gate gate{
      .name = std::string(kName),
      .mechanism = "route",
      .code = "NAT_GATEWAY_NOT_AVAILABLE",
      .repair = fmt::format("create a NAT gateway again and point the route to it "
                            "instead of {}",
                            place.gateway_id)};
  if (place.gateway == nullptr) {
    gate.lets_through = core_call_missing(
        "ec2-describe-nat-gateways",
        "NAT gateway " + place.gateway_id + " is not in the snapshot");
    return gate;
  }
  const bool available = place.gateway->state == "available";
  gate.message = fmt::format(
      "NAT gateway {} is in state `{}`{}{}", place.gateway_id, place.gateway->state,
      place.gateway->failure.empty() ? "" : ": ", place.gateway->failure);
  gate.lets_through = Predicate::because(
      fact_about(place.gateway_id,
                 {place.gateway->source.file, place.gateway->source.pointer + "/State"},
                 fmt::format("its state is {}", place.gateway->state)),
      Predicate::constant(available));
  return gate;
}

Gate NatGatewayAddressGate::lets_through(const NatGatewayPlace& place,
                                         const Context& /*context*/) {
  Gate gate{.name = std::string(kName),
            .mechanism = "route",
            .code = "NAT_GATEWAY_WITHOUT_PUBLIC_ADDRESS",
            .repair = "use a public NAT gateway with an Elastic IP address"};
  if (place.gateway == nullptr || place.gateway->regional || !place.to_internet) {
    return gate;
  }
  if (!place.gateway->is_public) {
    gate.code = "NGW_PRIVATE_TO_INTERNET";
    gate.message = fmt::format(
        "NAT gateway {} is private: it has no way to the internet", place.gateway_id);
  } else {
    gate.message =
        fmt::format("NAT gateway {} has no Elastic IP address", place.gateway_id);
  }
  const bool works =
      place.gateway->is_public && !place.gateway->public_addresses().empty();
  gate.lets_through =
      Predicate::because(fact_about(place.gateway_id, place.gateway->source,
                                    works ? "it is public and has an address"
                                          : "it cannot reach the "
                                            "internet"),
                         Predicate::constant(works));
  return gate;
}

Gate NatGatewayProtocolGate::lets_through(const NatGatewayPlace& place,
                                          const Context& /*context*/) {
  const int protocol = place.packet.protocol;
  Gate gate{.name = std::string(kName),
            .mechanism = "route",
            .code = "NAT_GATEWAY_PROTOCOL_RESTRICTION",
            .message = fmt::format("NAT gateway {} carries TCP, UDP and ICMP only",
                                   place.gateway_id),
            .repair = "use TCP, UDP or ICMP"};
  const bool carried = aws::has_ports(protocol) || protocol == aws::kIcmp;
  if (carried || place.gateway == nullptr) return gate;
  gate.lets_through = Predicate::because(
      fact_about(place.gateway_id, place.gateway->source, "it is a NAT gateway"),
      Predicate::never());
  return gate;
}

}  // namespace pullproof::gates
