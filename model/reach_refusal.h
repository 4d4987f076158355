// What is wrong with a route for a packet of `reach`, where its target alone tells.
//
// AWS: Reachability Analyzer's explanation codes; VPC user guide, "NAT gateways" (a NAT
// gateway's own traffic) and "Gateway endpoints" (TCP and echo requests).
#pragma once

#include <optional>

#include "model/gates/place.h"
#include "model/hop_words.h"
#include "model/reach.h"

namespace pullproof::model {

struct RouteUse {
  const Position& at;
  /// Where the packet set out, or the last NAT gateway that it has passed.
  const Position& start;
  const ReachEnd& to;
  int protocol = 6;
  bool has_passed_nat = false;  ///< The one that the route leads to.
  /// The packet has left for another VPC from here before.
  bool has_been_here = false;
  bool from_outside = false;  ///< The connection is one that the internet opened.
  bool is_reply = false;
  bool is_gateway_endpoint = false;  ///< What the route leads to.
};

/// Nothing: the target has to be followed.
[[nodiscard]] std::optional<gates::RoutePlace::Outcome> refusal_of(
    const aws::Route* route, const RouteUse& use);

}  // namespace pullproof::model
