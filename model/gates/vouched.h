// What lies behind a gateway or an appliance that the user vouches for.
//
// AWS: no API tells what is beyond a virtual private gateway, a Direct Connect or an
// appliance. With `--assume ID` the user says that it carries packets on, and their
// replies back; the answer lists that it rests on this. The interface of an appliance
// still drops what is not for itself, if its source/destination check is on (EC2 user
// guide, "Source/destination checking"; Reachability Analyzer,
// ENI_SOURCE_DEST_CHECK_RESTRICTION).
#pragma once

#include <string>
#include <string_view>

#include "model/gates/gate.h"
#include "model/gates/place.h"

namespace pullproof::gates {

/// An internet, egress-only or NAT gateway or a peering connection, in the snapshot or
/// not, or a gateway endpoint of it: what lies beyond is modelled, and nobody can vouch
/// for it.
[[nodiscard]] bool is_followed(const aws::Snapshot& account, const aws::Scope& scope,
                               const std::string& id);

/// By its id, or its instance's. Not of what is followed, nor of an endpoint that the
/// snapshot says is out of service.
[[nodiscard]] bool is_vouched_for(const Context& context, const aws::Scope& scope,
                                  const std::string& id);

/// What the snapshot prints of it, as far as that can be told without knowing what lies
/// beyond: a virtual private gateway's state and attachment, an instance's state, and
/// that it is of the VPC whose route leads to it.
struct VouchedStateGate {
  using Place = VouchedPlace;
  static constexpr std::string_view kName = "vouched-state";
  [[nodiscard]] static Gate lets_through(const VouchedPlace& place,
                                         const Context& context);
};

struct VouchedGate {
  using Place = VouchedPlace;
  static constexpr std::string_view kName = "vouched";
  [[nodiscard]] static Gate lets_through(const VouchedPlace& place,
                                         const Context& context);
};

}  // namespace pullproof::gates
