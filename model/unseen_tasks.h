// The services that are known to be there, or may be, and that nothing describes: each
// becomes a task of which only its name is known, so that its verdict is unknown.
//
// A listed cluster whose services were neither listed nor described becomes one task
// without a service's name; so does an account and region whose clusters AWS refused
// to list and of which no service is known.
//
// AWS: ECS API reference, ListClusters, ListServices, DescribeServices (what it cannot
// find stands under `failures`).
#pragma once

#include <vector>

#include "model/aws/snapshot.h"
#include "model/task.h"

namespace pullproof::model {

[[nodiscard]] std::vector<Task> unseen_tasks(const aws::Snapshot& account,
                                             const TaskSelection& selection);

}  // namespace pullproof::model
