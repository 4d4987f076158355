// The ports that connections start from.
//
// AWS: VPC user guide, "Network ACLs", ephemeral ports.
#pragma once

#include "model/core/interval_set.h"
#include "model/gates/switches.h"

namespace pullproof::model {

inline constexpr Interval kLinuxPorts = {32768, 60999};  ///< The kernel's default.
/// The kernel's default, or what AWS's page says.
[[nodiscard]] constexpr Interval linux_ports(const gates::Switches& switches) {
  constexpr Interval kAsDocumented = {32768, 61000};
  return switches.linux_ports == gates::LinuxPorts::To61000 ? kAsDocumented
                                                            : kLinuxPorts;
}
inline constexpr Interval kWindowsPorts = {49152, 65535};
/// NAT gateways, load balancers and Lambda.
inline constexpr Interval kManagedPorts = {1024, 65535};

}  // namespace pullproof::model
