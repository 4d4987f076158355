#include "model/aws/capacity_provider.h"

#include "model/aws/document_context.h"

namespace pullproof::aws {
namespace {

ManagedInstances parse_managed(Cursor& in) {
  ManagedInstances managed;
  managed.source = in.source();
  if (auto launch = in.object("instanceLaunchTemplate")) {
    managed.source = launch->source();
    managed.instance_profile_arn = launch->text_or("ec2InstanceProfileArn", "");
    if (auto network = launch->object("networkConfiguration")) {
      for (auto& id : network->texts("subnets")) managed.subnets.emplace_back(id);
      for (auto& id : network->texts("securityGroups")) managed.groups.emplace_back(id);
    }
    launch->skip_all();
  }
  in.skip_all();
  return managed;
}

}  // namespace

CapacityProvider CapacityProvider::parse(Cursor& in) {
  CapacityProvider provider;
  fill_common(provider, in);
  provider.name = in.text("name");
  provider.key = key_of(last_part(in.text_or("cluster", "")), provider.name);
  if (auto group = in.object("autoScalingGroupProvider")) {
    provider.group_arn = group->text_or("autoScalingGroupArn", "");
    group->skip({"managedScaling", "managedTerminationProtection", "managedDraining"});
  }
  if (auto managed = in.object("managedInstancesProvider")) {
    provider.managed = parse_managed(*managed);
  }
  in.skip({"capacityProviderArn", "status", "updateStatus", "updateStatusReason",
           "tags", "type"});
  return provider;
}

}  // namespace pullproof::aws
