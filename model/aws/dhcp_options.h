// A DHCP option set: which DNS servers the interfaces of a VPC ask.
//
// AWS: VPC user guide, "DHCP option sets in Amazon VPC".
#pragma once

#include <string>
#include <vector>

#include "model/aws/resource.h"
#include "model/core/ids.h"

namespace pullproof::aws {

struct DhcpOptions : Resource {
  static constexpr std::string_view kSnapshotKey = "DhcpOptions";
  static constexpr std::string_view kCall = "ec2-describe-dhcp-options";

  DhcpOptionsId options_id;
  /// `domain-name-servers`: addresses, or "AmazonProvidedDNS". Empty: none is given.
  std::vector<std::string> domain_name_servers;

  [[nodiscard]] Symbol id() const { return options_id.text; }
  static DhcpOptions parse(Cursor& in);
};

}  // namespace pullproof::aws
