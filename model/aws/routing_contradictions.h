// What a snapshot tells of how packets are routed, and what cannot be so, or is about
// to change: subnets and the tables that route them, and tables of transit gateways.
//
// AWS: VPC user guide, "Route tables": every table has a local route for each block of
// its VPC, and a subnet uses one table, of its VPC; "Subnet basics": a subnet's block
// lies in the VPC's; "Routing for a middlebox appliance": within a VPC, a route is for
// a whole subnet. Transit Gateway guide, "Transit gateway route tables".
#pragma once

#include <string>

#include "model/aws/cursor.h"
#include "model/aws/disputes.h"
#include "model/aws/snapshot.h"

namespace pullproof::aws {

/// Where the table's routes cannot be as told: blocks of its VPC without a route, and
/// what lies in them and is sent where no route of a VPC's own addresses can lead.
[[nodiscard]] IntervalSet doubtful_destinations(const RouteTable& table, const Vpc& vpc,
                                                Family family);

/// Adds to `disputes`, and a warning to `log` for each.
void note_routing_contradictions(const Snapshot& snapshot, Disputes& disputes,
                                 ReadLog& log);
/// Those that the one table is a part of.
void note_routing_contradictions(const Snapshot& snapshot, const RouteTable& table,
                                 Disputes& disputes, ReadLog& log);

}  // namespace pullproof::aws
