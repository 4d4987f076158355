// The DNS servers that a VPC's DHCP options name.
//
// AWS: VPC user guide, "DHCP option sets" and "Amazon DNS": AmazonProvidedDNS,
// 169.254.169.253 and the base of the VPC's primary block plus two are Amazon's. Route
// 53 developer guide, "Forwarding inbound DNS queries to your VPCs": an inbound
// endpoint of the Resolver answers as the resolver of its VPC.
#pragma once

#include <optional>
#include <vector>

#include "model/gates/gate.h"

namespace pullproof::gates {

struct NameServers {
  bool amazon = false;
  std::vector<Address> own;
  /// All of `own` answer as Amazon's resolver of the VPC does: inbound endpoints of it
  /// that the snapshot has, or servers that the user vouches for.
  bool own_forward = false;
  std::vector<std::string> vouched = {};  ///< Those of the latter, as text.
  std::optional<Unknown> undecided = std::nullopt;
};

/// 169.254.169.253, in every VPC.
[[nodiscard]] bool is_amazon_resolver(const Address& address);
/// That, or the base of the VPC's primary block plus two.
[[nodiscard]] bool is_amazon_resolver(const Address& address, const aws::Vpc& vpc);

/// The VPC has enableDnsSupport on: without it Amazon's resolver does not answer.
[[nodiscard]] Predicate dns_support_is_on(const aws::Scope& scope, const VpcId& vpc,
                                          const Context& context);

/// The inbound endpoint of the VPC that has the address and is in service, or null.
[[nodiscard]] const aws::ResolverEndpoint* inbound_endpoint_at(const Address& server,
                                                               const aws::Vpc& vpc,
                                                               const Context& context);
/// AWS: PrivateLink guide, "Private DNS for inbound Resolver endpoints only": such an
/// endpoint's names are in force for those queries alone.
[[nodiscard]] bool has_names_for_inbound_only(const aws::Vpc& vpc,
                                              const Context& context);

[[nodiscard]] NameServers servers_of(const aws::Vpc& vpc, const Context& context);

}  // namespace pullproof::gates
