#include "model/gates/packet.h"

#include <utility>

#include "model/aws/traffic_rule.h"

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
    case aws::kIcmp:
      return "icmp";
    case aws::kTcp:
      return "tcp";
    case aws::kUdp:
      return "udp";
    case aws::kIcmpv6:
      return "icmpv6";
    default:
      return std::to_string(protocol);
  }
}

std::string traffic(const Packet& packet) {
  const std::string name = protocol_name(packet.protocol);
  if (aws::has_ports(packet.protocol)) {
    return name + " port " + show(packet.destination_port);
  }
  return aws::is_icmp(packet.protocol) ? name : "protocol " + name;
}

std::string show(const PortTerm& port) {
  return port.field ? "any" : std::to_string(static_cast<unsigned>(port.fixed));
}

}  // namespace pullproof::gates
