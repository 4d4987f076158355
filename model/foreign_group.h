// Whether an interface may have the groups that it names.
//
// AWS: VPC user guide, "Security groups" and "Share your VPC subnets with other
// accounts": a group is of one VPC and one account, and of the VPCs that it is
// associated with; shared groups are not read.
#pragma once

#include <optional>
#include <vector>

#include "model/aws/snapshot.h"
#include "model/core/predicate.h"

namespace pullproof::model {

/// Why that is not known, for an interface in `vpc` that the account of `holder` has;
/// nothing if all of the groups that the snapshot holds are of both.
[[nodiscard]] std::optional<Unknown> foreign_group(
    const aws::Snapshot& account, const std::vector<SecurityGroupId>& groups,
    const aws::Scope& holder, const VpcId& vpc);

}  // namespace pullproof::model
