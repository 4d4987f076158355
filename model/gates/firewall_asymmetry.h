// Connections of which a network firewall sees one direction only.
//
// AWS: Network Firewall developer guide, "Avoiding asymmetric routing", "Stream
// exception policy options"; Transit Gateway guide, "Appliance in a shared services
// VPC".
#pragma once

#include "model/gates/firewall_steps.h"
#include "model/gates/gate.h"
#include "model/gates/place.h"

namespace pullproof::gates {

/// Both directions are looked at by the stateful rules, or none is; of what is dropped
/// other parts of the gate speak.
[[nodiscard]] Predicate agree(const FirewallSteps& there, const FirewallSteps& back);

/// Fills in the gate of an endpoint that packets or replies pass, and the others do
/// not. `steps` are the stateless rules for those that pass it.
void judge_half(Gate& gate, const FirewallPlace& place,
                const aws::FirewallPolicy& policy, const FirewallSteps& steps);

}  // namespace pullproof::gates
