// Resources that are over a quota of AWS as it is without a request for more: what
// exists was granted, and the next edit of it may be refused.
//
// AWS: VPC user guide, "Amazon VPC quotas".
#pragma once

#include "model/aws/cursor.h"
#include "model/aws/snapshot.h"

namespace pullproof::aws {

/// Adds a warning for each.
void warn_of_quotas(const Snapshot& snapshot, ReadLog& log);

// Those of one resource, and of the interfaces that have the group.
void warn_of_quotas_of(const Snapshot& snapshot, const SecurityGroup& group,
                       ReadLog& log);
void warn_of_quotas_of(const Snapshot& snapshot, const NetworkAcl& acl, ReadLog& log);
void warn_of_quotas_of(const Snapshot& snapshot, const RouteTable& table, ReadLog& log);

}  // namespace pullproof::aws
