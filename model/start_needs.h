// What the containers of a task definition need before they start, beside their images.
#pragma once

#include <string>

#include "model/aws/snapshot.h"
#include "model/task.h"

namespace pullproof::model {

/// Assumes of what is not modelled that it refuses nothing; with `strict` that is
/// missing instead.
void leave_out(Task& task, const std::string& what, bool strict);

/// Whose role writes logs on instances whose attributes were not printed. Requires: the
/// task's placements and needs.
void assume_log_role(Task& task, const gates::Switches& switches);

/// Adds what the service has its tasks need. Requires: as below, and the task
/// definition's needs; `definition` is an empty one if the snapshot has none.
void read_service_needs(Task& task, const aws::Service& service,
                        const aws::TaskDefinition& definition,
                        const aws::Snapshot& account, bool strict);

/// Fills `task.needs`, and assumes of what is not modelled that it refuses nothing;
/// with `strict` that is missing instead. Requires: the task's scope, launch type and
/// images.
void read_start_needs(Task& task, const aws::TaskDefinition& definition,
                      const aws::Snapshot& account, bool strict);

}  // namespace pullproof::model
