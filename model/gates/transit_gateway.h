// Whether a transit gateway takes a packet of a VPC, and whether it lets it out again.
//
// AWS: Transit Gateway guide, "Amazon VPC attachments": a packet enters only where the
// attachment has a subnet in the zone that it comes from (Reachability Analyzer:
// TGW_ROUTE_AZ_RESTRICTION); "Transit gateway route tables": the table that the
// attachment is associated with decides where it goes, and a blackhole drops.
#pragma once

#include <string_view>

#include "model/gates/gate.h"
#include "model/gates/place.h"

namespace pullproof::gates {

/// The gateway and the attachment exist and are available.
struct AttachmentStateGate {
  using Place = AttachmentPlace;
  static constexpr std::string_view kName = "transit-gateway-attachment-state";
  [[nodiscard]] static Gate lets_through(const AttachmentPlace& place,
                                         const Context& context);
};

/// The attachment has a subnet in the zone.
struct AttachmentZoneGate {
  using Place = AttachmentPlace;
  static constexpr std::string_view kName = "transit-gateway-attachment-zone";
  [[nodiscard]] static Gate lets_through(const AttachmentPlace& place,
                                         const Context& context);
};

struct TransitRouteGate {
  using Place = TransitRoutePlace;
  static constexpr std::string_view kName = "transit-gateway-route";
  [[nodiscard]] static Gate lets_through(const TransitRoutePlace& place,
                                         const Context& context);
};

}  // namespace pullproof::gates
