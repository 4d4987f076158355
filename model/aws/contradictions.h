// What the documents of a snapshot tell of what joins networks, and not alike: transit
// gateways, their attachments, peering connections and NAT gateways.
//
// AWS: Transit Gateway guide, "Transit gateway VPC attachments"; VPC peering guide; VPC
// user guide, "NAT gateways": one has an interface in its subnet, with its private
// addresses and their public ones, which nothing else has.
#pragma once

#include "model/aws/disputes.h"
#include "model/aws/snapshot.h"

namespace pullproof::aws {

/// Adds to `disputes`. Accounts that the snapshot keeps apart contradict nothing.
void note_contradictions(const Snapshot& snapshot, Disputes& disputes);

}  // namespace pullproof::aws
