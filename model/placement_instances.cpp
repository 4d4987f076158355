#include <algorithm>
#include <array>
#include <cstdio>

#include <fmt/format.h>

#include "model/aws/document_context.h"
#include "model/placement.h"

namespace pullproof::model {
namespace {

void fill_interface(SourceInterface& source, const aws::NetworkInterface& interface) {
  source.subnet = interface.subnet_id;
  source.vpc = interface.vpc_id;
  source.placement.subnet = interface.subnet_id.text;
  source.groups = interface.groups;
  if (const auto address = interface.primary_ipv4()) {
    source.addresses = IntervalSet::single(address->value);
  } else if (!interface.first_address(Family::Ipv6)) {
    source.undecided = Unknown{.call = std::string(aws::NetworkInterface::kCall),
                               .why = interface.id() + " has no address"};
  }
  source.public_address = interface.public_address.has_value();
  source.fixed_public_address = interface.public_address;
  source.public_address_fact = gates::fact_about(
      interface.id(), interface.source,
      source.public_address ? "it has a public address" : "it has no public address");
}

IntervalSet ipv6_addresses_of(const aws::NetworkInterface& interface) {
  std::vector<Interval> found;
  for (const Address& address : interface.addresses) {
    if (address.family == Family::Ipv6) found.push_back({address.value, address.value});
  }
  return IntervalSet(std::move(found));
}

using Version = std::array<int, 3>;

/// "1.99.1"; nothing if it is no version.
std::optional<Version> version_of(const std::string& text) {
  Version version{};
  const int read =
      std::sscanf(text.c_str(), "%d.%d.%d", version.data(), &version[1], &version[2]);
  return read < 2 ? std::nullopt : std::optional(version);
}

/// AWS: the agent's change log, 1.16.0: "Support pulling from Amazon ECR with specified
/// IAM role in task definition".
bool ignores_execution_role(const std::string& agent_version) {
  const auto version = version_of(agent_version);
  return version && *version < Version{1, 16, 0};
}

/// AWS: ECS developer guide, "Amazon ECS task networking options for EC2", "Using a VPC
/// in IPv6-only mode": the agent has to be 1.99.1 or later.
std::optional<Unknown> agent_question(const std::string& agent_version,
                                      const std::string& instance) {
  const auto version = version_of(agent_version);
  if (version && *version >= Version{1, 99, 1}) return std::nullopt;
  return Unknown{
      .call = version ? "" : std::string(aws::ContainerInstance::kCall),
      .why = fmt::format("instance {} has IPv6 alone, which its agent {} may not "
                         "support: AWS asks for 1.99.1 or later",
                         instance, version ? agent_version : "of unknown version")};
}

SourceInterface instance_itself(const Task& task, const aws::Instance& instance,
                                const aws::ContainerInstance& registered, Host host) {
  SourceInterface source;
  source.scope = instance.scope;
  source.host = host;
  source.placement.instance = instance.id();
  source.owner = "instance " + instance.id();
  source.hop_kind = "instance";
  source.hop_id = instance.id();
  fill_platform(task, source, machine_image_of(instance));
  source.ignores_execution_role = ignores_execution_role(registered.agent_version);
  source.logs_as_execution_role = registered.logs_as_execution_role;
  source.instance_profile_arn = instance.instance_profile_arn;
  source.instance_fact =
      gates::fact_about(instance.id(), instance.source, "it is a container instance");
  return source;
}

SourceInterface instance_source(const Places& find, const Task& task,
                                const aws::ContainerInstance& registered, Host host) {
  const aws::Scope& scope = task.scope;
  const auto* instance =
      find.account.find<aws::Instance>(scope, registered.instance_id.text);
  if (instance == nullptr) {
    auto source = undecided_source(
        scope, host, "",
        {.call = std::string(aws::Instance::kCall),
         .why = "instance " + registered.instance_id.text + " is not in the snapshot"});
    source.placement.instance = registered.instance_id.text;
    return source;
  }
  SourceInterface source = instance_itself(task, *instance, registered, host);
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
    source.scope = subnet->scope;  // a shared one is its owner's
    source.placement.availability_zone = subnet->availability_zone;
    fill_ipv6(find, source, *subnet, ipv6_addresses_of(*interface));
    if (source.is_ipv6_only() && host == Host::Instance) {
      source.undecided = agent_question(registered.agent_version, instance->id());
    }
    heed_disputes(find, source, *subnet);
    heed_groups(find, source, interface->scope);
    if (source.groups.empty()) {
      source.undecided =
          Unknown{.call = std::string(aws::NetworkInterface::kCall),
                  .why = interface->id() + " is printed without security groups"};
    }
    if (auto question = gates::disputed(find.account, *interface)) {
      source.undecided = std::move(question);
    }
  } else {
    source.undecided =
        Unknown{.call = std::string(aws::Subnet::kCall),
                .why = "subnet " + source.subnet.text + " is not in the snapshot"};
  }
  return source;
}

/// AWS: ContainerInstance, ec2InstanceId: of an external instance, the id that Systems
/// Manager gave it. Tasks of launch type EC2 never start there.
bool is_external(const aws::ContainerInstance& instance) {
  return instance.instance_id.empty() || instance.instance_id.text.starts_with("mi-");
}

/// Of one of the providers; without any, of the account's own instances.
bool offers(const Places& find, const Task& task,
            const aws::ContainerInstance& instance,
            const std::vector<std::string>& providers) {
  const auto& own = instance.capacity_provider;
  if (!providers.empty()) {
    return std::any_of(
        providers.begin(), providers.end(),
        [&](const std::string& name) { return aws::last_part(name) == own; });
  }
  const auto* provider = provider_named(find, task.scope, task.cluster, own);
  return provider == nullptr || !provider->managed;
}

Host host_of(const Places& find, const Task& task,
             const aws::ContainerInstance& instance) {
  const auto* provider =
      provider_named(find, task.scope, task.cluster, instance.capacity_provider);
  return provider != nullptr && provider->managed ? Host::ManagedInstance
                                                  : Host::Instance;
}

}  // namespace

/// As the user has chosen: then its own interface does not matter.
bool pulls_through_task(const Places& find, const Task& task,
                        const aws::ContainerInstance& instance) {
  return find.switches.managed_instances_eni == gates::ManagedInstanceInterface::Task &&
         task.network_mode == "awsvpc" &&
         host_of(find, task, instance) == Host::ManagedInstance;
}

bool takes_tasks(const aws::ContainerInstance& instance) {
  return instance.status == "ACTIVE" && instance.agent_connected;
}

void place_on_instances(const Places& find, Task& task,
                        const std::vector<std::string>& providers) {
  for (const auto* instance :
       find.index.container_instances(task.scope, task.cluster)) {
    if (is_external(*instance) || !offers(find, task, *instance, providers)) continue;
    if (pulls_through_task(find, task, *instance)) continue;
    if (takes_tasks(*instance)) {
      task.sources.push_back(
          instance_source(find, task, *instance, host_of(find, task, *instance)));
    } else {
      task.warnings.push_back(fmt::format(
          "container instance {} takes no tasks: {}", aws::last_part(instance->arn),
          instance->agent_connected ? instance->status : "agent not connected"));
    }
  }
}

}  // namespace pullproof::model
