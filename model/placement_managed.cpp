#include <fmt/format.h>

#include "model/placement.h"

namespace pullproof::model {
namespace {

void add_instances(const Places& find, Task& task,
                   const aws::CapacityProvider& provider) {
  const aws::ManagedInstances& managed = *provider.managed;
  for (const auto& subnet : managed.subnets) {
    auto source =
        source_in(find, task.scope, Host::ManagedInstance, subnet, managed.groups);
    source.owner = "a managed instance of " + provider.name;
    source.hop_kind = "instance";
    source.hop_id = provider.name;
    source.instance_profile_arn = managed.instance_profile_arn;
    source.instance_fact = gates::fact_about(provider.name, managed.source,
                                             "it starts container instances");
    decide_public_address(find, source, std::nullopt, provider.name, managed.source);
    task.sources.push_back(std::move(source));
  }
}

/// The interfaces of tasks themselves. AWS: AwsVpcConfiguration: outside of Fargate
/// they never have a public address.
/// Requires: the request has them.
void add_tasks(const Places& find, Task& task, const LaunchRequest& request) {
  for (const auto& subnet : request.network->subnets) {
    auto source = source_in(find, task.scope, Host::ManagedInstance, subnet,
                            request.network->groups);
    source.public_address_fact =
        gates::fact_about(std::string(kServiceFact), {},
                          "a task outside of Fargate has no public address");
    task.sources.push_back(std::move(source));
  }
}

}  // namespace

void place_on_managed_instances(const Places& find, Task& task,
                                const aws::CapacityProvider& provider,
                                const LaunchRequest& request) {
  if (provider.managed->subnets.empty()) {
    place_unknown(task, {.call = std::string(aws::CapacityProvider::kCall),
                         .why = fmt::format(
                             "in which subnets {} starts instances was not printed",
                             provider.name)});
  }
  using Interface = gates::ManagedInstanceInterface;
  const Interface taken = find.switches.managed_instances_eni;
  const bool has_own = task.network_mode == "awsvpc" && request.network;
  if (!has_own || taken != Interface::Task) add_instances(find, task, provider);
  if (!has_own) return;
  if (taken != Interface::Instance) add_tasks(find, task, request);
  if (taken != Interface::Either) {
    task.assumptions.push_back(
        {.name = "managed-instances-eni",
         .value = std::string(gates::chosen(find.switches, "managed-instances-eni"))});
    return;
  }
  task.placement_question = Unknown{
      .call = "",
      .why =
          "AWS does not document whether ECS Managed Instances pull through the "
          "instance's interface or the task's (`--assume "
          "managed-instances-eni=...` decides)"};
}

}  // namespace pullproof::model
