#include "model/gates/endpoint_state.h"

#include <algorithm>
#include <cctype>

#include <fmt/format.h>

namespace pullproof::gates {
namespace {

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), [](unsigned char letter) {
    return static_cast<char>(std::tolower(letter));
  });
  return text;
}

/// States in which an endpoint certainly carries nothing.
bool out_of_service(const std::string& state) {
  return state == "rejected" || state == "failed" || state == "expired" ||
         state == "deleting" || state == "deleted" || state == "pendingacceptance";
}

}  // namespace

bool is_out_of_service(const aws::VpcEndpoint& endpoint) {
  return out_of_service(lower(endpoint.state));
}

const aws::VpcEndpoint* endpoint_with(const Context& context,
                                      const aws::NetworkInterface& interface) {
  for (const auto* endpoint :
       context.network->endpoints_in(interface.scope, interface.vpc_id)) {
    const auto& mine = endpoint->interfaces;
    if (std::find(mine.begin(), mine.end(), interface.interface_id) != mine.end()) {
      return endpoint;
    }
  }
  return nullptr;
}

Gate EndpointStateGate::lets_through(const EndpointPlace& place,
                                     const Context& /*context*/) {
  const std::string state = lower(place.endpoint->state);
  Gate gate{.name = std::string(kName),
            .mechanism = "route",
            .code = "BAD_STATE",
            .message = fmt::format("VPC endpoint {} is in state `{}`",
                                   place.endpoint->id(), place.endpoint->state),
            .repair = fmt::format("accept or create the endpoint {} again",
                                  place.endpoint->id())};
  if (place.endpoint->available()) return gate;
  if (!out_of_service(state)) {
    gate.lets_through = Predicate::unknown(
        {.call = "ec2-describe-vpc-endpoints",
         .why = fmt::format("VPC endpoint {} is in state `{}`, which may pass",
                            place.endpoint->id(), place.endpoint->state)});
    return gate;
  }
  gate.lets_through = Predicate::because(
      fact_about(
          place.endpoint->id(),
          {place.endpoint->source.file, place.endpoint->source.pointer + "/State"},
          fmt::format("its state is {}", place.endpoint->state)),
      Predicate::never());
  return gate;
}

Gate EndpointAnswersGate::lets_through(const EndpointPlace& place,
                                       const Context& /*context*/) {
  Gate gate{.name = std::string(kName),
            .mechanism = "route",
            .code = "VPCE_INTRA_VPC_TRAFFIC"};
  if (!place.opens) return gate;
  const std::string& id = place.endpoint->id();
  gate.message =
      fmt::format("VPC endpoint {} answers, and opens no connection of its own", id);
  gate.repair = "ask for the way in the other direction";
  gate.lets_through =
      Predicate::because(fact_about(id, place.endpoint->source, "it is a VPC endpoint"),
                         Predicate::never());
  return gate;
}

Gate LayerEndpointGate::lets_through(const EndpointPlace& place,
                                     const Context& context) {
  Gate gate{.name = std::string(kName),
            .mechanism = "route",
            .code = "VPCE_NOT_FOR_ECR_LAYERS"};
  const bool is_contested =
      place.for_layers && place.endpoint->type == aws::VpcEndpoint::Type::Interface;
  if (!is_contested) return gate;
  gate.assumptions.push_back(taken(context, "s3-interface-endpoint"));
  if (context.switches.s3_interface_endpoint == S3InterfaceEndpoint::Works) return gate;
  const std::string& id = place.endpoint->id();
  gate.message =
      fmt::format("layers do not come through interface endpoint {} for S3", id);
  gate.repair = fmt::format(
      "add a gateway endpoint for S3 to the route tables of the tasks, and turn "
      "private "
      "DNS of {} off",
      id);
  gate.lets_through = Predicate::because(
      fact_about(id, place.endpoint->source, "it is an interface endpoint for S3"),
      Predicate::never());
  return gate;
}

}  // namespace pullproof::gates
