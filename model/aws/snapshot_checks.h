// Facts of a snapshot that contradict each other.
//
// What cannot both be true of one resource is a problem; what leaves the rest usable is
// a warning. Nothing is missed only because its call was not seen.
#pragma once

#include "model/aws/cursor.h"
#include "model/aws/snapshot.h"

namespace pullproof::aws {

void check_snapshot(const Snapshot& snapshot, ReadLog& log);

}  // namespace pullproof::aws
