// What the filters and tables of a simulated network say of one packet.
//
// AWS: VPC user guide, "Network ACLs", "Security groups" and "Route tables".
#pragma once

#include <cstdint>
#include <set>
#include <string>

#include "tests/support/simulated_network.h"

namespace pullproof::simulator {

struct Packet {
  std::uint32_t source = 0;
  std::uint32_t destination = 0;
  std::uint32_t source_port = 0;
  std::uint32_t destination_port = 0;
  int protocol = 6;
};

/// "10.1.0.10:32768 to 10.2.0.10:443".
[[nodiscard]] std::string to_text(const Packet& packet);

/// The entry with the lowest number decides; without one, the packet is denied.
[[nodiscard]] bool acl_allows(const Subnet& subnet, const Packet& packet, bool egress);

struct GroupAnswer {
  bool allows = false;  ///< By the address of the other end.
  /// Whose members are allowed, too.
  std::set<std::string> named;
};
[[nodiscard]] GroupAnswer groups_say(const Network& network, const Interface& interface,
                                     const Packet& packet, bool egress);

inline constexpr const char* kBlackhole = "blackhole";

/// Where the best route leads. Empty: there is none; several: nobody knows which.
[[nodiscard]] std::set<std::string> best_targets(const Routes& routes,
                                                 std::uint32_t destination);

}  // namespace pullproof::simulator
