// Warns of images that do not fit on a Fargate task's disk, or may not.
//
// It is no more than a warning: the size that ECR prints is compressed, and nobody
// tells how much an image takes when it is unpacked.
//
// AWS: ECS developer guide, "Fargate task ephemeral storage": 20 GiB unless the task
// definition asks for more, 10 GB before platform version 1.4.0; the compressed and the
// unpacked images of all containers share it.
#pragma once

#include "model/aws/ecs.h"
#include "model/task.h"
#include "model/task_images.h"

namespace pullproof::model {

/// Requires: the task's images, and whether its platform is an old one.
void warn_of_size(Task& task, const aws::TaskDefinition& definition,
                  const TaskImages& images);

}  // namespace pullproof::model
