// Whether VPC encryption controls may stop traffic that leaves a VPC: through an
// internet gateway, a peering connection or a transit gateway.
//
// AWS: VPC user guide, "VPC encryption controls": enforce mode needs exclusions for
// gateways that carry unencrypted traffic. Not modelled: enforce mode is unknown.
#pragma once

#include <string_view>

#include "model/gates/gate.h"
#include "model/gates/place.h"

namespace pullproof::gates {

struct EncryptionControlGate {
  using Place = InternetGatewayPlace;
  static constexpr std::string_view kName = "encryption-control";
  [[nodiscard]] static Gate lets_through(const InternetGatewayPlace& place,
                                         const Context& context);
};

/// At either end.
struct PeeringEncryptionGate {
  using Place = PeeringPlace;
  static constexpr std::string_view kName = "encryption-control";
  [[nodiscard]] static Gate lets_through(const PeeringPlace& place,
                                         const Context& context);
};

/// At a virtual private gateway that the user vouches for.
struct VouchedEncryptionGate {
  using Place = VouchedPlace;
  static constexpr std::string_view kName = "encryption-control";
  [[nodiscard]] static Gate lets_through(const VouchedPlace& place,
                                         const Context& context);
};

struct AttachmentEncryptionGate {
  using Place = AttachmentPlace;
  static constexpr std::string_view kName = "encryption-control";
  [[nodiscard]] static Gate lets_through(const AttachmentPlace& place,
                                         const Context& context);
};

}  // namespace pullproof::gates
