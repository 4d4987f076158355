// Whether the network ACL of a subnet lets a packet in or out.
//
// AWS: VPC user guide, "Network ACL basics": entries apply in the order of their
// numbers, the first match decides, and whatever matches none is denied. Stateless:
// replies are packets like any other. Traffic inside one subnet never passes it.
#pragma once

#include <string_view>

#include "model/gates/gate.h"
#include "model/gates/place.h"

namespace pullproof::gates {

struct NetworkAclGate {
  using Place = SubnetPlace;
  static constexpr std::string_view kName = "network-acl";
  [[nodiscard]] static Gate lets_through(const SubnetPlace& place,
                                         const Context& context);
};

}  // namespace pullproof::gates
