// A virtual private cloud, its address blocks and its two DNS attributes.
//
// AWS: VPC user guide, "VPC CIDR blocks" (only associated blocks count) and "DNS
// attributes for your VPC".
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "model/aws/resource.h"
#include "model/core/ids.h"

namespace pullproof::aws {

struct Vpc : Resource {
  static constexpr std::string_view kSnapshotKey = "Vpcs";
  static constexpr std::string_view kCall = "ec2-describe-vpcs";

  VpcId vpc_id;
  Symbol owner_id;
  std::vector<Cidr> cidrs;  ///< Both families, state `associated` only.
  std::vector<Cidr>
      private_ipv6;             ///< Of those: blocks that the internet does not know.
  std::optional<Cidr> primary;  ///< The IPv4 block that the VPC was made with.
  DhcpOptionsId dhcp_options_id;

  [[nodiscard]] Symbol id() const { return vpc_id.text; }
  static Vpc parse(Cursor& in);
};

/// `ec2 describe-vpc-attribute --attribute enableDnsSupport`.
struct VpcDnsSupport : Resource {
  static constexpr std::string_view kSnapshotKey = "EnableDnsSupport";
  static constexpr std::string_view kCall =
      "ec2-describe-vpc-attribute-enableDnsSupport";
  static constexpr bool kWholeDocument = true;

  VpcId vpc_id;
  bool value = false;

  [[nodiscard]] Symbol id() const { return vpc_id.text; }
  static VpcDnsSupport parse(Cursor& in);
};

/// `ec2 describe-vpc-attribute --attribute enableDnsHostnames`.
struct VpcDnsHostnames : Resource {
  static constexpr std::string_view kSnapshotKey = "EnableDnsHostnames";
  static constexpr std::string_view kCall =
      "ec2-describe-vpc-attribute-enableDnsHostnames";
  static constexpr bool kWholeDocument = true;

  VpcId vpc_id;
  bool value = false;

  [[nodiscard]] Symbol id() const { return vpc_id.text; }
  static VpcDnsHostnames parse(Cursor& in);
};

}  // namespace pullproof::aws
