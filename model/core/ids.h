// Strong types for AWS identifiers, so that a subnet is never looked up as a VPC.
#pragma once

#include <compare>
#include <functional>

#include "model/core/symbol.h"

namespace pullproof {

template <class Tag>
struct Id {
  Symbol text;

  Id() = default;
  explicit Id(Symbol value) : text(value) {}
  [[nodiscard]] bool empty() const { return text.empty(); }
  auto operator<=>(const Id&) const = default;
};

using VpcId = Id<struct VpcTag>;
using SubnetId = Id<struct SubnetTag>;
using RouteTableId = Id<struct RouteTableTag>;
using NetworkAclId = Id<struct NetworkAclTag>;
using SecurityGroupId = Id<struct SecurityGroupTag>;
using InterfaceId = Id<struct InterfaceTag>;
using InternetGatewayId = Id<struct InternetGatewayTag>;
using NatGatewayId = Id<struct NatGatewayTag>;
using VpcEndpointId = Id<struct VpcEndpointTag>;
using PrefixListId = Id<struct PrefixListTag>;
using DhcpOptionsId = Id<struct DhcpOptionsTag>;
using InstanceId = Id<struct InstanceTag>;

}  // namespace pullproof

template <class Tag>
struct std::hash<pullproof::Id<Tag>> {
  std::size_t operator()(const pullproof::Id<Tag>& id) const noexcept {
    return id.text.hash();
  }
};
