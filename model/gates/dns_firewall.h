// DNS Firewall lets the query for the name through.
//
// AWS: Route 53 developer guide, "Rule groups and rules in DNS Firewall": associations
// are asked by priority, then rules by theirs; the first that matches decides, and what
// none matches passes. A list's `*.name` is what lies below the name. Route 53 Resolver
// API reference, FirewallRule: `Qtype` is the type of query that a rule is asked about.
// Assumed: that AWS's own lists of bad domains do not hold AWS's names, and that rules
// on threats do not take a pull for one.
// Not modelled: by way of which names public DNS answers; a rule that may block one of
// them is unknown, and so is a group without a known priority.
#pragma once

#include <string_view>

#include "model/gates/gate.h"
#include "model/gates/place.h"

namespace pullproof::gates {

struct DnsFirewallGate {
  using Place = ResolverPlace;
  static constexpr std::string_view kName = "dns-firewall";
  [[nodiscard]] static Gate lets_through(const ResolverPlace& place,
                                         const Context& context);
};

}  // namespace pullproof::gates
