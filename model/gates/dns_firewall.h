// DNS Firewall lets the query for the name through.
//
// AWS: Route 53 developer guide, "Rule groups and rules in DNS Firewall": associations
// are asked by their priority, then rules by theirs; the first that matches decides,
// and a query that matches none passes. "Domain lists": a list holds names and
// `*.name`, which is what lies below. Assumed: that AWS's own lists of bad domains do
// not hold AWS's names. Not modelled: what a rule on threats blocks, what a chain of
// redirections is asked: assumed to refuse nothing.
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
