// Warns of GuardDuty Runtime Monitoring, whose agent Fargate puts beside the containers
// of a task that starts without it, too.
//
// AWS: GuardDuty user guide, "How Runtime Monitoring works with Fargate (Amazon ECS
// only)"; ECS developer guide, "Account settings", `guardDutyActivate`; ECS API
// reference, ServiceRevision, `guardDutyEnabled`.
// Not modelled: the image in GuardDuty's own registry, and its endpoint guardduty-data.
#pragma once

#include "model/aws/snapshot.h"
#include "model/task.h"

namespace pullproof::model {

/// Requires: the task's launch type and platform version. `service` is null for a task
/// of none.
void warn_of_runtime_monitoring(Task& task, const aws::Service* service,
                                const aws::Snapshot& account);

}  // namespace pullproof::model
