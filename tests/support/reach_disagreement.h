// Whether an answer of `reach` is what a simulator of packets finds.
#pragma once

#include <string>

#include <nlohmann/json_fwd.hpp>

#include "solver/reach.h"
#include "tests/support/topology_generator.h"

namespace pullproof::support {

[[nodiscard]] std::string word(solver::Reachability verdict);

/// As `reach --in` takes it.
[[nodiscard]] nlohmann::json to_json(const TopologyQuestion& question);

/// In words; "" if they agree: what is reachable is delivered for every port, there and
/// back; of what is not, the packet that `reach` shows is dropped; and what is unknown
/// the simulator does not know either.
[[nodiscard]] std::string disagreement(const simulator::Network& network,
                                       const TopologyQuestion& question,
                                       const solver::ReachAnswer& told);

}  // namespace pullproof::support
