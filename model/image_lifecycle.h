// Forecasts that a lifecycle policy removes an image that a task needs.
//
// It is a warning: ECR looks at its policies within a day, and nobody knows what is
// pushed until then. Such a policy knows nothing of the tasks that need an image; one
// that ECS has pinned by digest goes away once its tag has moved on.
//
// AWS: ECR user guide, "Automate the cleanup of images by using lifecycle policies":
// an image that a rule selects is no business of rules of lower priority.
#pragma once

#include "model/aws/snapshot.h"
#include "model/task.h"
#include "model/task_images.h"

namespace pullproof::model {

/// Of images that go within a month of when the snapshot was collected, or with the
/// next push.
void warn_of_lifecycle(Task& task, const aws::Snapshot& account,
                       const TaskImages& images);

}  // namespace pullproof::model
