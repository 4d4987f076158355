#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "model/placement.h"

namespace pullproof::model {
namespace {

using aws::AutoScalingGroup;

/// A group, and the capacity provider by whose name its instances are registered, or
/// "".
struct Grown {
  const AutoScalingGroup& group;
  std::string provider;
};

bool is_of(const Places& find, const aws::ContainerInstance& instance,
           const Grown& grown) {
  if (!grown.provider.empty()) return instance.capacity_provider == grown.provider;
  return find.launches.group_of(grown.group.scope, instance.instance_id) ==
         &grown.group;
}

/// An instance of the group takes tasks in this subnet now.
bool runs_in(const Places& find, const Task& task, const Grown& grown,
             const SubnetId& subnet) {
  const auto& registered = find.index.container_instances(task.scope, task.cluster);
  return std::any_of(registered.begin(), registered.end(), [&](const auto* each) {
    if (!takes_tasks(*each) || !is_of(find, *each, grown)) return false;
    const auto* instance =
        find.account.find<aws::Instance>(task.scope, each->instance_id.text);
    return instance != nullptr && instance->subnet_id == subnet;
  });
}

SourceInterface interface_to_come(const Places& find, const Grown& grown,
                                  const aws::LaunchSettings& settings,
                                  const SubnetId& subnet) {
  const aws::Scope& scope = grown.group.scope;
  if (settings.groups.empty() && !settings.group_names.empty()) {
    return undecided_source(
        scope, Host::Instance, subnet.text,
        {.call = "",
         .why = fmt::format("group {} names its security groups by name, which is not "
                            "modelled",
                            grown.group.name)});
  }
  return source_in(find, scope, Host::Instance, subnet, settings.groups);
}

/// What the AMI of instances to come is, if an instance of it runs; else that it is as
/// the task says is taken for granted.
void fill_machine(const Places& find, Task& task, const Grown& grown,
                  const Launch& launch, SourceInterface& source) {
  const MachineImage image =
      find.launches.machine_image(grown.group.scope, launch.settings.image);
  fill_platform(task, source, image);
  if (task.os_is_given || !image.os.empty()) return;
  task.assumptions.push_back(
      {.name = "operating-system",
       .value = fmt::format("{} starts {} instances", launch.name, task.os)});
}

void add_instance(const Places& find, Task& task, const Grown& grown,
                  const Launch& launch, const SubnetId& subnet) {
  SourceInterface source = interface_to_come(find, grown, launch.settings, subnet);
  source.owner = "an instance to come of " + grown.group.name;
  source.hop_kind = "instance";
  source.hop_id = grown.group.name + '/' + launch.id;
  source.instance_profile_arn =
      find.launches.profile_arn(grown.group.scope, launch.settings.instance_profile);
  source.instance_fact = gates::fact_about(launch.id, launch.settings.source,
                                           "it starts container instances");
  fill_machine(find, task, grown, launch, source);
  if (source.is_ipv6_only() && !source.undecided) {
    source.undecided = Unknown{
        .call = "",
        .why = fmt::format("which agent instances to come of {} in the IPv6-only {} "
                           "run is not known",
                           grown.group.name, subnet.text)};
  }
  decide_public_address(find, source, launch.settings.public_address, launch.id,
                        launch.settings.source);
  task.sources.push_back(std::move(source));
}

/// An instance of which nobody knows how it starts: where one of its group runs now, it
/// is taken to be like that one.
void add_unknown(const Places& find, Task& task, const Grown& grown,
                 const Unknown& question, const SubnetId& subnet) {
  if (!find.strict && !question.call.empty() && runs_in(find, task, grown, subnet)) {
    task.assumptions.push_back(
        {.name = question.call,
         .value = fmt::format("instances to come of {} are like those that run in {}",
                              grown.group.name, subnet.text)});
    return;
  }
  auto source = undecided_source(
      task.scope, Host::Instance, subnet.text,
      {.call = question.call,
       .why = fmt::format("group {} may start instances in {}: {}", grown.group.name,
                          subnet.text, question.why)});
  source.owner = "an instance to come of " + grown.group.name;
  source.hop_kind = "instance";
  source.hop_id = grown.group.name;
  task.sources.push_back(std::move(source));
}

/// What is not known of the launch, or only taken for granted and asked for strictly.
std::optional<Unknown> doubt_of(const Places& find, const Launch& launch) {
  if (launch.question) return launch.question;
  if (!launch.assumption || !find.strict) return std::nullopt;
  return Unknown{.call = launch.assumption->name,
                 .why = "whether " + launch.assumption->value + " was not collected"};
}

void place_in_group(const Places& find, Task& task, const Grown& grown) {
  const AutoScalingGroup& group = grown.group;
  if (group.max_size == 0) return;
  if (group.subnets.empty()) {
    add_unknown(find, task, grown,
                {.call = "", .why = "it names no subnets, which is not modelled"},
                SubnetId());
  }
  for (const Launch& launch : find.launches.launches_of(group)) {
    const auto doubt = doubt_of(find, launch);
    if (launch.assumption && !doubt) task.assumptions.push_back(*launch.assumption);
    for (const auto& subnet : group.subnets) {
      if (doubt) {
        add_unknown(find, task, grown, *doubt, subnet);
      } else {
        add_instance(find, task, grown, launch, subnet);
      }
    }
  }
}

/// Not seen: nothing more is taken to start than what runs now.
void ask_for_groups(const Places& find, Task& task, const std::string& why) {
  const std::string call(AutoScalingGroup::kCall);
  if (find.account.calls().seen(task.scope, call)) return;
  if (find.strict) {
    place_unknown(task, {.call = call, .why = why});
  } else {
    task.assumptions.push_back({.name = call, .value = "refuses nothing"});
  }
}

}  // namespace

void place_on_instances_to_come(const Places& find, Task& task,
                                const aws::CapacityProvider& provider) {
  const std::string call(AutoScalingGroup::kCall);
  const auto* group =
      find.account.find<AutoScalingGroup>(task.scope, provider.group_arn);
  if (group != nullptr) {
    place_in_group(find, task, {.group = *group, .provider = provider.name});
  } else if (find.account.calls().seen(task.scope, call)) {
    place_unknown(
        task, {.call = call,
               .why = fmt::format("the Auto Scaling group of {} is not in the snapshot",
                                  provider.name)});
  } else {
    ask_for_groups(
        find, task,
        fmt::format("where {} starts instances was not collected", provider.name));
  }
}

void place_on_instances_to_come(const Places& find, Task& task) {
  std::map<std::string, const AutoScalingGroup*> groups;
  for (const auto* instance :
       find.index.container_instances(task.scope, task.cluster)) {
    const auto* group = find.launches.group_of(task.scope, instance->instance_id);
    if (group != nullptr) groups.emplace(group->arn, group);
  }
  for (const auto& [arn, group] : groups) {
    place_in_group(find, task, {.group = *group, .provider = ""});
  }
  if (!task.sources.empty()) {
    ask_for_groups(find, task, "which instances are replaced was not collected");
  }
}

}  // namespace pullproof::model
