// The protocol and the ports of a query of `reach`, as its packets carry them.
//
// AWS: VPC user guide, "Network ACLs", ephemeral ports. RFC 792 and RFC 4443: ICMP has
// no ports; a query is about echo requests and their replies.
#pragma once

#include "model/gates/place.h"
#include "model/leg.h"
#include "model/reach.h"

namespace pullproof::model {

struct ReachPorts {
  int protocol = 6;        ///< IANA; ICMP is of the family that the packets have.
  gates::PortTerm client;  ///< Whoever opens the connection.
  gates::PortTerm server;
};

/// Adds the fields that it names to the leg.
[[nodiscard]] ReachPorts reach_ports(Leg& leg, const ReachQuestion& question,
                                     const ReachEnd& from);

/// What a NAT gateway puts in place of the client's.
[[nodiscard]] gates::PortTerm nat_port(Leg& leg, const ReachPorts& ports);

}  // namespace pullproof::model
