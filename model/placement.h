// Where a task may be placed: on Fargate, on instances that run, on instances to come,
// on ECS Managed Instances. Only task.cpp and placement*.cpp include this.
//
// Each `place_*` adds placements to the task, and to `missing`, `assumptions` and
// `warnings` what it does not find.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "model/launch_index.h"
#include "model/task.h"

namespace pullproof::model {

struct Places {
  const aws::Snapshot& account;
  const aws::NetworkIndex& index;
  const LaunchIndex& launches;
  bool strict = false;
  gates::Switches switches = {};
};

/// What decides where tasks start, as a service or whoever starts a task says it.
struct LaunchRequest {
  std::string launch_type;  ///< "FARGATE", "EC2", "EXTERNAL", or "".
  std::vector<std::string> capacity_providers;
  std::optional<aws::AwsvpcConfiguration> network;
};

/// The service's own strategy, else the cluster's; none with a launch type.
[[nodiscard]] LaunchRequest request_of(const aws::Service& service,
                                       const aws::Cluster* cluster);

/// "FARGATE", "EC2", "MANAGED_INSTANCES", "EXTERNAL" or "MIXED"; "" if the snapshot
/// lacks the provider that decides.
[[nodiscard]] std::string launch_type_of(const Places& find, const aws::Scope& scope,
                                         const std::string& cluster,
                                         const LaunchRequest& request);

/// Requires: `task.launch_type` is that of the request.
void place(const Places& find, Task& task, const LaunchRequest& request);

/// A Fargate task's own interface, in any of its subnets.
void place_on_fargate(const Places& find, Task& task, const LaunchRequest& request);

/// The container instances that are registered now. Without providers, those of the
/// whole cluster.
void place_on_instances(const Places& find, Task& task,
                        const std::vector<std::string>& providers);

/// The instances that the group of a provider may still start.
void place_on_instances_to_come(const Places& find, Task& task,
                                const aws::CapacityProvider& provider);
/// Those of the groups that the cluster's instances are of.
void place_on_instances_to_come(const Places& find, Task& task);

/// The instances that ECS starts itself, and the interfaces of tasks on them.
void place_on_managed_instances(const Places& find, Task& task,
                                const aws::CapacityProvider& provider,
                                const LaunchRequest& request);

// What they have in common.

/// Null if the snapshot does not hold it.
[[nodiscard]] const aws::CapacityProvider* provider_named(const Places& find,
                                                          const aws::Scope& scope,
                                                          const std::string& cluster,
                                                          const std::string& name);

[[nodiscard]] bool takes_tasks(const aws::ContainerInstance& instance);

/// A placement about which nothing is known but that it exists.
[[nodiscard]] SourceInterface undecided_source(const aws::Scope& scope, Host host,
                                               const std::string& subnet,
                                               Unknown question);

/// Tasks may start where nobody knows.
void place_unknown(Task& task, Unknown question);

/// An interface to come: any free address of the subnet. Without `groups`, in the
/// default group of the VPC. Says nothing of its public address.
[[nodiscard]] SourceInterface source_in(const Places& find, const aws::Scope& scope,
                                        Host host, const SubnetId& subnet,
                                        const std::vector<SecurityGroupId>& groups);

/// Leaves open where the source is, if accounts that share its network print different
/// things of it.
void heed_disputes(const Places& find, SourceInterface& source,
                   const aws::Subnet& subnet);
/// Leaves open whether `starter` may use the subnet of another account, which its own
/// export lacks: AWS: VPC user guide, "Unshare a shared subnet".
void heed_sharing(const Places& find, SourceInterface& source,
                  const aws::Subnet& subnet, const aws::Scope& starter);
/// Leaves open whether it may have its groups: they are of another VPC, or not of the
/// account that starts it.
void heed_groups(const Places& find, SourceInterface& source,
                 const aws::Scope& starter);
/// Gives the interface IPv6 addresses, which are of the subnet.
void fill_ipv6(const Places& find, SourceInterface& source, const aws::Subnet& subnet,
               IntervalSet addresses);

/// Notes what the machine is: Docker pulls for its host, whatever the task definition
/// asks for. AWS does not document whether ECS starts tasks on instances of another
/// platform than their `runtimePlatform`: that is left open.
void fill_platform(const Task& task, SourceInterface& source,
                   const MachineImage& machine);

/// Gives the interface of an instance to come the public address that `asked` says, or
/// the subnet. `by` is the fact of what asks.
void decide_public_address(const Places& find, SourceInterface& source,
                           const std::optional<bool>& asked, const std::string& id,
                           const aws::Source& by);

}  // namespace pullproof::model
