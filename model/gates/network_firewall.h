// Whether a network firewall lets a connection through: its stateless rules about each
// packet, then its stateful rules about the connection.
//
// AWS: Network Firewall developer guide, "How AWS Network Firewall filters network
// traffic", "Managing evaluation order for Suricata compatible rules", "Stateful domain
// list rule groups", "Stream exception policy options", "Avoiding asymmetric routing".
//
// The stateful engine is asked about the packet that opens a connection and about the
// one that names the server. A pass about the first one holds for the connection.
//
// Not modelled: TLS inspection, rules that look at TCP flags, what firewall_match.h
// lists: unknown, naming the rule. AWS's own rule groups are assumed to drop nothing of
// AWS; a TLS hello, to fit in one packet.
#pragma once

#include <string>
#include <string_view>

#include "model/gates/gate.h"
#include "model/gates/place.h"

namespace pullproof::gates {

/// An endpoint of a firewall of the snapshot; null pointers if it is none.
struct FirewallAt {
  const aws::NetworkFirewall* firewall = nullptr;
  const aws::FirewallEndpoint* endpoint = nullptr;
};
[[nodiscard]] FirewallAt firewall_at(const Context& context, const aws::Scope& scope,
                                     const std::string& endpoint_id);

/// What is open about a route to an endpoint that no firewall of the snapshot has.
[[nodiscard]] Unknown no_firewall_at(const Context& context, const aws::Scope& scope,
                                     const std::string& endpoint_id);

struct NetworkFirewallGate {
  using Place = FirewallPlace;
  static constexpr std::string_view kName = "network-firewall";
  [[nodiscard]] static Gate lets_through(const FirewallPlace& place,
                                         const Context& context);
};

}  // namespace pullproof::gates
