#include "model/placement.h"

namespace pullproof::model {

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
    auto source = source_in(find, task.scope, Host::Fargate, subnet, network->groups);
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
