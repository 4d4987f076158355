// The leg of a volume of EFS: the way to the mount target in the placement's zone, and
// the mount itself.
//
// AWS: ECS developer guide, "Use Amazon EFS volumes with Amazon ECS"; EFS user guide,
// "Using IAM to control access to file systems": a client needs
// elasticfilesystem:ClientMount, of a role's own policies or of the file system's; one
// that shows no role, of the latter. Without such a policy every client has it that
// gets to a mount target. Neither ClientWrite nor ClientRootAccess keeps a volume from
// being mounted.
// Clients leave from ports of their system: EFS's helper mounts with `noresvport`, as
// the agent does. Others might use ports below 1024, and are not modelled.
#pragma once

#include "model/leg.h"
#include "model/leg_builder.h"
#include "model/task.h"

namespace pullproof::model {

/// The roles are the task's. Requires: `need` is a volume.
[[nodiscard]] Leg build_volume(const Ingredients& with, const StartNeed& need);

}  // namespace pullproof::model
