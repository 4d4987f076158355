// Whether what a query names has an address of the packet's family.
//
// AWS: Reachability Analyzer, UNASSOCIATED_COMPONENT: "none of its network interfaces
// has an IPv4 address"; IPv6 likewise.
#pragma once

#include <string_view>

#include "model/gates/gate.h"
#include "model/gates/place.h"

namespace pullproof::gates {

struct AddressFamilyGate {
  using Place = UnaddressedPlace;
  static constexpr std::string_view kName = "address-family";
  [[nodiscard]] static Gate lets_through(const UnaddressedPlace& place,
                                         const Context& context);
};

}  // namespace pullproof::gates
