// Small words about packets that several gates share.
#pragma once

#include <string>

#include "model/core/predicate.h"
#include "model/gates/place.h"

namespace pullproof::gates {

/// The port lies in the interval.
[[nodiscard]] Predicate port_in(const PortTerm& port, const Interval& interval);

/// The same connection seen from the other end.
[[nodiscard]] Packet reply(const Packet& packet);

/// "tcp", "udp", or the number.
[[nodiscard]] std::string protocol_name(int protocol);

/// "443", or "any" for a port that AWS chooses.
[[nodiscard]] std::string show(const PortTerm& port);

/// "tcp port 443", "icmp", "protocol 47".
[[nodiscard]] std::string traffic(const Packet& packet);

}  // namespace pullproof::gates
