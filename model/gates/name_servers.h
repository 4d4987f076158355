// The DNS servers that a VPC's DHCP options name.
//
// AWS: VPC user guide, "DHCP option sets" and "Amazon DNS": AmazonProvidedDNS,
// 169.254.169.253 and the base of the VPC's primary block plus two are Amazon's.
#pragma once

#include <optional>
#include <vector>

#include "model/gates/gate.h"

namespace pullproof::gates {

struct NameServers {
  bool amazon = false;
  std::vector<Address> own;
  std::optional<Unknown> undecided = std::nullopt;
};

[[nodiscard]] NameServers servers_of(const aws::Vpc& vpc, const Context& context);

}  // namespace pullproof::gates
