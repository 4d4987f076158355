#include "model/gates/internet_gateway.h"

#include <algorithm>

#include <fmt/format.h>

namespace pullproof::gates {

namespace {

/// The VPC of a packet that comes from the internet has no gateway in the snapshot.
void none_attached(Gate& gate, const InternetGatewayPlace& place,
                   const Context& context) {
  const std::string call(aws::InternetGateway::kCall);
  gate.message = fmt::format("no internet gateway is attached to {}", place.vpc.text);
  gate.repair = fmt::format("attach an internet gateway to {}", place.vpc.text);
  gate.lets_through =
      context.account.calls().seen(place.scope, call)
          ? Predicate::because(
                fact_about(place.vpc.text,
                           list_in<aws::InternetGateway>(context, place.scope),
                           "no internet gateway is attached to it"),
                Predicate::never())
          : core_call_missing(call, gate.message);
}

}  // namespace

Gate InternetGatewayGate::lets_through(const InternetGatewayPlace& place,
                                       const Context& context) {
  Gate gate{.name = std::string(kName),
            .mechanism = "route",
            .code = "BAD_STATE_ATTACHMENT",
            .message = fmt::format("internet gateway {} is not attached to {}",
                                   place.gateway_id, place.vpc.text),
            .repair = fmt::format("attach {} to {}", place.gateway_id, place.vpc.text)};
  if (place.gateway_id.empty()) {
    none_attached(gate, place, context);
    return gate;
  }
  if (place.gateway == nullptr) {
    const bool egress_only = place.gateway_id.starts_with("eigw-");
    gate.lets_through = core_call_missing(
        std::string(egress_only ? aws::EgressOnlyInternetGateway::kCall
                                : aws::InternetGateway::kCall),
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
  Gate gate{
      .name = std::string(kName),
      .mechanism = "public-ip",
      .code = "IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS",
      .message = fmt::format(
          "the route leads to internet gateway {}, but the interface has no "
          "public {} address",
          place.gateway_id, place.packet.family == Family::Ipv4 ? "IPv4" : "IPv6"),
      .repair =
          "give the task a public address (assignPublicIp: ENABLED), or "
          "move it to a subnet whose route leads to a NAT gateway"};
  if (place.behind_nat) return gate;
  if (place.inbound) {
    gate.code = "IGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS";
    gate.message = fmt::format(
        "this is no public {} address of the interface, so nobody on the internet can "
        "reach it",
        place.packet.family == Family::Ipv4 ? "IPv4" : "IPv6");
    gate.repair =
        "give the interface a public address, or put a load balancer before it";
  }
  gate.lets_through =
      Predicate::because(place.address_fact, Predicate::constant(place.public_address));
  return gate;
}

std::optional<Unknown> contested_address(const Context& context,
                                         const std::optional<Address>& public_address) {
  if (!public_address) return std::nullopt;
  const auto& having = context.network->interfaces_with(*public_address);
  if (having.size() < 2) return std::nullopt;
  return Unknown{
      .call = std::string(aws::NetworkInterface::kCall),
      .why = fmt::format("{} and {} both have the public address {}", having[0]->id(),
                         having[1]->id(), public_address->text())};
}

RoutePlace::Outcome at_internet_gateway(const IntervalSet& addresses) {
  if (addresses.is_subset_of(shared_space().addresses())) {
    return RoutePlace::Outcome::SharedSpace;
  }
  return addresses.is_subset_of(private_space()) ? RoutePlace::Outcome::Private
                                                 : RoutePlace::Outcome::Elsewhere;
}

bool internet_knows(const aws::Snapshot& account, const aws::Subnet& subnet,
                    const IntervalSet& ipv6) {
  const auto* vpc = account.find<aws::Vpc>(subnet.scope, subnet.vpc_id.text);
  const bool is_private =
      subnet.ipv6_private ||
      (vpc != nullptr && addresses_of(vpc->private_ipv6, Family::Ipv6).overlaps(ipv6));
  return !ipv6.empty() && !is_private && ipv6.is_subset_of(public_ipv6());
}

}  // namespace pullproof::gates
