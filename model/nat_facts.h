// Whether what a snapshot tells of a NAT gateway can all be true.
//
// AWS: VPC user guide, "NAT gateways": it has an interface in its subnet, with its
// private addresses and their public ones, which nothing else has.
#pragma once

#include <optional>

#include "model/gates/gate.h"

namespace pullproof::model {

/// What contradicts what, if something does. Requires: the context has a network index.
[[nodiscard]] std::optional<Unknown> contradiction_of(const gates::Context& context,
                                                      const aws::NatGateway& nat);

}  // namespace pullproof::model
