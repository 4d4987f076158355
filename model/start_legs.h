// The legs of what containers need before they start, beside their images.
//
// AWS: ECS developer guide, "Amazon ECS task execution IAM role": secrets, parameters
// and environment files are fetched by the execution role; awslogs writes as the
// execution role on Fargate, and on EC2 as the instance's unless its agent says
// otherwise. Secrets Manager and Systems Manager decrypt with a customer's key on
// behalf of the caller, who has to be allowed kms:Decrypt.
#pragma once

#include "model/leg.h"
#include "model/leg_builder.h"
#include "model/task.h"

namespace pullproof::model {

/// Requires: the need is no volume, see volume_legs.h.
/// `through_task`: packets leave from the task's or instance's interface; else from one
/// of Fargate's own, where nothing in the VPC can refuse them.
[[nodiscard]] Leg build_need(const Ingredients& with, const StartNeed& need,
                             bool through_task);

}  // namespace pullproof::model
