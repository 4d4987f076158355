#include "model/start_plan.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

namespace pullproof::model {

bool writes_logs_as_instance(const Task& task, const SourceInterface& source,
                             const gates::Switches& switches) {
  if (source.host != Host::Instance) return false;
  const bool by_default =
      switches.awslogs_role == gates::ApplicationLogRole::ExecutionRole;
  return task.execution_role_arn.empty() ||
         !source.logs_as_execution_role.value_or(by_default);
}

StartNeed as_the_platform_takes_it(const Task& task, StartNeed need) {
  const bool is_too_old =
      task.login_leaves_through_fargate &&
      (need.kind == StartNeed::Kind::EnvironmentFile || need.has_json_key);
  if (is_too_old) {
    need.question = Unknown{.call = "",
                            .why =
                                "environment files and JSON keys of secrets need "
                                "platform version 1.4.0"};
  }
  return need;
}

std::optional<Unknown> volume_question(const Task& task,
                                       const SourceInterface& source) {
  const std::string& os = source.os.empty() ? task.os : source.os;
  if (os == "windows") {
    return Unknown{
        .call = "",
        .why = "what Windows containers do with volumes of EFS is not modelled"};
  }
  if (task.login_leaves_through_fargate) {
    return Unknown{.call = "", .why = "volumes of EFS need platform version 1.4.0"};
  }
  if (source.host == Host::Fargate || task.network_mode != "awsvpc") return {};
  // ECS agent: where it has its volume plugin, it mounts in the task's namespace.
  return Unknown{.call = "",
                 .why =
                     "volumes of EFS are mounted through the task's own interface in "
                     "network mode awsvpc, which is not modelled on instances"};
}

bool needs_execution_role(const Task& task) {
  if (!task.execution_role_arn.empty()) return true;
  return std::any_of(task.needs.begin(), task.needs.end(), [&task](const auto& need) {
    switch (need.kind) {
      case StartNeed::Kind::Logs:
        return task.fargate;
      case StartNeed::Kind::Exec:
      case StartNeed::Kind::ServiceConnect:
      case StartNeed::Kind::Volume:
        return false;
      case StartNeed::Kind::Secret:
      case StartNeed::Kind::Parameter:
      case StartNeed::Kind::EnvironmentFile:
      case StartNeed::Kind::FileShare:
      case StartNeed::Kind::BadSecret:
      case StartNeed::Kind::BadFile:
        break;
    }
    return true;
  });
}

const char* name_of(StartNeed::Kind kind) {
  switch (kind) {
    case StartNeed::Kind::Logs:
      return "logs";
    case StartNeed::Kind::Secret:
    case StartNeed::Kind::BadSecret:
      return "secret";
    case StartNeed::Kind::Parameter:
      return "parameter";
    case StartNeed::Kind::EnvironmentFile:
    case StartNeed::Kind::BadFile:
      return "environment-file";
    case StartNeed::Kind::Exec:
      return "exec";
    case StartNeed::Kind::ServiceConnect:
      return "service-connect";
    case StartNeed::Kind::Volume:
      return "volume";
    case StartNeed::Kind::FileShare:
      return "file-share";
  }
  return "";
}

std::string need_key(const StartNeed& need) {
  const auto why = [](const std::optional<Unknown>& question) {
    return question ? '?' + question->why : std::string();
  };
  const std::string named_by = need.named_by == nullptr ? "" : '@' + need.named_by->id;
  return fmt::format("{}/{}/{}|{}/{}/{}/{}/{}{}{}{}{}", need.scope.account,
                     need.scope.region, need.name, need.other_name, need.stream_prefix,
                     need.stage, need.version, need.told_as, named_by,
                     need.creates_group ? "+" : "", why(need.question),
                     why(need.doubt));
}

}  // namespace pullproof::model
