#include "model/task.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include <fmt/format.h>

#include "model/aws/document_context.h"
#include "model/deployed_images.h"
#include "model/gates/partition.h"
#include "model/image_lifecycle.h"
#include "model/image_size.h"
#include "model/placement.h"
#include "model/platform_version.h"
#include "model/runtime_monitoring.h"
#include "model/start_needs.h"
#include "model/task_images.h"
#include "model/unseen_tasks.h"

namespace pullproof::model {

/// What tasks are looked up in.
struct TaskFinder {
  LaunchIndex launches;
  Places places;
  DeployedImages deployed;
  TaskImages images;

  TaskFinder(const aws::Snapshot& account, const aws::NetworkIndex& index,
             const TaskSelection& selection)
      : launches(account),
        places{.account = account,
               .index = index,
               .launches = launches,
               .strict = selection.strict,
               .switches = selection.switches},
        deployed(account, selection.strict),
        images(account) {}
};

namespace {

using aws::Snapshot;

std::string os_of(const aws::TaskDefinition& definition) {
  return definition.os_family.starts_with("WINDOWS") ? "windows" : "linux";
}

/// Of the hosts that Fargate has for a family. Microsoft: "Windows Server release
/// information"; ECS API reference, RuntimePlatform.
std::string windows_build_of(const std::string& os_family) {
  if (os_family.starts_with("WINDOWS_SERVER_2019_")) return "10.0.17763";
  if (os_family.starts_with("WINDOWS_SERVER_2022_")) return "10.0.20348";
  if (os_family.starts_with("WINDOWS_SERVER_2025_")) return "10.0.26100";
  return "";
}

bool is_awaited(const aws::TaskDefinition& definition, const std::string& container) {
  const auto& all = definition.containers;
  return std::any_of(all.begin(), all.end(), [&container](const auto& other) {
    const auto& first = other.starts_after;
    return std::find(first.begin(), first.end(), container) != first.end();
  });
}

/// AWS: ECS API reference, TaskDefinition: `taskRoleArn` is "the short name or full
/// Amazon Resource Name (ARN)". A short name says nothing of a path.
std::string task_role_of(const Snapshot& account, const Task& task,
                         const aws::TaskDefinition& definition) {
  const std::string& name = definition.task_role_arn;
  const auto* partition = gates::partition_of(task.scope.region);
  if (name.empty() || name.starts_with("arn:") || partition == nullptr) return name;
  const std::string arn =
      fmt::format("arn:{}:iam::{}:role/{}", partition->name, task.scope.account, name);
  const auto& roles = account.table<aws::Role>().all();
  const bool has_path = std::any_of(roles.begin(), roles.end(), [&](const auto& role) {
    return role.scope.account == task.scope.account && role.arn != arn &&
           aws::last_part(role.arn) == name;
  });
  return has_path ? name : arn;
}

void read_definition(const Places& places, Task& task,
                     const aws::TaskDefinition& definition) {
  task.task_definition = definition.name();
  task.task_definition_arn = definition.arn;
  task.task_definition_source = definition.source;
  task.network_mode = definition.network_mode;
  task.os = os_of(definition);
  if (task.fargate) task.windows_build = windows_build_of(definition.os_family);
  // AWS: RuntimePlatform: on Fargate, the operating system has to be given; elsewhere
  // the instance decides.
  task.os_is_given = task.fargate || !definition.os_family.empty();
  // AWS: RuntimePlatform: on Fargate, cpuArchitecture is X86_64 unless it is given.
  if (task.fargate || !definition.cpu_architecture.empty()) {
    task.architecture = definition.cpu_architecture == "ARM64" ? "arm64" : "amd64";
  }
  task.execution_role_arn = definition.execution_role_arn;
  for (const auto& container : definition.containers) {
    task.images.push_back({.container = container.name,
                           .image = container.image,
                           .deployed_digest = {},
                           .source = container.source,
                           .essential = container.essential,
                           .awaited = is_awaited(definition, container.name)});
  }
  task.task_role_arn = task_role_of(places.account, task, definition);
  read_start_needs(task, definition, places.account, places.strict);
}

void warn_of_contradictions(Task& task, const aws::TaskDefinition& definition) {
  const auto& compatible = definition.compatibilities;
  if (task.fargate && !compatible.empty() &&
      std::find(compatible.begin(), compatible.end(), "FARGATE") == compatible.end()) {
    task.warnings.push_back(
        "the service starts on Fargate, but its task definition is not compatible with "
        "Fargate: ECS would not have accepted it");
  }
  if (task.fargate && !definition.network_mode.empty() &&
      definition.network_mode != "awsvpc") {
    task.warnings.push_back("the task definition's network mode is " +
                            definition.network_mode + ", which Fargate does not have");
  }
}

void warn_of_images(const TaskFinder& find, Task& task,
                    const aws::TaskDefinition& definition) {
  warn_of_size(task, definition, find.images);
  warn_of_lifecycle(task, find.places.account, find.images);
}

Unknown constraints_question() {
  return {.call = "",
          .why =
              "placement constraints decide which instances are used; they are not "
              "modelled"};
}

void read_platform_version(Task& task, const std::string& version) {
  const bool old = leaves_login_to_fargate(version);
  if (!old || !task.fargate || task.os == "windows") return;
  task.login_leaves_through_fargate = true;
  task.warnings.push_back("platform version " + version +
                          " is deprecated: its login leaves through an interface of "
                          "Fargate's own, and from 1.4.0 on through the task's");
}

Unknown service_question(const aws::Service& service, std::string why) {
  return {.call = fmt::format("{}/{}", aws::Service::kCall, service.cluster_name()),
          .why = std::move(why)};
}

/// Why nobody can tell which task definition the service starts, or what it holds.
Unknown definition_question(const aws::Service& service) {
  if (!service.disputed_start.empty()) {
    return service_question(service, service.disputed_start.front());
  }
  if (service.task_definition_arn.empty()) {
    return service_question(service,
                            "the service names no task definition, and no task set "
                            "that starts tasks");
  }
  return {.call = fmt::format("{}/{}", aws::TaskDefinition::kCall,
                              aws::last_part(service.task_definition_arn)),
          .why = "the task definition is not in the snapshot"};
}

/// Null if the snapshot does not hold it, or contradicts itself about it.
const aws::TaskDefinition* definition_of(const TaskFinder& find,
                                         const aws::Service& service, Task& task) {
  const auto* definition = find.places.account.find<aws::TaskDefinition>(
      service.scope, service.task_definition_arn);
  if (definition != nullptr && service.disputed_start.empty()) return definition;
  task.task_definition = aws::last_part(service.task_definition_arn);
  task.task_definition_arn = service.task_definition_arn;
  task.missing.push_back(definition_question(service));
  return nullptr;
}

void place_service(const Places& find, Task& task, const LaunchRequest& request,
                   const aws::Service& service) {
  if (service.disputed_place.empty()) {
    place(find, task, request);
    return;
  }
  task.sources.push_back(
      undecided_source(task.scope, task.fargate ? Host::Fargate : Host::Instance, "",
                       service_question(service, service.disputed_place.front())));
}

void describe_service(Task& task, const aws::Service& service) {
  task.scope = service.scope;
  task.service = service.name;
  task.service_arn = service.arn;
  task.cluster = service.cluster_name();
  task.service_source = service.source;
  task.public_address_source =
      service.network ? service.network->assign_public_ip_source : service.source;
  task.warnings = service.disputed_start;
  task.warnings.insert(task.warnings.end(), service.disputed_place.begin(),
                       service.disputed_place.end());
  if (!service.task_set.empty()) {
    task.warnings.push_back(
        fmt::format("it is started by task set {}, which is not the PRIMARY one",
                    service.task_set));
  }
}

void list(Task& task, const gates::Switches& switches, std::string_view name) {
  task.assumptions.push_back(
      {.name = std::string(name), .value = std::string(gates::chosen(switches, name))});
}

/// Of container instances: AWS: ECS developer guide, "HTTP proxy configuration": a
/// proxy is set on the instance, and no call tells of it.
void heed_instances(Task& task, const gates::Switches& switches) {
  bool has_one = false;
  for (SourceInterface& source : task.sources) {
    if (source.host != Host::Instance) continue;
    has_one = true;
    if (switches.proxy == gates::Proxy::None) continue;
    source.undecided = Unknown{.call = "",
                               .why =
                                   "instances go through a proxy, and where that "
                                   "leads no AWS call tells"};
  }
  if (!has_one) return;
  list(task, switches, "proxy");
  if (!task.execution_role_arn.empty()) list(task, switches, "ec2-pull-role");
}

/// What is taken of contested points, where placements or what is started hang on it.
void heed_switches(Task& task, const gates::Switches& switches) {
  assume_log_role(task, switches);
  heed_instances(task, switches);
  task.image_cache = switches.image_cache;
  task.non_essential_image = switches.non_essential_image;
  task.starts_logger_first =
      task.fargate && switches.logger_check == gates::LoggerCheck::BeforePull;
  if (task.starts_logger_first) list(task, switches, "logger-check");
}

Task task_of(const TaskFinder& find, const aws::Service& service) {
  Task task;
  describe_service(task, service);
  const auto* cluster =
      find.places.account.find<aws::Cluster>(service.scope, service.cluster_arn);
  const LaunchRequest request = request_of(service, cluster);
  task.launch_type = launch_type_of(find.places, task.scope, task.cluster, request);
  task.fargate = task.launch_type == "FARGATE";
  const auto* definition = definition_of(find, service, task);
  if (definition != nullptr) {
    read_definition(find.places, task, *definition);
    warn_of_contradictions(task, *definition);
    find.deployed.pin(task, service, *definition);
  }
  read_service_needs(task, service,
                     definition == nullptr ? aws::TaskDefinition{} : *definition,
                     find.places.account, find.places.strict);
  read_platform_version(task, service.platform_version);
  warn_of_runtime_monitoring(task, &service, find.places.account);
  if (definition != nullptr) warn_of_images(find, task, *definition);
  place_service(find.places, task, request, service);
  heed_switches(task, find.places.switches);
  const bool constrained = service.placement_constraints ||
                           (definition != nullptr && definition->placement_constraints);
  if (constrained) task.placement_question = constraints_question();
  return task;
}

bool lists(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

/// As the definition asks; with subnets, Fargate wherever ECS would accept it.
std::string launch_type_of(const aws::TaskDefinition& definition,
                           const TaskSelection& selection) {
  const auto& asked = definition.requires_compatibilities;
  const auto& possible = definition.compatibilities;
  if (lists(asked, "FARGATE")) return "FARGATE";
  const bool may_be_fargate =
      asked.empty() && (possible.empty() || lists(possible, "FARGATE"));
  if (!selection.subnets.empty() && may_be_fargate) return "FARGATE";
  if (asked.size() == 1 && asked.front() != "EC2") return asked.front();
  return "EC2";
}

LaunchRequest request_of(const aws::TaskDefinition& definition,
                         const TaskSelection& selection) {
  LaunchRequest request{.launch_type = launch_type_of(definition, selection),
                        .capacity_providers = {},
                        .network = std::nullopt};
  if (selection.subnets.empty()) return request;
  request.network.emplace();
  request.network->source = definition.source;
  request.network->assign_public_ip = selection.assign_public_ip;
  for (const auto& id : selection.subnets) request.network->subnets.emplace_back(id);
  for (const auto& id : selection.groups) request.network->groups.emplace_back(id);
  return request;
}

/// AWS: ECS API reference, DeregisterTaskDefinition and DeleteTaskDefinitions: no new
/// tasks can be run from a revision that is not ACTIVE.
bool may_be_run(const aws::TaskDefinition& definition) {
  return definition.status.empty() || definition.status == "ACTIVE";
}

/// Of a service, that does not matter: it goes on with the revision that it has.
void note_status(Task& task, const aws::TaskDefinition& definition) {
  if (may_be_run(definition)) return;
  const std::string why = fmt::format("{} is {}: AWS runs no new tasks from it",
                                      definition.name(), definition.status);
  task.warnings.push_back(why);
  task.missing.push_back({.call = "", .why = why});
}

Task task_of(const TaskFinder& find, const aws::TaskDefinition& definition,
             const TaskSelection& selection) {
  const LaunchRequest request = request_of(definition, selection);
  Task task;
  task.scope = definition.scope;
  task.cluster = aws::last_part(selection.cluster);
  task.launch_type = request.launch_type;
  task.fargate = task.launch_type == "FARGATE";
  task.public_address_source = definition.source;
  task.service_source = definition.source;
  read_definition(find.places, task, definition);
  warn_of_runtime_monitoring(task, nullptr, find.places.account);
  warn_of_images(find, task, definition);
  task.service_arn = definition.arn;
  note_status(task, definition);
  if (request.network && !task.fargate) {
    task.warnings.push_back(
        "the task does not start on Fargate: it pulls through the interface of its "
        "instance, not in the subnets that were named");
  }
  place(find.places, task, request);
  heed_switches(task, find.places.switches);
  if (definition.placement_constraints) {
    task.placement_question = constraints_question();
  }
  return task;
}

bool names_cluster(const aws::Service& service, const std::string& wanted) {
  return wanted.empty() || wanted == service.cluster_arn ||
         wanted == service.cluster_name();
}

bool names_definition(const std::string& arn, const std::string& wanted) {
  const std::string name = aws::last_part(arn);
  return wanted == arn || wanted == name || wanted == name.substr(0, name.find(':'));
}

bool selected(const aws::Service& service, const TaskSelection& selection) {
  const bool by_name = selection.service.empty() || selection.service == service.name ||
                       selection.service == service.arn;
  const bool by_definition =
      selection.task_definition.empty() ||
      names_definition(service.task_definition_arn, selection.task_definition);
  return by_name && by_definition && names_cluster(service, selection.cluster) &&
         service.status != "INACTIVE" && service.status != "DRAINING";
}

/// AWS: ECS API reference, RunTask: without a revision, the latest ACTIVE one is used.
bool is_rather_run(const aws::TaskDefinition& one, const aws::TaskDefinition& other) {
  return std::pair(may_be_run(one), one.revision) >
         std::pair(may_be_run(other), other.revision);
}

/// The definitions that were named, one revision where only a family was.
std::vector<const aws::TaskDefinition*> named_definitions(const Snapshot& account,
                                                          const std::string& wanted) {
  std::vector<const aws::TaskDefinition*> found;
  for (const auto& definition : account.table<aws::TaskDefinition>().all()) {
    if (!names_definition(definition.arn, wanted)) continue;
    const bool exact = wanted == definition.arn || wanted == definition.name();
    const auto same = std::find_if(found.begin(), found.end(), [&](const auto* other) {
      return !exact && other->family == definition.family &&
             other->scope == definition.scope;
    });
    if (same == found.end()) {
      found.push_back(&definition);
    } else if (is_rather_run(definition, **same)) {
      *same = &definition;
    }
  }
  return found;
}

/// The service as each of its task sets says it that starts tasks; without task sets,
/// as it is.
std::vector<const aws::Service*> starts_of(const aws::Service& service) {
  std::vector<const aws::Service*> starts;
  const auto& others = service.other_task_sets;
  // Of a deployment controller of the user's own, with no PRIMARY one yet.
  const bool is_left_to_sets = service.task_definition_arn.empty() && !others.empty();
  if (!is_left_to_sets) starts.push_back(&service);
  for (const aws::Service& other : others) starts.push_back(&other);
  return starts;
}

}  // namespace

TaskSelector::TaskSelector(const Snapshot& account, const aws::NetworkIndex& index,
                           TaskSelection selection)
    : account_(account),
      selection_(std::move(selection)),
      finder_(std::make_unique<const TaskFinder>(account, index, selection_)) {}

TaskSelector::~TaskSelector() = default;

std::vector<TaskStart> TaskSelector::starts() const {
  std::vector<TaskStart> starts;
  if (selection_.subnets.empty()) {
    for (const auto& service : account_.table<aws::Service>().all()) {
      for (const aws::Service* start : starts_of(service)) {
        if (selected(*start, selection_)) starts.push_back({.service = start});
      }
    }
  }
  if (starts.empty() && !selection_.task_definition.empty() &&
      selection_.service.empty()) {
    for (const auto* definition :
         named_definitions(account_, selection_.task_definition)) {
      starts.push_back({.definition = definition});
    }
  }
  for (Task& task : unseen_tasks(account_, selection_)) {
    starts.push_back({.unseen = std::make_shared<const Task>(std::move(task))});
  }
  return starts;
}

Task TaskSelector::task_of(const TaskStart& start) const {
  const TaskFinder& find = *finder_;
  if (start.service != nullptr) return model::task_of(find, *start.service);
  if (start.unseen != nullptr) return *start.unseen;
  return model::task_of(find, *start.definition, selection_);
}

bool comes_before(const Task& one, const Task& other) {
  return std::tie(one.scope, one.cluster, one.service, one.task_definition) <
         std::tie(other.scope, other.cluster, other.service, other.task_definition);
}

std::vector<Task> select_tasks(const Snapshot& account, const aws::NetworkIndex& index,
                               const TaskSelection& selection) {
  const TaskSelector selector(account, index, selection);
  std::vector<Task> tasks;
  for (const TaskStart& start : selector.starts()) {
    tasks.push_back(selector.task_of(start));
  }
  std::stable_sort(tasks.begin(), tasks.end(), comes_before);
  return tasks;
}

}  // namespace pullproof::model
