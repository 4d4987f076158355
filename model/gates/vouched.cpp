#include "model/gates/vouched.h"

#include <algorithm>

#include <fmt/format.h>

#include "model/gates/endpoint_state.h"

namespace pullproof::gates {

bool is_followed(const aws::Snapshot& account, const aws::Scope& scope,
                 const std::string& id) {
  const auto* endpoint = account.find<aws::VpcEndpoint>(scope, id);
  return id.starts_with("igw-") || id.starts_with("eigw-") || id.starts_with("nat-") ||
         id.starts_with("pcx-") ||
         (endpoint != nullptr && endpoint->type == aws::VpcEndpoint::Type::Gateway);
}

bool is_vouched_for(const Context& context, const aws::Scope& scope,
                    const std::string& id) {
  if (context.vouched == nullptr || context.vouched->empty()) return false;
  // A route that leads to an instance may print its interface.
  const auto* interface = context.account.find<aws::NetworkInterface>(scope, id);
  const bool by_instance = interface != nullptr && !interface->instance_id.empty() &&
                           context.vouched->contains(interface->instance_id.text);
  if (!by_instance && !context.vouched->contains(id)) return false;
  if (is_followed(context.account, scope, id)) return false;
  const auto* endpoint = context.account.find<aws::VpcEndpoint>(scope, id);
  return endpoint == nullptr || !is_out_of_service(*endpoint);
}

namespace {

bool is_among(const std::vector<VpcId>& vpcs, const VpcId& vpc) {
  return std::find(vpcs.begin(), vpcs.end(), vpc) != vpcs.end();
}

/// AWS: VPC user guide, "Gateway route tables": a route to a gateway that is not
/// attached is a blackhole.
void judge_vpn_gateway(Gate& gate, const VouchedPlace& place) {
  const auto& gateway = *place.vpn_gateway;
  const bool is_attached = is_among(gateway.attached_to, place.vpc);
  if (!is_attached && is_among(gateway.changing, place.vpc)) {
    gate.lets_through = Predicate::unknown(
        {.call = std::string(aws::VpnGateway::kCall),
         .why = fmt::format("the attachment of {} to {} is being changed", place.id,
                            place.vpc.text)});
    return;
  }
  const bool is_up = gateway.state == "available";
  gate.code = is_attached ? "BAD_STATE" : "BAD_STATE_ATTACHMENT";
  gate.message =
      is_attached ? fmt::format("{} is in state `{}`", place.id, gateway.state)
                  : fmt::format("{} is not attached to {}", place.id, place.vpc.text);
  gate.repair = is_attached ? fmt::format("see that {} becomes available", place.id)
                            : fmt::format("attach {} to {}", place.id, place.vpc.text);
  gate.lets_through = Predicate::because(
      fact_about(place.id, {gateway.source.file, gateway.source.pointer},
                 is_attached ? fmt::format("its state is {}", gateway.state)
                             : "it is not attached to the VPC"),
      Predicate::constant(is_attached && is_up));
}

/// AWS: EC2 user guide, "Instance lifecycle": only a running instance has a network.
void judge_instance(Gate& gate, const aws::Instance& instance) {
  if (instance.state.empty() || instance.state == "running") return;
  gate.message =
      fmt::format("instance {} is in state `{}`", instance.id(), instance.state);
  gate.repair = fmt::format("start {}", instance.id());
  const bool is_off = instance.state == "stopped" || instance.state == "terminated";
  gate.lets_through =
      is_off ? Predicate::because(
                   fact_about(instance.id(), instance.source,
                              fmt::format("its state is {}", instance.state)),
                   Predicate::never())
             : Predicate::unknown(
                   {.call = std::string(aws::Instance::kCall), .why = gate.message});
}

/// What the snapshot would have to tell of it, and does not.
std::optional<Unknown> missing_of(const VouchedPlace& place, const Context& context) {
  std::string_view call;
  if (place.id.starts_with("vgw-") && place.vpn_gateway == nullptr) {
    call = aws::VpnGateway::kCall;
  } else if (place.id.starts_with("eni-") && place.interface == nullptr) {
    call = aws::NetworkInterface::kCall;
  } else if (place.id.starts_with("i-") && place.interface == nullptr) {
    call = aws::Instance::kCall;
  } else if (place.id.starts_with("vpce-") && place.endpoint == nullptr) {
    call = aws::VpcEndpoint::kCall;
  }
  if (!call.empty()) {
    const bool seen = context.account.calls().seen(place.scope, std::string(call));
    return Unknown{.call = seen ? "" : std::string(call),
                   .why = fmt::format(
                       "a route leads to {}, which is not in the snapshot", place.id)};
  }
  if (place.interface != nullptr && !place.interface->instance_id.empty() &&
      context.account.find<aws::Instance>(
          place.interface->scope, place.interface->instance_id.text) == nullptr) {
    return Unknown{
        .call = std::string(aws::Instance::kCall),
        .why = fmt::format("instance {} of {} is not in the snapshot",
                           place.interface->instance_id.text, place.interface->id())};
  }
  if (place.endpoint != nullptr &&
      place.endpoint->type != aws::VpcEndpoint::Type::GatewayLoadBalancer) {
    return Unknown{.call = "",
                   .why = fmt::format("a route leads to {}, which is no endpoint of a "
                                      "Gateway Load Balancer",
                                      place.id)};
  }
  if (place.interface != nullptr && place.interface->is_detached) {
    return Unknown{.call = "",
                   .why = fmt::format("{} is attached to nothing, as its status says",
                                      place.interface->id())};
  }
  return std::nullopt;
}

}  // namespace

Gate VouchedStateGate::lets_through(const VouchedPlace& place, const Context& context) {
  Gate gate{.name = std::string(kName), .mechanism = "route", .code = "BAD_STATE"};
  const VpcId* own = nullptr;
  if (place.interface != nullptr) own = &place.interface->vpc_id;
  if (place.endpoint != nullptr) own = &place.endpoint->vpc_id;
  if (own != nullptr && !own->empty() && *own != place.vpc) {
    gate.lets_through = Predicate::unknown(
        {.call = "",
         .why = fmt::format("{} is in {}, and a route of {} leads to it", place.id,
                            own->text, place.vpc.text)});
    return gate;
  }
  if (auto question = missing_of(place, context)) {
    gate.lets_through = Predicate::unknown(*std::move(question));
    return gate;
  }
  if (place.vpn_gateway != nullptr) judge_vpn_gateway(gate, place);
  if (place.endpoint != nullptr && !place.endpoint->available()) {
    gate.lets_through = Predicate::unknown(
        {.call = "",
         .why = fmt::format("{} is in state `{}`", place.id, place.endpoint->state)});
  }
  if (place.interface != nullptr) {
    const auto* instance = context.account.find<aws::Instance>(
        place.interface->scope, place.interface->instance_id.text);
    if (instance != nullptr) judge_instance(gate, *instance);
  }
  return gate;
}

Gate VouchedGate::lets_through(const VouchedPlace& place, const Context& /*context*/) {
  Gate gate{
      .name = std::string(kName), .mechanism = "route", .code = "UNKNOWN_RESOURCE"};
  if (place.is_vouched) {
    gate.assumptions.push_back(
        {.name = place.id, .value = "carries packets on, and their replies back"});
  }
  const auto* interface = place.interface;
  if (interface == nullptr || !interface->source_dest_check) return gate;
  gate.code = "ENI_SOURCE_DEST_CHECK_RESTRICTION";
  gate.message = fmt::format(
      "interface {} drops packets that are not for itself: its source/destination "
      "check "
      "is on",
      interface->id());
  gate.repair =
      fmt::format("turn off the source/destination check of {}", interface->id());
  gate.lets_through = Predicate::because(
      fact_about(
          interface->id(),
          {interface->source.file, interface->source.pointer + "/SourceDestCheck"},
          "SourceDestCheck is true"),
      Predicate::never());
  return gate;
}

}  // namespace pullproof::gates
