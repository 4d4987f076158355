// Sends one packet through a simulated network, hop by hop, and its reply back.
//
// Whatever AWS leaves open (the port of a NAT gateway, the subnet in which packets
// leave a transit gateway) is tried in every way. The reply is sent as if the packet
// had arrived, so that each direction is judged by itself.
//
// AWS: VPC user guide, "Route tables", "Network ACLs", "Security groups", "NAT
// gateways", "Internet gateways"; VPC peering guide, "VPC peering limitations"; Transit
// Gateway guide, "How transit gateways work" and "Network ACLs for transit gateways";
// PrivateLink guide, "Gateway endpoints".
// Not modelled: IPv6, VPN, appliances, Block Public Access, packets that come from
// outside. What AWS documents nowhere is not known.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include "tests/support/packet_filters.h"
#include "tests/support/simulated_network.h"

namespace pullproof::simulator {

inline constexpr Range kNatPorts = {1024, 65535};  // AWS: "NAT gateway basics".

enum class Fate { Delivered, DoesNotKnow, Dropped };  ///< The worst is the last.

/// Where an outcome is not known: two of them in a row.
inline constexpr const char* kSecondNat = "a second NAT gateway";

struct Outcome {
  Fate fate = Fate::Delivered;
  std::string where = {};  ///< And why it got no further.
};

/// One way that a packet and its reply may take.
struct Trip {
  Packet packet;
  Packet reply;
  Outcome there;
  Outcome back;
};

struct Ends {
  const Interface* from = nullptr;
  std::uint32_t source = 0;  ///< One of its addresses.
  std::string to =
      {};  ///< An interface's or gateway endpoint's id; "": on the internet.
  std::vector<std::uint32_t> addresses = {};  ///< Of `to`, one of each kind.
};

/// `to` is the id of an interface, whose primary address is meant, or an address on the
/// internet. Requires: the network has the interfaces.
[[nodiscard]] Ends ends_of(const Network& network, const std::string& from,
                           const std::string& to);

/// `nat_ports` stand for all that NAT gateways may choose.
[[nodiscard]] std::vector<Trip> send(const Network& network, const Ends& ends,
                                     const Packet& packet,
                                     const std::vector<std::uint32_t>& nat_ports);

/// The worst of everything that may happen in each direction.
struct Simulated {
  Outcome there;
  Outcome back;
  Packet packet;  ///< That it happens to.

  [[nodiscard]] Fate fate() const { return std::max(there.fate, back.fate); }
};

/// One of each kind of port that rules of the network tell apart, and the last.
[[nodiscard]] std::vector<std::uint32_t> ports_that_differ(const Network& network,
                                                           const Range& ports);

struct Ports {
  Range client = {32768, 65535};
  Range server = {443, 443};
};

/// Tries one of each kind of port.
[[nodiscard]] Simulated simulate(const Network& network, const Ends& ends, int protocol,
                                 const Ports& ports);

}  // namespace pullproof::simulator
