// Facts of a snapshot that contradict each other.
//
// What cannot both be true of one resource is a problem; what leaves the rest usable is
// a warning. Nothing is missed only because its call was not seen.
#pragma once

#include "model/aws/cursor.h"
#include "model/aws/snapshot.h"

namespace pullproof::aws {

void check_snapshot(const Snapshot& snapshot, ReadLog& log);

// What `check_snapshot` finds of one resource, but for what two of a kind claim, and
// for what follows from ids that RowChanges never changes.
void check_row(const Snapshot& snapshot, const RouteTable& table, ReadLog& log);
void check_row(const Snapshot& snapshot, const VpcEndpoint& endpoint, ReadLog& log);
void check_row(const Snapshot& snapshot, const Service& service, ReadLog& log);

}  // namespace pullproof::aws
