// Random small networks of several VPCs, and questions about them. Call only inside of
// a property.
#pragma once

#include <cstdint>
#include <vector>

#include <rapidcheck.h>

#include "model/reach.h"
#include "tests/support/packet_simulator.h"
#include "tests/support/topology.h"

namespace pullproof::support {

[[nodiscard]] rc::Gen<Topology> random_topology(std::size_t most_edits);
/// Each is a question to `question_of`.
[[nodiscard]] rc::Gen<std::vector<std::uint64_t>> random_questions(std::size_t count);

/// The same for `reach` and for the simulator.
struct TopologyQuestion {
  model::ReachQuestion reach;
  simulator::Ends ends;
  simulator::Ports ports;
};
/// Between two interfaces, or from one to the internet.
[[nodiscard]] TopologyQuestion question_of(const simulator::Network& network,
                                           std::uint64_t number);

}  // namespace pullproof::support
