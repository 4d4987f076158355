// Whether a VPC endpoint is in service and may open the connection, and which one an
// interface is of.
//
// AWS: EC2 API reference, VpcEndpoint: State; PrivateLink guide, "Concepts": the
// service responds, and does not initiate requests; Reachability Analyzer,
// VPCE_INTRA_VPC_TRAFFIC.
#pragma once

#include <string_view>

#include "model/gates/gate.h"
#include "model/gates/place.h"

namespace pullproof::gates {

/// It certainly carries nothing: rejected, failed, expired, deleting or deleted.
[[nodiscard]] bool is_out_of_service(const aws::VpcEndpoint& endpoint);

/// The endpoint that has the interface, or null. Requires: the context has a network
/// index.
[[nodiscard]] const aws::VpcEndpoint* endpoint_with(
    const Context& context, const aws::NetworkInterface& interface);

struct EndpointStateGate {
  using Place = EndpointPlace;
  static constexpr std::string_view kName = "endpoint-state";
  [[nodiscard]] static Gate lets_through(const EndpointPlace& place,
                                         const Context& context);
};

/// It answers only.
struct EndpointAnswersGate {
  using Place = EndpointPlace;
  static constexpr std::string_view kName = "endpoint-answers";
  [[nodiscard]] static Gate lets_through(const EndpointPlace& place,
                                         const Context& context);
};

/// Layers come through it. ECR user guide, "Amazon ECR interface VPC endpoints": those
/// for S3 "can't be used with Amazon ECR"; switch s3-interface-endpoint.
struct LayerEndpointGate {
  using Place = EndpointPlace;
  static constexpr std::string_view kName = "layer-endpoint";
  [[nodiscard]] static Gate lets_through(const EndpointPlace& place,
                                         const Context& context);
};

}  // namespace pullproof::gates
