// What the planner of legs asks about needs of the stage `start`: as whom they are
// fetched, what the platform does with them, and which of them share a proof.
#pragma once

#include <optional>
#include <string>

#include "model/task.h"

namespace pullproof::model {

/// "logs", "secret", "parameter", "environment-file", "exec", "service-connect",
/// "volume", "file-share".
[[nodiscard]] const char* name_of(StartNeed::Kind kind);

/// AWS: ECS agent, ECS_ENABLE_AWSLOGS_EXECUTIONROLE_OVERRIDE: an agent that has it on
/// advertises it; else logs are written as the instance.
[[nodiscard]] bool writes_logs_as_instance(const Task& task,
                                           const SourceInterface& source,
                                           const gates::Switches& switches);

/// AWS: ECS developer guide, "Fargate platform versions for Linux": what 1.4.0 brought.
[[nodiscard]] StartNeed as_the_platform_takes_it(const Task& task, StartNeed need);

/// AWS: ECS developer guide, "Use Amazon EFS volumes with Amazon ECS": from platform
/// version 1.4.0 on, and not in Windows containers.
[[nodiscard]] std::optional<Unknown> volume_question(const Task& task,
                                                     const SourceInterface& source);

/// Something beside a pull that only an execution role can do: on Fargate logs,
/// anywhere secrets, parameters, files and what is asked of a file share.
[[nodiscard]] bool needs_execution_role(const Task& task);

/// Needs of equal keys have the same leg, from equal places and as equal roles.
[[nodiscard]] std::string need_key(const StartNeed& need);

}  // namespace pullproof::model
