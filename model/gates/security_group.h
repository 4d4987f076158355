// Whether the groups of an interface let a connection start or end there.
//
// AWS: VPC user guide, "Security group rules": allow-only, the union of all groups,
// stateful; a reference to a group means the private addresses of its members.
// Not modelled: references across a transit gateway (another issue), IPv6.
#pragma once

#include <string_view>

#include "model/gates/gate.h"
#include "model/gates/place.h"

namespace pullproof::gates {

struct SecurityGroupGate {
  using Place = GroupPlace;
  static constexpr std::string_view kName = "security-group";
  [[nodiscard]] static Gate lets_through(const GroupPlace& place,
                                         const Context& context);
};

}  // namespace pullproof::gates
