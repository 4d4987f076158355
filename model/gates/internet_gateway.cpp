#include "model/gates/internet_gateway.h"

#include <algorithm>

#include <fmt/format.h>

namespace pullproof::gates {

Gate InternetGatewayGate::lets_through(const InternetGatewayPlace& place,
                                       const Context& /*context*/) {
  Gate gate{.name = std::string(kName),
            .mechanism = "route",
            .code = "INTERNET_GATEWAY_NOT_ATTACHED",
            .message = fmt::format("internet gateway {} is not attached to {}",
                                   place.gateway_id, place.vpc.text),
            .repair = fmt::format("attach {} to {}", place.gateway_id, place.vpc.text)};
  if (place.gateway == nullptr) {
    gate.lets_through = core_call_missing(
        "ec2-describe-internet-gateways",
        "internet gateway " + place.gateway_id + " is not in the snapshot");
    return gate;
  }
  const auto& attached = place.gateway->attached_to;
  const bool here =
      std::find(attached.begin(), attached.end(), place.vpc) != attached.end();
  gate.lets_through = Predicate::because(
      fact_about(
          place.gateway_id,
          {place.gateway->source.file, place.gateway->source.pointer + "/Attachments"},
          here ? "it is attached to the VPC" : "it is not attached to the VPC"),
      Predicate::constant(here));
  return gate;
}

Gate PublicAddressGate::lets_through(const InternetGatewayPlace& place,
                                     const Context& /*context*/) {
  Gate gate{.name = std::string(kName),
            .mechanism = "public-ip",
            .code = "IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS",
            .message = fmt::format(
                "the route leads to internet gateway {}, but the interface has no "
                "public IPv4 address",
                place.gateway_id),
            .repair =
                "give the task a public address (assignPublicIp: ENABLED), or "
                "move it to a subnet whose route leads to a NAT gateway"};
  if (place.behind_nat) return gate;
  gate.lets_through =
      Predicate::because(place.address_fact, Predicate::constant(place.public_address));
  return gate;
}

}  // namespace pullproof::gates
