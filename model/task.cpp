#include "model/task.h"

#include <algorithm>
#include <cstdio>
#include <tuple>

#include <fmt/format.h>

#include "model/aws/document_context.h"
#include "model/deployed_images.h"
#include "model/image_size.h"
#include "model/unseen_tasks.h"

namespace pullproof::model {
namespace {

using aws::Snapshot;

struct Finder {
  const Snapshot& account;
  const aws::NetworkIndex& index;
  DeployedImages deployed;
  LargeImages large;
};

bool is_fargate_provider(const std::string& name) {
  return name == "FARGATE" || name == "FARGATE_SPOT";
}

/// The service's own strategy, else the cluster's; none with a launch type.
std::vector<std::string> providers_of(const aws::Service& service,
                                      const aws::Cluster* cluster) {
  if (!service.launch_type.empty()) return {};
  if (!service.capacity_providers.empty() || cluster == nullptr) {
    return service.capacity_providers;
  }
  return cluster->default_capacity_providers;
}

std::string launch_type_of(const aws::Service& service, const aws::Cluster* cluster) {
  if (!service.launch_type.empty()) return service.launch_type;
  const auto providers = providers_of(service, cluster);
  if (providers.empty()) return "EC2";
  const bool fargate =
      std::all_of(providers.begin(), providers.end(), is_fargate_provider);
  const bool mixed =
      std::any_of(providers.begin(), providers.end(), is_fargate_provider);
  if (fargate) return "FARGATE";
  return mixed ? "MIXED" : "EC2";
}

/// A placement about which nothing is known but that it exists.
SourceInterface undecided_source(const aws::Scope& scope, const std::string& subnet,
                                 Unknown question) {
  SourceInterface source;
  source.scope = scope;
  source.placement.subnet = subnet;
  source.subnet = SubnetId(subnet);
  source.owner = "the task";
  source.hop_kind = "task";
  source.undecided = std::move(question);
  return source;
}

SourceInterface fargate_source(const Finder& find, const aws::Scope& scope,
                               const aws::AwsvpcConfiguration& network,
                               const SubnetId& id) {
  const auto* subnet = find.account.find<aws::Subnet>(scope, id.text);
  if (subnet == nullptr) {
    return undecided_source(scope, id.text,
                            {.call = std::string(aws::Subnet::kCall),
                             .why = "subnet " + id.text + " is not in the snapshot"});
  }
  SourceInterface source;
  source.scope = subnet->scope;
  source.placement = {.subnet = id.text,
                      .availability_zone = subnet->availability_zone,
                      .instance = ""};
  source.subnet = id;
  source.vpc = subnet->vpc_id;
  source.addresses =
      subnet->usable_addresses().minus(find.index.kept_addresses(subnet->scope, id));
  source.groups = network.groups;
  source.public_address = network.assign_public_ip;
  source.public_address_fact =
      gates::fact_about(std::string(kServiceFact), {},
                        network.assign_public_ip ? "assignPublicIp is ENABLED"
                                                 : "assignPublicIp is DISABLED");
  source.owner = "the task";
  source.hop_kind = "task";
  if (source.addresses.empty()) {
    source.undecided = Unknown{
        .call = "", .why = id.text + " has no IPv4 block; IPv6 is not modelled yet"};
  }
  if (source.groups.empty()) {
    // AWS: CreateService, awsvpcConfiguration: without groups the VPC's default is
    // used.
    const auto* group = find.index.default_group(subnet->scope, subnet->vpc_id);
    if (group != nullptr) {
      source.groups = {group->group_id};
    } else {
      source.undecided = Unknown{.call = std::string(aws::SecurityGroup::kCall),
                                 .why = "the default group of " + subnet->vpc_id.text +
                                        " is not in the snapshot"};
    }
  }
  return source;
}

void place_on_fargate(const Finder& find, Task& task,
                      const std::optional<aws::AwsvpcConfiguration>& network) {
  if (!network || network->subnets.empty()) {
    task.missing.push_back({.call = "ecs-describe-services",
                            .why = "nothing says in which subnets the task starts"});
    return;
  }
  for (const auto& subnet : network->subnets) {
    task.sources.push_back(fargate_source(find, task.scope, *network, subnet));
  }
}

std::string architecture_of(const aws::Instance& instance) {
  if (instance.architecture == "x86_64") return "amd64";
  return instance.architecture == "arm64" ? "arm64" : "";
}

void fill_interface(SourceInterface& source, const aws::NetworkInterface& interface) {
  source.subnet = interface.subnet_id;
  source.vpc = interface.vpc_id;
  source.placement.subnet = interface.subnet_id.text;
  source.groups = interface.groups;
  if (const auto address = interface.primary_ipv4()) {
    source.addresses = IntervalSet::single(address->value);
  } else {
    source.undecided = Unknown{
        .call = "",
        .why = interface.id() + " has no IPv4 address; IPv6 is not modelled yet"};
  }
  source.public_address = interface.public_address.has_value();
  source.fixed_public_address = interface.public_address;
  source.public_address_fact = gates::fact_about(
      interface.id(), interface.source,
      source.public_address ? "it has a public address" : "it has no public address");
}

/// AWS: the agent's change log, 1.16.0: "Support pulling from Amazon ECR with specified
/// IAM role in task definition".
bool ignores_execution_role(const std::string& agent_version) {
  int major = 0;
  int minor = 0;
  if (std::sscanf(agent_version.c_str(), "%d.%d", &major, &minor) != 2) return false;
  return major < 1 || (major == 1 && minor < 16);
}

SourceInterface instance_source(const Finder& find, const aws::Scope& scope,
                                const aws::ContainerInstance& registered) {
  const auto* instance =
      find.account.find<aws::Instance>(scope, registered.instance_id.text);
  if (instance == nullptr) {
    auto source = undecided_source(
        scope, "",
        {.call = std::string(aws::Instance::kCall),
         .why = "instance " + registered.instance_id.text + " is not in the snapshot"});
    source.placement.instance = registered.instance_id.text;
    return source;
  }
  SourceInterface source;
  source.scope = instance->scope;
  source.placement.instance = instance->id();
  source.owner = "instance " + instance->id();
  source.hop_kind = "instance";
  source.hop_id = instance->id();
  source.architecture = architecture_of(*instance);
  source.ignores_execution_role = ignores_execution_role(registered.agent_version);
  source.instance_profile_arn = instance->instance_profile_arn;
  source.instance_fact =
      gates::fact_about(instance->id(), instance->source, "it is a container instance");
  const auto* interface = find.index.primary_interface(scope, instance->instance_id);
  if (interface == nullptr) {
    source.placement.subnet = instance->subnet_id.text;
    source.undecided = Unknown{.call = std::string(aws::NetworkInterface::kCall),
                               .why = "the primary interface of " + instance->id() +
                                      " is not in the snapshot"};
    return source;
  }
  fill_interface(source, *interface);
  const auto* subnet = find.account.find<aws::Subnet>(scope, source.subnet.text);
  if (subnet != nullptr) {
    source.placement.availability_zone = subnet->availability_zone;
  } else {
    source.undecided =
        Unknown{.call = std::string(aws::Subnet::kCall),
                .why = "subnet " + source.subnet.text + " is not in the snapshot"};
  }
  return source;
}

bool accepts_tasks(const aws::ContainerInstance& instance) {
  return instance.status == "ACTIVE" && instance.agent_connected &&
         !instance.instance_id.empty();
}

bool offers(const aws::ContainerInstance& instance,
            const std::vector<std::string>& capacity_providers) {
  return capacity_providers.empty() ||
         std::find(capacity_providers.begin(), capacity_providers.end(),
                   instance.capacity_provider) != capacity_providers.end();
}

/// Subnets in which the provider may start instances, and none runs now.
void place_on_instances_to_come(const Finder& find, Task& task,
                                const aws::CapacityProvider& provider) {
  const auto* group =
      find.account.find<aws::AutoScalingGroup>(task.scope, provider.group_arn);
  if (group == nullptr) return;
  for (const auto& subnet : group->subnets) {
    const bool known = std::any_of(
        task.sources.begin(), task.sources.end(),
        [&](const SourceInterface& source) { return source.subnet == subnet; });
    if (known) continue;
    task.sources.push_back(undecided_source(
        task.scope, subnet.text,
        {.call = "",
         .why = fmt::format("{} may start instances in {}, where none runs now; what "
                            "they would look like is not modelled yet",
                            provider.name, subnet.text)}));
  }
}

void read_capacity_provider(const Finder& find, Task& task, const std::string& name) {
  const std::string call(aws::CapacityProvider::kCall);
  const auto* provider = find.account.find<aws::CapacityProvider>(
      task.scope, aws::CapacityProvider::key_of(task.scope, aws::last_part(name)));
  if (provider == nullptr) {
    if (find.account.calls().seen(task.scope, call)) {
      task.missing.push_back(
          {.call = call,
           .why = "capacity provider " + name + " is not in the snapshot"});
    }
    return;
  }
  if (provider->managed_instances) {
    task.missing.push_back({.call = "",
                            .why = "capacity provider " + name +
                                   " runs ECS Managed Instances, which are not "
                                   "modelled yet"});
  }
  place_on_instances_to_come(find, task, *provider);
}

void place_on_instances(const Finder& find, Task& task,
                        const std::vector<std::string>& capacity_providers) {
  const std::string call =
      std::string(aws::ContainerInstance::kCall) + "/" + task.cluster;
  for (const auto* instance :
       find.index.container_instances(task.scope, task.cluster)) {
    if (!offers(*instance, capacity_providers)) continue;
    if (accepts_tasks(*instance)) {
      task.sources.push_back(instance_source(find, task.scope, *instance));
    } else {
      task.warnings.push_back(fmt::format(
          "container instance {} takes no tasks: {}", aws::last_part(instance->arn),
          instance->agent_connected ? instance->status : "agent not connected"));
    }
  }
  if (task.sources.empty()) {
    task.missing.push_back(
        {.call = call,
         .why = "no container instance of cluster " + task.cluster + " takes tasks"});
  } else if (!capacity_providers.empty()) {
    task.assumptions.push_back(
        {.name = "capacity-provider",
         .value = "instances to come are like those that run now"});
  }
  for (const auto& name : capacity_providers) read_capacity_provider(find, task, name);
}

std::string os_of(const aws::TaskDefinition& definition) {
  return definition.os_family.starts_with("WINDOWS") ? "windows" : "linux";
}

void read_definition(Task& task, const aws::TaskDefinition& definition) {
  task.task_definition = definition.name();
  task.task_definition_arn = definition.arn;
  task.task_definition_source = definition.source;
  task.os = os_of(definition);
  // AWS: RuntimePlatform: on Fargate, cpuArchitecture is X86_64 unless it is given.
  if (task.fargate || !definition.cpu_architecture.empty()) {
    task.architecture = definition.cpu_architecture == "ARM64" ? "arm64" : "amd64";
  }
  task.execution_role_arn = definition.execution_role_arn;
  for (const auto& container : definition.containers) {
    task.images.push_back({.container = container.name,
                           .image = container.image,
                           .repository_credentials = container.repository_credentials,
                           .deployed_digest = {},
                           .source = container.source});
  }
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

/// AWS: ECS developer guide, "Fargate platform versions for Linux".
void read_platform_version(Task& task, const std::string& version) {
  const bool old = version.starts_with("1.3") || version.starts_with("1.2") ||
                   version.starts_with("1.1") || version.starts_with("1.0");
  if (!old || !task.fargate || task.os == "windows") return;
  task.login_leaves_through_fargate = true;
  task.warnings.push_back("platform version " + version +
                          " is deprecated: its login leaves through an interface of "
                          "Fargate's own, and from 1.4.0 on through the task's");
}

void place(const Finder& find, Task& task,
           const std::optional<aws::AwsvpcConfiguration>& network,
           const std::vector<std::string>& capacity_providers) {
  if (task.fargate) {
    place_on_fargate(find, task, network);
  } else if (task.launch_type == "EC2") {
    place_on_instances(find, task, capacity_providers);
  } else {
    task.missing.push_back(
        {.call = "",
         .why = "launch type " + task.launch_type + " is not modelled yet"});
  }
}

Task task_of(const Finder& find, const aws::Service& service) {
  Task task;
  task.scope = service.scope;
  task.service = service.name;
  task.service_arn = service.arn;
  task.cluster = service.cluster_name();
  task.service_source = service.source;
  task.public_address_source =
      service.network ? service.network->assign_public_ip_source : service.source;
  const auto* cluster =
      find.account.find<aws::Cluster>(service.scope, service.cluster_arn);
  task.launch_type = launch_type_of(service, cluster);
  task.fargate = task.launch_type == "FARGATE";
  const auto* definition = find.account.find<aws::TaskDefinition>(
      service.scope, service.task_definition_arn);
  if (definition == nullptr) {
    task.task_definition = aws::last_part(service.task_definition_arn);
    task.task_definition_arn = service.task_definition_arn;
    task.missing.push_back(
        {.call = std::string(aws::TaskDefinition::kCall) + "/" + task.task_definition,
         .why = "the task definition is not in the snapshot"});
  } else {
    read_definition(task, *definition);
    warn_of_contradictions(task, *definition);
    find.deployed.pin(task, service, *definition);
    find.large.warn(task, *definition);
    task.all_placements_used =
        !service.placement_constraints && !definition->placement_constraints;
  }
  read_platform_version(task, service.platform_version);
  place(find, task, service.network, providers_of(service, cluster));
  return task;
}

Task task_of(const Finder& find, const aws::TaskDefinition& definition,
             const TaskSelection& selection) {
  Task task;
  task.scope = definition.scope;
  task.cluster = selection.cluster;
  const auto& asked = definition.requires_compatibilities;
  task.fargate = std::find(asked.begin(), asked.end(), "FARGATE") != asked.end() ||
                 !selection.subnets.empty();
  task.launch_type = task.fargate ? "FARGATE" : "EC2";
  task.public_address_source = definition.source;
  task.service_source = definition.source;
  read_definition(task, definition);
  find.large.warn(task, definition);
  task.service_arn = definition.arn;
  std::optional<aws::AwsvpcConfiguration> network;
  if (!selection.subnets.empty()) {
    network.emplace();
    network->source = definition.source;
    network->assign_public_ip = selection.assign_public_ip;
    for (const auto& subnet : selection.subnets) network->subnets.emplace_back(subnet);
    for (const auto& group : selection.groups) network->groups.emplace_back(group);
  }
  place(find, task, network, {});
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

/// The definitions that were named, the newest revision where only a family was.
std::vector<const aws::TaskDefinition*> named_definitions(const Snapshot& account,
                                                          const std::string& wanted) {
  std::vector<const aws::TaskDefinition*> found;
  for (const auto& definition : account.table<aws::TaskDefinition>().all()) {
    if (!names_definition(definition.arn, wanted)) continue;
    const bool exact = wanted == definition.arn || wanted == definition.name();
    const auto older = std::find_if(found.begin(), found.end(), [&](const auto* other) {
      return !exact && other->family == definition.family &&
             other->scope == definition.scope;
    });
    if (older == found.end()) {
      found.push_back(&definition);
    } else if ((*older)->revision < definition.revision) {
      *older = &definition;
    }
  }
  return found;
}

}  // namespace

std::vector<Task> select_tasks(const Snapshot& account, const aws::NetworkIndex& index,
                               const TaskSelection& selection) {
  const Finder find{.account = account,
                    .index = index,
                    .deployed = DeployedImages(account),
                    .large = LargeImages(account)};
  std::vector<Task> tasks;
  if (selection.subnets.empty()) {
    for (const auto& service : account.table<aws::Service>().all()) {
      if (selected(service, selection)) tasks.push_back(task_of(find, service));
    }
  }
  if (tasks.empty() && !selection.task_definition.empty() &&
      selection.service.empty()) {
    for (const auto* definition :
         named_definitions(account, selection.task_definition)) {
      tasks.push_back(task_of(find, *definition, selection));
    }
  }
  for (Task& task : unseen_tasks(account, selection)) tasks.push_back(std::move(task));
  std::stable_sort(tasks.begin(), tasks.end(), [](const Task& a, const Task& b) {
    return std::tie(a.scope, a.cluster, a.service, a.task_definition) <
           std::tie(b.scope, b.cluster, b.service, b.task_definition);
  });
  return tasks;
}

}  // namespace pullproof::model
