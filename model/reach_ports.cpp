#include "model/reach_ports.h"

#include <string>
#include <utility>

#include "model/aws/traffic_rule.h"
#include "model/client_ports.h"

namespace pullproof::model {
namespace {

constexpr Number kEchoRequest = 8;
constexpr Number kEchoReply = 0;
constexpr Number kEchoRequestIpv6 = 128;
constexpr Number kEchoReplyIpv6 = 129;

FieldId add_field(Leg& leg, std::string name, const Interval& ports) {
  return leg.fields.add({.name = std::move(name),
                         .kind = Field::Kind::Port,
                         .domain = IntervalSet::range(ports.first, ports.last),
                         .text_domain = {},
                         .exact = true});
}

}  // namespace

ReachPorts reach_ports(Leg& leg, const ReachQuestion& question, const ReachEnd& from) {
  const bool ipv6 = from.family == Family::Ipv6;
  ReachPorts ports{.protocol = question.protocol, .client = {}, .server = {}};
  if (aws::is_icmp(question.protocol)) {
    ports.protocol = ipv6 ? aws::kIcmpv6 : aws::kIcmp;
    ports.server.fixed = ipv6 ? kEchoRequestIpv6 : kEchoRequest;
    ports.client.fixed = ipv6 ? kEchoReplyIpv6 : kEchoReply;
  } else if (aws::has_ports(question.protocol)) {
    ports.client.field = add_field(leg, "source port",
                                   question.source_ports.value_or(from.client_ports));
    ports.server.fixed = question.ports.first;
    if (question.ports.first != question.ports.last) {
      ports.server.field = add_field(leg, "port", question.ports);
    }
  }
  return ports;
}

gates::PortTerm nat_port(Leg& leg, const ReachPorts& ports) {
  if (!aws::has_ports(ports.protocol)) return ports.client;
  return {.field = add_field(leg, "NAT port", kManagedPorts), .fixed = 0};
}

}  // namespace pullproof::model
