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

}  // namespace pullproof::aws
