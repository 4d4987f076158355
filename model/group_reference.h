// Whether rules of security groups reach groups of another VPC that they name.
//
// AWS: VPC peering guide, "Update your security groups to reference peer security
// groups" (in both directions, within a region); Transit Gateway guide, "Security group
// referencing": rules for what comes in, where it is on for the gateway and for both
// attachments.
#pragma once

#include <vector>

#include "model/gates/gate.h"
#include "model/hop_words.h"

namespace pullproof::model {

/// Rules for what goes out may name the groups of `to`, which is at `destinations`.
[[nodiscard]] bool keeps_groups_on_leaving(const gates::Context& context,
                                           const Position& from, const Position& to,
                                           const IntervalSet& destinations,
                                           Family family = Family::Ipv4);

/// Some rule of `groups` for what goes out names one of `others`.
[[nodiscard]] bool sends_by_name(const gates::Context& context, const aws::Scope& scope,
                                 const std::vector<SecurityGroupId>& groups,
                                 const std::vector<SecurityGroupId>& others);

/// Some rule of `groups` for what comes in names one of `others`.
[[nodiscard]] bool admits_by_name(const gates::Context& context,
                                  const aws::Scope& scope,
                                  const std::vector<SecurityGroupId>& groups,
                                  const std::vector<SecurityGroupId>& others);

}  // namespace pullproof::model
