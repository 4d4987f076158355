#include <fmt/format.h>

#include "model/placement.h"

namespace pullproof::model {
namespace {

/// AWS: ECS developer guide, "Amazon ECS task networking options for Fargate", "Using a
/// VPC in IPv6-only mode": on platform 1.4.0 or later for Linux.
std::optional<Unknown> platform_question(const Task& task) {
  if (task.os == "linux" && !task.login_leaves_through_fargate) return std::nullopt;
  return Unknown{.call = "",
                 .why =
                     "IPv6-only subnets are for Fargate tasks on Linux, from "
                     "platform version 1.4.0 on"};
}

/// AWS: ECS developer guide, "Stopped tasks error codes", RESOURCE:ENI: a task whose
/// subnet has no address left does not start. That it had none is of one moment.
void warn_of_full_subnet(const Places& find, Task& task, const SubnetId& id) {
  const auto* subnet = find.account.find<aws::Subnet>(task.scope, id.text);
  if (subnet == nullptr || !subnet->cidr || subnet->free_addresses != 0) return;
  task.warnings.push_back(
      fmt::format("{} had no free IPv4 address when it was collected: tasks cannot "
                  "start in it until "
                  "one is",
                  id.text));
}

}  // namespace

void place_on_fargate(const Places& find, Task& task, const LaunchRequest& request) {
  const auto& network = request.network;
  if (!network || network->subnets.empty()) {
    const bool alone = task.service.empty();
    task.missing.push_back(
        {.call = alone ? "" : std::string(aws::Service::kCall),
         .why = alone ? "nothing says in which subnets the task starts: name them "
                        "with --subnets"
                      : "nothing says in which subnets the task starts"});
    return;
  }
  for (const auto& subnet : network->subnets) {
    warn_of_full_subnet(find, task, subnet);
    auto source = source_in(find, task.scope, Host::Fargate, subnet, network->groups);
    if (source.is_ipv6_only() && !source.undecided) {
      source.undecided = platform_question(task);
    }
    source.public_address = network->assign_public_ip;
    source.public_address_fact =
        gates::fact_about(std::string(kServiceFact), {},
                          network->assign_public_ip ? "assignPublicIp is ENABLED"
                                                    : "assignPublicIp is DISABLED");
    // AWS: RuntimePlatform: on Fargate, cpuArchitecture is X86_64 unless it is given.
    source.architecture = "amd64";
    task.sources.push_back(std::move(source));
  }
}

}  // namespace pullproof::model
