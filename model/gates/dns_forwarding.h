// Where a forwarding rule of the Route 53 Resolver leads, if that is known: to inbound
// endpoints, which answer as the resolver of their VPC does.
//
// AWS: Route 53 developer guide, "Resolving DNS queries between VPCs and your network":
// queries leave through the interfaces of the rule's outbound endpoint, and come in
// through those of the inbound one. Not modelled: the way from one VPC to another,
// other servers, and queries that are forwarded again: unknown.
#pragma once

#include <optional>
#include <vector>

#include "model/gates/gate.h"
#include "model/gates/place.h"

namespace pullproof::gates {

struct Forwarding {
  struct End {
    const aws::NetworkInterface* interface = nullptr;
    Address address;
  };
  const aws::Vpc* vpc = nullptr;  ///< Of both endpoints, whose resolver answers.
  std::vector<End> outbound = {};
  std::vector<End> inbound = {};
};

/// `forwarding`, or the question that is open about the rule.
struct ForwardingAnswer {
  std::optional<Forwarding> forwarding;
  Unknown question;
};

/// Requires: the rule is one that forwards.
[[nodiscard]] ForwardingAnswer forwarding_of(const aws::ResolverRule& rule,
                                             const Context& context);

}  // namespace pullproof::gates
