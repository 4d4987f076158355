#include "model/gates/packet.h"

#include <utility>

namespace pullproof::gates {

Predicate port_in(const PortTerm& port, const Interval& interval) {
  if (port.field) {
    return Predicate::in_set(*port.field,
                             IntervalSet::range(interval.first, interval.last));
  }
  return Predicate::constant(interval.first <= port.fixed &&
                             port.fixed <= interval.last);
}

Packet reply(const Packet& packet) {
  Packet back = packet;
  std::swap(back.source, back.destination);
  std::swap(back.source_port, back.destination_port);
  back.direction =
      packet.direction == Direction::Forward ? Direction::Back : Direction::Forward;
  return back;
}

std::string protocol_name(int protocol) {
  switch (protocol) {
    case 1:
      return "icmp";
    case 6:
      return "tcp";
    case 17:
      return "udp";
    default:
      return std::to_string(protocol);
  }
}

std::string show(const PortTerm& port) {
  return port.field ? "any" : std::to_string(static_cast<unsigned>(port.fixed));
}

}  // namespace pullproof::gates
