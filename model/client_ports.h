// The ports that connections start from.
//
// AWS: VPC user guide, "Network ACLs", ephemeral ports.
#pragma once

#include "model/core/interval_set.h"

namespace pullproof::model {

inline constexpr Interval kLinuxPorts = {32768, 60999};  ///< The kernel's default.
inline constexpr Interval kWindowsPorts = {49152, 65535};
/// NAT gateways, load balancers and Lambda.
inline constexpr Interval kManagedPorts = {1024, 65535};

}  // namespace pullproof::model
