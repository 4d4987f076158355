#include "model/aws/capacity_provider.h"

#include <sstream>

namespace pullproof::aws {

CapacityProvider CapacityProvider::parse(Cursor& in) {
  CapacityProvider provider;
  fill_common(provider, in);
  provider.name = in.text("name");
  provider.key = key_of(provider.scope, provider.name);
  if (auto group = in.object("autoScalingGroupProvider")) {
    provider.group_arn = group->text_or("autoScalingGroupArn", "");
    group->skip({"managedScaling", "managedTerminationProtection", "managedDraining"});
  }
  provider.managed_instances = in.has("managedInstancesProvider");
  in.skip({"capacityProviderArn", "cluster", "status", "updateStatus",
           "updateStatusReason", "tags", "type", "managedInstancesProvider"});
  return provider;
}

AutoScalingGroup AutoScalingGroup::parse(Cursor& in) {
  AutoScalingGroup group;
  fill_common(group, in);
  group.arn = in.text("AutoScalingGroupARN");
  // AWS prints a list in one string: "subnet-1,subnet-2".
  std::istringstream list(in.text_or("VPCZoneIdentifier", ""));
  for (std::string subnet; std::getline(list, subnet, ',');) {
    const auto start = subnet.find_first_not_of(' ');
    if (start != std::string::npos) group.subnets.emplace_back(subnet.substr(start));
  }
  in.skip_all();
  return group;
}

}  // namespace pullproof::aws
