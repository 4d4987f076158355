#include "solver/told_task.h"

#include <algorithm>
#include <span>
#include <utility>

#include <fmt/format.h>

#include "model/aws/document_context.h"
#include "model/platform_version.h"
#include "solver/mechanisms.h"

namespace pullproof::solver {
namespace {

using model::Placement;
using model::TaskVerdict;

constexpr std::string_view kGroupOfService = "service:";

/// Nothing that is known of the two tells them apart.
bool may_be_at(const Placement& placement, const TaskPlace& place) {
  if (!placement.instance.empty()) {
    return !place.is_on_instance || placement.instance == place.instance;
  }
  if (placement.subnet.empty()) return true;
  const bool is_known = !place.subnet.empty() || !place.instance_subnet.empty();
  return !is_known || placement.subnet == place.subnet ||
         placement.subnet == place.instance_subnet;
}

/// Those of `all` where the task may have been: on its own instance, if that is one.
std::vector<Placement> where(const TaskPlace& place,
                             const std::vector<Placement>& all) {
  std::vector<Placement> some;
  for (const Placement& each : all) {
    if (!may_be_at(each, place)) continue;
    const bool is_it = !place.instance.empty() && each.instance == place.instance;
    if (is_it) return {each};
    some.push_back(each);
  }
  return some;
}

bool is_placed(const TaskPlace& place, const std::vector<Placement>& placements) {
  return placements.empty() || !where(place, placements).empty();
}

/// Wherever the task may have been, it is refused.
bool refuses_there(const TaskPlace& place, const TaskVerdict& verdict,
                   const model::Finding& finding) {
  const auto& refused = finding.placements;
  const auto places = where(place, verdict.placements);
  return refused.empty() ||
         std::all_of(places.begin(), places.end(), [&](const Placement& each) {
           return std::find(refused.begin(), refused.end(), each) != refused.end();
         });
}

std::string place_name(const TaskPlace& place) {
  if (!place.is_on_instance) return place.subnet;
  return place.instance.empty() ? "an instance that is gone" : place.instance;
}

std::string not_among(const TaskPlace& place) {
  return fmt::format("the task was in {}, where such tasks do not start now",
                     place_name(place));
}

/// Null: the snapshot does not hold it.
const aws::Service* service_in(const aws::Snapshot& account,
                               const aws::RunningTask& task) {
  const auto& all = account.table<aws::Service>().all();
  const auto found =
      std::find_if(all.begin(), all.end(), [&](const aws::Service& each) {
        return each.scope == task.scope && each.cluster_name() == task.cluster_name() &&
               each.name == service_name_of(task);
      });
  return found == all.end() ? nullptr : &*found;
}

}  // namespace

TaskPlace place_of(const aws::Snapshot& account, const aws::RunningTask& task) {
  TaskPlace place{.subnet = task.subnet_id.text,
                  .is_on_instance = !task.container_instance.empty(),
                  .instance = {},
                  .instance_subnet = {}};
  if (!place.is_on_instance) return place;
  const auto* registered =
      account.find<aws::ContainerInstance>(task.scope, task.container_instance);
  if (registered == nullptr) return place;
  place.instance = registered->instance_id.text;
  const auto* instance = account.find<aws::Instance>(task.scope, place.instance);
  if (instance != nullptr) place.instance_subnet = instance->subnet_id.text;
  return place;
}

std::string service_name_of(const aws::RunningTask& task) {
  if (!task.group.starts_with(kGroupOfService)) return {};
  return task.group.substr(kGroupOfService.size());
}

std::vector<std::string> reasons_of(const aws::RunningTask& task) {
  std::vector<std::string> reasons = task.container_reasons;
  if (!task.stopped_reason.empty()) reasons.push_back(task.stopped_reason);
  return reasons;
}

std::string why_unlike(const aws::Snapshot& account, const aws::RunningTask& task,
                       const aws::Service* service) {
  const auto* definition =
      account.find<aws::TaskDefinition>(task.scope, task.task_definition_arn);
  const auto is_other = [definition](const std::string& given, const std::string& own) {
    return !given.empty() && (definition == nullptr || given != own);
  };
  const aws::TaskDefinition none;
  const aws::TaskDefinition& own = definition == nullptr ? none : *definition;
  if (is_other(task.execution_role, own.execution_role_arn)) {
    return fmt::format("the task was given the role {}", task.execution_role);
  }
  if (is_other(task.task_role, own.task_role_arn)) {
    return fmt::format("the task was given the role {}", task.task_role);
  }
  const std::string now = service == nullptr ? "" : service->platform_version;
  const bool is_linux = !task.platform_family.starts_with("Windows");
  if (task.platform_version.empty() || !is_linux ||
      model::leaves_login_to_fargate(task.platform_version) ==
          model::leaves_login_to_fargate(now)) {
    return {};
  }
  return fmt::format("the task ran platform version {}, and such tasks get {} now",
                     task.platform_version, now.empty() ? "the latest" : now);
}

CauseAnswer cause_at(const TaskPlace& place, const TaskVerdict& verdict,
                     const model::ErrorMessage& message, const model::ErrorMatch& match,
                     std::string_view cause) {
  const auto unknown = [](std::string why) {
    CauseAnswer answer;
    answer.why = std::move(why);
    return answer;
  };
  if (!is_placed(place, verdict.placements)) return unknown(not_among(place));
  // What an instance pulls does not leave through the interface of the task.
  const ToldError told{.match = match,
                       .details = message.details,
                       .subnet = place.is_on_instance ? "" : place.subnet};
  CauseAnswer answer = cause_status(std::span(&verdict, 1), told, cause);
  const bool is_elsewhere = answer.status == CauseStatus::Proved &&
                            !refuses_there(place, verdict, *answer.finding);
  return is_elsewhere
             ? unknown("it is not proved of every place where the task may have been")
             : answer;
}

TaskInquiry::TaskInquiry(const aws::Snapshot& account, const aws::RunningTask& task,
                         CheckOptions options)
    : task_(task), place_(place_of(account, task)), options_(std::move(options)) {
  options_.keep_proofs = true;
  options_.cluster = task.cluster_name();
  options_.service.clear();
  options_.task_definition.clear();
  const aws::Service* service = service_in(account, task);
  why_ = why_unlike(account, task, service);
  if (!why_.empty()) return;
  if (!service_name_of(task).empty()) judge_service(account);
  if (verdict_ == nullptr) judge_definition(account, service);
}

void TaskInquiry::judge_service(const aws::Snapshot& account) {
  options_.service = service_name_of(task_);
  report_ = check(account, options_);
  const std::string ran = aws::last_part(task_.task_definition_arn);
  const TaskVerdict* found = verdict_of(options_.service);
  if (found == nullptr) {
    why_ = fmt::format(
        "the snapshot does not tell how service {} of cluster {} starts "
        "tasks",
        options_.service, options_.cluster);
  } else if (found->task_definition != ran) {
    why_ = fmt::format("the task ran {}, and service {} starts {} now", ran,
                       options_.service, found->task_definition);
  } else if (!is_placed(place_, found->placements)) {
    why_ = not_among(place_);
  } else {
    verdict_ = found;
  }
}

void TaskInquiry::judge_definition(const aws::Snapshot& account,
                                   const aws::Service* service) {
  is_alone_ = true;
  options_.service.clear();
  options_.task_definition = task_.task_definition_arn;
  if (!place_.is_on_instance) {
    if (why_.empty()) why_ = "the snapshot does not tell which groups the task had";
    if (!place_.subnet.empty()) options_.subnets = {place_.subnet};
    if (service != nullptr && service->network) {
      for (const auto& group : service->network->groups) {
        options_.groups.push_back(group.text);
      }
      options_.assign_public_ip = service->network->assign_public_ip;
    }
  }
  report_ = check(account, options_);
  const TaskVerdict* found = verdict_of("");
  const bool is_like_it =
      found != nullptr && (found->launch_type != "FARGATE") == place_.is_on_instance;
  if (is_like_it) {
    verdict_ = found;
    return;
  }
  const std::string ran = aws::last_part(task_.task_definition_arn);
  if (!why_.empty()) why_ += "; ";
  why_ += fmt::format("{} cannot be judged by itself where the task was", ran);
}

const TaskVerdict* TaskInquiry::verdict_of(const std::string& service) const {
  const auto& all = report_.verdicts;
  const auto found = std::find_if(all.begin(), all.end(), [&](const TaskVerdict& each) {
    return each.account == task_.scope.account && each.region == task_.scope.region &&
           each.service == service && each.cluster == task_.cluster_name() &&
           (!service.empty() ||
            each.task_definition == aws::last_part(task_.task_definition_arn));
  });
  return found == all.end() ? nullptr : &*found;
}

CauseAnswer TaskInquiry::ask(const model::ErrorMessage& message,
                             const model::ErrorMatch& match,
                             std::string_view cause) const {
  // The way hangs on the groups and the addresses of an interface. AWS: ECS developer
  // guide, "Container image resolution": a service pulls the digest that it has
  // resolved, which may be another than what the tag names now.
  const bool is_open =
      verdict_ == nullptr || (!why_.empty() && lists(kOfTheWay, cause)) ||
      (is_alone_ && !service_name_of(task_).empty() && lists(kOfManifest, cause));
  if (!is_open) return cause_at(place_, *verdict_, message, match, cause);
  CauseAnswer answer;
  answer.why = why_;
  return answer;
}

}  // namespace pullproof::solver
